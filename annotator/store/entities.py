"""Queries about a project's registry of entities."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from annotator.core.labels import Json

from . import models


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entry of the registry; aliases are `{"name", "language"}`, `status` is proposed or confirmed."""

    id: str
    name: str
    kind: str
    aliases: list[Any]
    wikidata: str | None
    status: str

    def to_json(self) -> Json:
        """Return the entity as the label screen reads it."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


COLUMNS = tuple(getattr(models.Entity, one.name) for one in fields(EntityRow))


class Ids:
    """Ids looked up one by one when asked for, each once in a transaction: a registry may hold very many."""

    def __init__(self, session: Session, query: Select[str], column: object) -> None:
        self._session, self._query, self._column = session, query, column
        self._there: set[object] = set()

    def __contains__(self, wanted: object) -> bool:
        if wanted not in self._there and self._session.scalar(self._query.where(self._column == wanted)) is not None:  # type: ignore[arg-type]
            self._there.add(wanted)
        return wanted in self._there


def ids(session: Session, project_id: int) -> Ids:
    """Return the ids of the project's entities."""
    return Ids(session, select(models.Entity.id).where(models.Entity.project_id == project_id), models.Entity.id)


def listing(session: Session, project_id: int) -> list[EntityRow]:
    """Return the registry, in the order of the ids' code points."""
    rows = session.execute(select(*COLUMNS).where(models.Entity.project_id == project_id))
    return sorted((EntityRow(*row) for row in rows), key=lambda one: one.id)


def seen_by(session: Session, project_id: int, person: str, named: Collection[str | None]) -> list[EntityRow]:
    """Return the registry without what other people have proposed, but with all that is `named`; by id."""
    entity = models.Entity
    others = select(models.Person.name).where(models.Person.name != person)
    allowed = or_(entity.status != "proposed", entity.by.not_in(others), entity.id.in_([one for one in named if one]))
    rows = session.execute(select(*COLUMNS).where(entity.project_id == project_id, allowed))
    return sorted((EntityRow(*row) for row in rows), key=lambda one: one.id)


def find(session: Session, project_id: int, entity_id: str) -> EntityRow | None:
    """Return one entity."""
    found = session.get(models.Entity, (project_id, entity_id))
    return _row(found) if found else None


def came_with(session: Session, page_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the ids of the entities that came with each of the pages."""
    table = models.PageEntity
    found: dict[int, set[str]] = {}
    for page_id, entity_id in session.execute(
        select(table.page_id, table.entity_id).where(table.page_id.in_(page_ids))
    ):
        found.setdefault(page_id, set()).add(entity_id)
    return found


def containing(session: Session, project_id: int, folded: str, limit: int = 20) -> list[EntityRow]:
    """Return entities whose folded name or alias contains `folded`, those that begin with it first."""
    entity = models.Entity
    query = select(entity).where(entity.project_id == project_id, entity.folded.contains(folded, autoescape=True))
    rows = session.scalars(query).all()
    ranked = sorted(rows, key=lambda one: (not any(part.startswith(folded) for part in one.folded.split("\n")), one.id))
    return [_row(one) for one in ranked[:limit]]


def current(session: Session, project_id: int, entity_id: str) -> str:
    """Return the id that an id means today: another one where its entity was merged.

    Until the transaction ends nobody can merge it away.
    """
    entity = models.Entity
    there = select(entity.id).where(entity.project_id == project_id, entity.id == entity_id)
    if session.scalar(there.with_for_update(read=True, key_share=True)):
        return entity_id
    return merged(session, project_id).get(entity_id, entity_id)


def merges(session: Session, project_id: int) -> tuple[int, int]:
    """Count a project's merges, and those of them that were taken back."""
    table = models.Merge
    query = select(func.count(), func.count(table.undone_at)).where(table.project_id == project_id)
    made, undone = session.execute(query).one()
    return made, undone


def merged(session: Session, project_id: int) -> dict[str, str]:
    """Return what each id that was merged means today."""
    table = models.Merge
    query = select(table.gone, table.into).where(table.project_id == project_id, table.undone_at.is_(None))
    steps = {gone["id"]: into for gone, into in session.execute(query.order_by(table.id))}
    found = {}
    for gone in steps:
        at, seen = gone, set[str]()
        while at in steps and at not in seen:
            seen.add(at)
            at = steps[at]
        found[gone] = at
    return found


def _row(one: models.Entity) -> EntityRow:
    return EntityRow(one.id, one.name, one.kind, one.aliases, one.wikidata, one.status)
