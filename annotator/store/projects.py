"""Queries about projects, their members, passes, guidelines and stance targets."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Row, Select, Text, bindparam, cast, func, or_, select
from sqlalchemy.orm import Session

from annotator.core.scheme import Scheme, restore

from . import models
from .people import PersonRow

ROLES = ("curator", "annotator")
# Built once, since every request asks. The scheme comes as text so that it is read once for all requests.
PROJECT = select(
    models.Project.id,
    models.Project.slug,
    models.Project.name,
    cast(models.Project.scheme, Text),
    models.Project.languages,
)
BY_ID = PROJECT.where(models.Project.id == bindparam("project"))
ROLE = select(models.Membership.role).where(
    models.Membership.project_id == bindparam("project"), models.Membership.person_id == bindparam("person")
)


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with its scheme; `slug` is its name in addresses."""

    id: int
    slug: str
    name: str
    scheme: Scheme
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A project as lists show it; `role` is the reader's: admin, curator or annotator."""

    slug: str
    name: str
    preset: str
    pages: int
    done: int
    role: str


@dataclass(frozen=True, slots=True)
class PassRow:
    """A pass: which layers are labelled, under which guideline, whether the queue offers it."""

    id: int
    name: str
    layers: tuple[str, ...]
    open: bool
    guideline: str | None
    base: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role in a project."""

    name: str
    role: str


def find(session: Session, key: str) -> ProjectRow | None:
    """Return the project with that slug or, for the command line's sake, that name."""
    query = PROJECT.where(or_(models.Project.slug == key, models.Project.name == key))
    found = session.execute(query.order_by(models.Project.slug != key)).first()
    return _row(found) if found else None


def by_id(session: Session, project_id: int) -> ProjectRow | None:
    """Return the project with that key."""
    found = session.connection().execute(BY_ID, {"project": project_id}).one_or_none()
    return _row(found) if found else None


def listing(session: Session, person: PersonRow | None = None) -> list[Listed]:
    """Return the projects that `person` may see, by name; all of them for admins and the command line.

    `done` counts the person's own finished pages; without a person, pages that anybody finished.
    """
    pages = select(func.count(models.Page.id)).where(models.Page.project_id == models.Project.id).scalar_subquery()
    done = _done(person).scalar_subquery()
    columns = (models.Project, pages, done)
    if person is None or person.admin:
        rows = [(*row, "admin") for row in session.execute(select(*columns))]
    else:
        query = select(*columns, models.Membership.role).join(models.Membership)
        rows = [tuple(row) for row in session.execute(query.where(models.Membership.person_id == person.id))]
    found = [Listed(one.slug, one.name, one.scheme["preset"], count, own, role) for one, count, own, role in rows]
    return sorted(found, key=lambda one: (one.name, one.slug))


def role_of(session: Session, project_id: int, person: PersonRow) -> str | None:
    """Return admin, curator, annotator, or None where the person has no business in the project."""
    if person.admin:
        return "admin"
    found: str | None = session.connection().scalar(ROLE, {"project": project_id, "person": person.id})
    return found


def members(session: Session, project_id: int) -> list[Member]:
    """Return who works on the project, by name."""
    query = select(models.Person.name, models.Membership.role).join(models.Membership)
    rows = session.execute(query.where(models.Membership.project_id == project_id))
    return sorted((Member(name, role) for name, role in rows), key=lambda one: one.name)


def passes(session: Session, project_id: int) -> list[PassRow]:
    """Return the project's passes in their order."""
    query = select(models.Pass).where(models.Pass.project_id == project_id)
    found = session.scalars(query.order_by(models.Pass.position, models.Pass.id))
    return [PassRow(one.id, one.name, tuple(one.layers), one.open, one.guideline, one.base) for one in found]


def guideline(session: Session, project_id: int, version: str | None) -> str | None:
    """Return the text of a version of the guideline."""
    found = session.get(models.Guideline, (project_id, version)) if version else None
    return found.text if found else None


def targets(session: Session, project_id: int, scheme: Scheme) -> tuple[str, ...] | None:
    """Return the entity ids of the closed target list in its order; None where any entity may be a target."""
    if scheme.stances.targets != "closed":
        return None
    target = models.Target
    query = select(target.entity_id).where(target.project_id == project_id)
    return tuple(session.scalars(query.order_by(target.position, target.entity_id)))


def slugs(session: Session) -> set[str]:
    """Return every slug that is taken."""
    return set(session.scalars(select(models.Project.slug)))


def _done(person: PersonRow | None) -> Select[int]:
    query = select(func.count(models.Task.page_id.distinct())).join(models.Page)
    query = query.where(models.Page.project_id == models.Project.id, models.Task.status == "done")
    query = query.where(models.Task.role == "annotator")
    return query.where(models.Task.person_id == person.id) if person else query


@lru_cache(maxsize=64)
def scheme_of(stored: str) -> Scheme:
    """Return the scheme that a project's row holds as text."""
    return restore(orjson.loads(stored))


@lru_cache(maxsize=256)
def scheme_in_pass(stored: str, layers: str, required: str) -> Scheme:
    """Return the scheme as a pass asks for it; all three come as the rows hold them, as text."""
    return scheme_of(stored).narrowed(orjson.loads(layers), orjson.loads(required))


def _row(row: Row[int, str, str, str, list[Any]]) -> ProjectRow:
    key, slug, name, scheme, languages = row
    return ProjectRow(key, slug, name, scheme_of(scheme), tuple(languages))
