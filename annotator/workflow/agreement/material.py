"""What agreement is computed from: who finished which layer of a pass, and the counts that are kept about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.store import agreement as stored
from annotator.store import projects
from annotator.store.agreement import Finished, Key, PageAbout, Pages, Standing
from annotator.store.projects import ProjectRow

from .views import optional_kinds

EVERYBODY = " of all"
MADE_BY = 1
"""The version of what is counted; counts of another one are counted again."""
ANY = "any"


@dataclass(frozen=True, slots=True)
class Question:
    """Which labellings are compared: those of a pass on one base (`ANY`: in each layer the base of most), with gold."""

    pass_name: str
    base: str | None = ANY
    gold: bool = False


@dataclass(frozen=True, slots=True)
class Bases:
    """What the finished labellings of a pass stand on, sorted, and by layer what most of them do."""

    all: list[str | None]
    of_most: dict[str, str | None]


class Comparison(NamedTuple):
    """One layer of a page as two people, or more, finished it; in the order of their names."""

    page: PageAbout
    layer: str
    sides: tuple[Finished, ...]
    key: Key
    stamp: str

    @property
    def pair(self) -> tuple[str, str]:
        """The names of the first two; those of a pair."""
        return self.sides[0].person, self.sides[1].person

    @property
    def week(self) -> str | None:
        """The Monday of the week in which the last of them finished; None where that isn't known of all."""
        dates = [side.finished for side in self.sides if side.finished]
        if len(dates) < len(self.sides):
            return None
        day = date.fromisoformat(max(dates)[:10])
        return (day - timedelta(days=day.weekday())).isoformat()


@dataclass
class Material:
    """All comparisons of a question with the counts kept about them; `of_page` tells how many finished a layer."""

    project: ProjectRow
    question: Question
    bases: list[str | None]
    pages: dict[int, PageAbout]
    finished: dict[int, list[Finished]]
    comparisons: list[Comparison]
    kept: dict[Key, dict[str, Any]]
    standing: Mapping[int, tuple[Standing, ...]] = field(default_factory=dict)

    @property
    def bases_of(self) -> dict[int, list[int]]:
        """The tasks below each task, the nearest first."""
        return {task: [base.task_id for base in below] for task, below in self.standing.items()}

    @cached_property
    def stale(self) -> list[Comparison]:
        """What has not been counted since a labelling changed."""
        return [one for one in self.comparisons if self.kept.get(one.key, {}).get("stamp") != one.stamp]

    def learn(self, counts: Mapping[Key, dict[str, Any]]) -> None:
        """Take in what has just been counted."""
        self.kept.update(counts)
        self.__dict__.pop("stale", None)

    @property
    def annotators(self) -> list[str]:
        """The names of all who are compared with somebody, sorted."""
        return sorted({side.person for one in self.comparisons for side in one.sides})

    def counted(self) -> Iterator[tuple[Comparison, dict[str, Any]]]:
        """Yield what has been counted."""
        for one in self.comparisons:
            found = self.kept.get(one.key)
            if found and found["stamp"] == one.stamp:
                yield one, found


def chosen_pass(session: Session, project: ProjectRow, name: str | None) -> str:
    """Return the pass that is asked for; without a name the first in which two people finished a layer of one page.

    Refuses a name that the project lacks.
    """
    names = [one.name for one in projects.passes(session, project.id)]
    if name is not None and name not in names:
        raise Refused(name, f"is no pass of this project; it has {', '.join(names)}")
    if name is None:
        for one in names:
            if stored.met(session, project.id, one):
                return one
    return name or names[0]


