"""The figures of agreement from counts: for one pair of annotators, and over several pairs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, TypeAlias

from .coefficients import Value, alpha, coincidences, kappa, ordinal
from .counts import (
    LEVELS,
    ROLES,
    Counts,
    Differences,
    Json,
    QuoteCounts,
    SpanCounts,
    StanceCounts,
    cells,
    compare,
    flat,
)
from .matching import aligned
from .view import FIELDS, OPTIONAL, View

Figures: TypeAlias = dict[str, dict[str, float | None]]
Pair: TypeAlias = tuple[str, str]
Matrix: TypeAlias = Counter[tuple[Value, Value]]
COUNTS = frozenset({"n", "differ", "a", "b", "identical", "aligned", "matched"})
"""Figures that are sums over pairs; the others are means."""
EMPTY = {layer: Counts().stored(layer) for layer in FIELDS}


@dataclass(slots=True)
class Tally:
    """What pages add up to: the counts of each pair, and the coincidences among all annotators that alpha needs.

    Counts of layers that just two people finished stand in `alone`, since the coincidences follow from them; where more
    people did, they stand in `among`, and the coincidences in `joint`.
    """

    alone: dict[Pair, Counts] = field(default_factory=dict)
    among: dict[Pair, Counts] = field(default_factory=dict)
    joint: dict[str, Matrix] = field(default_factory=dict)

    @property
    def pairs(self) -> dict[Pair, Counts]:
        """All counts of each pair."""
        found: dict[Pair, Counts] = {}
        for pair, counts in [*self.alone.items(), *self.among.items()]:
            found.setdefault(pair, Counts()).add(counts)
        return found

    def add(self, other: "Tally") -> None:
        """Add another page's."""
        for mine, others in ((self.alone, other.alone), (self.among, other.among)):
            for pair, counts in others.items():
                mine.setdefault(pair, Counts()).add(counts)
        self.add_joint(other.joint)

    def pair(self, pair: Pair, *, alone: bool = True) -> Counts:
        """Return the counts of a pair, made where there are none yet, of layers that nobody else finished or others."""
        counts = self.alone if alone else self.among
        if pair not in counts:
            counts[pair] = Counts()
        return counts[pair]

    def add_joint(self, matrices: Mapping[str, Matrix]) -> None:
        """Add the coincidences of a page that more than two people finished."""
        for name, matrix in matrices.items():
            self.joint.setdefault(name, Counter()).update(matrix)

    def stored(self) -> Json:
        """Return the tally as JSON, for `add_stored`; layers of which nothing was counted are left out."""
        pairs = {
            name: [
                [*pair, {layer: found for layer in FIELDS if (found := counts.stored(layer)) != EMPTY[layer]}]
                for pair, counts in sides.items()
            ]
            for name, sides in (("alone", self.alone), ("among", self.among))
        }
        return {**pairs, "joint": {name: flat(matrix) for name, matrix in self.joint.items()}}

    def add_stored(self, stored: Json) -> None:
        """Add what `stored` gave."""
        for name in ("alone", "among"):
            for one, other, layers in stored[name]:
                counts = self.pair((one, other), alone=name == "alone")
                for layer, found in layers.items():
                    counts.add_stored(layer, found)
        for name, matrix in stored["joint"].items():
            found = self.joint.setdefault(name, Counter())
            for one, other, count in cells(matrix):
                found[one, other] += count

    def figures(self) -> Figures:
        """Return every figure; None where it is undefined.

        Counts are sums over the pairs, figures means over those pairs where they are defined, alpha is over all
        annotators at once.
        """
        each = [pair_figures(counts) for counts in self.pairs.values()] or [pair_figures(Counts())]
        found = {
            part: {name: _joined(name, [one[part][name] for one in each]) for name in each[0][part]} for part in each[0]
        }
        duos = Counts()
        for counts in self.alone.values():
            duos.add(counts)
        matrices = _matrices(duos)
        for name, matrix in self.joint.items():
            matrices[name].update(matrix)
        found["lines"]["alpha"] = alpha(matrices["lines"])
        for level in LEVELS:
            found[f"stance_{level}"] |= _alphas(matrices, level)
        return found


