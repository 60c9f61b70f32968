"""Texts, spans and operations for property tests of the core."""

from typing import Any

from hypothesis import strategies as st

from annotator.core.operations import Operation, parse
from annotator.core.text import PageText

ALPHABET = "ab \n\t\r“”\"'.\u00a0\u2028\ufeff\U0001f600é\u0301عж"


def texts() -> st.SearchStrategy[PageText]:
    """Short texts that hold every character that is trouble for offsets."""
    return st.text(ALPHABET, min_size=1, max_size=60).map(PageText)


@st.composite
def spans(draw: st.DrawFn, text: PageText) -> list[int]:
    """A pair `[start, end]` within the text; it may break the constraints."""
    start = draw(st.integers(0, len(text) - 1))
    return [start, draw(st.integers(start + 1, len(text)))]


@st.composite
def operations(draw: st.DrawFn, text: PageText) -> Operation:
    """An operation on lines, a quote, a note or the page, over a handful of ids so that they meet."""
    kind = draw(st.sampled_from(["lines.set", "quote.put", "quote.remove", "note.put", "stance.put", "page.set"]))
    payload: dict[str, Any]
    if kind == "lines.set":
        first = draw(st.integers(1, text.line_count))
        label = draw(st.sampled_from(["body", "boilerplate", None]))
        flags = draw(st.lists(st.sampled_from(["mixed", "unsure"]), max_size=2))
        last = draw(st.integers(first, text.line_count))
        payload = {"ranges": [{"first": first, "last": last, "label": label, "kind": None, "flags": flags}]}
    elif kind == "page.set":
        payload = {"set": {"usable": draw(st.booleans()), "answers": {draw(st.sampled_from("ab")): draw(ANSWER)}}}
    else:
        payload = {"id": draw(st.sampled_from(["one", "two", "three"])), "set": draw(_values(kind, text))}
    return parse(kind, payload)


ANSWER = st.sampled_from(["yes", "no", None])


@st.composite
def _values(draw: st.DrawFn, kind: str, text: PageText) -> dict[str, Any]:
    if kind == "note.put":
        start, end = draw(spans(text))
        return {"start": start, "end": end, "note": draw(st.sampled_from(["why", "look"]))}
    if kind == "stance.put":
        return {
            "quote": draw(st.sampled_from(["one", "two"])),
            "target": "t",
            "polarity": draw(st.sampled_from([1, -1])),
        }
    some = st.lists(spans(text), max_size=2)
    fields = draw(st.sets(st.sampled_from(["contents", "cues", "sources"]), min_size=1))
    return {**{name: draw(some) for name in sorted(fields)}, "speaker": draw(st.sampled_from([None, "p1"]))}
