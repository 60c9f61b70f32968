"""Offsets as other programs count them."""

from bisect import bisect_left


class Utf16:
    """Turns offsets in code points into offsets in UTF-16 code units, as JavaScript counts."""

    def __init__(self, text: str) -> None:
        # What lies beyond the first plane takes two units; most texts have none of it.
        astral = max(text, default="") > "\uffff"
        self._wide = [at for at, char in enumerate(text) if char > "\uffff"] if astral else []

    def __call__(self, offset: int) -> int:
        """Return the number of units before the code point at `offset`."""
        return offset + bisect_left(self._wide, offset)