def tally(views: Iterable[View]) -> tuple[Tally, dict[Pair, Differences]]:
    """Compare all labellings of one page, two by two; A of a pair is the one whose name sorts first."""
    found = Tally()
    places = {}
    ordered = sorted(views, key=lambda one: one.annotator)
    for a, b in combinations(ordered, 2):
        places[a.annotator, b.annotator] = compare(a, b)[1]
    for layer in FIELDS:
        done = [one.only(layer) for one in ordered if one.has(layer)]
        for a, b in combinations(done, 2):
            found.pair((a.annotator, b.annotator), alone=len(done) == 2).add(compare(a, b)[0])
        if len(done) > 2:
            found.add_joint(joint(layer, done))
    return found, places


def joint(layer: str, views: Sequence[View]) -> dict[str, Matrix]:
    """Return the coincidences among all who finished a layer of a page, by name; `views` are in order of their names.

    Quotes align two by two; a unit of stances holds the quotes that do so one after the other, one of each annotator.
    """
    if layer == "lines":
        return {"lines": coincidences(_units([_labels(one) for one in views]))}
    if layer == "quotes":
        return {}
    found = {}
    units = {"page": _units([one.page_stances or {} for one in views]), "quote": _quote_units(views)}
    for level, answers in units.items():
        kept = list(answers)
        found[f"stance_{level}"] = coincidences(kept)
        found[f"stance_{level} ranked"] = coincidences([[one for one in unit if _ranked(one)] for unit in kept])
    return found


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
        **{f"stance_{level}": _stance_figures(level, counts.stances[level]) for level in LEVELS},
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


def _stance_figures(level: str, found: StanceCounts) -> dict[str, float | None]:
    return {
        "a": found.a,
        "b": found.b,
        "matched": found.matched,
        "pair_f1": _ratio(2 * found.matched, found.a + found.b),
        **_alphas(_stance_matrices(level, found), level),
    }


def _alphas(matrices: Mapping[str, Matrix], level: str) -> dict[str, float | None]:
    """Nominal over all polarities; ordinal over those that are numbers, since "unclear" has no place among them."""
    ranked = matrices[f"stance_{level} ranked"]
    return {"alpha_nominal": alpha(matrices[f"stance_{level}"]), "alpha_ordinal": alpha(ranked, ordinal)}


def _matrices(counts: Counts) -> dict[str, Matrix]:
    found = {"lines": _coincidences(counts.labels)}
    for level, stances in counts.stances.items():
        found |= _stance_matrices(level, stances)
    return found


def _stance_matrices(level: str, found: StanceCounts) -> dict[str, Matrix]:
    ranked = {pair: count for pair, count in found.answers.items() if all(map(_ranked, pair))}
    return {f"stance_{level}": _coincidences(found.answers), f"stance_{level} ranked": _coincidences(ranked)}


def _ranked(value: Value) -> bool:
    return isinstance(value, int)


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


def _quote_units(views: Sequence[View]) -> Iterable[list[Value]]:
    """Yield the polarities of quotes that are the same one, target by target."""
    groups = {(at, key): {at: key} for at, one in enumerate(views) for key in one.standing}
    for (at, one), (to, other) in combinations(enumerate(views), 2):
        for key, partner in aligned(one.standing, other.standing):
            group, joining = groups[at, key], groups[to, partner]
            if group.keys().isdisjoint(joining):
                group |= joining
                groups.update(((member, own), group) for member, own in joining.items())
    for group in {id(group): group for group in groups.values()}.values():
        said = [(views[at].quote_stances or {}, key) for at, key in sorted(group.items())]
        for target in dict.fromkeys(target for stances, key in said for own, target in stances if own == key):
            yield [stances[key, target] for stances, key in said if (key, target) in stances]


def _joined(name: str, values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    if name in COUNTS:
        return sum(known)
    return sum(known) / len(known) if known else None


def _differ(confusion: Mapping[tuple[Value, Value], int]) -> int:
    return sum(count for (one, other), count in confusion.items() if one != other)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
