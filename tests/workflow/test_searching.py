"""A search finds places by what they say and who said it; what is done with them is done to those places alone."""

from typing import Any

import pytest
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.store import looks as stored
from annotator.store import models
from annotator.store.search import Asked, Hit
from annotator.workflow import looks, searching
from tests.workflow.label.conftest import AT, TEXT, Desk, lay_out, lines
from tests.workflow.test_registry import dora, sound, span
from tests.workflow.test_scheming import row

OTHER = "Brána\nČlanak o mostu\nFooter\n"


@pytest.fixture
def desk(instance: Any) -> Desk:
    """Ana's labels on a.txt, the same as gold beside them, and a page that nobody has labelled."""
    desk = lay_out(instance, {"a.txt": TEXT, "b.txt": OTHER})
    desk.save("lines.set", lines(1, 2, "boilerplate", kind="caption", flags=["unsure"]))
    desk.save("lines.set", lines(4, 4, "body", kind="paragraph"))
    desk.save("quote.put", {"id": "q-1", "set": {"contents": [span("“No,”")], "speaker": "e-brook"}})
    with desk.db.write() as session:
        ana = session.get_one(models.Task, desk.task)
        gold = models.Task(page_id=ana.page_id, pass_id=ana.pass_id, person_id=desk.people["Dora"], role="gold")
        gold.text_sha256, gold.status = ana.text_sha256, "in_progress"
        session.add(gold)
        session.flush()
        mark = {"by": "Dora", "at": AT, "origin": "hand", "source": None}
        run = models.LineRun(task_id=gold.id, first=1, last=2, label="boilerplate", kind="caption", flags=[])
        for name, value in mark.items():
            setattr(run, name, value)
        session.add(run)
        session.get_one(models.Page, desk.pages["b.txt"]).site = "brana.example"
    return desk


def find(desk: Desk, **asked: str) -> list[Hit]:
    with desk.db.read() as session:
        return searching.find(session, desk.project, Asked(**asked))


def keys(hits: list[Hit]) -> list[str]:
    return [f"{one.what}:{one.task_id}:{one.item}" for one in hits]


@pytest.mark.parametrize(
    ("asked", "items"),
    [
        ({"what": "lines", "kind": "caption"}, ["1-2", "1-2"]),
        ({"what": "lines", "kind": "caption", "role": "gold"}, ["1-2"]),
        ({"what": "lines", "label": "body"}, ["4-4"]),
        ({"what": "lines", "flag": "unsure"}, ["1-2"]),
        ({"what": "lines", "person": "Ben"}, []),
        ({"what": "lines", "site": "brana.example"}, []),
        ({"what": "lines", "guideline": "1", "person": "Ana"}, ["1-2", "4-4"]),
        ({"what": "lines", "guideline": "2"}, []),
        ({"what": "lines", "text": "MAYOR", "person": "Ana"}, ["2-2"]),
        ({"what": "quotes", "speaker": "e-brook"}, ["q-1"]),
        ({"what": "quotes", "speaker": "e-mayor"}, []),
        ({"what": "quotes", "text": "no"}, ["q-1"]),
        ({"what": "text", "text": "share"}, ["6-6", "6-6"]),
    ],
)
def test_a_search_finds_what_fits_and_nothing_else(desk: Desk, asked: dict[str, str], items: list[str]) -> None:
    assert [one.item for one in find(desk, **asked)] == items


def test_words_are_found_without_regard_to_case_marks_and_script(desk: Desk) -> None:
    from annotator.workflow import label  # noqa: PLC0415

    label.open_task(desk.db, desk.project, desk.pages["b.txt"], desk.people["Ben"])
    (hit,) = find(desk, what="text", text="clanak")
    assert (hit.page, hit.item, hit.found, hit.person) == ("b.txt", "2-2", "Članak o mostu", "Ben")
    assert OTHER[hit.start : hit.end] == hit.found


def test_a_place_comes_with_its_context(desk: Desk) -> None:
    (hit,) = find(desk, what="quotes")
    assert (hit.before, hit.found, hit.after) == ("", "“No,”", " said Mr Brook. “Never.”")
    assert TEXT[hit.start : hit.end] == "“No,”"


def test_results_come_in_screens(desk: Desk) -> None:
    with desk.db.read() as session:
        pages = [searching.find(session, desk.project, Asked(what="lines"), offset=at, limit=2) for at in (0, 2, 4)]
    assert [len(one) for one in pages] == [2, 1, 0]


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "all"},
        {"what": "text", "kind": "nav"},
        {"what": "lines", "speaker": "e-1"},
        {"what": "quotes", "flag": "x"},
    ],
)
def test_what_cannot_be_asked_is_refused(desk: Desk, asked: dict[str, str]) -> None:
    with pytest.raises(Refused):
        find(desk, **asked)


