"""Queries about tasks (one person's labelling of a page): whose there are, the order of a queue, where one stopped."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, Text, and_, bindparam, case, exists, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from annotator.core.labels import LAYERS, LayerState
from annotator.core.scheme import Scheme

from . import models
from .projects import scheme_of
from .upsert import insert_missing, insert_or_update

# Built once, since every save asks. The scheme comes as text so that it is read once for all saves.
SURROUNDINGS = (
    select(
        models.Project.id,
        models.Project.slug,
        models.Page.id,
        models.Page.name,
        models.Page.language,
        models.Person.name,
        models.Pass.name,
        sql_cast(models.Project.scheme, Text),
    )
    .join_from(models.Task, models.Page, models.Page.id == models.Task.page_id)
    .join(models.Project, models.Project.id == models.Page.project_id)
    .join(models.Person, models.Person.id == models.Task.person_id)
    .join(models.Pass, models.Pass.id == models.Task.pass_id)
    .where(models.Task.id == bindparam("task_id"))
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a task belongs to; `person` is the name of who labels, `pass_name` the pass it was made in."""

    project_id: int
    project_slug: str
    page_id: int
    page_name: str
    language: str | None
    person: str
    pass_name: str
    scheme: Scheme


LISTED: Select[*tuple[Any, ...]] = (
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
BY_ID = LISTED.where(models.Task.id == bindparam("task"))
"""Built once, since every request of the label screen asks."""


@dataclass(frozen=True, slots=True)
class TaskRow:
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


def find(session: Session, task_id: int) -> TaskRow | None:
    """Return the task with that key."""
    row = session.connection().execute(BY_ID, {"task": task_id}).one_or_none()
    return TaskRow(*row) if row else None


def of_page(session: Session, page_id: int) -> list[TaskRow]:
    """Return everybody's tasks on a page: annotators' by name, then gold, then machines'."""
    rows = session.execute(LISTED.where(models.Task.page_id == page_id))
    return sorted((TaskRow(*row) for row in rows), key=lambda one: (one.role, one.person, one.pass_name))


def surroundings(session: Session, task_id: int) -> Surroundings | None:
    """Return what a task belongs to; None where there is no such task."""
    row = session.connection().execute(SURROUNDINGS, {"task_id": task_id}).one_or_none()
    return Surroundings(*row[:-1], scheme_of(row[-1])) if row else None


def locked(session: Session, task_id: int) -> models.Task | None:
    """Return a task to change it; on PostgreSQL others wait until this transaction ends."""
    return session.get(models.Task, task_id, with_for_update=True)


def of_person(session: Session, page_id: int, person_id: int) -> models.Task | None:
    """Return the person's labelling of a page in the earliest pass they took."""
    task = models.Task
    own = (task.page_id == page_id, task.person_id == person_id, task.role == "annotator")
    query = select(task).join(models.Pass, models.Pass.id == task.pass_id).where(*own)
    return session.scalars(query.order_by(models.Pass.position, models.Pass.id).limit(1)).first()


def any_finished(session: Session, person_id: int) -> bool:
    """Tell whether the person has ever finished a page."""
    own = (models.Task.person_id == person_id, models.Task.status == "done")
    return bool(session.scalar(select(exists().where(*own))))


def create(session: Session, page: models.Page, in_pass: models.Pass, person_id: int, role: str = "annotator") -> int:
    """Make an untouched task and return its id; the existing one where there is one already."""
    key = {"page_id": page.id, "pass_id": in_pass.id, "person_id": person_id, "role": role}
    empty = {"status": "todo", "rev": 0, "next_position": 0, "active_ms": 0, "answers": {}, "no_body": False}
    insert_missing(session, models.Task, {**key, **empty, "text_sha256": page.sha256})
    task_id = session.scalars(select(models.Task.id).filter_by(**key)).one()
    for layer in LAYERS:
        status = "todo" if layer in in_pass.layers else "off"
        stood = {"pass_name": in_pass.name, "guideline": in_pass.guideline, "base": in_pass.base}
        insert_missing(session, models.TaskLayer, {"task_id": task_id, "layer": layer, "status": status, **stood})
    return task_id


def untouched_layers(layers: dict[str, LayerState]) -> dict[str, LayerState]:
    """Return layers as they were when the task was made."""
    made = {name: ("off" if layer.status == "off" else "todo", layer) for name, layer in layers.items()}
    return {name: LayerState(status, one.pass_name, one.guideline, one.base) for name, (status, one) in made.items()}


def first_pass(session: Session, project_id: int) -> models.Pass | None:
    """Return the pass that the queue offers."""
    own = select(models.Pass).where(models.Pass.project_id == project_id)
    return session.scalars(own.order_by(models.Pass.open.desc(), models.Pass.position, models.Pass.id).limit(1)).first()


def next_in_queue(session: Session, project_id: int, page_id: int, person_id: int) -> int | None:
    """Return the unfinished page to label after this one; None where there is no other.

    Started pages come first, then untouched ones; each by name, beginning after this page.
    """
    page, status = models.Page, func.coalesce(models.Task.status, "todo")
    own = and_(models.Task.page_id == page.id, models.Task.person_id == person_id, models.Task.role == "annotator")
    here = select(page.name).where(page.id == page_id).scalar_subquery()
    query = (
        select(page.id)
        .outerjoin(models.Task, own)
        .where(page.project_id == project_id, page.id != page_id, status.in_(("todo", "in_progress")))
        .order_by(case({"in_progress": 0}, value=status, else_=1), case((page.name > here, 0), else_=1), page.name)
    )
    return session.scalars(query.limit(1)).first()


def previous_worked_on(session: Session, project_id: int, page_id: int, person_id: int) -> int | None:
    """Return the page the person labelled before this one; None where there is none."""
    task = models.Task
    chosen = select(task.page_id, task.last_at).join(models.Page, models.Page.id == task.page_id)
    own = cast("Select[Any]", chosen).where(
        models.Page.project_id == project_id, task.person_id == person_id, task.role == "annotator"
    )
    here = session.execute(own.where(task.page_id == page_id, task.last_at.is_not(None))).first()
    earlier = own.where(task.page_id != page_id, task.last_at.is_not(None))
    if here:
        earlier = earlier.where(task.last_at < here[1])
    found: int | None = session.scalars(earlier.order_by(task.last_at.desc(), task.id.desc()).limit(1)).first()
    return found


def place(session: Session, person_id: int, page_id: int) -> models.Place | None:
    """Return where the person stopped on a page."""
    return session.get(models.Place, (person_id, page_id))


def set_place(session: Session, person_id: int, page_id: int, line: int | None, quote: str | None, at: str) -> None:
    """Remember where the person stopped on a page."""
    row = {"person_id": person_id, "page_id": page_id, "line": line, "quote": quote, "at": at}
    insert_or_update(session, models.Place, ("person_id", "page_id"), row)
