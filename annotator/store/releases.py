"""Queries of releases: which there are, what they hold, who labelled first, and which of their pages went since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from annotator.core.labels import Json

from . import models, projects
from .projects import ProjectRow


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release that is whole; `sha256` is its manifest's as it was first built, `options` how it was asked for."""

    id: int
    version: str
    made_at: str
    made_by: str
    options: Json
    manifest: Json
    sha256: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A page of a release that was withdrawn since, and erased where `erased_at` says when."""

    page_id: int
    uid: str
    name: str
    sha256: str
    why: str
    erased_at: str | None


def listing(session: Session, project_id: int) -> list[ReleaseRow]:
    """Return a project's releases, the oldest first."""
    table = models.Release
    rows = session.scalars(select(table).where(table.project_id == project_id).order_by(table.id))
    return [_row(one) for one in rows]


def find(session: Session, project_id: int, version: str) -> ReleaseRow | None:
    """Return the release of that version."""
    table = models.Release
    found = session.scalars(select(table).where(table.project_id == project_id, table.version == version)).one_or_none()
    return _row(found) if found else None


def project_of(session: Session, release_id: int) -> ProjectRow:
    """Return the project of a release that is known to be there."""
    found = projects.by_id(session, session.get_one(models.Release, release_id).project_id)
    if found is None:
        raise LookupError(f"release {release_id} has no project")
    return found


def add(session: Session, row: dict[str, Any], page_ids: Sequence[int]) -> None:
    """Store a release that is whole, with the pages it holds."""
    made = models.Release(**row)
    session.add(made)
    session.flush()
    if page_ids:
        rows = [{"release_id": made.id, "page_id": key} for key in page_ids]
        session.connection().execute(insert(models.ReleasePage), rows)


def gone(session: Session, release_id: int) -> list[Gone]:
    """Return the pages of a release that were withdrawn since it was made, by name."""
    page, part = models.Page, models.ReleasePage
    columns = (page.id, page.uid, page.name, page.sha256, page.withdrawn_why, page.erased_at)
    query = select(*columns).join(part, part.page_id == page.id)
    query = query.where(part.release_id == release_id, page.withdrawn_at.is_not(None)).order_by(page.name, page.id)
    return [Gone(key, uid, name, digest, why or "", at) for key, uid, name, digest, why, at in session.execute(query)]


def holding(session: Session, page_id: int) -> list[ReleaseRow]:
    """Return the releases that hold a page, the oldest first."""
    table, part = models.Release, models.ReleasePage
    query = select(table).join(part, part.release_id == table.id).where(part.page_id == page_id)
    return [_row(one) for one in session.scalars(query.order_by(table.id))]


def first_labelled(session: Session, project_id: int) -> list[str]:
    """Return the people who labelled in a project, in the order in which each first did; machines are none."""
    op, task, page, person = models.Op, models.Task, models.Page, models.Person
    query = select(person.name).join(op, op.person_id == person.id).join(task, task.id == op.task_id)
    query = query.join(page, page.id == task.page_id).where(page.project_id == project_id, task.role != "machine")
    return list(session.scalars(query.group_by(person.id, person.name).order_by(func.min(op.seq))))


def _row(one: models.Release) -> ReleaseRow:
    return ReleaseRow(one.id, one.version, one.made_at, one.made_by, one.options, one.manifest, one.sha256)
