"""Queries about what annotators are told of their labellings: requests to look again, answers to their notes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from . import models


@dataclass(frozen=True, slots=True)
class LookRow:
    """A request to look at a place again; offsets are code points, None where the whole page is meant.

    `role` and `pass_id` are those of the labelling; a request about gold disputes it.
    """

    id: int
    task_id: int
    page_id: int
    page: str
    person: str
    start: int | None
    end: int | None
    reason: str
    by: str
    at: str
    role: str
    pass_id: int


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note of a labelling with what was answered to it, oldest first, as (text, by, at)."""

    task_id: int
    page_id: int
    page: str
    person: str
    id: str
    start: int
    note: str
    at: str | None
    answers: tuple[tuple[str, str, str], ...]


def open_looks(
    session: Session, project_id: int, person_id: int | None = None, task_id: int | None = None
) -> list[LookRow]:
    """Return the open requests of a project, of one person, or of one labelling, by page and place."""
    look, task, page = models.Look, models.Task, models.Page
    columns: tuple[Any, ...] = (look.id, task.id, page.id, page.name, models.Person.name)
    columns = (*columns, look.start, look.end, look.reason, look.by, look.at, task.role, task.pass_id)
    query: Select[Any] = select(*columns).join(task, task.id == look.task_id).join(page, page.id == task.page_id)
    query = query.join(models.Person, models.Person.id == task.person_id)
    query = query.where(page.project_id == project_id, look.done_at.is_(None))
    if person_id is not None:
        query = query.where(task.person_id == person_id, task.role == "annotator")
    if task_id is not None:
        query = query.where(task.id == task_id)
    return [LookRow(*row) for row in session.execute(query.order_by(page.name, task.id, look.start, look.id))]


def asked_for(session: Session, task: models.Task, since: str) -> bool:
    """Tell whether somebody other than its annotator has asked for another look at a labelling since a moment."""
    look = models.Look
    own = select(models.Person.name).where(models.Person.id == task.person_id).scalar_subquery()
    query = select(look.id).where(look.task_id == task.id, look.done_at.is_(None), look.at > since, look.by != own)
    return session.scalar(query.limit(1)) is not None


def notes(
    session: Session,
    project_id: int,
    *,
    answered: bool,
    person_id: int | None = None,
    task_id: int | None = None,
    limit: int = 200,
) -> list[NoteRow]:
    """Return notes of annotators that were answered, or those that were not, by page and place."""
    note, task, page, answer = models.Note, models.Task, models.Page, models.Answer
    there = exists().where(answer.task_id == note.task_id, answer.note_id == note.id)
    columns: tuple[Any, ...] = (task.id, page.id, page.name, models.Person.name, note.id, note.start, note.note)
    query: Select[Any] = select(*columns, note.at).join(task, task.id == note.task_id)
    query = query.join(page, page.id == task.page_id).join(models.Person, models.Person.id == task.person_id)
    query = query.where(page.project_id == project_id, task.role == "annotator", there if answered else ~there)
    if person_id is not None:
        query = query.where(task.person_id == person_id)
    if task_id is not None:
        query = query.where(task.id == task_id)
    rows: list[Any] = list(session.execute(query.order_by(page.name, task.id, note.start, note.id).limit(limit)))
    said = _answers(session, {row[0] for row in rows}) if answered else {}
    return [
        NoteRow(task, page, name, person, key, start, text, at, tuple(said.get((task, key), ())))
        for task, page, name, person, key, start, text, at in rows
    ]


def open_notes(session: Session, project_id: int) -> int:
    """Count the notes that nobody has answered."""
    note, task, page, answer = models.Note, models.Task, models.Page, models.Answer
    there = exists().where(answer.task_id == note.task_id, answer.note_id == note.id)
    query = select(func.count()).select_from(note).join(task, task.id == note.task_id)
    query = query.join(page, page.id == task.page_id)
    return session.scalar(query.where(page.project_id == project_id, task.role == "annotator", ~there)) or 0


def _answers(session: Session, task_ids: set[int]) -> dict[tuple[int, str], list[tuple[str, str, str]]]:
    table = models.Answer
    found: dict[tuple[int, str], list[tuple[str, str, str]]] = {}
    query = select(table.task_id, table.note_id, table.text, table.by, table.at).where(table.task_id.in_(task_ids))
    for task_id, note_id, *said in session.execute(query.order_by(table.id)):
        found.setdefault((task_id, note_id), []).append((said[0], said[1], said[2]))
    return found