def load(
    session: Session, project: ProjectRow, question: Question, only: Pages | None = None, known: Bases | None = None
) -> Material:
    """Return what the question is answered from, on all pages or on some; `known` are the bases, where they are."""
    stood = known or bases(session, project, question)
    rows = stored.finished(session, project.id, question.pass_name, gold=question.gold, only=only)
    rows = _on_one_base(rows, question.base, stood)
    about = stored.pages(session, project.id, only)
    standing = _standing(session, project, rows)
    finished: dict[int, list[Finished]] = {}
    for row in rows:
        finished.setdefault(row.page_id, []).append(row)
    comparisons = [
        one
        for page, layers in sorted(finished.items(), key=lambda item: about[item[0]].name)
        for one in _comparisons(about[page], layers, standing, counted_under(project), gold=question.gold)
    ]
    kept = stored.kept(session, project.id, question.pass_name, only=only)
    return Material(project, question, stood.all, about, finished, comparisons, kept, standing)


def counted_under(project: ProjectRow) -> str:
    """Return what all counts of a project depend on beside its labellings."""
    return f"{MADE_BY} {','.join(optional_kinds(project.scheme))}"


def bases(session: Session, project: ProjectRow, question: Question) -> Bases:
    """Return the bases there are in a pass, and for each layer that of most labellings."""
    stood = stored.bases(session, project.id, question.pass_name)
    counted = sorted(stood.items(), key=lambda item: (item[1], item[0][1] or ""))
    return Bases(
        sorted({base for _, base in stood}, key=lambda base: base or ""), {one[0]: one[1] for one, _ in counted}
    )


def _on_one_base(rows: list[Finished], base: str | None, stood: Bases) -> list[Finished]:
    """Leave out what stands on another base; gold is compared whatever it stood on."""
    if base != ANY:
        return [row for row in rows if row.role == "gold" or row.base == base]
    return [row for row in rows if row.role == "gold" or row.base == stood.of_most.get(row.layer)]


def _standing(session: Session, project: ProjectRow, rows: Sequence[Finished]) -> dict[int, tuple[Standing, ...]]:
    """Map each task that stands on a base to that base's task, and to those below it."""
    below = {one.name: one.base for one in projects.passes(session, project.id)}
    by_base: dict[str, set[tuple[int, int, int]]] = {}
    for row in rows:
        if row.base:
            by_base.setdefault(row.base, set()).add((row.task_id, row.page_id, row.person_id))
    found: dict[int, tuple[Standing, ...]] = {}
    for first, own in by_base.items():
        base: str | None = first
        seen: set[str] = set()
        while base and base not in seen:
            seen.add(base)
            kind, _, name = base.partition(":")
            tasks = stored.standing(session, [page for _, page, _ in own], name)
            for task, page, person in own:
                holder = tasks.get((page, person if kind == "own" else None))
                if holder and holder not in found.get(task, ()):
                    found[task] = (*found.get(task, ()), holder)
            base = below.get(name)
    return found


def _comparisons(
    page: PageAbout, rows: Sequence[Finished], standing: Mapping[int, tuple[Standing, ...]], under: str, *, gold: bool
) -> Iterator[Comparison]:
    by_layer: dict[str, list[Finished]] = {}
    for row in rows:
        by_layer.setdefault(row.layer, []).append(row)
    revs = {row.task_id: _rev(row, standing) for row in rows}
    for layer, sides in by_layer.items():
        if len(sides) < 2:
            continue
        sides.sort(key=attrgetter("person"))
        for a, b in combinations(sides, 2):
            stamp = f"{under} {page.language} {revs[a.task_id]} {revs[b.task_id]}"
            yield Comparison(page, layer, (a, b), (a.task_id, b.task_id, layer), stamp)
        if len(sides) > 2 and layer != "quotes":
            name = layer + EVERYBODY + (" and gold" if gold else "")
            stamp = f"{under} {page.language} {' '.join(revs[side.task_id] for side in sides)}"
            yield Comparison(page, layer, tuple(sides), (sides[0].task_id, sides[1].task_id, name), stamp)


def _rev(row: Finished, standing: Mapping[int, tuple[Standing, ...]]) -> str:
    own = f"{row.task_id}:{row.rev}"
    return "".join([own, *(f"+{base.task_id}:{base.rev}" for base in standing.get(row.task_id, ()))])
