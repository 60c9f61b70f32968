"""Offsets of tools that count UTF-16 units, as JavaScript does, turned into code points."""

from bisect import bisect_left

from annotator.core.errors import Refused


class FromUtf16:
    """The way back of one text: it knows where the characters lie that take two units."""

    def __init__(self, text: str) -> None:
        wide = (at for at, one in enumerate(text) if one > "\uffff") if max(text, default="") > "\uffff" else ()
        self._starts = [at + before for before, at in enumerate(wide)]

    def __call__(self, units: int) -> int:
        """Return an offset in code points; refuses one that lies in the middle of a character."""
        before = bisect_left(self._starts, units)
        if before and self._starts[before - 1] + 1 == units:
            raise Refused(f"offset {units}", "lies in the middle of a character")
        return units - before
