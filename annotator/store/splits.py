"""Queries of splits: the project's plan, pages without a split, what belongs together, sketches and their bands."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, case, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from annotator.core import sketches
from annotator.core.placing import Newcomer, Placed
from annotator.core.splits import NONE, SPLITS, Plan, read_plan

from . import models

AT_ONCE = 500
"""Values that one query asks for."""


@dataclass(frozen=True, slots=True)
class Split:
    """How many pages and groups are in a split, by language and by site (None: of none)."""

    split: str | None
    language: str | None
    site: str | None
    pages: int


@dataclass(frozen=True, slots=True)
class Unsketched:
    """A page without a sketch."""

    key: int
    site: str | None


def plan(session: Session, project_id: int) -> Plan | None:
    """Return the project's plan, None where every page is train."""
    stored = session.scalar(select(models.Project.split_plan).where(models.Project.id == project_id))
    return read_plan(stored) if stored else None


def in_effect() -> ColumnElement[str]:
    """Return the split of a page as an expression: its own, else train without a plan and none with one."""
    row = models.Project
    planned = exists().where(row.id == models.Page.project_id, row.split_plan.is_not(None))
    return func.coalesce(models.Page.split, case((planned, NONE), else_=SPLITS[0]))


def held_back(session: Session, page: models.Page) -> bool:
    """Tell whether a page is test, or may become it."""
    return page.split == "test" or (page.split is None and plan(session, page.project_id) is not None)


def newcomers(session: Session, project_id: int) -> list[Newcomer]:
    """Return the pages that stand in no split yet, in the order they came."""
    page = models.Page
    columns = (page.id, page.uid, page.site, page.story, page.published, page.language)
    query = select(*columns).where(page.project_id == project_id, page.split.is_(None)).order_by(page.id)
    return [Newcomer(*row) for row in session.execute(query)]


def placed_count(session: Session, project_id: int) -> int:
    """Count the pages that stand in a split or in none."""
    page = models.Page
    query = select(func.count()).where(page.project_id == project_id, page.split.is_not(None))
    return session.scalar(query) or 0


