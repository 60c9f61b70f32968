"""Queries about whose labellings a page has; the labels themselves are read by `state`."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from . import models


@dataclass(frozen=True, slots=True)
class LabellingRow:
    """A task as lists show it: which page, in which pass, whose and how far."""

    id: int
    project_id: int
    page_id: int
    person_id: int
    person: str
    pass_name: str
    role: str
    status: str
    rev: int
    finished: str | None


def find(session: Session, task_id: int) -> LabellingRow | None:
    """Return the labelling with that key."""
    row = session.execute(_labellings(models.Task.id == task_id)).one_or_none()
    return LabellingRow(*row) if row else None


def of_page(session: Session, page_id: int) -> list[LabellingRow]:
    """Return the labellings of a page: annotators' by name, then gold, then machines'."""
    rows = session.execute(_labellings(models.Task.page_id == page_id))
    return sorted((LabellingRow(*row) for row in rows), key=lambda one: (one.role, one.person, one.pass_name))


def _labellings(*where: ColumnElement[bool]) -> Select[Any]:
    task = models.Task
    query = select(
        task.id, models.Page.project_id, task.page_id, task.person_id, models.Person.name, models.Pass.name
    ).add_columns(task.role, task.status, task.rev, task.finished)
    query = query.join(models.Page, models.Page.id == task.page_id).join(models.Pass, models.Pass.id == task.pass_id)
    return query.join(models.Person, models.Person.id == task.person_id).where(*where)
