"""Deciding where labellings differ: gold comes of it, nothing decided is lost, and a repeat changes nothing."""

import json

import pytest
from sqlalchemy import func, select

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.tasks import of_page
from annotator.workflow import adjudication, doctor, exporting
from annotator.workflow.adjudication import Changed
from tests.fixtures.jury import Jury, fresh, lines, quote, span, status


def decisions(jury: Jury) -> list[models.Decision]:
    with jury.db.read() as session:
        return list(session.scalars(select(models.Decision).order_by(models.Decision.id)))


def sound(jury: Jury) -> None:
    wrong = [one.sentence for one in doctor.examine_database(jury.db) if one.level == "error"]
    assert not wrong


def test_the_places_are_those_where_two_people_differ(jury: Jury) -> None:
    assert [(one["layer"], one["key"], one["differing"]) for one in jury.open()] == [
        ("lines", "8-8", ["kind"]),
        ("quotes", "76-102", ["contents"]),
        ("quotes", "104-112", []),
        ("stances", "quote 76-102 > e-the-levy", ["polarity", "evidence"]),
    ]


def test_deciding_all_of_them_makes_gold_of_which_every_layer_is_done(jury: Jury) -> None:
    jury.decide_all("a")
    state = jury.state()
    assert (state["status"], set(state["statuses"].values()), state["ready"]) == ("done", {"done"}, True)
    gold = {one["id"]: one for one in state["gold"]["quotes"]}
    assert sorted(one["contents"] for one in gold.values()) == [[[32, 50]], [[76, 102]]]
    assert [one["polarity"] for one in state["gold"]["stances"]] == [-1]
    assert [(run["first"], run["last"], run["kind"]) for run in state["gold"]["lines"]][-2:] == [
        (8, 8, "footer"),
        (9, 9, "footer"),
    ]
    sound(jury)


def test_gold_says_who_decided_and_whose_label_it_took(jury: Jury) -> None:
    place = jury.open()[0]
    jury.decide(place, "b", reason="It links to other pages.")
    run = next(one for one in jury.state()["gold"]["lines"] if one["first"] == 8)
    assert (run["kind"], run["by"], run["origin"], run["source"]) == ("nav", "Dora", "accepted", "Ben")
    found = jury.places("lines")[-2]["decision"]
    assert (found["by"], found["choice"], found["whose"], found["reason"]) == (
        *("Dora", "b", ["Ben"]),
        "It links to other pages.",
    )


def test_label_adjudicate_change_and_adjudicate_again_keeps_every_decision(jury: Jury) -> None:
    jury.decide_all("a")
    before = decisions(jury)
    jury.reopened("Ben", lines("nhppppf"))
    opened = jury.open()
    assert [(one["layer"], one["key"], one["state"]) for one in opened] == [("lines", "8-8", "reopened")]
    assert jury.state()["gold"]["lines"][-1]["kind"] == "footer"
    jury.decide(opened[0], "b")
    assert jury.open() == []
    after = decisions(jury)
    assert [(one.id, one.place, one.choice, one.value) for one in after[: len(before)]] == [
        (one.id, one.place, one.choice, one.value) for one in before
    ]
    assert len(after) == len(before) + 1
    assert len(jury.state()["log"]) == len(after)
    sound(jury)


def test_a_quote_that_is_taken_away_opens_its_place_and_nothing_else(jury: Jury) -> None:
    jury.decide_all("a")
    jury.reopened("Ben", {"kind": "quote.remove", "payload": {"id": "r3"}})
    assert jury.open() == []  # both say now what was decided
    jury.reopened("Ana", quote("q4", "“Never,”", speaker="e-ivo-brand"))
    assert [(one["key"], one["state"]) for one in jury.open()] == [("104-112", "reopened")]


def test_the_same_gesture_twice_is_one_decision(jury: Jury) -> None:
    sent = jury.decide(jury.open()[0], "a")
    jury.repeat(sent)
    assert len(decisions(jury)) == 1
    with pytest.raises(Refused, match="same id"):
        jury.repeat({**sent, "choice": "b"})


def test_a_place_that_changed_meanwhile_is_not_decided_unseen(jury: Jury) -> None:
    place = jury.open()[0]
    jury.labels("Ben", status("in_progress"), lines("nhppppf"), status("done"))
    with pytest.raises(Changed):
        jury.decide(place, "b")
    jury.decide(jury.open()[0], "b")
    with pytest.raises(Changed):
        jury.decide(jury.open()[0] | {"decision": {"id": 99}}, "b")


