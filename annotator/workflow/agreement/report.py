"""The figures of a question: over all pages, and by page, site, language, pair of annotators."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from annotator.core.agreement.counts import cells
from annotator.core.agreement.figures import Figures, Matrix, Tally

from .material import Comparison, Material

Group: TypeAlias = Any
BY: Mapping[str, Callable[[Comparison], Group]] = {
    "": lambda _: None,
    "page": lambda one: one.page.name,
    "site": lambda one: one.page.site,
    "language": lambda one: one.page.language,
    "week": lambda one: one.week,
}
"""What tells groups apart; the empty name makes one group of all."""


def pooled(material: Material) -> Tally:
    """Return what all pages add up to."""
    return tallies(material, BY[""]).get(None, Tally())


def by(material: Material, what: str) -> dict[Group, Tally]:
    """Return what the pages of each group add up to, sorted; `what` is page, site, language, week or pair.

    What is of no known site, language or week is a group of its own, None, at the end.
    """
    found = _pairs(material) if what == "pair" else tallies(material, BY[what])
    return dict(sorted(found.items(), key=lambda item: (item[0] is None, item[0] or "")))


def document(material: Material) -> dict[str, Any]:
    """Return what `annotator agreement --json` prints."""
    pages: dict[str, Figures] = {name: one.figures() for name, one in by(material, "page").items()}
    return {"annotators": material.annotators, "pooled": pooled(material).figures(), "pages": pages}


def pages_of(material: Material) -> list[str]:
    """Return the names of the pages on which two people finished a layer, sorted."""
    return list(dict.fromkeys(one.page.name for one in material.comparisons))


def tallies(material: Material, group: Callable[[Comparison], Group]) -> dict[Group, Tally]:
    """Return what the pages of each group add up to, as far as they are counted."""
    found: dict[Group, Tally] = {}
    sides = _sides(material)
    for one, counts in material.counted():
        key = group(one)
        tally = found.get(key) or found.setdefault(key, Tally())
        if len(one.sides) > 2:
            tally.add_joint({name: _matrix(found) for name, found in counts["joint"].items()})
        else:
            tally.pair(one.pair, alone=sides[one.page.id, one.layer] == 1).add_stored(one.layer, counts)
    return found


def _pairs(material: Material) -> dict[Group, Tally]:
    found: dict[Group, Tally] = {}
    for one, counts in material.counted():
        if len(one.sides) == 2:
            found.setdefault(one.pair, Tally()).pair(one.pair).add_stored(one.layer, counts)
    return found


def _sides(material: Material) -> Counter[tuple[int, str]]:
    """Count the pairs of each page and layer."""
    return Counter((one.page.id, one.layer) for one in material.comparisons if len(one.sides) == 2)


def _matrix(stored: list[Any]) -> Matrix:
    return Counter({(one, other): count for one, other, count in cells(stored)})
