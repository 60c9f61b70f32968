"""Queries about whose labellings a page has; the labels themselves are read by `state`."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from . import models

LABELLINGS: Select[*tuple[Any, ...]] = (
    select(
        models.Task.id,
        models.Page.project_id,
        models.Task.page_id,
        models.Task.person_id,
        models.Person.name,
        models.Pass.name,
        models.Task.role,
        models.Task.status,
        models.Task.rev,
        models.Task.finished,
    )
    .join(models.Page, models.Page.id == models.Task.page_id)
    .join(models.Pass, models.Pass.id == models.Task.pass_id)
    .join(models.Person, models.Person.id == models.Task.person_id)
)
BY_ID = LABELLINGS.where(models.Task.id == bindparam("task"))
"""Built once, since every request of the label screen asks."""


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
    row = session.connection().execute(BY_ID, {"task": task_id}).one_or_none()
    return LabellingRow(*row) if row else None


def of_page(session: Session, page_id: int) -> list[LabellingRow]:
    """Return the labellings of a page: annotators' by name, then gold, then machines'."""
    rows = session.execute(LABELLINGS.where(models.Task.page_id == page_id))
    return sorted((LabellingRow(*row) for row in rows), key=lambda one: (one.role, one.person, one.pass_name))
