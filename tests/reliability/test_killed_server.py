"""The real server is killed right after it has acknowledged: nothing is lost, and nothing is there twice."""

import json
from collections import Counter

import pytest

from tests.fixtures.tabs import Json, Tab, lines, note
from tests.reliability.conftest import TEXT, Office

LINES = TEXT.count("\n")


def gestures(count: int) -> list[Json]:
    """Operations of three kinds, every one about something of its own."""
    return [op for n in range(1, count + 1) for op in _one_of_each(n)]


def _one_of_each(n: int) -> list[Json]:
    quote = lines(1 + n % LINES, 1 + n % LINES, "body" if n % 3 else "boilerplate")
    quote["kind"] = "quote.put"
    quote["payload"] = {"id": f"q-{n}", "set": {"contents": [[17 * (n % LINES), 17 * (n % LINES) + 3]]}}
    return [note(f"n-{n}"), lines(1 + n % LINES, 1 + n % LINES), quote]


def acknowledge(tab: Tab, op: Json) -> int:
    """Save one operation and return the revision that the server named."""
    answer = tab.save(op)
    assert answer.status == 200, answer.body
    (acked,) = answer.json["acked"]
    assert acked["op_id"] == op["op_id"]
    rev: int = acked["rev"]
    return rev


def compare(tab: Tab, acknowledged: dict[str, int], sent: dict[str, Json]) -> None:
    """What was acknowledged is in the log once, at the revision that was named, and its mark is there."""
    log = tab.log()
    assert max(Counter(entry["op_id"] for entry in log).values(), default=1) == 1
    assert {entry["op_id"]: entry["rev"] for entry in log}.items() >= acknowledged.items()
    labels = tab.open(tab.task)["labels"]
    for word in ("note", "quote"):
        marks = [one["id"] for one in labels[f"{word}s"]]
        assert len(marks) == len(set(marks))
        put = {sent[op_id]["payload"]["id"] for op_id in acknowledged if sent[op_id]["kind"] == f"{word}.put"}
        assert put <= set(marks)
    labelled = {n for run in labels["lines"] for n in range(run["first"], run["last"] + 1)}
    ranges = [run for op_id in acknowledged for run in sent[op_id]["payload"].get("ranges", ())]
    assert {run["first"] for run in ranges} <= labelled


def lose_nothing(office: Office, rounds: int) -> None:
    tab = office.tab("Ana", "ana")
    waiting = iter(gestures(rounds * 4))
    sent: dict[str, Json] = {}
    acknowledged: dict[str, int] = {}
    for turn in range(rounds):
        for op in (next(waiting) for _ in range(1 + turn % 7)):
            sent[op["op_id"]] = op
            acknowledged[op["op_id"]] = acknowledge(tab, op)
        # One more is on its way when the lights go out. Whether it came in nobody knows.
        unanswered = next(waiting)
        tab.post(unanswered)
        office.kill()
        office.start()
        compare(tab, acknowledged, sent)
        sent[unanswered["op_id"]] = unanswered
        acknowledged[unanswered["op_id"]] = acknowledge(tab, unanswered)
        compare(tab, acknowledged, sent)
        assert office.troubles() == []
    assert len(tab.log()) == len(acknowledged)


@pytest.mark.slow
def test_a_killed_server_has_kept_all_it_acknowledged(office: Office) -> None:
    lose_nothing(office, 3)


@pytest.mark.soak
def test_a_server_killed_a_hundred_times_has_kept_all_it_acknowledged(office: Office) -> None:
    lose_nothing(office, 100)


@pytest.mark.slow
def test_an_operation_sent_again_makes_one_mark_before_and_after_a_kill(office: Office) -> None:
    tab, op = office.tab("Ana", "ana"), note("n-1")
    first = tab.save(op).json
    again = tab.save(op).json
    office.kill()
    office.start()
    late = tab.save(op).json
    known = [{**first["acked"][0], "dup": True}]
    assert (again["acked"], late["acked"]) == (known, known)
    assert [one["id"] for one in tab.open(tab.task)["labels"]["notes"]] == ["n-1"]
    assert len(tab.log()) == 1


@pytest.mark.slow
def test_another_operation_under_a_known_id_is_refused_and_named(office: Office) -> None:
    tab, op = office.tab("Ana", "ana"), note("n-1")
    tab.save(op)
    office.kill()
    office.start()
    other = {**op, "payload": note("n-2")["payload"]}
    refused = tab.save(other)
    assert (refused.status, refused.json["op_id"]) == (422, op["op_id"])
    assert json.dumps(tab.log()).count("n-2") == 0
