"""Queries about pages: one page, its text, and lists by state and name that stay quick with 10,000 pages."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from annotator.core.errors import Refused

from . import models

STATES = ("todo", "in_progress", "done", "skipped")
WITHDRAWN = "withdrawn"
METADATA = ("url", "site", "language", "title", "published", "story", "rights")
"""The columns that say something about a page; they may be set later, its text never."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """What is known about a page; `length` counts code points."""

    id: int
    uid: str
    name: str
    url: str | None
    site: str | None
    language: str | None
    title: str | None
    published: str | None
    story: str | None
    rights: str | None
    sha256: str
    length: int
    line_count: int
    withdrawn_at: str | None
    withdrawn_by: str | None
    withdrawn_why: str | None
    erased_at: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in a list: the reader's own state on it, how many people finished it, and whether it was taken out."""

    id: int
    name: str
    title: str | None
    site: str | None
    language: str | None
    length: int
    state: str
    finished_by: int
    withdrawn: bool
    erased: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One screenful of a list and how many pages the whole list has."""

    pages: list[Listed]
    total: int


@dataclass(frozen=True, slots=True)
class Recent:
    """A page somebody opened, for the list of own pages."""

    page_id: int
    name: str
    title: str | None
    project_slug: str
    project_name: str
    state: str
    at: str


def find(session: Session, project_id: int, page_id: int) -> PageRow | None:
    """Return a page of the project; a page of another project is as good as none."""
    return _one(session, models.Page.project_id == project_id, models.Page.id == page_id)


def by_name(session: Session, project_id: int, name: str) -> PageRow | None:
    """Return the page of that name."""
    return _one(session, models.Page.project_id == project_id, models.Page.name == name)


def text(session: Session, page_id: int) -> str:
    """Return the text of a page that exists; refuses one that was erased."""
    found = session.scalars(select(models.PageText.text).where(models.PageText.page_id == page_id)).one_or_none()
    if found is None:
        raise Refused(f"page {page_id}", "was erased; only its digest and the offsets of its labels are left")
    return found


def listing(
    session: Session,
    project_id: int,
    person_id: int | None,
    *,
    state: str | None = None,
    search: str = "",
    offset: int = 0,
    limit: int = 50,
) -> Listing:
    """Return pages by name, from `offset` on; `state` is the person's own, `search` a part of name or title.

    Withdrawn pages are listed under the state `WITHDRAWN` and under no other.
    """
    own = aliased(models.Task)
    query = _joined(select(models.Page, own.status), own, person_id).where(
        models.Page.project_id == project_id, *_filters(own, state, search)
    )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.execute(query.order_by(models.Page.name).offset(offset).limit(limit)).all()
    finished = _finished(session, [page.id for page, _ in rows])
    found = [_listed(page, status, finished.get(page.id, 0)) for page, status in rows]
    return Listing(found, total)


def states(session: Session, project_id: int, person_id: int | None) -> dict[str, int]:
    """Count the project's pages, but withdrawn ones, by the person's own state on them; every state is there."""
    own = aliased(models.Task)
    state = func.coalesce(own.status, "todo")
    query = _joined(select(state, func.count()).select_from(models.Page), own, person_id)
    query = query.where(models.Page.project_id == project_id, models.Page.withdrawn_at.is_(None))
    rows = session.execute(query.group_by(state))
    return dict.fromkeys(STATES, 0) | {str(name): int(count) for name, count in rows}


def recent(session: Session, person_id: int, limit: int = 20) -> list[Recent]:
    """Return the pages the person opened last, newest first."""
    own = aliased(models.Task)
    query = select(models.Page, models.Project, own.status, models.Place.at).join(models.Project)
    query = query.join(models.Place, models.Place.page_id == models.Page.id)
    query = _joined(query, own, person_id).where(
        models.Place.person_id == person_id, models.Page.withdrawn_at.is_(None)
    )
    rows = session.execute(query.order_by(models.Place.at.desc(), models.Page.id).limit(limit))
    return [
        Recent(page.id, page.name, page.title, project.slug, project.name, status or "todo", at)
        for page, project, status, at in rows
    ]


def names(session: Session, project_id: int) -> list[tuple[str, int]]:
    """Return name and key of every page, in the order of the names' code points."""
    rows = session.execute(select(models.Page.name, models.Page.id).where(models.Page.project_id == project_id))
    return sorted((name, key) for name, key in rows)


def position(session: Session, page: PageRow) -> tuple[int, int]:
    """Return which page of its project, by name, this one is, and how many there are."""
    query = select(func.count().filter(models.Page.name <= page.name), func.count())
    here = select(models.Page.project_id).where(models.Page.id == page.id).scalar_subquery()
    place, total = session.execute(query.where(models.Page.project_id == here)).one()
    return place, total


def _joined(query: Any, own: Any, person_id: int | None) -> Any:
    """Join the person's tasks in the pass that the queue offers, the first open one."""
    first_open = (
        select(models.Pass.id)
        .where(models.Pass.project_id == models.Page.project_id, models.Pass.open)
        .order_by(models.Pass.position, models.Pass.id)
        .limit(1)
        .correlate(models.Page)
        .scalar_subquery()
    )
    mine = (own.page_id == models.Page.id, own.person_id == person_id, own.role == "annotator")
    return query.outerjoin(own, and_(*mine, own.pass_id == first_open))


def _filters(own: Any, state: str | None, search: str) -> list[ColumnElement[bool]]:
    out = models.Page.withdrawn_at
    filters: list[ColumnElement[bool]] = [out.is_not(None) if state == WITHDRAWN else out.is_(None)]
    if state and state != WITHDRAWN:
        filters.append(func.coalesce(own.status, "todo") == state)
    if search.strip():
        part = search.strip()
        in_name = models.Page.name.icontains(part, autoescape=True)
        filters.append(or_(in_name, models.Page.title.icontains(part, autoescape=True)))
    return filters


def values(session: Session, project_id: int, name: str) -> list[str]:
    """Return what stands in a column of a project's pages, in order; "" where a page has nothing there."""
    column = getattr(models.Page, name)
    found = session.scalars(select(column).where(models.Page.project_id == project_id).distinct())
    return sorted(one or "" for one in found)


def _finished(session: Session, page_ids: list[int]) -> dict[int, int]:
    done = select(models.Task.page_id, func.count(models.Task.person_id.distinct()))
    done = done.where(models.Task.page_id.in_(page_ids), models.Task.status == "done", models.Task.role == "annotator")
    return {row[0]: row[1] for row in session.execute(done.group_by(models.Task.page_id))}


def _listed(page: models.Page, status: str | None, finished_by: int) -> Listed:
    about = (page.id, page.name, page.title, page.site, page.language, page.length, status or "todo", finished_by)
    return Listed(*about, page.withdrawn_at is not None, page.erased_at is not None)


def _one(session: Session, *where: ColumnElement[bool]) -> PageRow | None:
    found = session.scalars(select(models.Page).where(*where)).one_or_none()
    return _row(found) if found else None


def _row(page: models.Page) -> PageRow:
    return PageRow(**{name: getattr(page, name) for name in PageRow.__slots__})
