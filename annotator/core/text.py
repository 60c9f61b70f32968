r"""A page's immutable text, its lines (split on "\n" only) and its digest."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from .errors import Refused
from .spans import Span


class PageText:
    r"""The text of one page; offsets are code points, lines are numbered from 1 and exclude their "\n"."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Offsets at which the lines start; line n starts at `starts[n - 1]`."""
        lengths = map(len, self.text.split("\n"))
        return list(accumulate((length + 1 for length in lengths), initial=0))[:-1]

    @cached_property
    def blank(self) -> bytearray:
        """A byte per line, 1 where the line holds white space alone (`str.isspace`)."""
        return bytearray(not line.strip() for line in self.text.split("\n"))

    @cached_property
    def digest(self) -> str:
        """The sha256 of the text as UTF-8, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def line_count(self) -> int:
        """The number of lines, at least 1."""
        return len(self.starts)

    def line_span(self, n: int) -> Span:
        r"""Return the span of line `n` without its "\n", with trailing white space and CR."""
        end = self.starts[n] - 1 if n < len(self.starts) else len(self.text)
        return Span(self.starts[n - 1], end)

    def line_text(self, n: int) -> str:
        """Return the text of line `n`."""
        return self.slice(self.line_span(n))

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds `offset` (a line's newline belongs to it)."""
        return bisect_right(self.starts, offset)

    def is_blank(self, n: int) -> bool:
        """Tell whether line `n` holds white space alone."""
        return bool(self.blank[n - 1])

    def slice(self, span: tuple[int, int]) -> str:
        """Return the text of a span."""
        return self.text[span[0] : span[1]]

    def named(self, first: int, last: int) -> Iterator[int]:
        """Yield the lines that the range names: its non-blank lines; a range of one line names that line."""
        if first == last:
            yield first
        else:
            yield from (n for n in range(first, last + 1) if not self.blank[n - 1])

    def check_span(self, span: Span, place: str) -> None:
        """Refuse a span that is out of range, empty, untrimmed or that crosses a line end."""
        start, end = span
        if not 0 <= start < end <= len(self.text):
            raise Refused(place, f"the span {start}-{end} is empty or outside the text of {len(self.text)} code points")
        piece = self.text[start:end]
        if "\n" in piece:
            raise Refused(place, f"the span {start}-{end} runs over the end of line {self.line_at(start)}")
        if piece != piece.strip():
            raise Refused(place, f"the span {start}-{end} begins or ends with white space")
