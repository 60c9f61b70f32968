"""Chance-corrected coefficients: Cohen's kappa and Krippendorff's alpha, from counts that may be summed first.

Undefined is None, never 0 or 1: where there is no unit, or only one category.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = Hashable
Confusion: TypeAlias = Mapping[tuple[Value, Value], float]
"""How often one annotator said the first where the other said the second."""
Metric: TypeAlias = Callable[[Value, Value, Mapping[Value, float]], float]
"""Squared difference of two values, given how often each value occurs."""


def kappa(confusion: Confusion) -> float | None:
    """Return Cohen's kappa (1960) of two annotators, each unit counted once."""
    units = sum(confusion.values())
    first: Counter[Value] = Counter()
    second: Counter[Value] = Counter()
    for (one, other), count in confusion.items():
        first[one] += count  # type: ignore[assignment]
        second[other] += count  # type: ignore[assignment]
    if not units or len(first.keys() | second.keys()) == 1:
        return None
    agreed = sum(count for (one, other), count in confusion.items() if one == other) / units
    expected = sum(first[value] * second[value] for value in first) / units**2
    return (agreed - expected) / (1 - expected)


def coincidences(units: Iterable[Sequence[Value]]) -> Counter[tuple[Value, Value]]:
    """Return Krippendorff's coincidence matrix: every ordered pair of values within a unit, weighted 1/(values - 1).

    A unit holds the values that annotators gave it, gaps left out; with fewer than two it counts for nothing.
    Matrices of several pages add up.
    """
    matrix: Counter[tuple[Value, Value]] = Counter()
    for values in units:
        weight = 1 / (len(values) - 1) if len(values) > 1 else 0
        for at, one in enumerate(values):
            for other in (*values[:at], *values[at + 1 :]):
                matrix[one, other] += weight  # type: ignore[assignment]
    return matrix


def nominal(one: Value, other: Value, _totals: Mapping[Value, float]) -> float:
    """Any two different values differ by the same."""
    return float(one != other)


def ordinal(one: Value, other: Value, totals: Mapping[Value, float]) -> float:
    """Values are as far apart as units lie between their ranks; they have to be comparable."""
    low, high = sorted((one, other))  # type: ignore[type-var]
    between = sum(count for value, count in totals.items() if low <= value <= high)  # type: ignore[operator, misc]
    return (between - (totals[low] + totals[high]) / 2) ** 2


def interval(one: Value, other: Value, _totals: Mapping[Value, float]) -> float:
    """Values are numbers, and as far apart as these."""
    return (one - other) ** 2  # type: ignore[operator, no-any-return]


def alpha(matrix: Mapping[tuple[Value, Value], float], metric: Metric = nominal) -> float | None:
    """Return Krippendorff's alpha (2011, "Computing Krippendorff's Alpha-Reliability") of a coincidence matrix."""
    totals: Counter[Value] = Counter()
    for (one, _), count in matrix.items():
        totals[one] += count  # type: ignore[assignment]
    observed = sum(count * metric(one, other, totals) for (one, other), count in matrix.items())
    expected = sum(
        totals[one] * totals[other] * metric(one, other, totals) for one in totals for other in totals if one != other
    )
    return 1 - (sum(totals.values()) - 1) * observed / expected if expected else None
