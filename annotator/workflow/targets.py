"""The list of stance targets when a scheme is changed: closing it, opening it, its order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.store import entities, models
from annotator.store.projects import ProjectRow


@dataclass(frozen=True, slots=True)
class Order:
    """A new list of targets; `new` join it, `gone` leave it unused."""

    project_id: int
    ids: tuple[str, ...]
    new: int
    gone: int

    def write(self, session: Session) -> None:
        """Replace the list."""
        session.execute(delete(models.Target).where(models.Target.project_id == self.project_id))
        for position, entity in enumerate(self.ids):
            row = models.Target(project_id=self.project_id, entity_id=entity, position=position, status="listed")
            session.add(row)


def listed(session: Session, project_id: int) -> list[str]:
    """Return the ids on the list in its order."""
    target = models.Target
    query = select(target.entity_id).where(target.project_id == project_id)
    return list(session.scalars(query.order_by(target.position, target.entity_id)))


def closing(session: Session, project_id: int, used: Sequence[str]) -> None:
    """Let targets that stances have already join the list as proposed."""
    start = len(listed(session, project_id))
    for position, entity in enumerate(used, start):
        row = models.Target(project_id=project_id, entity_id=entity, position=position, status="proposed")
        session.add(row)


def opening(nones: int) -> None:
    """Refuse to open the list while stances say "none", which an open list doesn't know."""
    if nones:
        raise Refused("targets", f"{nones} stances say none, which only a closed list knows")


def reorder(session: Session, project: ProjectRow, names: Sequence[str], used: Mapping[str, int]) -> Order:
    """Read a list of ids or exact names, one each; refuses who is no entity, and to take off what stances have."""
    if project.scheme.stances.targets != "closed":
        raise Refused("targets", "the list is open: any entity may be a target")
    registry = entities.listing(session, project.id)
    by_name = {one.name: one.id for one in registry} | {one.id: one.id for one in registry}
    ids: list[str] = []
    for name in (one.strip() for one in names):
        if name and name not in by_name:
            raise Refused(name, "is no entity of this project")
        if name:
            ids.append(by_name[name])
    before = listed(session, project.id)
    _keep_used(set(before) - set(ids), used)
    return Order(project.id, tuple(dict.fromkeys(ids)), len(set(ids) - set(before)), len(set(before) - set(ids)))


def _keep_used(gone: Collection[str], used: Mapping[str, int]) -> None:
    for entity in sorted(gone):
        if used.get(entity):
            raise Refused(entity, f"has {counted(used[entity], 'stance')}; it has to stay on the list")
