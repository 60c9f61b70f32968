"""Reopening a finished labelling: its annotator until the page is adjudicated, a curator afterwards."""

import pytest

from annotator.core.errors import Refused
from annotator.workflow import doctor, label, looks
from tests.fixtures.jury import Jury, fresh, lines, status


def test_its_annotator_reopens_a_labelling_until_the_page_is_adjudicated(jury: Jury) -> None:
    jury.decide(jury.open()[0], "a")
    jury.labels("Ben", status("in_progress"), status("done"))
    jury.decide_all("a")
    for name in ("in_progress", "todo", "skipped"):
        with pytest.raises(Refused, match="is adjudicated; a curator can reopen"):
            jury.labels("Ben", status(name))
    assert jury.state()["enough"]


def test_a_curator_reopens_it_afterwards_and_every_decision_stays(jury: Jury) -> None:
    jury.decide_all("a")
    before = jury.state()["log"]
    jury.reopened("Ben", lines("nhppppf"))
    assert jury.state()["log"] == before
    jury.labels("Ben", status("in_progress"), status("done"))  # what came after the last decision is still theirs
    jury.decide_all("b")
    with pytest.raises(Refused, match="is adjudicated"):
        jury.labels("Ben", status("in_progress"))
    assert not [one.sentence for one in doctor.examine_database(jury.db) if one.level == "error"]


def test_a_decision_that_is_taken_back_gives_the_annotator_the_page_back(jury: Jury) -> None:
    jury.decide_all("a")
    jury.repeat({"id": fresh(), "verb": "undo"})
    jury.labels("Ben", status("in_progress"))


def test_who_is_asked_by_a_curator_to_look_again_may_reopen(jury: Jury) -> None:
    jury.decide_all("a")
    task = jury.task("Ben")
    looks.look_again(jury.db, jury.project, [(task, None, None)], "My own doubt.", jury.people["Ben"])
    with pytest.raises(Refused, match="is adjudicated"):
        jury.labels("Ben", status("in_progress"))
    looks.look_again(jury.db, jury.project, [(task, 4, 9)], "Is this a footer?", jury.people["Dora"])
    jury.labels("Ben", status("in_progress"))


@pytest.mark.parametrize(("who", "reason", "says"), [("Ben", " ", "1 to 2000"), ("Ana", "Why not?", "isn't finished")])
def test_a_curator_reopens_only_what_is_finished_and_says_why(jury: Jury, who: str, reason: str, says: str) -> None:
    jury.labels("Ana", status("in_progress"))
    task = jury.task(who)
    with pytest.raises(Refused, match=says):
        label.reopen(jury.db, jury.project, task, reason, jury.people["Dora"])