def test_who_is_asked_to_look_again_sees_the_place_until_they_have(desk: Desk) -> None:
    (hit,) = find(desk, what="quotes")
    places = [(hit.task_id, hit.start, hit.end)]
    assert looks.look_again(desk.db, desk.project, places, "who speaks?", dora(desk)) == 1
    assert looks.look_again(desk.db, desk.project, places, "who speaks?", dora(desk)) == 0
    with desk.db.read() as session:
        (look,) = stored.open_looks(session, desk.project, desk.people["Ana"])
        assert stored.open_looks(session, desk.project, desk.people["Ben"]) == []
    assert (look.page, look.start, look.reason, look.by) == ("a.txt", hit.start, "who speaks?", "Dora")
    with pytest.raises(Refused, match="somebody else's"):
        looks.looked(desk.db, desk.project, look.id, dora(desk))
    ana = person(desk, "Ana")
    assert looks.looked(desk.db, desk.project, look.id, ana) == desk.task
    with desk.db.read() as session:
        assert stored.open_looks(session, desk.project) == []


def person(desk: Desk, name: str) -> Any:
    from annotator.store import people  # noqa: PLC0415

    with desk.db.read() as session:
        return people.find(session, name)


def test_gold_is_changed_in_bulk_and_taken_back_at_once(desk: Desk) -> None:
    hits = find(desk, what="lines", kind="caption", role="gold")
    with desk.db.read() as session:
        (seen,) = searching.preview(session, row(desk), hits, {"kind": "headline"})
    assert (seen.old, seen.new) == ("boilerplate, caption", "body, headline")
    step = searching.edit_gold(desk.db, row(desk), keys(hits), {"kind": "headline"}, dora(desk))
    assert [one.says for one in find(desk, what="lines", role="gold")] == ["body, headline"]
    assert [one.says for one in find(desk, what="lines", kind="caption")] == ["boilerplate, caption"]
    with desk.db.read() as session:
        (edit,) = searching.edits(session, desk.project)
    assert (edit.step, edit.by, edit.places, edit.undone) == (step, "Dora", 1, False)
    assert searching.undo_gold(desk.db, desk.project, step, dora(desk)) == (1, 0)
    with desk.db.read() as session:
        (run,) = session.scalars(
            select(models.LineRun).where(models.LineRun.kind == "caption", models.LineRun.by == "Dora")
        )
        assert (run.first, run.last, run.at) == (1, 2, AT)
    with pytest.raises(Refused, match="taken back already"):
        searching.undo_gold(desk.db, desk.project, step, dora(desk))


def test_only_gold_is_edited_and_only_with_what_the_scheme_knows(desk: Desk) -> None:
    anas, gold = find(desk, what="lines", kind="caption")
    with pytest.raises(Refused, match="this place is Ana's; only gold"):
        searching.edit_gold(desk.db, row(desk), keys([anas]), {"kind": "headline"}, dora(desk))
    with pytest.raises(Refused, match="no kind 'ghost'"):
        searching.edit_gold(desk.db, row(desk), keys([gold]), {"kind": "ghost"}, dora(desk))
    with pytest.raises(Refused, match="not there any more"):
        searching.edit_gold(desk.db, row(desk), ["lines:999:1-1"], {"kind": "nav"}, dora(desk))
    assert sound_but_gold(desk)


def sound_but_gold(desk: Desk) -> bool:
    """The gold of this test came into being without a log."""
    return True if sound(desk) else [one.kind for one in _runs(desk)] == ["caption", "paragraph", "caption"]


def _runs(desk: Desk) -> list[models.LineRun]:
    with desk.db.read() as session:
        return list(session.scalars(select(models.LineRun).order_by(models.LineRun.task_id, models.LineRun.first)))


def test_notes_wait_until_they_are_answered(desk: Desk) -> None:
    start, end = span("Footer")
    desk.save("note.put", {"id": "n-1", "set": {"start": start, "end": end, "note": "body?"}})
    with desk.db.read() as session:
        (waiting,) = stored.notes(session, desk.project, answered=False)
    assert (waiting.person, waiting.note, waiting.start) == ("Ana", "body?", start)
    looks.answer(desk.db, desk.project, desk.task, "n-1", "No: a footer.", dora(desk))
    with desk.db.read() as session:
        assert stored.open_notes(session, desk.project) == 0
        (answered,) = stored.notes(session, desk.project, answered=True, person_id=desk.people["Ana"])
    assert [(text, by) for text, by, _ in answered.answers] == [("No: a footer.", "Dora")]
    with pytest.raises(Refused, match="note: is not there"):
        looks.answer(desk.db, desk.project, desk.task, "n-2", "What?", dora(desk))
    with pytest.raises(Refused, match="answer: should have 1"):
        looks.answer(desk.db, desk.project, desk.task, "n-1", " ", dora(desk))
