"""The audit trail: one line for everything people did to the instance beside labelling."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from . import models
from .projects import ProjectRow


@dataclass(frozen=True, slots=True)
class EventRow:
    """A line of the trail; `person` is None for the command line, and for who isn't known."""

    at: str
    person: str | None
    action: str
    detail: Mapping[str, Any]


def record(session: Session, at: str, action: str, person_id: int | None = None, **detail: Any) -> None:
    """Append a line; `person_id` is None for who runs the command line."""
    session.add(models.Event(at=at, person_id=person_id, action=action, detail=detail))


def listing(
    session: Session, project: ProjectRow | None, asked: Mapping[str, str], offset: int, limit: int
) -> tuple[int, list[EventRow]]:
    """Return how many lines there are, and some of them, newest first; of one project or of the whole instance.

    `asked` narrows it: `action`, `person` (a name), `since` and `until` (days, `2026-11-22`, both included).
    """
    event, person = models.Event, models.Person
    where = [*_about(project), *_asked(asked)]
    count = select(func.count(event.seq)).outerjoin(person, person.id == event.person_id).where(*where)
    query = select(event, person.name).outerjoin(person, person.id == event.person_id).where(*where)
    rows = session.execute(query.order_by(event.seq.desc()).offset(offset).limit(limit))
    return session.scalar(count) or 0, [EventRow(one.at, name, one.action, one.detail) for one, name in rows]


def actions(session: Session, project: ProjectRow | None) -> list[str]:
    """Return every kind of action that occurs, by name."""
    return sorted(session.scalars(select(models.Event.action).where(*_about(project)).distinct()))


def _about(project: ProjectRow | None) -> list[ColumnElement[bool]]:
    if project is None:
        return []
    detail = models.Event.detail
    return [or_(detail["project"].as_string() == project.slug, detail["project_id"].as_integer() == project.id)]


def _asked(asked: Mapping[str, str]) -> list[ColumnElement[bool]]:
    event = models.Event
    conditions = {
        "action": event.action == asked.get("action"),
        "person": models.Person.name == asked.get("person"),
        "since": event.at >= asked.get("since", ""),
        # Any moment of the day comes before the sign after `T`.
        "until": event.at < f"{asked.get('until', '')}U",
    }
    return [condition for name, condition in conditions.items() if asked.get(name)]
