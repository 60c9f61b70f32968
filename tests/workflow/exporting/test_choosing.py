"""Which labelling answers: gold, else nothing or the sole finished one; without any gold all of them, apart."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import Refused
from annotator.formats.base import About, Answer, Out, Writer
from annotator.formats.json_lines import Lines
from annotator.store import models
from annotator.workflow import exporting
from annotator.workflow.exporting import Choice
from tests.fixtures.bridge import TEXT, labelling, layers, quote, record, stance
from tests.fixtures.desk import Desk

GOLD = {"role": "gold"}
DRAFT = {"status": "in_progress"}


class Plain:
    """A format that holds one labelling of a page: who it is by, with its quotes and stances."""

    name, suffix, several = "plain", ".jsonl", False

    def writer(self, out: Out, about: About) -> Writer:
        del about
        return Lines(out.open(), self.row)

    def row(self, answer: Answer) -> bytes:
        on = [layer for layer in ("page", "lines", "quotes", "stances") if answer.answers(layer)]
        found = [len(answer.labels[each]) for each in ("lines", "quotes", "stances")]
        return json.dumps([answer.page.name, answer.labels["annotator"], on, found, answer.split]).encode() + b"\n"


def page(name: str, *labellings: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A page of its own text, so that it is no duplicate of another."""
    value = record(*labellings, **more)
    value["page"]["name"] = name
    return value


def exported(desk: Desk, **choice: Any) -> list[dict[str, Any]]:
    """The canonical records that a choice gives."""
    done = exporting.begin(desk.db, desk.project, choice=Choice(**choice))
    whole = b"".join(done.chunks())
    return [json.loads(row) for row in whole.splitlines()]


def plain(desk: Desk, **choice: Any) -> tuple[exporting.Export, list[Any]]:
    """What the plain format gets."""
    done = exporting.begin(desk.db, desk.project, choice=Choice(**choice))
    done.format = Plain()
    return done, [json.loads(row) for row in b"".join(done.chunks()).splitlines()]


def who(records: list[dict[str, Any]]) -> list[list[str]]:
    return [[one["annotator"] for one in each["labellings"]] for each in records]


def test_in_a_project_with_gold_the_gold_alone_answers(desk: Desk) -> None:
    desk.records(record(labelling("Ana"), labelling("Ben"), labelling("gold", **GOLD)))
    assert who(exported(desk)) == [["gold"]]
    assert who(exported(desk, accept_single=True)) == [["gold"]]
    assert who(exported(desk, apart=True)) == [["Ana", "Ben", "gold"]]


def test_without_any_gold_every_finished_labelling_is_given_apart(desk: Desk) -> None:
    desk.records(record(labelling("Ana"), labelling("Ben"), labelling("Chloe", **DRAFT)))
    assert who(exported(desk)) == [["Ana", "Ben"]]
    assert who(exported(desk, drafts=True)) == [["Ana", "Ben", "Chloe"]]


def test_the_sole_finished_labelling_answers_when_that_is_accepted(desk: Desk) -> None:
    desk.records(record(labelling("Ana"), labelling("Ben", **DRAFT)))
    done, rows = plain(desk, accept_single=True)
    assert [row[1] for row in rows] == ["Ana"]
    assert done.summary() == "1 page written"
    desk.records(record(labelling("Ben")), replace=True)
    done, rows = plain(desk, accept_single=True)
    assert rows == []
    assert done.summary() == "0 pages written, 1 without an answer left out"


def test_each_layer_has_its_own_answer(desk: Desk) -> None:
    lines = labelling("Ana", layers=layers("body", "page", "lines"), quotes=[], stances=[])
    quotes = labelling("Ben", layers=layers("quotes", "quotes"), lines=[], stances=[], page={})
    desk.records(record(lines, quotes))
    _, rows = plain(desk, accept_single=True)
    assert rows == [["bridge.txt", "Ana, Ben", ["page", "lines", "quotes"], [5, 1, 0], "train"]]
    assert who(exported(desk, accept_single=True)) == [["Ana", "Ben"]]
    _, rows = plain(desk, accept_single=True, layers=("lines",))
    assert rows == [["bridge.txt", "Ana", ["lines"], [5, 0, 0], "train"]]


def test_a_stance_whose_quote_does_not_answer_is_left_out_and_told(desk: Desk) -> None:
    desk.records(record(labelling("Ana")))
    done, rows = plain(desk, accept_single=True, layers=("stances",))
    assert rows[0][2:4] == [["stances"], [0, 0, 0]]
    assert done.summary() == "1 page written, what the format can't hold was dropped: 1 in stances"


def test_quotes_answer_where_they_are_done_with_the_pages_that_have_none(desk: Desk) -> None:
    body = {"layers": layers("body", "lines"), "quotes": [], "stances": [], "page": {}}
    on = {"layers": layers("quotes", "quotes"), "lines": [], "stances": [], "page": {}}
    pages = [page(f"{n:02}.txt", labelling("Ana", **body), text=_text(n)) for n in range(10)]
    for n in range(10, 20):
        value = {**on, "quotes": []} if n < 13 else {**on, "quotes": [quote()]}
        pages.append(page(f"{n:02}.txt", labelling("Ben", **value), text=_text(n)))
    assert desk.records(*pages).refused == []
    done, rows = plain(desk, accept_single=True, layers=("quotes",))
    assert [row[3][1] for row in rows] == [0] * 3 + [1] * 7
    assert done.tally.layers == {"quotes": 10}
    assert done.tally.left_out == {"without an answer": 10}


