"""Adjudicating again and again: what changes asks again, what doesn't stays as it is, and no decision is lost."""

from typing import Any

from sqlalchemy import select

from annotator.store import models
from annotator.workflow import doctor
from tests.fixtures.jury import Jury, fresh, quote, span, stance, status

LABELS = ("lines", "quotes", "stances")


def rows(jury: Jury) -> list[tuple[Any, ...]]:
    with jury.db.read() as session:
        found = session.scalars(select(models.Decision).order_by(models.Decision.id))
        return [(one.id, one.layer, one.place, one.choice, one.value, one.reason, one.by, one.at) for one in found]


def gold(jury: Jury) -> dict[str, Any]:
    """Gold's labels by layer and by what each is about, each line alone."""
    labels = jury.state()["gold"]
    by_line: dict[Any, Any] = {}
    for run in labels["lines"]:
        by_line |= {n: {**run, "first": n, "last": n} for n in range(run["first"], run["last"] + 1) if n not in (2, 7)}
    return {"lines": by_line, **{name: {one["id"]: one for one in labels[name]} for name in LABELS[1:]}}


def answered(value: str) -> dict[str, Any]:
    return {"kind": "page.set", "payload": {"set": {"page_type": value}}}


def touched(jury: Jury) -> list[tuple[str, str]]:
    return [(one["layer"], one["key"]) for one in jury.open()]


def same_but(before: dict[str, Any], after: dict[str, Any], changed: dict[str, set[Any]]) -> None:
    for name in LABELS:
        left = [
            {key: one for key, one in side[name].items() if key not in changed.get(name, ())}
            for side in (before, after)
        ]
        assert left[0] == left[1]


def sound(jury: Jury) -> None:
    assert not [one.sentence for one in doctor.examine_database(jury.db) if one.level == "error"]


def test_three_rounds_ask_only_about_what_was_touched_and_keep_every_decision(jury: Jury) -> None:
    jury.decide_all("a")
    first, before = rows(jury), gold(jury)

    # Ben moves a line, a speaker and a polarity; the rest of the page is as it was.
    other = [
        {"kind": "lines.set", "payload": {"ranges": [{"first": 1, "last": 1, "label": "body", "kind": "headline"}]}}
    ]
    other += [quote("r1", "“We sail at last,”", speaker="e-ivo-brand")]
    other += [stance("t1", "r2", "e-the-levy", 0, "the levy")]
    jury.reopened("Ben", *other)
    asked = [("lines", "1-1"), ("quotes", "32-50"), ("stances", "quote 76-102 > e-the-levy")]
    assert touched(jury) == asked
    assert gold(jury) == before
    for place, choice in zip(jury.open(), "bab", strict=True):
        jury.decide(place, choice, reason="Second round.")
    second = rows(jury)
    assert second[: len(first)] == first
    assert [one[1:4] for one in second[len(first) :]] == [
        (*one, choice) for one, choice in zip(asked, "bab", strict=True)
    ]
    after = gold(jury)
    same_but(before, after, {"lines": {1}, "quotes": {"g-32-50"}, "stances": {"g-quote 76-102 > e-the-levy"}})
    assert after["lines"][1]["kind"] == "headline"
    assert after["quotes"]["g-32-50"]["speaker"] == "e-mara-lind"
    sound(jury)

    # Ana comes to say what was decided for the line, and something new about the stance alone.
    jury.reopened("Ana", other[0], stance("s1", "q2", "e-the-levy", 1, "too high"))
    assert touched(jury) == [("stances", "quote 76-102 > e-the-levy")]
    jury.decide(jury.open()[0], "own", own=[{"polarity": -1, "evidence": [span("too high")]}])
    assert jury.open() == []
    assert rows(jury)[: len(second)] == second
    same_but(after, gold(jury), {"stances": {"g-quote 76-102 > e-the-levy"}})
    jury.reopened("Ben")
    assert jury.open() == []
    sound(jury)


def test_what_all_come_to_say_alike_moves_gold_only_where_nobody_decided(jury: Jury) -> None:
    for who in ("Ana", "Ben"):
        jury.labels(who, status("in_progress"), answered("article"), status("done"))
    jury.decide_all("a")
    before = gold(jury)
    assert jury.state()["gold"]["page"]["page_type"] == "article"
    line = {"kind": "lines.set", "payload": {"ranges": [{"first": 1, "last": 1, "label": "body", "kind": "headline"}]}}
    for who in ("Ana", "Ben"):
        jury.reopened(who, answered("opinion"), line)
    assert jury.open() == []
    jury.repeat({"id": fresh(), "verb": "accept"})
    assert jury.state()["gold"]["page"]["page_type"] == "opinion"
    same_but(before, gold(jury), {"lines": {1}})
    assert gold(jury)["lines"][1]["kind"] == "headline"
    sound(jury)


def test_a_decided_answer_is_asked_about_again_and_never_replaced(jury: Jury) -> None:
    for who, value in (("Ana", "article"), ("Ben", "opinion")):
        jury.labels(who, status("in_progress"), answered(value), status("done"))
    jury.decide_all("a")
    for who in ("Ana", "Ben"):
        jury.reopened(who, answered("live"))
    assert touched(jury) == [("page", "page_type")]
    assert jury.state()["gold"]["page"]["page_type"] == "article"
    jury.decide(jury.open()[0], "a")
    assert jury.state()["gold"]["page"]["page_type"] == "live"


def test_what_all_said_and_nobody_says_any_more_leaves_gold(jury: Jury) -> None:
    for who, key, of in (("Ana", "s2", "q1"), ("Ben", "t2", "r1")):
        both = (stance(key, of, "e-the-levy", 1, "sail at last"), answered("article"))
        jury.labels(who, status("in_progress"), *both, status("done"))
    jury.decide_all("a")
    assert len(jury.state()["gold"]["stances"]) == 2
    for who, key in (("Ana", "s2"), ("Ben", "t2")):
        none: dict[str, Any] = {"kind": "page.set", "payload": {"set": {"page_type": None}}}
        jury.reopened(who, {"kind": "stance.remove", "payload": {"id": key}}, none)
    jury.repeat({"id": fresh(), "verb": "accept"})
    labels = jury.state()["gold"]
    assert [one["polarity"] for one in labels["stances"]] == [-1]
    assert labels["page"]["page_type"] is None
    sound(jury)
