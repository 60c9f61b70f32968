"""Releases: frozen, the same bytes from the same labels, without names and without texts that may not leave."""

import csv
import hashlib
import json
from typing import Any

import pytest

from annotator.core.errors import Refused
from annotator.core.splits import FOLDS, Plan
from annotator.core.statistics import Tally
from annotator.store import models
from annotator.workflow import releasing, splitting, withdrawing
from tests.fixtures.bridge import labelling, quote
from tests.fixtures.disagreement import ana, ben
from tests.fixtures.press import NOTE, OPEN, Press, everything, gold, page, rows


def names(found: list[dict[str, Any]]) -> list[str]:
    return [one["page"]["name"] for one in found]


def test_a_release_holds_the_gold_of_each_page_and_names_every_file_by_its_digest(press: Press) -> None:
    press.records(page(1, ana(), ben(), gold()), page(2, ana()))
    made = press.release()
    assert [(one["page"]["name"], one["labellings"][0]["annotator"]) for one in rows(made, "pages.jsonl")] == [
        ("1.txt", "gold")
    ]
    assert made.row.manifest["left_out"] == {"without an answer": 1}
    files = made.row.manifest["files"]
    assert {"README.md", "pages.jsonl", "splits.jsonl", "standoff.jsonl", "rows/README.md"} <= files.keys()
    for name, about in files.items():
        raw = (made.folder / name).read_bytes()
        assert about == {"sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)}
    assert hashlib.sha256((made.folder / "manifest.json").read_bytes()).hexdigest() == made.row.sha256
    assert press.events("release.made") == [{"project": "news", "version": "v1", "pages": 1}]


def test_its_files_can_only_be_read(press: Press) -> None:
    press.records(page(1, gold()))
    made = press.release()
    modes = {file.stat().st_mode & 0o777 for file in made.folder.rglob("*") if file.is_file()}
    assert modes == {0o400}


def test_without_gold_every_finished_labelling_is_in_it(press: Press) -> None:
    press.records(page(1, ana(), ben()))
    [one] = rows(press.release(), "pages.jsonl")
    assert [each["annotator"] for each in one["labellings"]] == ["a1", "a2"]


def test_the_same_labels_give_the_same_bytes_again(press: Press) -> None:
    press.records(page(1, ana(), ben(), gold()), page(2, gold(), rights=None))
    made = press.release()
    assert press.verify().good[-1] == "built again, it is the same to the byte"
    again = press.release("v2")
    for name in ("pages.jsonl", "standoff.jsonl", "splits.jsonl"):
        assert (made.folder / name).read_bytes() == (again.folder / name).read_bytes()
    assert made.row.made_at[:10] not in everything(made.folder)


def test_people_have_the_same_code_in_every_release_of_a_project(press: Press) -> None:
    press.records(page(1, labelling("Ben", notes=[NOTE]), gold(quotes=[quote(by="Ben")])))
    first = press.release("v1", apart=True)
    press.records(page(2, labelling("Ana"), labelling("Ben"), labelling("Edin")))
    second = press.release("v2", apart=True)
    who = [[each["annotator"] for each in one["labellings"]] for one in rows(second, "pages.jsonl")]
    [before] = rows(first, "pages.jsonl")
    assert [each["annotator"] for each in before["labellings"]] == ["a1", "gold"]
    assert before["labellings"][1]["quotes"][0]["by"] == "a1"
    codes = second.row.options["people"]
    assert codes["Ben"] == "a1"
    assert sorted(codes.values()) == ["a1", "a2", "a3"]
    assert sorted(who[1]) == sorted(codes[name] for name in ("Ana", "Ben", "Edin"))
    for one in (first, second):
        whole = everything(one.folder)
        assert not [name for name in ("Ana", "Ben", "Edin", "ask Edin") if name in whole]


def test_the_name_of_a_filter_is_no_way_to_learn_who_is_who(press: Press) -> None:
    press.records(page(1, ana(), ben()))
    made = press.release(apart=True, people=("Ben",))
    assert "Ben" not in everything(made.folder)
    assert made.row.options["choice"]["people"] == ["Ben"]
    assert press.verify().good[-1] == "built again, it is the same to the byte"


def test_names_and_notes_are_kept_where_that_is_asked_for(press: Press) -> None:
    press.records(page(1, labelling("Ben", notes=[NOTE])))
    [one] = rows(press.release(names=True), "pages.jsonl")
    assert one["labellings"][0]["annotator"] == "Ben"
    assert one["labellings"][0]["notes"][0]["note"] == "ask Edin about this"


@pytest.mark.parametrize("rights", [None, "unknown", "  ALL rights reserved. ", "© 2026 Harbour Herald", "none"])
def test_a_page_without_rights_that_allow_it_is_there_without_its_text(press: Press, rights: str | None) -> None:
    labels = gold(notes=[NOTE])
    press.records(page(1, labels, rights=rights, title="The bridge will be built", meta={"lead": "The bridge"}))
    made = press.release(names=True)
    assert rows(made, "pages.jsonl") == []
    [one] = rows(made, "standoff.jsonl")
    assert one["format"] == "annotator.standoff/1"
    text = str(page(1)["page"]["text"])
    assert (one["page"]["sha256"], one["page"]["length"]) == (hashlib.sha256(text.encode()).hexdigest(), len(text))
    start = text.index("“we will")
    assert one["labellings"][0]["quotes"][0]["contents"] == [{"start": start, "end": start + 18}]
    for words in ("bridge will be", "build it", "mayor, Zora", "ferryman", "Imprint"):
        assert words not in everything(made.folder)
    assert "Of 1 page the rights are not known" in made.card
    assert "Text, title, `meta` and notes are left out, and don't come back when a text is joined." in made.card


def test_drafts_and_nothing_at_all_are_no_release(press: Press) -> None:
    with pytest.raises(Refused, match="finished labellings"):
        press.release(drafts=True)
    with pytest.raises(Refused, match="would hold no page"):
        press.release()
    assert releasing.listing(press.db, "news") == []


@pytest.mark.parametrize("version", ["", ".", "..", "../v1", "v1/", "a b", ".hidden", "v1.", "x" * 65, "v\n1", "ć"])
def test_a_version_is_a_name_that_every_disk_can_hold(press: Press, version: str) -> None:
    press.records(page(1, gold()))
    with pytest.raises(Refused, match="is no version"):
        press.release(version)


def test_a_version_is_made_once(press: Press) -> None:
    press.records(page(1, gold()))
    press.release("v1")
    with pytest.raises(Refused, match="news@V1: is there already, as v1, and never changes"):
        press.release("V1")
    with pytest.raises(Refused, match="there is v1"):
        press.verify("v2")


def test_pages_that_leak_refuse_it_unless_there_is_a_reason(press: Press) -> None:
    press.records(page(1, gold(), story="levy"), page(2, gold(), story="levy"))
    press.change("1.txt", split="train")
    press.change("2.txt", split="test")
    with pytest.raises(Refused, match=r"p-1 and p-2 have the same story \(levy\).*--leaks-ok"):
        press.release()
    assert not (press.db.folder / "releases/news/v1").exists()
    made = press.release(leaks_ok="a test of *leaks*")
    assert "a test of \\*leaks\\*" in made.card
    assert made.row.manifest["leaks"] == [{"a": "p-1", "b": "p-2", "why": "the same story (levy)"}]
    assert [one["split"] for one in rows(made, "splits.jsonl")] == ["train", "test"]


def test_the_card_says_what_pages_were_compared_by(press: Press) -> None:
    press.records(page(1, gold()))
    assert "Pages in different splits were compared by group, story, text." in press.release("v1").card
    splitting.set_plan(press.db, "news", Plan())
    made = press.release("v2")
    said = "compared by group, story, text, site, nearly the same text (Jaccard 0.5 or more)."
    assert f"Pages in different splits were {said}\nNo two of them share any of it." in made.card
    assert press.verify("v2").good[-1] == "built again, it is the same to the byte"


def test_rows_tell_the_fold_of_their_page_where_there_is_a_plan(press: Press) -> None:
    press.records(page(1, gold()))
    assert [one["fold"] for one in rows(press.release("v1"), "rows/lines/train-00000.jsonl")] == [None]
    splitting.set_plan(press.db, "news", Plan(by="story", shares=(100, 0, 0)))
    press.records(*[page(number, gold()) for number in (2, 3)])
    made = press.release("v2")
    told = csv.DictReader(splitting.folds(press.db, "news", FOLDS))
    folds = {one["name"]: int(one["fold"]) for one in told}
    assert {one["name"]: one["fold"] for one in rows(made, "splits.jsonl")} == folds
    for config in ("lines", "quotes", "attribution", "stance"):
        found = rows(made, f"rows/{config}/train-00000.jsonl")
        assert {one["page"]: one["fold"] for one in found} == folds


def test_what_is_in_no_split_leaks_into_none(press: Press) -> None:
    press.records(page(1, gold(), story="levy"), page(2, gold(), story="levy"))
    press.change("2.txt", split="none")
    assert press.release().row.manifest["leaks"] == []


def test_agreement_and_guidelines_are_those_of_its_pages(press: Press) -> None:
    press.records(page(1, ana(), ben(), gold()), page(2, ana()))
    found = press.release().row.manifest
    assert found["agreement"]["main"]["pages"] == 1
    assert found["agreement"]["main"]["figures"]["lines"]["kappa"] == 0.5
    assert found["scheme"]["preset"] == "full"
    assert "Ana" not in json.dumps(found)


def test_a_build_that_was_killed_leaves_nothing_in_the_way(press: Press) -> None:
    press.records(page(1, gold()))
    home = press.db.folder / "releases/news"
    for left in (".building-abc", "v1"):
        (home / left).mkdir(parents=True)
        (home / left / "pages.jsonl").write_text("half")
    assert releasing.listing(press.db, "news") == []
    press.release()
    assert sorted(one.name for one in home.iterdir()) == [".lock", "v1"]
    assert press.verify().wrong == []


def test_a_withdrawn_page_is_in_no_later_release(press: Press) -> None:
    press.records(page(1, gold()), page(2, gold()))
    press.release()
    withdrawing.withdraw(press.db, "news", "1.txt", "the outlet asked for it")
    later = press.release("v2")
    assert names(rows(later, "pages.jsonl")) == ["2.txt"]
    assert later.row.manifest["left_out"] == {"withdrawn": 1}
    assert "1 page withdrawn since it was made" in press.verify().good
    assert press.verify().wrong == []


def test_a_release_stands_when_labels_change(press: Press) -> None:
    press.records(page(1, gold()))
    made = press.release()
    before = (made.folder / "pages.jsonl").read_bytes()
    press.records(page(1, gold(quotes=[], stances=[])), replace=True)
    assert (made.folder / "pages.jsonl").read_bytes() == before
    verdict = press.verify()
    assert verdict.wrong == []
    assert verdict.good[-1].startswith("the database has gone on since: built again, README.md, pages.jsonl")


def test_rights_of_pages_are_counted_in_the_card(press: Press) -> None:
    press.records(page(1, gold()), page(2, gold(), rights="public domain"), page(3, gold(), rights=""))
    counts = press.release().row.manifest["counts"]
    assert (counts["pages"], counts["standoff"]) == (3, 1)
    assert counts["rights"] == {"": 1, OPEN: 1, "public domain": 1}


def test_its_statistics_are_those_of_the_records_it_holds(press: Press) -> None:
    texts = {"1.txt": page(1)["page"]["text"], "2.txt": page(2)["page"]["text"]}
    press.records(page(1, ana(), ben(), gold(), site="x.example", language="en"), page(2, gold(), rights=None))
    made, expected = press.release(), Tally()
    for value in (*rows(made, "pages.jsonl"), *rows(made, "standoff.jsonl")):
        expected.add(value, "train", texts[value["page"]["name"]].count("\n") + 1)
    assert made.statistics == expected
    assert (expected.pages, expected.answered["lines"], expected.labels["body"]) == (2, 2, 6)
    counts = made.row.manifest["counts"]
    assert (counts["lines"], counts["sites"]) == (dict(sorted(expected.labels.items())), {"": 1, "x.example": 1})
    assert counts["characters"] == expected.code_points == sum(map(len, texts.values()))


def test_a_release_is_a_row_with_its_pages(press: Press) -> None:
    press.records(page(1, gold()), page(2, gold()))
    made = press.release()
    with press.db.read() as session:
        assert session.query(models.ReleasePage).filter_by(release_id=made.row.id).count() == 2


def test_rows_to_train_on_are_in_it_but_of_no_page_without_its_text(press: Press) -> None:
    press.records(page(1, gold()), page(2, gold(), rights=None))
    made = press.release()
    whole = everything(made.folder / "rows")
    assert ("1 is the number" in whole, "2 is the number" in whole, "2.txt" in whole) == (True, False, False)
    assert made.row.manifest["not_written"] == {"huggingface-jsonl": "without 1 page whose text may not leave"}
