"""The case that is kept between decisions says what a new one says, and a decision costs the same on any page."""

import cProfile
import pstats
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.store.instance import Instance
from annotator.workflow import adjudication
from annotator.workflow.adjudication.kept import shelf
from tests.fixtures.jury import Jury, fresh, seated, status

SAID = "The harbour master said that the levy is {} times too high today.\n\n"
MASTER, LEVY = "e-mara-lind", "e-the-levy"


def anew(jury: Jury, page: str) -> dict[str, Any]:
    """The state as it is without what was kept."""
    shelf(jury.db).take(jury.ids(page, None))
    return jury.state(page)


def disagreeing(jury: Jury, page: str, count: int) -> str:
    """Add a page on which Ana and Ben differ in each line, each quote and each stance, but for every fifth."""
    text = "".join(SAID.format(100 + at) for at in range(count))
    jury.page(page, text)
    for who, cut in (("Ana", 0), ("Ben", 5)):
        ops = []
        for at in range(count):
            shorter = 0 if at % 5 == 0 else cut
            start = text.index(f"that the levy is {100 + at}")
            kind = "list" if shorter else "paragraph"
            ops.append(line(2 * at + 1, kind))
            ops.append(put("quote", f"{who}{at}", contents=[[start, start + 38 - shorter]], speaker=MASTER))
            about = {"level": "quote", "quote": f"{who}{at}", "target": LEVY}
            evidence = [[start, start + 20]]
            ops.append(put("stance", f"{who}-{at}", **about, polarity=1 if shorter else -1, evidence=evidence))
        jury.labels(who, *ops, status("done"), page=page)
    return page


def line(n: int, kind: str) -> dict[str, Any]:
    return {"kind": "lines.set", "payload": {"ranges": [{"first": n, "last": n, "label": "body", "kind": kind}]}}


def put(word: str, key: str, **values: Any) -> dict[str, Any]:
    implied = {"source_kind": "implicit"} if word == "quote" else {}
    return {"kind": f"{word}.put", "payload": {"id": key, "set": {**implied, **values}}}


def calls(jury: Jury, page: str) -> int:
    """How many functions one decision calls, once the page is being adjudicated."""
    found = [one for one in jury.open(page) if one["layer"] == "quotes"]
    jury.decide(found[0], "a", page=page)
    sent = {"id": fresh(), "verb": "decide", "layer": "quotes", "place": found[1]["key"]}
    sent |= {"seen": found[1]["seen"], "after": None, "choice": "a"}
    read, profile = adjudication.read_sent(sent), cProfile.Profile()
    profile.runcall(adjudication.decide, jury.db, jury.ids(page, None), jury.people["Dora"], read)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_decided_the_kept_case_says_what_a_new_one_says(jury: Jury, seed: int) -> None:
    page, dice = disagreeing(jury, "levy.txt", 8), random.Random(seed)
    for _ in range(14):
        places = [one for one in jury.state(page)["places"] if one["open"] or one["decision"]]
        place = dice.choice(places)
        waits = place["layer"] == "stances" and place["state"] != "moot" and not in_gold(jury, page, place)
        if dice.random() < 0.2 and any(one["decision"] for one in places):
            jury.repeat({"id": fresh(), "verb": "undo"}, page=page)
        elif not waits and place["state"] != "moot":
            choices = ["a", "b", "neither", *(["both", "own"] if place["layer"] == "quotes" else [])]
            choice = dice.choice(choices)
            own = [{"contents": [[place["start"] + 5, place["end"]]], "source_kind": "implicit", "speaker": MASTER}]
            more: dict[str, Any] = {"own": own} if choice == "own" else {}
            jury.decide(place, choice, page=page, **more)
        assert jury.state(page) == anew(jury, page)


def in_gold(jury: Jury, page: str, place: dict[str, Any]) -> bool:
    quotes = {one["key"]: one for one in jury.places("quotes", page)}
    ids = {one["id"] for one in jury.state(page)["gold"]["quotes"]}
    quote = quotes.get(place["about"]["quote"])
    return bool(quote and {*quote["ids"], f"g-{quote['key']}"} & ids)


def test_a_case_of_which_somebody_changed_the_ground_is_worked_out_anew(jury: Jury) -> None:
    jury.decide_all("a")
    jury.reopened("Ben", line(8, "paragraph"))
    assert [one["key"] for one in jury.open()] == ["8-8"]
    assert jury.state() == anew(jury, "ferry.txt")


@pytest.fixture
def lone(tmp_path: Path, sqlite_url: str) -> Iterator[Jury]:
    opened = Instance.open(tmp_path / "instance", sqlite_url)
    yield seated(opened)
    opened.close()


def test_a_decision_takes_as_many_steps_on_a_page_with_four_times_the_differences(lone: Jury) -> None:
    few, many = (calls(lone, disagreeing(lone, f"{count}.txt", count)) for count in (25, 100))
    assert many < few * 1.5
