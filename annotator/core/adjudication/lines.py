"""Places of the layer lines: runs of neighbouring lines about which the same labellings say the same."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from annotator.core.labels import Json, LineLabel
from annotator.core.text import PageText

from .places import Decided, Place, Said, all_alike, digest, fields_that_differ, state_of

Value = tuple[str, str | None] | None
PERSONAL = "unsure"
"""A flag that says something about its annotator and never about the line; gold goes without."""


def line_places(text: PageText, said: Sequence[Said], decisions: Sequence[Decided]) -> list[Place]:
    """Return the places of a page in the order of the text; blank lines have none.

    A decision covers lines, and the last one about a line counts: where a labelling changes one line of a run,
    that line alone is open again.
    """
    covering = _covering(text, decisions)
    nothing: tuple[Decided | None, Value] = (None, None)
    known: dict[tuple[tuple[Value, ...], int | None, Value], str] = {}
    runs: list[tuple[int, int, tuple[Value, ...], str, Decided | None]] = []
    for n in range(1, text.line_count + 1):
        if text.blank[n - 1]:
            continue
        values = tuple(_value(one, n) for one in said)
        decision, decided = covering.get(n, nothing)
        case = (values, decision.id if decision else None, decided)
        if case not in known:
            known[case] = _state(said, values, decision, decided)
        state = known[case]
        last = runs[-1] if runs else None
        if last and last[4] is decision and last[2] == values and last[3] == state:
            runs[-1] = (last[0], n, *last[2:])
        else:
            runs.append((n, n, values, state, decision))
    return [_place(text, said, *run) for run in runs]


def taken(text: PageText, lines: Mapping[int, LineLabel], first: int, last: int) -> list[Json]:
    """Return what one labelling says about the lines that `first..last` names, as runs of equal label and kind."""
    return _merged((n, _written(lines.get(n))) for n in text.named(first, last))


def bounds(key: str) -> tuple[int, int]:
    """Return the first and last line of a place's key."""
    first, _, last = key.partition("-")
    return int(first), int(last)


def _place(
    text: PageText,
    said: Sequence[Said],
    first: int,
    last: int,
    values: tuple[Value, ...],
    state: str,
    decision: Decided | None,
) -> Place:
    says = tuple(_said(value) for value in values)
    items = None
    if decision:
        items = list(_within(text, decision, first, last))
    elif state == "agreed":
        items = taken(text, said[0].labelling.lines, first, last)
    start, end = text.line_span(first).start, text.line_span(last).end
    return Place(
        "lines",
        f"{first}-{last}",
        state,
        start,
        end,
        says,
        _seen(said, values),
        items,
        decision,
        fields_that_differ(says, ("label", "kind")),
    )


def _covering(text: PageText, decisions: Sequence[Decided]) -> dict[int, tuple[Decided, Value]]:
    """Return the last decision about each line, with what it says there."""
    found: dict[int, tuple[Decided, Value]] = {}
    for one in decisions:
        for item in one.items:
            value = (item["label"], item["kind"]) if item["label"] else None
            found.update(dict.fromkeys(text.named(item["first"], item["last"]), (one, value)))
    return found


def _within(text: PageText, decision: Decided, first: int, last: int) -> Iterator[Json]:
    """Yield the part of a decision's runs that lies in `first..last`, which may be fewer lines than it was about."""
    for item in decision.items:
        lines = [n for n in text.named(item["first"], item["last"]) if first <= n <= last]
        if lines:
            yield {**item, "first": lines[0], "last": lines[-1]}


def _merged(pairs: Iterator[tuple[int, Json]]) -> list[Json]:
    runs: list[Json] = []
    for n, value in pairs:
        if runs and {name: runs[-1][name] for name in value} == value:
            runs[-1]["last"] = n
        else:
            runs.append({"first": n, "last": n, **value})
    return runs


def _value(one: Said, n: int) -> Value:
    label = one.labelling.lines.get(n)
    return (label.label, label.kind) if label else None


def _said(value: Value) -> Json | None:
    return {"label": value[0], "kind": value[1]} if value else None


def _written(label: LineLabel | None) -> Json:
    if label is None:
        return {"label": None, "kind": None, "flags": []}
    flags = [flag for flag in label.flags if flag != PERSONAL]
    return {"label": label.label, "kind": label.kind, "flags": flags}


def _state(said: Sequence[Said], values: tuple[Value, ...], decision: Decided | None, decided: Value) -> str:
    """Return how a line stands; `decided` is what the decision says for it."""
    agreed = [_said(values[0]) or {}] if all_alike(values) else None
    if decision is not None:
        items = [_said(decided) or {}]
        decision = Decided(decision.id, decision.place, decision.choice, {"items": items}, decision.seen)
    return state_of(_seen(said, values), decision, agreed)


def _seen(said: Sequence[Said], values: tuple[Value, ...]) -> dict[str, str]:
    return {one.name: _digest(value) for one, value in zip(said, values, strict=True)}


@lru_cache(maxsize=1024)
def _digest(value: Value) -> str:
    return digest(_said(value))