def test_both_neither_and_an_own_one(jury: Jury) -> None:
    line, pair, _, stance = jury.open()
    jury.decide(line, "neither")
    jury.decide(pair, "both")
    jury.decide(stance, "own", own=[{"polarity": 0, "evidence": [span("levy was")]}])
    state = jury.state()
    assert next(one["label"] for one in state["gold"]["lines"] if one["first"] == 8) == "optional"
    assert [one["contents"] for one in state["gold"]["quotes"]][1:] == [[[76, 102]], [[76, 93]]]
    assert [(one["polarity"], one["evidence"]) for one in state["gold"]["stances"]] == [(0, [span("levy was")])]
    sound(jury)


@pytest.mark.parametrize(
    ("at", "choice", "own", "says"),
    [
        (0, "both", None, "one label"),
        (0, "c", None, "none of this page's labellings"),
        (0, "own", [{"label": "nonsense"}], "nonsense"),
        (1, "own", [{"contents": [[76, 900]]}], "outside the text"),
        (1, "own", [{"contents": []}], "has a content"),
        (1, "own", "words", "a list"),
        (3, "a", None, "quote is to be decided first"),
        (3, "both", None, "one polarity"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_leaves_nothing(
    jury: Jury, at: int, choice: str, own: object, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        jury.decide(jury.open()[at], choice, own=own)
    assert decisions(jury) == []
    with jury.db.read() as session:
        assert [one.role for one in of_page(session, jury.pages["ferry.txt"])] == ["annotator", "annotator"]


def test_undo_opens_the_place_again_and_gives_gold_back_what_it_said(jury: Jury) -> None:
    first, second = jury.open()[:2]
    jury.decide(first, "a")
    jury.decide(second, "a")
    jury.decide(jury.places("quotes")[1], "b")
    undo = {"id": fresh(), "verb": "undo"}
    jury.repeat(undo)
    jury.repeat(undo)
    assert [one["contents"] for one in jury.state()["gold"]["quotes"]][-1] == [[76, 102]]
    assert len(jury.open()) == 2
    jury.repeat({"id": fresh(), "verb": "undo"})
    assert [one["key"] for one in jury.open()][:1] == ["76-102"]
    jury.repeat({"id": fresh(), "verb": "undo"})
    assert not [one for one in jury.state()["gold"]["lines"] if one["first"] <= 8 <= one["last"]]
    with pytest.raises(Refused, match="no decision of yours"):
        jury.repeat({"id": fresh(), "verb": "undo"})
    assert [one.choice for one in decisions(jury)] == ["a", "a", "b", "undone", "undone", "undone"]
    sound(jury)


def test_a_page_with_differences_cannot_be_accepted_as_agreed(jury: Jury) -> None:
    with pytest.raises(Refused, match="4 places are still to be decided"):
        jury.repeat({"id": fresh(), "verb": "accept"})


def test_one_labelling_alone_is_not_adjudicated(jury: Jury) -> None:
    jury.labels("Ben", status("in_progress"))
    assert not jury.state()["enough"]
    with pytest.raises(Refused, match="one finished labelling"):
        jury.repeat({"id": fresh(), "verb": "accept"})


def test_the_record_has_gold_whose_layers_name_their_pass(jury: Jury) -> None:
    jury.decide_all("a")
    written = b"".join(exporting.begin(jury.db, "harbour").chunks()).decode()
    gold = next(one for one in json.loads(written)["labellings"] if one["role"] == "gold")
    assert gold["annotator"] == "gold"
    assert {name: (one["status"], one["pass"]) for name, one in gold["layers"].items()} == dict.fromkeys(
        ("page", "lines", "quotes", "stances"), ("done", "main")
    )
    with jury.db.read() as session:
        assert session.scalar(select(func.count()).where(models.Task.role == "gold")) == 1
        assert session.scalar(select(func.count()).where(models.Event.action == "page.adjudicated")) == 1


def test_the_next_page_is_one_that_waits(jury: Jury) -> None:
    assert adjudication.next_page(jury.db, jury.project, jury.first_pass()) == jury.pages["ferry.txt"]
    jury.decide_all("a")
    assert adjudication.next_page(jury.db, jury.project, jury.first_pass()) is None
    jury.reopened("Ben", lines("nhppppf"))
    assert adjudication.next_page(jury.db, jury.project, jury.first_pass()) == jury.pages["ferry.txt"]
