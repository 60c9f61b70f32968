"""The text of a page as the label screen serves it: chunks of 50 lines with an estimate of how high they will be."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

LINES_A_CHUNK = 50
CHARACTERS_A_ROW = 95
HEIGHTS = (50, 75, 100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400)
"""Rows of the classes h1..h12; a class and not a style, because the policy refuses inline styles."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines: `first` is the number of the first one, `bucket` (1..12) stands for their height."""

    first: int
    bucket: int
    lines: list[str]


def chunks(text: str) -> Iterator[Chunk]:
    """Cut a text into chunks; joined with line feeds their lines are the text again."""
    lines = text.split("\n")
    for start in range(0, len(lines), LINES_A_CHUNK):
        some = lines[start : start + LINES_A_CHUNK]
        rows = sum(max(1, -(-len(line) // CHARACTERS_A_ROW)) for line in some)
        yield Chunk(start + 1, min(bisect_left(HEIGHTS, rows) + 1, len(HEIGHTS)), some)
