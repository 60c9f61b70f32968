"""Queries about the versions of a project's guideline, and who has been told of which."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import models


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a guideline; `made_at` is None for the one the project began with, `passes` use it now."""

    version: str
    text: str
    made_at: str | None
    made_by: str | None
    change: str
    passes: tuple[str, ...]


def versions(session: Session, project_id: int) -> list[Version]:
    """Return all versions, the newest first."""
    table = models.Guideline
    rows = session.scalars(select(table).where(table.project_id == project_id)).all()
    found = [_version(session, one) for one in rows]
    return sorted(found, key=lambda one: (one.made_at or "", _number(one.version)), reverse=True)


def find(session: Session, project_id: int, version: str | None) -> Version | None:
    """Return a version of the guideline."""
    row = session.get(models.Guideline, (project_id, version)) if version else None
    return _version(session, row) if row else None


def current(session: Session, project_id: int) -> str | None:
    """Return the version that the first open pass is done under, of the first pass where none is open."""
    table = models.Pass
    query = select(table.guideline).where(table.project_id == project_id)
    return session.scalars(query.order_by(table.open.desc(), table.position, table.id).limit(1)).first()


def of_task(session: Session, task_id: int) -> tuple[str | None, str | None]:
    """Return the version a labelling is done under, and the one its pass asks for now."""
    layer, task = models.TaskLayer, models.Task
    made = session.scalars(select(layer.guideline).where(layer.task_id == task_id, layer.status != "off")).first()
    asked = select(models.Pass.guideline).join(task, task.pass_id == models.Pass.id).where(task.id == task_id)
    return made, session.scalar(asked)


def unseen(session: Session, project_id: int, person_id: int, version: str | None) -> bool:
    """Tell whether that version came later than the project and the person hasn't been told of it."""
    row = session.get(models.Guideline, (project_id, version)) if version else None
    if row is None or row.made_at is None:
        return False
    told = session.get(models.GuidelineSeen, (project_id, person_id))
    return told is None or told.version != row.version


def _version(session: Session, row: models.Guideline) -> Version:
    table = models.Pass
    used = select(table.name).where(table.project_id == row.project_id, table.guideline == row.version)
    passes = tuple(session.scalars(used.order_by(table.position, table.id)))
    return Version(row.version, row.text, row.made_at, row.made_by, row.change, passes)


def _number(version: str) -> int:
    return int(version) if version.isdecimal() else 0
