"""Which spans and which quotes of two labellings are the same thing, and how much of one lies in the other."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from annotator.core.spans import Span, covered, shared


def matched(some: AbstractSet[Span], others: AbstractSet[Span], share: float = 0.0) -> int:
    """Return the size of the largest one-to-one matching of spans that share a character.

    With `share`, they have to share so much of what they cover together: intersection / union >= share.
    """
    second = _Ordered(others)
    links = [[to for to in second.overlapping(span) if _iou(span, second.spans[to]) >= share] for span in sorted(some)]
    return _largest_matching(links)


def aligned(some: Mapping[str, Sequence[Span]], others: Mapping[str, Sequence[Span]]) -> list[tuple[str, str]]:
    """Pair quotes, by id, one to one: intersection / union of their content characters is at least a half.

    Greedy, by score from the highest, then by the first content character of each side, then in the order given.
    """
    rank, other_rank = ({key: at for at, key in enumerate(side)} for side in (some, others))
    pieces = sorted((span, quote) for quote, spans in others.items() for span in spans)
    ordered = _Ordered(span for span, _ in pieces)
    scored = []
    for quote, contents in some.items():
        for other in {pieces[at][1] for span in contents for at in ordered.overlapping(span)}:
            both, either = shared(contents, others[other]), covered([*contents, *others[other]])
            if 2 * both >= either:
                starts = min(contents).start, min(others[other]).start
                scored.append((-both / either, *starts, rank[quote], other_rank[other], quote, other))
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for *_, quote, other in sorted(scored):
        if quote not in pairs and other not in taken:
            pairs[quote] = other
            taken.add(other)
    return sorted(pairs.items(), key=lambda pair: (min(some[pair[0]]), rank[pair[0]]))


class _Ordered:
    """Spans in the order of the text, to be asked which of them share a character with another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)
        self.longest = max((span.end - span.start for span in self.spans), default=0)

    def overlapping(self, span: Span) -> Iterator[int]:
        """Yield the places of the spans that share a character with `span`."""
        since = bisect_left(self.spans, (span.start - self.longest, 0))
        for at in range(since, bisect_left(self.spans, (span.end, 0))):
            if self.spans[at].overlaps(span):
                yield at


def _iou(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (max(one.end, other.end) - min(one.start, other.start))


def _largest_matching(links: Sequence[Sequence[int]]) -> int:
    """Return how many of the left side find a partner of their own, by augmenting paths, without recursion."""
    owner: dict[int, int] = {}
    partner: dict[int, int] = {}
    for left in range(len(links)):
        came_from: dict[int, int] = {}
        todo = [left]
        while todo:
            at = todo.pop()
            fresh = [right for right in links[at] if right not in came_from]
            came_from |= dict.fromkeys(fresh, at)
            free = next((right for right in fresh if right not in owner), None)
            if free is not None:
                _hand_over(free, came_from, owner, partner)
                break
            todo += [owner[right] for right in fresh]
    return len(owner)


def _hand_over(free: int, came_from: dict[int, int], owner: dict[int, int], partner: dict[int, int]) -> None:
    """Give the free one to who reached it, what that one had to who reached that, and so on back to the start."""
    right: int | None = free
    while right is not None:
        at = came_from[right]
        owner[right] = at
        before = partner.get(at)
        partner[at] = right
        right = before
