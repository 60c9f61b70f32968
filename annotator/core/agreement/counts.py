"""What two labellings of one page have in common, as counts that add up over pages, and where they differ."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from annotator.core.spans import Span, covered, shared

from .coefficients import Value
from .matching import aligned, matched
from .view import OPTIONAL, SaidQuote, View

ROLES = {"content": "contents", "cue": "cues", "source": "sources"}
"""The spans that are compared, and the field of a quote that holds them."""
LEVELS = ("page", "quote")
SCALARS = ("a", "b", "aligned", "same_speaker", "identical", "apart")
Json: TypeAlias = dict[str, Any]
HALF = 0.5
K = TypeVar("K", bound=Hashable)


@dataclass(slots=True)
class SpanCounts:
    """Distinct spans of one role: how many each side has, and how many meet."""

    a: int = 0
    b: int = 0
    identical: int = 0
    overlapping: int = 0
    iou50: int = 0
    chars_a: int = 0
    chars_b: int = 0
    chars_both: int = 0


@dataclass(slots=True)
class QuoteCounts:
    """Quotes of both sides, aligned ones, and what the aligned ones agree on; `types` is a confusion."""

    a: int = 0
    b: int = 0
    aligned: int = 0
    same_speaker: int = 0
    identical: int = 0
    apart: int = 0
    types: Counter[tuple[Value, Value]] = field(default_factory=Counter)


@dataclass(slots=True)
class StanceCounts:
    """Stances of both sides, shared keys, and the polarities on them; `answers` is a confusion over shared keys."""

    a: int = 0
    b: int = 0
    matched: int = 0
    answers: Counter[tuple[Value, Value]] = field(default_factory=Counter)


@dataclass(slots=True)
class Counts:
    """All counts of a pair of annotators, A being the one whose name sorts first; a layer not done by both is empty."""

    labels: Counter[tuple[Value, Value]] = field(default_factory=Counter)
    kinds: Counter[tuple[Value, Value]] = field(default_factory=Counter)
    optional: int = 0
    spans: dict[str, SpanCounts] = field(default_factory=lambda: {role: SpanCounts() for role in ROLES})
    quotes: QuoteCounts = field(default_factory=QuoteCounts)
    stances: dict[str, StanceCounts] = field(default_factory=lambda: {level: StanceCounts() for level in LEVELS})

    def add(self, other: "Counts") -> None:
        """Add the counts of another page."""
        self.labels.update(other.labels)
        self.kinds.update(other.kinds)
        self.optional += other.optional
        for role, counts in other.spans.items():
            _add(self.spans[role], counts)
        _add(self.quotes, other.quotes)
        for level, stances in other.stances.items():
            _add(self.stances[level], stances)

    def stored(self, layer: str) -> Json:
        """Return the counts of one layer as JSON, for `add_stored`."""
        if layer == "lines":
            return {"labels": flat(self.labels), "kinds": flat(self.kinds), "optional": self.optional}
        if layer == "quotes":
            spans = {
                role: [getattr(found, name) for name in SpanCounts.__slots__] for role, found in self.spans.items()
            }
            numbers = [getattr(self.quotes, name) for name in SCALARS]
            return {"spans": spans, "quotes": numbers, "types": flat(self.quotes.types)}
        return {level: [one.a, one.b, one.matched, flat(one.answers)] for level, one in self.stances.items()}

    def add_stored(self, layer: str, stored: Json) -> None:
        """Add what `stored` gave."""
        if layer == "lines":
            _count(self.labels, stored["labels"])
            _count(self.kinds, stored["kinds"])
            self.optional += stored["optional"]
        elif layer == "quotes":
            for role, numbers in stored["spans"].items():
                _add_numbers(self.spans[role], SpanCounts.__slots__, numbers)
            _add_numbers(self.quotes, SCALARS, stored["quotes"])
            _count(self.quotes.types, stored["types"])
        else:
            for level, stances in self.stances.items():
                *numbers, answers = stored[level]
                _add_numbers(stances, ("a", "b", "matched"), numbers)
                _count(stances.answers, answers)


@dataclass(slots=True)
class Differences:
    """Where two labellings of a page part: lines by number, quotes by the ids of either side, stances by their keys.

    In a quote's key stands B's id, or, for a quote that only A has, a tuple with A's. `spans` pairs by role those that
    are not identical, a span beside one of the other side that shares a character with it; `aligned` pairs the quotes
    that stances of both are about.
    """

    lines: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    spans: dict[str, list[tuple[Span | None, Span | None]]] = field(
        default_factory=lambda: {role: [] for role in ROLES}
    )
    quotes: list[tuple[str | None, str | None]] = field(default_factory=list)
    aligned: list[tuple[str, str]] = field(default_factory=list)
    page_stances: list[Any] = field(default_factory=list)
    quote_stances: list[Any] = field(default_factory=list)


def compare(a: View, b: View) -> tuple[Counts, Differences]:
    """Compare two views of one page; the caller gives the annotator whose name sorts first as `a`."""
    counts, differences = Counts(), Differences()
    if a.lines is not None and b.lines is not None:
        _compare_lines(a.lines, b.lines, counts, differences)
    if a.quotes is not None and b.quotes is not None:
        _compare_quotes(a.quotes, b.quotes, counts, differences)
        counts.quotes.apart = a.apart + b.apart
    if a.page_stances is not None and b.page_stances is not None:
        differences.page_stances = _stances(a.page_stances, b.page_stances, counts.stances["page"])
    if a.quote_stances is not None and b.quote_stances is not None:
        # A's quotes take the ids of their partners; one without a partner keeps a key that B can't have.
        differences.aligned = aligned(a.standing, b.standing)
        partner = dict(differences.aligned)
        said = {(partner.get(key, (key,)), target): polarity for (key, target), polarity in a.quote_stances.items()}
        differences.quote_stances = _stances(said, b.quote_stances, counts.stances["quote"])
    return counts, differences


def _compare_lines(
    a: dict[int, tuple[str, str | None]], b: dict[int, tuple[str, str | None]], counts: Counts, differences: Differences
) -> None:
    for number in sorted(a.keys() & b.keys()):
        (label, kind), (other, other_kind) = a[number], b[number]
        if OPTIONAL in (label, other):
            counts.optional += 1
            continue
        counts.labels[label, other] += 1
        if label != other:
            differences.lines.append(number)
        if kind is not None and other_kind is not None:
            counts.kinds[kind, other_kind] += 1
            if kind != other_kind:
                differences.kinds.append(number)


def _compare_quotes(a: dict[str, SaidQuote], b: dict[str, SaidQuote], counts: Counts, differences: Differences) -> None:
    for role, spans in ROLES.items():
        one_side, other_side = _distinct(a, spans), _distinct(b, spans)
        counts.spans[role] = _span_counts(one_side, other_side)
        differences.spans[role] = _beside(one_side - other_side, other_side - one_side)
    pairs = aligned({key: one.contents for key, one in a.items()}, {key: one.contents for key, one in b.items()})
    found = counts.quotes
    found.a, found.b, found.aligned = len(a), len(b), len(pairs)
    for key, other in pairs:
        one, two = a[key], b[other]
        found.types[one.type, two.type] += 1
        found.same_speaker += one.speaker == two.speaker
        found.identical += one.speaker == two.speaker and _same_characters(one.contents, two.contents)
        if (one.speaker, set(one.contents), one.type) != (two.speaker, set(two.contents), two.type):
            differences.quotes.append((key, other))
    paired, paired_b = {key for key, _ in pairs}, {other for _, other in pairs}
    differences.quotes += [(key, None) for key in a if key not in paired]
    differences.quotes += [(None, other) for other in b if other not in paired_b]


def _span_counts(a: AbstractSet[Span], b: AbstractSet[Span]) -> SpanCounts:
    return SpanCounts(
        len(a), len(b), len(a & b), matched(a, b), matched(a, b, HALF), covered(a), covered(b), shared(a, b)
    )


def _beside(a: AbstractSet[Span], b: AbstractSet[Span]) -> list[tuple[Span | None, Span | None]]:
    """Put each span beside the first of the other side that shares a character with it, in the order of the text."""
    left, rows = sorted(b), list[tuple[Span | None, Span | None]]()
    for span in sorted(a):
        found = next((other for other in left if other.overlaps(span)), None)
        if found:
            left.remove(found)
        rows.append((span, found))
    return sorted([*rows, *((None, span) for span in left)], key=lambda row: row[0] or row[1] or ())


def _distinct(quotes: Mapping[str, SaidQuote], name: str) -> set[Span]:
    return {span for quote in quotes.values() for span in getattr(quote, name)}


def _same_characters(a: Iterable[Span], b: Iterable[Span]) -> bool:
    first, second = list(a), list(b)
    return covered(first) == covered(second) == shared(first, second)


def _stances(a: Mapping[K, Value], b: Mapping[K, Value], found: StanceCounts) -> list[K]:
    """Count two sides' stances under the same keys, and return the keys on which they part."""
    both = a.keys() & b.keys()
    found.a, found.b, found.matched = len(a), len(b), len(both)
    found.answers = Counter((a[key], b[key]) for key in both)
    return [key for key in [*a, *(key for key in b if key not in a)] if a.get(key) != b.get(key)]


def _add(mine: SpanCounts | QuoteCounts | StanceCounts, other: SpanCounts | QuoteCounts | StanceCounts) -> None:
    for name in mine.__slots__:
        value = getattr(other, name)
        if isinstance(value, Counter):
            getattr(mine, name).update(value)
        else:
            setattr(mine, name, getattr(mine, name) + value)


def flat(matrix: Mapping[tuple[Value, Value], float]) -> list[Any]:
    """Return a matrix as one list, three entries a cell: a list for each cell would be a million of them."""
    return [entry for (one, other), count in matrix.items() for entry in (one, other, count)]


def cells(stored: Iterable[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Yield what `flat` put into a list, cell by cell."""
    entries = iter(stored)
    return zip(entries, entries, entries, strict=True)


def _count(confusion: Counter[tuple[Value, Value]], stored: Iterable[Any]) -> None:
    for one, other, count in cells(stored):
        confusion[one, other] += count


def _add_numbers(mine: object, names: Iterable[str], numbers: Iterable[int]) -> None:
    for name, number in zip(names, numbers, strict=True):
        setattr(mine, name, getattr(mine, name) + number)
