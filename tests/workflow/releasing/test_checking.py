"""What is done with releases: verified, compared, and joined with texts that somebody has."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import Refused
from annotator.core.records import read_record
from annotator.workflow import releasing
from tests.fixtures.bridge import labelling, line, quote, stance
from tests.fixtures.press import NOTE, Press, gold, page


def bent(file: Path, old: bytes, new: bytes) -> None:
    """Change a file that can only be read."""
    raw = file.read_bytes()
    assert old in raw
    file.chmod(0o600)
    file.write_bytes(raw.replace(old, new))


def test_a_byte_that_changed_a_file_that_went_and_one_that_came_are_told(press: Press) -> None:
    press.records(page(1, gold()))
    folder = press.release().folder
    bent(folder / "splits.jsonl", b"train", b"trial")
    (folder / "README.md").unlink()
    (folder / "more.txt").write_text("more")
    assert press.verify().wrong == [
        "README.md is missing",
        "more.txt doesn't belong to the release",
        "splits.jsonl is not what was written: its sha256 differs",
    ]


def test_a_span_that_moved_is_told_even_where_the_manifest_was_bent_with_it(press: Press) -> None:
    press.records(page(1, gold()), page(2, gold(), rights=None))
    folder = press.release().folder
    bent(folder / "pages.jsonl", b'"text":"said"', b'"text":"sang"')
    verdict = press.verify()
    assert [one for one in verdict.wrong if "the text at" in one and "'said', not 'sang'" in one]


def test_a_manifest_that_was_changed_is_not_the_one_of_the_database(press: Press) -> None:
    press.records(page(1, gold()))
    bent(press.release().folder / "manifest.json", b'"pages": 1', b'"pages": 2')
    assert press.verify().wrong == ["manifest.json is not the one that was written"]


def test_files_that_are_not_here_are_said_to_be_missing(press: Press) -> None:
    press.records(page(1, gold()))
    made = press.release()
    made.folder.rename(made.folder.with_name("elsewhere"))
    assert press.verify().wrong == ["news@v1: its files are not in this instance"]
    with pytest.raises(Refused, match="a backup holds the database alone"):
        _ = made.card


def test_a_difference_names_pages_and_counts_labels_by_layer(press: Press) -> None:
    press.records(page(1, gold()), page(2, gold()), page(3, gold()))
    press.release("v1")
    lines = [line(1, "boilerplate", "ui"), *gold()["lines"][2:]]
    moved = quote(id="q-2", contents=gold()["quotes"][0]["contents"])
    press.records(page(1, gold(lines=lines, quotes=[moved], stances=[stance(quote="q-2", polarity=-1)])), replace=True)
    press.change("2.txt", withdrawn_at="2026-11-22T04:20:00.000Z")
    press.records(page(4, gold()))
    press.release("v2")
    found = releasing.diff(press.db, "news", "v1", "v2").to_json()
    assert found["pages"] == {
        "added": [{"id": "p-4", "name": "4.txt"}],
        "removed": [{"id": "p-2", "name": "2.txt"}],
        "changed": [{"id": "p-1", "name": "1.txt"}],
        "same": 1,
    }
    none = {"pages": 0, "added": 0, "removed": 0, "changed": 0}
    assert found["labels"] == {
        "page": none,
        "lines": {"pages": 1, "added": 0, "removed": 1, "changed": 1},
        "quotes": {"pages": 1, "added": 1, "removed": 1, "changed": 0},
        "stances": {"pages": 1, "added": 0, "removed": 0, "changed": 1},
    }


def test_a_release_with_names_and_one_without_differ_in_nothing_but_the_names(press: Press) -> None:
    ours = labelling("Ben", page={"page_type": "article", "usable": True, "reason": "ask Edin"}, notes=[NOTE])
    press.records(page(1, labelling("Ana"), ours), page(2, labelling("Ben")))
    press.release("v1", names=True)
    press.release("v2")
    for pair in (("v1", "v2"), ("v2", "v1")):
        found = releasing.diff(press.db, "news", *pair)
        assert (found.changed, found.same, found.renamed) == ([], 2, True)
    press.records(page(2, labelling("Ben", quotes=[], stances=[])), replace=True)
    press.release("v3", names=True)
    across, within = (releasing.diff(press.db, "news", *pair) for pair in (("v2", "v3"), ("v1", "v3")))
    assert [name for _, name in across.changed] == ["2.txt"]
    assert across.layers == within.layers
    assert (across.renamed, within.renamed) == (True, False)
    assert across.to_json()["people_renamed"] is True


def test_agreement_stands_beside_what_it_was(press: Press) -> None:
    press.records(page(1, labelling("Ana"), labelling("Ben")))
    press.release("v1")
    press.records(page(2, labelling("Ana"), labelling("Ben", quotes=[], stances=[])))
    press.release("v2")
    found = releasing.diff(press.db, "news", "v1", "v2").agreement
    assert ("main", "quotes detection f1", 1.0, 2 / 3) in found


def test_texts_that_one_has_are_joined_by_their_digest_whatever_they_are_called(press: Press, tmp_path: Path) -> None:
    given = [page(1, gold(notes=[NOTE]), rights=None), page(2, gold()), page(3, gold(), rights=None)]
    press.records(*given)
    folder, mine, target = press.release().folder, tmp_path / "mine", tmp_path / "joined.jsonl"
    mine.mkdir()
    (mine / "something.html.txt").write_text(given[0]["page"]["text"], encoding="utf-8")
    (mine / "other.txt").write_text(given[2]["page"]["text"] + " ", encoding="utf-8")
    (mine / "picture.png").write_bytes(b"\x89PNG\0\xff")
    done = releasing.join(folder, [mine], target)
    assert (done.whole, done.joined, done.missing) == (1, 1, 1)
    assert [one.place for one in done.unread] == ["picture.png"]
    records = [json.loads(one) for one in target.read_bytes().splitlines()]
    assert [one["page"]["name"] for one in records] == ["1.txt", "2.txt"]
    first, second = (read_record(one) for one in records)
    assert first.labellings[0].labelling.quotes == second.labellings[0].labelling.quotes
    before = {key: one for key, one in labels(records[1]).items() if key != "notes"}
    assert {key: one for key, one in labels(records[0]).items() if key != "notes"} == before


def labels(value: dict[str, Any]) -> dict[str, Any]:
    one = value["labellings"][0]
    return {key: one[key] for key in ("page", "lines", "quotes", "stances", "notes")}


def test_rows_with_a_text_join_as_well(press: Press, tmp_path: Path) -> None:
    given = page(1, gold(), rights=None)
    press.records(given)
    rows = tmp_path / "mine.jsonl"
    rows.write_text(json.dumps({"text": given["page"]["text"]}) + "\nno json\n")
    done = releasing.join(press.release().folder, [rows], tmp_path / "joined.jsonl")
    assert (done.joined, len(done.unread)) == (1, 1)


@pytest.mark.parametrize(
    "row",
    [
        "[]",
        "{}",
        '{"format":"annotator.standoff/1","page":{"name":"a","sha256":"../../x","length":1},"labellings":[]}',
        '{"format":"annotator.standoff/1","page":{"name":1,"length":1},"labellings":[]}',
    ],
)
def test_a_folder_from_anywhere_is_refused_in_one_sentence(tmp_path: Path, row: str) -> None:
    (tmp_path / "manifest.json").write_text('{"format": "annotator.release/1"}')
    (tmp_path / "standoff.jsonl").write_text(row + "\n")
    with pytest.raises(Refused):
        releasing.join(tmp_path, [tmp_path], tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is no release of annotator"):
        releasing.join(tmp_path, [tmp_path], tmp_path / "out.jsonl")
