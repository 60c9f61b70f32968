"""Queries of what waits for somebody: a curator's list of things to do, and what an annotator was asked to look at."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from . import models

SHOWN = 5
"""Places that a list names of each sort; the number beside them counts all."""


@dataclass(frozen=True, slots=True)
class Place:
    """A labelling that waits, with what was said about it; `start` is a code point of the page, where there is one."""

    task_id: int
    page_id: int
    page: str
    person: str
    words: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One sort of thing that waits: how many there are, and the first of them."""

    sort: str
    count: int
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody was asked to look at a place again, or got an answer to a note of theirs."""

    project: str
    slug: str
    page_id: int
    page: str
    words: str
    by: str
    at: str


def for_curators(session: Session, project_id: int) -> list[Waiting]:
    """Return what waits for a curator: disputes, flags, notes without an answer, pages skipped or called not usable.

    A request on one's own labelling is a flag for curators; one on gold disputes the gold.
    """
    task, note, look = models.Task, models.Note, models.Look
    answered = exists().where(models.Answer.task_id == note.task_id, models.Answer.note_id == note.id)
    open_look = look.done_at.is_(None)
    by_annotator = task.role == "annotator"
    sorts = [
        ("disputes", _of(look, look.reason, look.start).where(open_look, task.role == "gold"), look.id),
        (
            "flags",
            _of(look, look.reason, look.start).where(open_look, by_annotator, look.by == models.Person.name),
            look.id,
        ),
        ("notes", _of(note, note.note, note.start).where(by_annotator, ~answered), note.position),
        ("skipped", _of(None, task.skip_reason).where(by_annotator, task.status == "skipped"), task.id),
        ("unusable", _of(None, task.reason).where(by_annotator, task.usable.is_(False)), task.id),
    ]
    own = (models.Page.project_id == project_id, models.Page.withdrawn_at.is_(None))
    return [_waiting(session, sort, query.where(*own), order) for sort, query, order in sorts]


def proposed_entities(session: Session, project_id: int) -> int:
    """Count the entities that no curator has confirmed or merged yet."""
    entity = models.Entity
    query = select(func.count()).where(entity.project_id == project_id, entity.status == "proposed")
    return session.scalar(query) or 0


def looks_by_person(session: Session, project_id: int) -> dict[str, int]:
    """Count per annotator the places they were asked to look at again and have not yet."""
    task, look = models.Task, models.Look
    query = select(models.Person.name, func.count()).select_from(look).join(task, task.id == look.task_id)
    query = query.join(models.Page, models.Page.id == task.page_id).join(
        models.Person, models.Person.id == task.person_id
    )
    query = query.where(models.Page.project_id == project_id, task.role == "annotator", look.done_at.is_(None))
    query = query.where(look.by != models.Person.name)
    return {name: int(count) for name, count in session.execute(query.group_by(models.Person.name))}


def looks_of(session: Session, person_id: int) -> list[Asked]:
    """Return the places that somebody was asked to look at again, oldest first."""
    look = models.Look
    query = _asked(look.reason, look.by, look.at).join(look, look.task_id == models.Task.id)
    query = query.join(models.Person, models.Person.id == models.Task.person_id).where(look.by != models.Person.name)
    own = (models.Task.person_id == person_id, models.Task.role == "annotator", look.done_at.is_(None))
    return [Asked(*row) for row in session.execute(query.where(*own).order_by(look.at, look.id))]


def answers_to(session: Session, person_id: int, limit: int = 10) -> list[Asked]:
    """Return the last answers that others gave to somebody's notes, newest first."""
    answer, person = models.Answer, models.Person
    query = _asked(answer.text, answer.by, answer.at).join(answer, answer.task_id == models.Task.id)
    query = query.join(person, person.id == models.Task.person_id)
    own = (models.Task.person_id == person_id, answer.by != person.name)
    return [
        Asked(*row) for row in session.execute(query.where(*own).order_by(answer.at.desc(), answer.id).limit(limit))
    ]


def _asked(*columns: Any) -> Select[Any]:
    project, page = models.Project, models.Page
    query = select(project.name, project.slug, page.id, page.name, *columns).select_from(models.Task)
    return query.join(page, page.id == models.Task.page_id).join(project, project.id == page.project_id)


def _of(table: Any, words: Any, start: Any = None) -> Select[Any]:
    """Select labellings with words about them, from `table` where they stand there."""
    task, page = models.Task, models.Page
    columns = (task.id, page.id, page.name, models.Person.name, words, *([start] if start is not None else []))
    query = select(*columns).select_from(task).join(page, page.id == task.page_id)
    query = query.join(models.Person, models.Person.id == task.person_id)
    return query if table is None else query.join(table, table.task_id == task.id)


def _waiting(session: Session, sort: str, query: Select[Any], order: ColumnElement[Any] | Any) -> Waiting:
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = session.execute(query.order_by(models.Page.name, order).limit(SHOWN)) if total else ()
    return Waiting(sort, total, [_place(*row) for row in rows])


def _place(task_id: int, page_id: int, page: str, person: str, words: str | None, start: int | None = None) -> Place:
    return Place(task_id, page_id, page, person, words or "", start)
