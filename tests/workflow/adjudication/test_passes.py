"""Adjudication over pages and passes: accepting in bulk, gold of several passes, and whose work stood on it."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.store import decisions, models, tasks
from annotator.store.projects import passes
from annotator.store.state import TaskState
from annotator.store.texts import page_text
from annotator.workflow import adjudication, doctor, exporting
from annotator.workflow.importing.labellings import store_labelling
from tests.fixtures.jury import Jury, fresh, lines, quote, stance, status

AGREE = (
    lines("nhpppff"),
    quote("q1", "“We sail at last,”", speaker="e-mara-lind"),
    stance("s1", "q1", "e-the-levy", 1, "sail at last"),
)


def agreeing(jury: Jury, count: int) -> list[str]:
    """Add pages on which Ana and Ben say the same under other ids."""
    names = [f"page-{at:02}.txt" for at in range(count)]
    for name in names:
        jury.page(name)
        jury.labels("Ana", *AGREE, status("done"), page=name)
        other = stance("b1", "b9", "e-the-levy", 1, "sail at last")
        jury.labels("Ben", AGREE[0], quote("b9", "“We sail at last,”", speaker="e-mara-lind"), other, page=name)
        jury.labels("Ben", status("done"), page=name)
    return names


def accept(jury: Jury, holdback: int | None = None) -> adjudication.Accepted:
    return adjudication.accept_agreed(jury.db, jury.project, jury.first_pass(), jury.people["Dora"], holdback)


def waits(jury: Jury) -> dict[str, bool]:
    """Names of the pages that wait, and whether each was held back."""
    with jury.db.read() as session:
        in_pass = decisions.find_pass(session, jury.project, jury.first_pass())
        assert in_pass
        return {one.name: one.held for one in decisions.waiting(session, in_pass) if not one.ready}


def sound(jury: Jury) -> None:
    assert not [one.sentence for one in doctor.examine_database(jury.db) if one.level == "error"]


def test_pages_on_which_all_agree_are_accepted_but_for_a_tenth(jury: Jury) -> None:
    names = agreeing(jury, 11)
    done = accept(jury)
    assert (len(done.accepted), len(done.held), done.differing) == (9, 2, 1)
    assert sorted(done.accepted + done.held) == names
    assert waits(jury) == {"ferry.txt": False, **dict.fromkeys(sorted(done.held), True)}
    gold = jury.state(done.accepted[0])["gold"]
    assert [one["source"] for one in gold["quotes"] + gold["stances"]] == ["agreement", "agreement"]
    assert gold["stances"][0]["quote"] == gold["quotes"][0]["id"]
    sound(jury)


def test_who_asks_again_does_not_get_what_was_held_back(jury: Jury) -> None:
    agreeing(jury, 4)
    held = accept(jury, 50).held
    again = accept(jury, 0)
    assert (again.accepted, again.held) == ([], [])
    jury.repeat({"id": fresh(), "verb": "accept"}, page=held[0])
    assert held[0] not in waits(jury)
    assert jury.state(held[0])["status"] == "done"


def test_what_is_held_back_follows_from_the_pages_alone(jury: Jury) -> None:
    agreeing(jury, 3)
    with pytest.raises(Refused, match="0 to 100"):
        accept(jury, 101)
    assert accept(jury, 0).held == []


def test_who_labels_alone_is_accepted_where_one_person_a_page_is_asked_for(jury: Jury) -> None:
    jury.page("alone.txt")
    jury.labels("Ana", *AGREE, status("done"), page="alone.txt")
    with jury.db.write() as session:
        session.get_one(models.Pass, jury.first_pass()).people = 1
    assert "alone.txt" in accept(jury, 0).accepted


def second_pass(jury: Jury, base: str, layers: list[str]) -> int:
    with jury.db.write() as session:
        row = models.Pass(project_id=jury.project, name="opinions", position=1, layers=layers, base=base, people=1)
        session.add(row)
        session.flush()
        return row.id


def imported(jury: Jury, pass_id: int, who: str, fill: Any) -> int:
    """Store somebody's finished labelling of the page in a pass, as an import does."""
    with jury.db.write() as session:
        page, row = session.get_one(models.Page, jury.pages["ferry.txt"]), session.get_one(models.Pass, pass_id)
        task_id = tasks.create(session, page, row, jury.people[who].id)
        task = session.get_one(models.Task, task_id)
        state = TaskState.whole(session, task, page_text(session, page.id, page.sha256))
        whole = state.labelling.to_json()
        fill(whole)
        store_labelling(session, task, who, whole, 1)
        return task_id


