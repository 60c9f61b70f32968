"""The text of a page as the label screen serves it: lines in chunks, chunks in parts, each with a height."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from itertools import count

LINES_A_CHUNK = 50
CHUNKS_A_PART = 20
CHARACTERS_A_ROW = 95
HEIGHTS = (50, 75, 100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400)
"""Rows of a chunk of the classes h1..h12, a twentieth of those of a part; the policy refuses inline styles."""


class Escaped(str):
    """Markup that has been escaped here; templates take it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return itself, as templates ask for it."""
        return self


def surface(text: str) -> Escaped:
    """Return the text as markup, a paragraph a line; what a browser shows of them joined with line feeds is the text.

    Attributes stand bare and paragraphs unclosed, since a long page has 100,000 of them.
    """
    # An HTML parser would turn a carriage return into a line feed.
    escaped = escape(text).replace("\r", "&#13;")
    return Escaped("".join(_parts(text.split("\n"), escaped.split("\n"))))


def bucket(lengths: Sequence[int], most: Sequence[int] = HEIGHTS) -> int:
    """Return the class 1..12 for lines of these lengths; the class k stands for `most[k - 1]` rows."""
    rows = sum(-(-length // CHARACTERS_A_ROW) or 1 for length in lengths)
    return min(bisect_left(most, rows) + 1, len(most))


def _parts(lines: Sequence[str], escaped: Sequence[str]) -> Iterator[str]:
    lengths = [len(line) for line in lines]
    long = LINES_A_CHUNK * CHUNKS_A_PART
    heights = [rows * CHUNKS_A_PART for rows in HEIGHTS]
    rendered = [_line(*line) for line in zip(count(1), lines, escaped, strict=False)]
    for at in range(0, len(lines), long):
        yield f'<div class="part h{bucket(lengths[at : at + long], heights)}" role=none>'
        for start in range(at, min(at + long, len(lines)), LINES_A_CHUNK):
            end = start + LINES_A_CHUNK
            yield f'<div class="chunk h{bucket(lengths[start:end])}" role=none>'
            yield from rendered[start:end]
            yield "</div>"
        yield "</div>"


def _line(n: int, line: str, escaped: str) -> str:
    blank = "" if line and not line.isspace() else " aria-label=blank"
    return f"<p class=line id=L{n} role=option{blank}>{escaped}"
