"""The figures of agreement from counts: for one pair of annotators, and over several pairs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, TypeAlias

from .coefficients import Value, alpha, coincidences, kappa, ordinal
from .counts import LEVELS, ROLES, Counts, Differences, QuoteCounts, SpanCounts, StanceCounts, compare
from .view import OPTIONAL, View

Figures: TypeAlias = dict[str, dict[str, float | None]]
Pair: TypeAlias = tuple[str, str]
Matrix: TypeAlias = Counter[tuple[Value, Value]]
COUNTS = frozenset({"n", "differ", "a", "b", "identical", "aligned", "matched"})
"""Figures that are sums over pairs; the others are means."""


@dataclass(slots=True)
class Tally:
    """What pages add up to: the counts of each pair, and the coincidences among all annotators that alpha needs."""

    pairs: dict[Pair, Counts] = field(default_factory=dict)
    lines: Matrix = field(default_factory=Counter)
    stance_page: Matrix = field(default_factory=Counter)
    stance_quote: Matrix = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Add another page's."""
        for pair, counts in other.pairs.items():
            self.pairs.setdefault(pair, Counts()).add(counts)
        for name in ("lines", "stance_page", "stance_quote"):
            getattr(self, name).update(getattr(other, name))

    def figures(self) -> Figures:
        """Return every figure; None where it is undefined.

        Counts are sums over the pairs, figures means over those pairs where they are defined, alpha is over all
        annotators at once. Quotes align two by two, so that alpha of their stances pools the pairs.
        """
        each = [pair_figures(counts) for counts in self.pairs.values()] or [pair_figures(Counts())]
        found = {
            part: {name: _joined(name, [one[part][name] for one in each]) for name in each[0][part]} for part in each[0]
        }
        found["lines"]["alpha"] = alpha(self.lines)
        for level in LEVELS:
            found[f"stance_{level}"] |= _alphas(getattr(self, f"stance_{level}"))
        return found


def tally(views: Iterable[View]) -> tuple[Tally, dict[Pair, Differences]]:
    """Compare all labellings of one page, two by two; A of a pair is the one whose name sorts first."""
    found = Tally()
    places = {}
    ordered = sorted(views, key=lambda one: one.annotator)
    for a, b in combinations(ordered, 2):
        counts, places[a.annotator, b.annotator] = compare(a, b)
        found.pairs[a.annotator, b.annotator] = counts
        found.stance_quote.update(_coincidences(counts.stances["quote"].answers))
    found.lines = coincidences(_units([_labels(one) for one in ordered]))
    found.stance_page = coincidences(_units([one.page_stances or {} for one in ordered]))
    return found, places


def pair_figures(counts: Counts) -> Figures:
    """Return the figures of one pair of annotators."""
    labels = counts.labels
    both = labels["body", "body"]
    sides = sum(count * ((one == "body") + (other == "body")) for (one, other), count in labels.items())
    return {
        "lines": {
            "n": labels.total(),
            "kappa": kappa(labels),
            "alpha": alpha(_coincidences(labels)),
            "body_f1": _ratio(2 * both, sides),
            "differ": _differ(labels),
        },
        "kinds": {"n": counts.kinds.total(), "kappa": kappa(counts.kinds), "differ": _differ(counts.kinds)},
        **{role: _span_figures(counts.spans[role]) for role in ROLES},
        "quotes": _quote_figures(counts.quotes),
        **{f"stance_{level}": _stance_figures(counts.stances[level]) for level in LEVELS},
    }


def _span_figures(found: SpanCounts) -> dict[str, float | None]:
    both = found.a + found.b
    return {
        "a": found.a,
        "b": found.b,
        "identical": found.identical,
        "exact_f1": _ratio(2 * found.identical, both),
        "overlap_f1": _ratio(2 * found.overlapping, both),
        "iou50_f1": _ratio(2 * found.iou50, both),
        "char_f1": _ratio(2 * found.chars_both, found.chars_a + found.chars_b),
    }


def _quote_figures(found: QuoteCounts) -> dict[str, float | None]:
    both = found.a + found.b
    return {
        "a": found.a,
        "b": found.b,
        "aligned": found.aligned,
        "detection_f1": _ratio(2 * found.aligned, both),
        "attribution_accuracy": _ratio(found.same_speaker, found.aligned),
        "type_kappa": kappa(found.types),
        "end_to_end_f1": _ratio(2 * found.identical, both),
    }


def _stance_figures(found: StanceCounts) -> dict[str, float | None]:
    return {
        "a": found.a,
        "b": found.b,
        "matched": found.matched,
        "pair_f1": _ratio(2 * found.matched, found.a + found.b),
        **_alphas(_coincidences(found.answers)),
    }


def _alphas(matrix: Matrix) -> dict[str, float | None]:
    """Nominal over all polarities; ordinal over those that are numbers, since "unclear" has no place among them."""
    ranked = {pair: count for pair, count in matrix.items() if all(isinstance(value, int) for value in pair)}
    return {"alpha_nominal": alpha(matrix), "alpha_ordinal": alpha(ranked, ordinal)}


def _coincidences(confusion: Mapping[tuple[Value, Value], int]) -> Matrix:
    """Two values a unit: each confusion counts in both directions."""
    matrix: Matrix = Counter()
    for (one, other), count in confusion.items():
        matrix[one, other] += count
        matrix[other, one] += count
    return matrix


def _labels(one: View) -> dict[int, str]:
    return {number: label for number, (label, _) in (one.lines or {}).items() if label != OPTIONAL}


def _units(answers: list[Any]) -> Iterable[list[Value]]:
    for key in dict.fromkeys(key for one in answers for key in one):
        yield [one[key] for one in answers if key in one]


def _joined(name: str, values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    if name in COUNTS:
        return sum(known)
    return sum(known) / len(known) if known else None


def _differ(confusion: Mapping[tuple[Value, Value], int]) -> int:
    return sum(count for (one, other), count in confusion.items() if one != other)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
