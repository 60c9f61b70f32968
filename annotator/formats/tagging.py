"""Words of a page's lines and tags over them (IOB), for the formats that know no offsets."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.core.spans import Span

# Letters and digits with the marks that stand on them and the joiners between them; else every sign for itself.
WORD = re.compile(
    "\\w[\\w\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]*|[^\\w\\s]"
)
RUN = re.compile(r"\S+")
Word: TypeAlias = tuple[int, int]
"""Start and end: a page has a thousand words, which a plain pair holds at half the cost of a Span."""
OVERLAPS = "it overlaps another one, and a word carries one tag"
INSIDE = "it begins or ends inside a word, and the tags cover whole words"


def words(text: str, span: Span, pattern: re.Pattern[str] = WORD) -> list[Word]:
    """Return where the words of a part of a text start and end, in order; none holds white space."""
    return [found.span() for found in pattern.finditer(text, *span)]


@dataclass(slots=True)
class Tags:
    """One column of tags over the words of a page; `tokens` ascend and don't overlap."""

    tokens: Sequence[Word]
    _ends: list[int] = field(init=False)
    _cells: list[tuple[str, int] | None] = field(init=False)
    _marks: int = 0

    def __post_init__(self) -> None:
        self._ends = [end for _, end in self.tokens]
        self._cells = [None] * len(self.tokens)

    def put(self, span: Span, label: str) -> str | None:
        """Tag the words that a span touches; return what of it the tags don't tell, if anything."""
        first = bisect_right(self._ends, span.start)
        last = first
        while last < len(self.tokens) and self.tokens[last][0] < span.end:
            last += 1
        there = self._cells[first:last]
        if not there:
            return INSIDE
        if any(there):
            return None if self._is(first, last, label) and self._fits(span, first, last) else OVERLAPS
        self._marks += 1
        self._cells[first:last] = [(label, self._marks)] * (last - first)
        return None if self._fits(span, first, last) else INSIDE

    def iob2(self) -> list[str]:
        """Return a tag a word: `B-` where a span begins, `I-` inside, `O` outside."""
        tags, before = ["O"] * len(self._cells), None
        for at, cell in enumerate(self._cells):
            if cell is not None:
                tags[at] = f"{'I' if cell == before else 'B'}-{cell[0]}"
            before = cell
        return tags

    def iob1(self) -> Iterator[str]:
        """Yield a tag a word: `B-` only where a span follows on another one of its label."""
        before: tuple[str, int] | None = None
        for cell in self._cells:
            follows = before is not None and cell is not None and cell[0] == before[0] and cell != before
            yield "O" if cell is None else f"{'B' if follows else 'I'}-{cell[0]}"
            before = cell

    def _fits(self, span: Span, first: int, last: int) -> bool:
        return (self.tokens[first][0], self.tokens[last - 1][1]) == span

    def _is(self, first: int, last: int, label: str) -> bool:
        """Tell whether these words are exactly one span of this label."""
        around = self._cells[max(0, first - 1) : first] + self._cells[last : last + 1]
        cells = set(self._cells[first:last])
        return len(cells) == 1 and cells.isdisjoint(around) and (next(iter(cells)) or ("",))[0] == label
