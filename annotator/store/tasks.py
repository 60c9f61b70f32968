"""Queries about tasks (one person's labelling of a page): whose there are, the order of a queue, where one stopped."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, Text, bindparam, exists, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from annotator.core.labels import LAYERS, LayerState
from annotator.core.scheme import Scheme

from . import models
from .passes import Source
from .projects import scheme_in_pass, scheme_of
from .queue import based
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
        models.Pass.base,
        models.Task.role,
        sql_cast(models.Pass.layers, Text),
        sql_cast(models.Pass.required, Text),
        sql_cast(models.Project.scheme, Text),
    )
    .join_from(models.Task, models.Page, models.Page.id == models.Task.page_id)
    .join(models.Project, models.Project.id == models.Page.project_id)
    .join(models.Person, models.Person.id == models.Task.person_id)
    .join(models.Pass, models.Pass.id == models.Task.pass_id)
    .where(models.Task.id == bindparam("task_id"), models.Page.erased_at.is_(None))
)


UNTOUCHED: Any = {"status": "todo", "rev": 0, "next_position": 0, "active_ms": 0, "answers": {}, "no_body": False}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a task belongs to; `person` is the name of who labels, `pass_name` the pass it was made in.

    `scheme` is what the task asks for: the project's (`whole`), narrowed to the layers and parts of its pass; gold has
    all of it.
    """

    project_id: int
    project_slug: str
    page_id: int
    page_name: str
    language: str | None
    person: str
    pass_name: str
    base: str | None
    role: str
    scheme: Scheme
    whole: Scheme


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
BY_ID = LISTED.where(models.Task.id == bindparam("task"), models.Page.erased_at.is_(None))
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
    """Return the task with that key; one on an erased page is as good as none."""
    row = session.connection().execute(BY_ID, {"task": task_id}).one_or_none()
    return TaskRow(*row) if row else None


def of_id(session: Session, task_id: int) -> TaskRow:
    """Return a task that is known to be there."""
    return TaskRow(*session.connection().execute(BY_ID, {"task": task_id}).one())


def of_page(session: Session, page_id: int) -> list[TaskRow]:
    """Return everybody's tasks on a page: annotators' by name, then gold, then machines'."""
    rows = session.execute(LISTED.where(models.Task.page_id == page_id))
    return sorted((TaskRow(*row) for row in rows), key=lambda one: (one.role, one.person, one.pass_name))


def surroundings(session: Session, task_id: int) -> Surroundings | None:
    """Return what a task belongs to; None where there is no such task, or its page was erased."""
    row = session.connection().execute(SURROUNDINGS, {"task_id": task_id}).one_or_none()
    if row is None:
        return None
    *_, role, layers, required, stored = row
    whole = scheme_of(stored)
    scheme = whole if role == "gold" else scheme_in_pass(stored, layers, required)
    about: list[Any] = [*row[:-3], scheme, whole]
    return Surroundings(*about)


def locked(session: Session, task_id: int) -> models.Task | None:
    """Return a task to change it; on PostgreSQL others wait until this transaction ends."""
    return session.get(models.Task, task_id, with_for_update=True)


def of_person(session: Session, page_id: int, person_id: int, pass_name: str | None = None) -> models.Task | None:
    """Return the person's labelling of a page in that pass; else the started one, or that of the earliest pass."""
    task = models.Task
    own = [task.page_id == page_id, task.person_id == person_id, task.role == "annotator"]
    if pass_name:
        own.append(models.Pass.name == pass_name)
    query = select(task).join(models.Pass, models.Pass.id == task.pass_id).where(*own)
    order = (task.status != "in_progress", models.Pass.open.desc(), models.Pass.position, models.Pass.id)
    return session.scalars(query.order_by(*order).limit(1)).first()


def any_finished(session: Session, person_id: int) -> bool:
    """Tell whether the person has ever finished a page."""
    own = (models.Task.person_id == person_id, models.Task.status == "done")
    return bool(session.scalar(select(exists().where(*own))))


def create(session: Session, page: models.Page, in_pass: models.Pass, person_id: int, role: str = "annotator") -> int:
    """Make an untouched task and return its id; the existing one where there is one already."""
    key = {"page_id": page.id, "pass_id": in_pass.id, "person_id": person_id, "role": role}
    insert_missing(session, models.Task, {**key, **UNTOUCHED, "text_sha256": page.sha256})
    task_id = session.scalars(select(models.Task.id).filter_by(**key)).one()
    made = {"task_id": task_id, "pass_name": in_pass.name, "guideline": in_pass.guideline, "base": in_pass.base}
    rows = ({**made, "layer": name, "status": one.status} for name, one in layers_of(in_pass).items())
    insert_missing(session, models.TaskLayer, *rows)
    return task_id


def unwritten(page: models.Page, in_pass: models.Pass, person_id: int, role: str) -> models.Task:
    """Return an untouched task without a row, for a page that nobody else sees yet."""
    key = {"page_id": page.id, "pass_id": in_pass.id, "person_id": person_id, "role": role}
    return models.Task(**key, **UNTOUCHED, text_sha256=page.sha256)


def layers_of(in_pass: models.Pass) -> dict[str, LayerState]:
    """Return the layers of an untouched task in a pass."""
    made = (in_pass.name, in_pass.guideline, in_pass.base)
    return {name: LayerState("todo" if name in in_pass.layers else "off", *made) for name in LAYERS}


def untouched_layers(layers: dict[str, LayerState]) -> dict[str, LayerState]:
    """Return layers as they were when the task was made."""
    made = {name: ("off" if layer.status == "off" else "todo", layer) for name, layer in layers.items()}
    return {name: LayerState(status, one.pass_name, one.guideline, one.base) for name, (status, one) in made.items()}


def based_on(session: Session, source: Source, page_id: int, person_id: int) -> bool:
    """Tell whether the base that a source asks for is done on a page."""
    page = models.Page
    query = select(page.id).where(page.id == page_id, *based(source, person_id))
    return session.scalar(query) is not None


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