def standing(session: Session, project_id: int, column: str, values: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield for sites or stories (`column`) the value, the group and the split that pages with it stand in."""
    page = models.Page
    which = getattr(page, column)
    query = select(which, page.split_group, page.split).where(
        page.project_id == project_id, page.split.is_not(None), page.split != NONE
    )
    ordered = sorted(values)
    for at in range(0, len(ordered), AT_ONCE):
        part = query.where(which.in_(ordered[at : at + AT_ONCE])).distinct()
        yield from ((value, group, split) for value, group, split in session.execute(part.order_by(which)))


def standing_pages(session: Session, keys: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """Yield key, group and split of those pages that stand in a split."""
    page = models.Page
    query = select(page.id, page.split_group, page.split).where(page.split.is_not(None), page.split != NONE)
    for at in range(0, len(keys), AT_ONCE):
        found = session.execute(query.where(page.id.in_(keys[at : at + AT_ONCE])))
        yield from ((key, group or "", split or "") for key, group, split in found)


def held(session: Session, project_id: int) -> dict[tuple[str, str], int]:
    """Return how many pages of each language are in each split."""
    page = models.Page
    query = select(page.language, page.split, func.count()).where(
        page.project_id == project_id, page.split.is_not(None), page.language.is_not(None)
    )
    found = session.execute(query.group_by(page.language, page.split))
    return {(tag or "", split or ""): count for tag, split, count in found}


def place(session: Session, found: Sequence[tuple[int, Placed]]) -> None:
    """Give pages their splits; one that has got a split meanwhile keeps it."""
    page = models.Page
    query = update(page).where(page.id == bindparam("key"), page.split.is_(None))
    query = query.values(split=bindparam("to"), split_group=bindparam("group"))
    rows = [{"key": key, "to": one.split, "group": one.group} for key, one in found]
    session.connection().execute(query, rows)


def keep_released(session: Session, project_id: int) -> int:
    """Put pages that left in a release while there was no plan into train, as which they left; returns how many."""
    page = models.Page
    group = "page:" + page.uid
    query = update(page).where(
        page.project_id == project_id, page.split.is_(None), exists().where(models.ReleasePage.page_id == page.id)
    )
    done = session.connection().execute(query.values(split="train", split_group=group))
    return done.rowcount


def unsketched(session: Session, project_id: int) -> list[Unsketched]:
    """Return pages without a sketch, those of one site one after another."""
    page = models.Page
    query = select(page.id, page.site).where(
        page.project_id == project_id,
        page.split.is_(None),
        page.erased_at.is_(None),
        ~exists().where(models.PageSketch.page_id == page.id),
    )
    return [Unsketched(*row) for row in session.execute(query.order_by(page.site, page.id))]


def texts(session: Session, keys: Sequence[int]) -> dict[int, str]:
    """Return the texts of pages by key."""
    text = models.PageText
    query = select(text.page_id, text.text).where(text.page_id.in_(keys))
    return {row.page_id: row.text for row in session.execute(query)}


def of_site(session: Session, project_id: int, site: str, limit: int) -> Iterator[str]:
    """Yield the texts of the pages of a site that came first."""
    page, text = models.Page, models.PageText
    query = select(text.text).join(page, page.id == text.page_id)
    query = query.where(page.project_id == project_id, page.site == site).order_by(page.id).limit(limit)
    yield from session.scalars(query)


def put_sketches(session: Session, project_id: int, found: dict[int, tuple[int, ...] | None]) -> None:
    """Store sketches by page, with their bands; a page that has none gets an empty one, and is like no other.

    The sketches that are there already, since another import was quicker, stay.
    """
    row = models.PageSketch
    # Two that write at once take turns, and the later one sees what is there.
    session.execute(select(models.Project.id).where(models.Project.id == project_id).with_for_update())
    there = set(session.scalars(select(row.page_id).where(row.page_id.in_(found))))
    found = {key: one for key, one in found.items() if key not in there}
    if not found:
        return
    rows = [{"page_id": key, "sketch": sketches.pack(one) if one else b""} for key, one in found.items()]
    session.connection().execute(insert(row), rows)
    bands = [
        {"project_id": project_id, "band": band, "page_id": key}
        for key, one in found.items()
        if one
        for band in sorted(set(sketches.bands(one)))
    ]
    if bands:
        session.connection().execute(insert(models.PageBand), bands)


def alike(session: Session, project_id: int, keys: Sequence[int]) -> dict[int, set[int]]:
    """Return for each of the pages, where there are any, earlier ones that seem to be near-duplicates.

    Of the earlier pages in a band the first and the last are looked at: what is like many is like one of those.
    """
    band, earlier = aliased(models.PageBand), aliased(models.PageBand)
    same = (earlier.project_id == project_id, earlier.band == band.band, earlier.page_id < band.page_id)
    ends = [select(end(earlier.page_id)).where(*same).correlate(band).scalar_subquery() for end in (func.min, func.max)]
    pairs: set[tuple[int, int]] = set()
    for at in range(0, len(keys), AT_ONCE):
        query = select(band.page_id, *ends).where(band.page_id.in_(keys[at : at + AT_ONCE]))
        for key, first, last in session.execute(query):
            pairs |= {(key, other) for other in (first, last) if other is not None}
    known = stored_sketches(session, sorted({key for pair in pairs for key in pair}))
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        if sketches.likeness(known[one], known[other]) >= sketches.SUSPECTED:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found


def stored_sketches(session: Session, keys: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return the sketches of pages by key; pages that are like no other are left out."""
    row = models.PageSketch
    found: dict[int, tuple[int, ...]] = {}
    for at in range(0, len(keys), AT_ONCE):
        query = select(row.page_id, row.sketch).where(row.page_id.in_(keys[at : at + AT_ONCE]))
        found |= {key: sketches.unpack(one) for key, one in session.execute(query) if one}
    return found


def largest(session: Session, project_id: int) -> tuple[str, int] | None:
    """Return the group with the most pages and how many they are, None where no page is in a group."""
    page = models.Page
    query = select(page.split_group, func.count()).where(page.project_id == project_id, page.split != NONE)
    query = query.group_by(page.split_group).order_by(func.count().desc(), page.split_group).limit(1)
    found = session.execute(query).first()
    return (found[0] or "", found[1]) if found else None


def counts(session: Session, project_id: int) -> list[Split]:
    """Return how many pages there are of each split, language and site (split None: not placed)."""
    page = models.Page
    columns = (page.split, page.language, page.site)
    query = select(*columns, func.count()).where(page.project_id == project_id).group_by(*columns)
    return [Split(*row) for row in session.execute(query)]