def opinion(whole: dict[str, Any]) -> None:
    """Chloe alone says what a quote of gold is for."""
    mark = {"by": "Chloe", "at": None, "origin": "hand", "source": None}
    whole["status"] = "done"
    whole["finished"] = "2026-11-22T04:20:00.000Z"
    for layer in whole["layers"].values():
        layer["status"] = "done" if layer["status"] != "off" else "off"
    whole["stances"] = [
        {
            "id": "c1",
            "position": 0,
            "level": "quote",
            "quote": "g-76-102",
            "holder": None,
            "target": "e-the-levy",
            "polarity": -1,
            "explicit": None,
            "evidence": [[92, 102]],
            **mark,
        }
    ]


def test_each_layer_of_gold_names_the_pass_it_was_decided_in(jury: Jury) -> None:
    with jury.db.write() as session:
        session.get_one(models.Pass, jury.first_pass()).layers = ["lines", "quotes"]
    jury.decide_all("a")
    pass_id = second_pass(jury, "gold:main", ["stances"])
    imported(jury, pass_id, "Chloe", opinion)
    assert jury.open(pass_id=pass_id) == []
    jury.repeat({"id": fresh(), "verb": "accept"}, pass_id=pass_id)
    record = json.loads(b"".join(exporting.begin(jury.db, "harbour").chunks()))
    gold = next(one for one in record["labellings"] if one["role"] == "gold")
    named = {name: (one["status"], one["pass"], one["base"]) for name, one in gold["layers"].items()}
    assert named["lines"] == named["quotes"] == ("done", "main", None)
    assert named["stances"] == ("done", "opinions", "gold:main")
    assert [(one["quote"], one["polarity"], one["by"]) for one in gold["stances"]] == [("g-76-102", -1, "Dora")]
    sound(jury)


def test_who_finished_on_a_gold_that_changes_is_asked_to_look_again(jury: Jury) -> None:
    jury.decide_all("a")
    task = imported(jury, second_pass(jury, "gold:main", ["stances"]), "Chloe", opinion)
    place = next(one for one in jury.places("quotes") if one["key"] == "76-102")
    jury.decide(place, "b", reason="The complement is cut short.")
    with jury.db.read() as session:
        look = session.scalars(select(models.Look)).one()
    assert (look.task_id, look.start, look.end, look.by, look.done_at) == (task, 76, 102, "Dora", None)
    assert "quotes" in look.reason


def test_the_right_to_adjudicate_is_one_of_a_pass(jury: Jury) -> None:
    chloe = jury.people["Chloe"].id
    with jury.db.write() as session:
        session.add(models.PassRight(pass_id=jury.first_pass(), person_id=chloe, adjudicate=True))
    other = second_pass(jury, "gold:main", ["stances"])
    with jury.db.read() as session:
        assert decisions.may_adjudicate(session, jury.project, jury.first_pass(), chloe)
        assert not decisions.may_adjudicate(session, jury.project, other, chloe)
        assert decisions.may_adjudicate(session, jury.project, None, chloe)
        mine = decisions.passes_for(session, jury.project, chloe, everything=False)
        assert [one.name for one in mine] == ["main"]
        assert [one.name for one in passes(session, jury.project)] == ["main", "opinions"]
