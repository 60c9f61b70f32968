"""The project's registry of entities as saving needs it: is an id known, is it a target, propose or change one."""

from collections.abc import Callable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.labelling import Actor
from annotator.core.labels import Json
from annotator.core.operations import PutEntity

from . import models


class Ids:
    """Ids looked up one by one when asked for: a registry may hold very many."""

    def __init__(self, session: Session, query: Select[str], column: object) -> None:
        self._session, self._query, self._column = session, query, column

    def __contains__(self, wanted: object) -> bool:
        return self._session.scalar(self._query.where(self._column == wanted)) is not None  # type: ignore[arg-type]


def entities(session: Session, project_id: int) -> Ids:
    """Return the ids of the project's entities."""
    return Ids(session, select(models.Entity.id).where(models.Entity.project_id == project_id), models.Entity.id)


def target_ids(session: Session, project_id: int) -> list[str]:
    """Return the project's stance targets in their order."""
    target = models.Target
    query = select(target.entity_id).where(target.project_id == project_id).order_by(target.position, target.entity_id)
    return list(session.scalars(query))


def listed(session: Session, project_id: int) -> list[Json]:
    """Return the registry as the label screen reads it, by id."""
    entity = models.Entity
    columns = (entity.id, entity.name, entity.kind, entity.aliases, entity.wikidata, entity.status)
    rows = session.execute(select(*columns).where(entity.project_id == project_id).order_by(entity.id))
    return [dict(row) for row in rows.mappings()]


def propose(session: Session, project_id: int, op: PutEntity, actor: Actor, fold: Callable[[str], str]) -> None:
    """Add a proposed entity, or change one that is still proposed; refuses to change a confirmed one."""
    place = f"entity {op.id}"
    found = session.get(models.Entity, (project_id, op.id), with_for_update=True)
    if found is None:
        missing = [name for name in ("name", "kind") if not op.values.get(name)]
        if missing:
            raise Refused(place, f"a new entity needs its {missing[0]}")
        found = models.Entity(project_id=project_id, id=op.id, status="proposed", aliases=[], by=actor.by, at=actor.at)
        session.add(found)
    values = {name: list(value) if name == "aliases" else value for name, value in op.values.items()}
    changed = {name: value for name, value in values.items() if getattr(found, name) != value}
    if changed and found.status != "proposed":
        raise Refused(place, f"{found.name} is confirmed already; a curator may change it")
    for name, value in changed.items():
        setattr(found, name, value)
    names = [found.name, *(alias["name"] for alias in found.aliases)]
    found.folded = "\n".join(dict.fromkeys(fold(name) for name in names))
    session.flush()