def test_what_would_be_written_is_counted_before_it_is(desk: Desk) -> None:
    desk.records(record(labelling("Ana"), labelling("Ben")))
    export = exporting.begin(desk.db, desk.project)
    said = "1 page to write. 2 labellings answer, for page of 1, lines of 1, quotes of 1, stances of 1"
    assert export.counted() == said
    assert export.tally.pages == 0


def test_pages_are_chosen_by_what_is_known_of_them(desk: Desk) -> None:
    known = [
        ("a.txt", "harbour.example", "en", "2026-01-31T22:00:00Z"),
        ("b.txt", "valley.example", "ar", "2026-02-01"),
    ]
    for n, (name, site, language, published) in enumerate(known):
        desk.records(page(name, text=_text(n), site=site, language=language, published=published))
    desk.records(page("c.txt", text=_text(3)))

    def names(**choice: Any) -> list[str]:
        return [one["page"]["name"] for one in exported(desk, **choice)]

    assert names() == ["a.txt", "b.txt", "c.txt"]
    assert names(sites=("harbour.example",)) == ["a.txt"]
    assert names(sites=("", "valley.example")) == ["b.txt", "c.txt"]
    assert names(languages=("ar",)) == ["b.txt"]
    assert names(since="2026-02-01") == ["b.txt"]
    assert names(until="2026-01-31") == ["a.txt"]
    assert names(splits=("train",)) == ["a.txt", "b.txt", "c.txt"]
    with desk.db.write() as session:
        for one in session.query(models.Page):
            one.split = {"a.txt": "test", "b.txt": "train"}.get(one.name)
            one.withdrawn_at = "2026-11-22T10:00:00.000Z" if one.name == "c.txt" else None
    assert names(splits=("train",)) == ["b.txt"]
    assert names(splits=("test",)) == ["a.txt"]
    done = exporting.begin(desk.db, desk.project)
    assert done.counted() == "2 pages to write, 2 of them without an answer, 1 withdrawn left out"


def test_labellings_are_chosen_by_pass_and_by_person(desk: Desk) -> None:
    second = labelling("Ben", layers=layers("second", "lines"), quotes=[], stances=[], page={})
    desk.records(record(labelling("Ana"), labelling("Chloe"), second))
    assert who(exported(desk, passes=("second",))) == [["Ben"]]
    assert who(exported(desk, people=("Chloe", "Ben"))) == [["Ben", "Chloe"]]


def test_a_page_that_nobody_calls_usable_is_left_out_unless_asked_for(desk: Desk) -> None:
    no = {"page_type": "error", "usable": False, "reason": "empty"}
    desk.records(record(labelling("Ana", page=no), labelling("Ben", page=no)))
    assert exported(desk) == []
    assert len(exported(desk, unusable=True)) == 1
    desk.records(record(labelling("Chloe")))
    assert len(exported(desk)) == 1


def test_people_who_share_one_page_get_a_file_each_where_a_format_holds_but_one(desk: Desk, tmp_path: Path) -> None:
    desk.records(record(labelling("Ana"), labelling("Ben", stances=[stance(polarity=-1)])))
    done = exporting.begin(desk.db, desk.project, choice=Choice())
    done.format = Plain()
    target = tmp_path / "out"
    assert list(done.to_path(target))[-1] == 1
    assert sorted(one.name for one in target.iterdir()) == ["ana.jsonl", "ben.jsonl"]
    zipped = exporting.begin(desk.db, desk.project, choice=Choice())
    zipped.format = Plain()
    with zipfile.ZipFile(BytesIO(b"".join(zipped.chunks()))) as archive:
        assert sorted(archive.namelist()) == ["ana.jsonl", "ben.jsonl", "dropped.jsonl"]
    with pytest.raises(Refused, match="is there already"):
        list(done.to_path(target))


def test_two_passes_of_one_person_are_one_answer_and_names_that_look_alike_are_two_files(desk: Desk) -> None:
    lines = labelling("Ana", layers=layers("body", "lines"), quotes=[], stances=[], page={})
    quotes = labelling("Ana", layers=layers("quotes", "quotes"), lines=[], stances=[], page={})
    again = labelling("Ana", layers=layers("again", "lines"), quotes=[], stances=[], page={})
    desk.records(record(lines, quotes, again, labelling("Ana?")))
    done = exporting.begin(desk.db, desk.project)
    done.format = Plain()
    with zipfile.ZipFile(BytesIO(b"".join(done.chunks()))) as archive:
        found = {name: archive.read(name).splitlines() for name in archive.namelist()}
    assert [json.loads(row)[1:4] for row in found["ana.jsonl"]] == [["Ana", ["lines", "quotes"], [5, 1, 0]]]
    assert [json.loads(row)[1] for row in found["ana-2.jsonl"]] == ["Ana?"]
    assert json.loads(found["dropped.jsonl"][0])["what"] == "pass body"


def test_an_unknown_layer_is_refused_at_once(desk: Desk) -> None:
    with pytest.raises(Refused, match="there is no layer 'words'; the layers are page, lines, quotes, stances"):
        exporting.begin(desk.db, desk.project, choice=Choice(layers=("words",)))


def _text(n: int) -> str:
    return f"{TEXT}Page {n}\n"
