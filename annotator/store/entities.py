"""Queries about a project's registry of entities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
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

    def record(self) -> Json:
        """Return the entity as the canonical record writes it."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "aliases": self.aliases,
            "wikidata": self.wikidata,
        }


def listing(session: Session, project_id: int) -> list[EntityRow]:
    """Return the registry, in the order of the ids' code points."""
    query = select(models.Entity).where(models.Entity.project_id == project_id)
    return sorted((_row(one) for one in session.scalars(query)), key=lambda one: one.id)


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


def _row(one: models.Entity) -> EntityRow:
    return EntityRow(one.id, one.name, one.kind, one.aliases, one.wikidata, one.status)
