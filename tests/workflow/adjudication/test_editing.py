"""Changing gold in bulk from the search: each place gets a decision, and one undo takes them back by decisions."""

from typing import Any

import pytest

from annotator.core.errors import Refused
from annotator.store import projects
from annotator.store.search import Asked
from annotator.workflow import doctor, searching
from tests.fixtures.jury import Jury, lines, quote


def keys(jury: Jury, **asked: str) -> list[str]:
    with jury.db.read() as session:
        found = searching.find(session, jury.project, Asked(role="gold", **asked))
    return [f"{one.what}:{one.task_id}:{one.item}" for one in found]


def change(jury: Jury, found: list[str], sets: dict[str, str], reason: str = "") -> str:
    with jury.db.read() as session:
        project = projects.by_id(session, jury.project)
    assert project
    return searching.edit_gold(jury.db, project, found, sets, jury.people["Dora"], reason)


def undo(jury: Jury, step: str) -> tuple[int, int]:
    return searching.undo_gold(jury.db, jury.project, step, jury.people["Dora"])


def labels(jury: Jury) -> dict[str, Any]:
    found: dict[str, Any] = jury.state()["gold"]
    return found


def sound(jury: Jury) -> None:
    assert not [one.sentence for one in doctor.examine_database(jury.db) if one.level == "error"]


def test_each_place_gets_a_decision_with_its_reason_and_one_undo_gives_gold_back(jury: Jury) -> None:
    jury.decide_all("a")
    before, made = labels(jury), jury.state()["log"]
    step = change(jury, keys(jury, what="lines", kind="footer"), {"kind": "promo"}, "They sell something.")
    said = jury.state()
    new = said["log"][: len(said["log"]) - len(made)]
    assert {(one["layer"], one["choice"], one["reason"], one["by"]) for one in new} == {
        ("lines", "own", "They sell something.", "Dora")
    }
    assert sorted(one["place"] for one in new) == ["8-8", "9-9"]
    assert [run["kind"] for run in labels(jury)["lines"]][-1] == "promo"
    assert (said["ready"], jury.open()) == (True, [])
    assert undo(jury, step) == (2, 0)
    assert labels(jury) == before
    assert [one["choice"] for one in jury.state()["log"]][:2] == ["undone", "undone"]
    assert jury.state()["log"][4:] == made
    sound(jury)


def test_a_speaker_that_was_agreed_is_decided_and_holds_until_somebody_says_something_new(jury: Jury) -> None:
    jury.decide_all("a")
    found = keys(jury, what="quotes", text="sail")
    change(jury, found, {"speaker": "e-ivo-brand"})
    jury.reopened("Ben", lines("nhppppf"))
    jury.decide(jury.open()[0], "a")
    gold = {one["id"]: one["speaker"] for one in labels(jury)["quotes"]}
    assert gold["g-32-50"] == "e-ivo-brand"
    jury.reopened("Ben", quote("r1", "“We sail at last,”", speaker="unknown"))
    assert [(one["key"], one["state"]) for one in jury.open()] == [("32-50", "reopened")]
    sound(jury)


def test_what_was_decided_since_stays_when_the_change_is_taken_back(jury: Jury) -> None:
    jury.decide_all("a")
    step = change(jury, keys(jury, what="lines", kind="footer"), {"kind": "promo"})
    place = next(one for one in jury.places("lines") if one["key"] == "8-8")
    jury.decide(place, "b")
    assert undo(jury, step) == (1, 1)
    assert [run["kind"] for run in labels(jury)["lines"]][-2:] == ["nav", "footer"]
    with pytest.raises(Refused, match="taken back already"):
        undo(jury, step)
    sound(jury)
