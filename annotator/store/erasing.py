"""Taking the words of a page out of every table: what is left are digests, offsets and who marked what."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from . import jobs, models
from .pages import METADATA

ERASED = "(erased)"
"""What stands where words were that can't be missing."""
OF_THE_PAGE: tuple[Any, ...] = (
    models.PageText,
    models.PageSource,
    models.PageNodes,
    models.PageSketch,
    models.PageBand,
)
WORDS = frozenset(("note", "reason", "text"))
"""Fields of operations and decisions in which people write in their own words, or quote."""


def erase(session: Session, page: models.Page) -> None:
    """Take the words of a page out of the database; the page is marked as erased before, or its log stays shut.

    The caller commits. The log keeps every operation with its offsets; only notes and reasons in it become `ERASED`.
    """
    if session.get_bind().dialect.name == "sqlite":
        # What is deleted is overwritten in the file, not only forgotten.
        session.execute(text("PRAGMA secure_delete = ON"))
    session.flush()
    for table in OF_THE_PAGE:
        session.execute(delete(table).where(table.page_id == page.id))
    for column in METADATA:
        setattr(page, column, None)
    page.meta = "{}"
    tasks = session.scalars(select(models.Task.id).where(models.Task.page_id == page.id)).all()
    _remarks(session, page.id, tasks)
    # What an import said of a row may quote it.
    jobs.silence(session, page.project_id)
    _logs(session, tasks)


def find(session: Session, project_id: int, uid: str, sha256: str) -> list[models.Page]:
    """Return the pages that an earlier erasure was about: that id, or those very bytes."""
    page = models.Page
    query = select(page).where(page.project_id == project_id, (page.uid == uid) | (page.sha256 == sha256))
    return list(session.scalars(query.order_by(page.id)))


def left(session: Session, page_ids: Iterable[int]) -> set[int]:
    """Return which of these pages have a text, bytes or a map of nodes."""
    wanted, found = list(page_ids), set()
    for table in OF_THE_PAGE:
        found |= set(session.scalars(select(table.page_id).where(table.page_id.in_(wanted))))
    return found


def _remarks(session: Session, page_id: int, tasks: Iterable[int]) -> None:
    """Empty what people wrote beside the labels: notes, answers, requests, reasons."""
    keys = list(tasks)
    task, look, answer, note = models.Task, models.Look, models.Answer, models.Note
    session.execute(update(note).where(note.task_id.in_(keys)).values(note=ERASED))
    session.execute(update(look).where(look.task_id.in_(keys)).values(reason=ERASED))
    session.execute(update(answer).where(answer.task_id.in_(keys)).values(text=ERASED))
    for column in ("reason", "skip_reason"):
        given = getattr(task, column).is_not(None)
        session.execute(update(task).where(task.id.in_(keys), given).values({column: ERASED}))
    for row in session.scalars(select(models.Decision).where(models.Decision.page_id == page_id)):
        row.reason = ERASED if row.reason else ""
        row.value = _emptied(row.value)


def _logs(session: Session, tasks: Iterable[int]) -> None:
    """Empty the words in the logs of these tasks; the log's triggers let payloads of an erased page change."""
    op = models.Op
    query = select(op.seq, op.payload, op.inverse).where(op.task_id.in_(list(tasks)))
    for seq, payload, inverse in session.execute(query).all():
        values = {"payload": _rewritten(payload), "inverse": _rewritten(inverse) if inverse else None}
        if values != {"payload": payload, "inverse": inverse}:
            session.execute(update(op).where(op.seq == seq).values(values))


def _rewritten(stored: str) -> str:
    before = orjson.loads(stored)
    after = _emptied(before)
    return stored if before == after else orjson.dumps(after).decode()


def _emptied(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: ERASED if key in WORDS and isinstance(one, str) and one else _emptied(one)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_emptied(one) for one in value]
    return value
