"""Half-open spans of code points and the little algebra the scheme needs."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """`text[start:end]`, in code points of the decoded text."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Tell whether both share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Tell whether every character of `other` lies in this span."""
        return self.start <= other.start and other.end <= self.end

    def trimmed(self, text: str) -> "Span":
        """Return the span without white space at either end; empty at `start` where nothing else is inside."""
        piece = text[self.start : self.end]
        left = len(piece) - len(piece.lstrip())
        kept = len(piece.strip())
        return Span(self.start + left, self.start + left + kept)


def covered(spans: Iterable[Span]) -> int:
    """Count the distinct characters that `spans` cover together."""
    total, reached = 0, -1
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def shared(some: Iterable[Span], others: Iterable[Span]) -> int:
    """Count the characters that lie in both sets of spans."""
    first, second = list(some), list(others)
    return covered(first) + covered(second) - covered([*first, *second])


def holds(outer: Iterable[Span], inner: Iterable[Span]) -> bool:
    """Tell whether every span of `inner` lies inside one span of `outer`."""
    outers = list(outer)
    return all(any(one.contains(span) for one in outers) for span in inner)
