"""Places of adjudication: deciding all of them gives a gold, and what is decided stays decided."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.adjudication import Decided, Place, Said, choose, decide, new_ids, open_places, places, settle
from annotator.core.labelling import Actor, Labelling
from annotator.core.labels import Json, LineLabel, Mark, Quote, Stance
from annotator.core.operations import PutItem, RemoveItem, Run, SetLines
from annotator.core.presets import FULL
from annotator.core.spans import Span
from annotator.core.text import PageText

TEXT = PageText("Harbour Herald\n\nThe ferry sails\n“We sail,” said Ana. “At last.”\nBen left\n \nFooter\nMore\n")
LAYERS = ("lines", "quotes", "stances")
HAND = Mark("Ana", None)
DORA = Actor("Dora", "2026-11-22T04:20:00.000Z")
LABELS = [("body", "paragraph"), ("boilerplate", "nav"), ("body", "headline")]
SPANS = [Span(32, 42), Span(32, 39), Span(54, 64), Span(50, 64), Span(65, 69)]


def labelling(lines: dict[int, int], quotes: dict[str, tuple[int, str]], stances: dict[str, int]) -> Labelling:
    one = Labelling(TEXT)
    one.lines = {n: LineLabel(*LABELS[at], (), HAND) for n, at in lines.items()}
    for key, (at, speaker) in quotes.items():
        one.quotes[key] = Quote(id=key, position=0, mark=HAND, contents=(SPANS[at],), speaker=speaker)
    for key, polarity in stances.items():
        if key in one.quotes:
            stance = Stance(id=key, position=0, mark=HAND, quote=key, target="e-quay", polarity=polarity)
            one.stances[key] = stance
    return one


def labellings() -> st.SearchStrategy[Labelling]:
    lines = st.fixed_dictionaries({n: st.integers(0, 2) for n in (1, 3, 4, 5, 7, 8)})
    quotes = st.dictionaries(st.sampled_from("qrs"), st.tuples(st.integers(0, 4), st.sampled_from(["e-a", "e-b"])))
    return st.builds(labelling, lines, quotes, st.dictionaries(st.sampled_from("qrs"), st.sampled_from([1, -1])))


class Room:
    """Labellings, the decisions about them, and gold."""

    def __init__(self, *made: Labelling) -> None:
        self.made = list(made)
        self.decided: dict[str, list[Decided]] = {layer: [] for layer in LAYERS}
        self.gold = Labelling(TEXT)
        self.numbers = itertools.count(1)

    @property
    def said(self) -> list[Said]:
        return [Said(name, one) for name, one in zip(("Ana", "Ben", "Chloe"), self.made, strict=False)]

    def places(self) -> dict[str, list[Place]]:
        return places(LAYERS, dict.fromkeys(LAYERS, self.said), self.decided, self.gold, FULL)

    def open(self) -> list[Place]:
        return [one for found in self.places().values() for one in open_places(found)]

    def decide(self, place: Place, choice: str, own: Any = None) -> Decided:
        self.settle()
        items, _ = choose(place, choice, own, self.said, TEXT, FULL)
        quotes = {one.key: one for one in self.places()["quotes"]}
        for op in decide(place, items, self.gold, Mark("", None, "accepted", "Ana"), quotes):
            self.gold.apply(op, DORA)
        value: Json = {"items": items}
        if place.layer == "quotes":
            value |= {"frame": [list(one) for one in place.frame], "ids": new_ids(place, items)}
        if place.layer == "stances":
            value |= {"about": place.about}
        row = Decided(next(self.numbers), place.key, choice, value, dict(place.seen))
        self.decided[place.layer].append(row)
        self.settle()
        return row

    def settle(self) -> None:
        for op in settle(self.places(), self.gold, {}):
            self.gold.apply(op, DORA)

    def decide_all(self, choices: st.DataObject | None = None) -> None:
        for _ in range(200):
            if not self.open():
                break
            place = self.open()[0]
            offered = ["a", "b", "neither", *(["both"] if place.layer == "quotes" else [])]
            self.decide(place, choices.draw(st.sampled_from(offered)) if choices else "a")
        self.settle()


@given(labellings(), labellings(), st.data())
def test_deciding_every_place_gives_a_gold(a: Labelling, b: Labelling, data: st.DataObject) -> None:
    room = Room(a, b)
    room.decide_all(data)
    assert room.open() == []
    assert set(room.gold.lines) == {1, 3, 4, 5, 7, 8}
    for n, label in room.gold.lines.items():
        said = {one.lines[n].label for one in (a, b)}
        assert label.label in said or (label.label == "optional" and len(said) + 1 > 1)
    wanted = [item for one in room.places()["quotes"] for item in one.items or []]
    assert len(room.gold.quotes) == len(wanted)
    assert all(one.quote in room.gold.quotes for one in room.gold.stances.values())


@given(labellings(), labellings())
def test_taking_one_labelling_everywhere_gives_that_labelling(a: Labelling, b: Labelling) -> None:
    room = Room(a, b)
    room.decide_all()
    assert {n: (one.label, one.kind) for n, one in room.gold.lines.items()} == {
        n: (one.label, one.kind) for n, one in a.lines.items()
    }
    assert sorted((one.contents, one.speaker) for one in room.gold.quotes.values()) == sorted(
        (one.contents, one.speaker) for one in a.quotes.values()
    )
    assert sorted(one.polarity for one in room.gold.stances.values()) == sorted(
        one.polarity for one in a.stances.values()
    )


@given(labellings(), labellings(), st.sampled_from([1, 3, 4, 5, 7, 8]), st.integers(0, 2))
def test_changing_a_line_opens_that_line_alone(a: Labelling, b: Labelling, n: int, to: int) -> None:
    room = Room(a, b)
    room.decide_all()
    a.apply(SetLines((Run(n, n, LineLabel(*LABELS[to], (), HAND)),)), DORA)
    opened = [one for one in room.open() if one.layer == "lines"]
    assert [one.key for one in opened] in ([], [f"{n}-{n}"])
    assert not [one for one in room.open() if one.layer != "lines"]


@given(labellings(), labellings(), st.sampled_from("qrs"), st.integers(0, 4))
def test_a_decision_never_disappears(a: Labelling, b: Labelling, key: str, to: int) -> None:
    room = Room(a, b)
    room.decide_all()
    before = {one.decision.id for found in room.places().values() for one in found if one.decision}
    untouched = list(room.places()["lines"])
    if key in a.quotes and not any(one.quote == key for one in a.stances.values()):
        a.apply(RemoveItem("quote", key), DORA)
    else:
        a.apply(PutItem("quote", key, {"contents": (SPANS[to],)}, HAND), DORA)
    now = {one.decision.id for found in room.places().values() for one in found if one.decision}
    assert before <= now
    assert room.places()["lines"] == untouched
    room.decide_all()
    assert room.open() == []


def two_on_a_quote() -> Room:
    a = labelling(dict.fromkeys((1, 3, 4, 5, 7, 8), 0), {"q": (0, "e-a")}, {})
    b = labelling(dict.fromkeys((1, 3, 4, 5, 7, 8), 0), {"r": (1, "e-a"), "s": (2, "e-a")}, {})
    return Room(a, b)


def test_quotes_are_aligned_as_agreement_aligns_them() -> None:
    pair, alone = two_on_a_quote().places()["quotes"]
    assert (pair.key, pair.about["members"], pair.differing) == ("32-42", ["q", "r"], ("contents",))
    assert (alone.key, alone.about["members"], alone.state) == ("54-64", [None, "s"], "differing")


def test_a_quote_keeps_its_id_in_gold_whatever_is_decided_next() -> None:
    room = two_on_a_quote()
    room.decide(room.open()[0], "a")
    first = dict(room.gold.quotes)
    room.decide(room.places()["quotes"][0], "b")
    assert list(room.gold.quotes) == list(first) == ["g-32-42"]
    assert room.gold.quotes["g-32-42"].contents == (SPANS[1],)
    room.decide(room.places()["quotes"][0], "both")
    assert sorted(room.gold.quotes) == ["g-32-42", "g-32-42~2"]


def test_a_labelling_that_is_away_opens_nothing_and_a_third_that_says_nothing_new_neither() -> None:
    room = two_on_a_quote()
    room.decide_all()
    ana, ben = room.made
    room.made = [ana]
    assert room.open() == []
    room.made = [ana, ben, labelling(dict.fromkeys((1, 3, 4, 5, 7, 8), 0), {"z": (0, "e-a")}, {})]
    assert room.open() == []
    room.made[2] = labelling(dict.fromkeys((1, 3, 4, 5, 7, 8), 1), {"z": (0, "e-b")}, {})
    assert [(one.layer, one.key, one.state) for one in room.open()] == [
        ("lines", "1-8", "differing"),
        ("quotes", "32-42", "reopened"),
    ]


def test_what_somebody_put_into_gold_otherwise_is_not_settled_over() -> None:
    room = two_on_a_quote()
    room.gold.apply(SetLines((Run(3, 3, LineLabel("optional", None, (), Mark("", None, "hand"))),)), DORA)
    room.decide_all()
    assert room.gold.lines[3].label == "optional"
    assert room.gold.lines[4].label == "body"
