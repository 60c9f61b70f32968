"""What a project's plan has made of its pages: how many are in each split, which in none, and what leaks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.splits import NONE, SPLITS, Plan
from annotator.store import models, splits
from annotator.store.database import Database
from annotator.store.splits import Split
from annotator.workflow import projects
from annotator.workflow.tables import table_line

from .leaking import Leak, leaks

ALL = (*SPLITS, NONE)
MOST_FOLDS = 100


@dataclass(frozen=True, slots=True)
class Report:
    """A plan and what came of it: pages by split, by language and by site, names of those in none, leaks.

    `waiting` pages stand nowhere yet. Without a plan every page is train.
    """

    plan: Plan | None
    pages: dict[str, int]
    languages: dict[str, dict[str, int]]
    sites: dict[str, dict[str, int]]
    waiting: int
    none: Sequence[str]
    leaks: Sequence[Leak]
    largest: tuple[str, int] | None

    @property
    def warning(self) -> str | None:
        """Say where one group holds more than half of all pages, which no plan can divide."""
        placed = sum(self.pages.values())
        if self.plan is None or self.plan.by == "time" or self.largest is None or self.largest[1] * 2 <= placed:
            return None
        group, count = self.largest
        return (
            f"{count} of {placed} pages are one group ({group}), which sites, stories or near-duplicates hold together"
        )

    def to_json(self) -> Json:
        """Return the report as a program reads it."""
        return {
            "plan": self.plan.to_json() if self.plan else None,
            "pages": self.pages,
            "languages": self.languages,
            "sites": self.sites,
            "waiting": self.waiting,
            "largest": {"group": self.largest[0], "pages": self.largest[1]} if self.largest else None,
            "none": list(self.none),
            "leaks": [one.to_json() for one in self.leaks],
        }


def report(db: Database, project_id: int) -> Report:
    """Return the report of a project, all of it from one moment; a page without a site or language is under ''."""
    with db.read() as session:
        plan, counts = splits.plan(session, project_id), splits.counts(session, project_id)
        page = models.Page
        query = select(page.name).where(page.project_id == project_id, page.split == NONE).order_by(page.name)
        names, found = list(session.scalars(query)), leaks(session, project_id)
        largest = splits.largest(session, project_id)
    if plan is None:
        counts = [Split(SPLITS[0], one.language, one.site, one.pages) for one in counts]
    standing = [one for one in counts if one.split is not None]
    return Report(
        plan=plan,
        pages=_by_split(standing),
        languages=_apart(standing, "language"),
        sites=_apart(standing, "site"),
        waiting=sum(one.pages for one in counts if one.split is None),
        none=names,
        leaks=found,
        largest=largest,
    )


def folds(db: Database, key: str, count: int) -> Iterator[str]:
    """Return a CSV line for each placed page, by name: its site, split, group, and its fold among so many, from 0.

    Pages of one group are in one fold, whichever pages come later. Refuses a project without a plan at once, and a
    count of folds below 2; pages in no split belong to several groups, and have no fold.
    """
    project = projects.named(db, key)
    with db.read() as session:
        plan = splits.plan(session, project.id)
    if plan is None:
        raise Refused(project.slug, "has no plan, which says what stays together; `split set` makes one")
    if not 2 <= count <= MOST_FOLDS:
        raise Refused("folds", f"should be 2 to {MOST_FOLDS}")
    return _folds(db, project.id, plan, count)


def _folds(db: Database, project_id: int, plan: Plan, count: int) -> Iterator[str]:
    page = models.Page
    query = select(page.name, page.site, page.split, page.split_group)
    query = query.where(page.project_id == project_id, page.split.in_(SPLITS), page.withdrawn_at.is_(None))
    yield table_line(("name", "site", "split", "group", "fold"))
    with db.read() as session:
        for name, site, split, group in session.execute(query.order_by(page.name).execution_options(yield_per=1000)):
            yield table_line((name, site or "", split or "", group or "", str(plan.fold(group or "", count))))


def _by_split(counts: Iterable[Split]) -> dict[str, int]:
    tally = dict.fromkeys(ALL, 0)
    for one in counts:
        tally[one.split or NONE] += one.pages
    return tally


def _apart(counts: Iterable[Split], column: str) -> dict[str, dict[str, int]]:
    found: dict[str, list[Split]] = {}
    for one in counts:
        found.setdefault(getattr(one, column) or "", []).append(one)
    return {value: _by_split(found[value]) for value in sorted(found)}
