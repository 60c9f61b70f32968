"""The doctor: is the database sound, are the texts what they were, does the log give the labels that are stored."""

import hashlib
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.labelling import Labelling
from annotator.core.text import PageText
from annotator.store import erasing, models, oplog, tasks
from annotator.store.database import Database
from annotator.store.instance import Instance
from annotator.store.state import TaskState
from annotator.store.texts import page_text

SOUND_SQLITE = (3, 51, 3)
"""Older versions can damage a database when two connections checkpoint at once; our one writer at a time avoids it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of the doctor's; `level` is ok, warning or error."""

    level: str
    sentence: str


def examine(instance: Instance) -> Iterator[Finding]:
    """Yield what there is to say about an instance, one check after the other; changes nothing."""
    yield from _files(instance)
    yield from examine_database(instance.database)


def examine_database(db: Database) -> Iterator[Finding]:
    """Yield what there is to say about a database: its own integrity, its texts, its log against its labels."""
    yield from _integrity(db)
    yield from _texts(db)
    yield from _logs(db)


def _files(instance: Instance) -> Iterator[Finding]:
    open_ones = [one for one in (instance.folder, *instance.folder.iterdir()) if one.stat().st_mode & 0o077]
    for one in open_ones:
        mode = stat.S_IMODE(one.stat().st_mode)
        yield Finding("warning", f"{one} can be opened by other users of this computer (mode {mode:o})")
    if not open_ones:
        yield Finding("ok", "the instance folder is readable by its owner alone")


def _integrity(db: Database) -> Iterator[Finding]:
    if not db.sqlite:
        with db.read() as session:
            yield Finding("ok", f"PostgreSQL {session.scalar(text('SHOW server_version'))} answers")
        return
    if sqlite3.sqlite_version_info < SOUND_SQLITE:
        newest = ".".join(map(str, SOUND_SQLITE))
        sentence = (
            f"SQLite {sqlite3.sqlite_version} is older than {newest}: don't let other programs write to the database"
        )
        yield Finding("warning", sentence)
    with db.read() as session:
        wrong = [row[0] for row in session.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
        wrong += [f"{row[0]}: row {row[1]} points nowhere" for row in session.execute(text("PRAGMA foreign_key_check"))]
    yield from (Finding("error", f"the database is damaged: {one}") for one in wrong)
    if not wrong:
        yield Finding("ok", "the database file is sound")


def _texts(db: Database) -> Iterator[Finding]:
    page, wrong, checked = models.Page, 0, 0
    with db.read() as session:
        erased = list(session.scalars(select(page.id).where(page.erased_at.is_not(None))))
        for _ in erasing.left(session, erased):
            wrong += 1
            yield Finding("error", "a page that was erased has its text still; erase it again")
        query = select(page.name, page.sha256, page.length, page.line_count, models.PageText.text)
        query = query.outerjoin(models.PageText, models.PageText.page_id == page.id)
        query = query.where(page.erased_at.is_(None))
        for name, digest, length, lines, stored in session.execute(query.execution_options(yield_per=50)):
            found = PageText(stored or "")
            checked += 1
            if (found.digest, len(found), found.line_count) != (digest, length, lines):
                wrong += 1
                yield Finding("error", f"page {name}: the text is not the one that was imported")
        source = models.PageSource
        raws = select(page.name, source.raw, source.sha256).join(page, page.id == source.page_id)
        for name, raw, digest in session.execute(raws.execution_options(yield_per=10)):
            if hashlib.sha256(raw).hexdigest() != digest:
                wrong += 1
                yield Finding("error", f"page {name}: the raw bytes are not the ones that were imported")
    if not wrong:
        yield Finding("ok", f"every text of {counted(checked, 'page')} is what was imported")
    if erased:
        yield Finding(
            "ok", f"{counted(len(erased), 'page was', 'pages were')} erased, whose logs can't be replayed any more"
        )


def _logs(db: Database) -> Iterator[Finding]:
    with db.read() as session:
        query = select(models.Task.id).join(models.Page).where(models.Page.erased_at.is_(None))
        ids = list(session.scalars(query.order_by(models.Task.id)))
    wrong = operations = 0
    for task_id in ids:
        # A read transaction for each task: a long one would keep the write-ahead log from shrinking.
        with db.read() as session:
            operations += session.scalar(select(func.count()).where(models.Op.task_id == task_id)) or 0
            for sentence in replayed(session, task_id):
                wrong += 1
                yield Finding("error", sentence)
    if not wrong:
        log, labels = counted(operations, "operation"), counted(len(ids), "labelling")
        yield Finding("ok", f"the log of {log} gives exactly the labels of {labels}")


def replayed(session: Session, task_id: int) -> Iterator[str]:
    """Rebuild a task from its log and yield a sentence for each part that differs from what is stored."""
    task = session.get_one(models.Task, task_id)
    around = tasks.surroundings(session, task_id)
    name = f"{around.person} on {around.page_name} in {around.project_slug}" if around else f"task {task_id}"
    try:
        stored = TaskState.whole(session, task, page_text(session, task.page_id, task.text_sha256)).labelling
        log = list(oplog.entries(session, task_id))
        rebuilt = oplog.replay(stored.text, tasks.untouched_layers(stored.layers), log)
    except Refused as refusal:
        yield f"{name}: the log can't be replayed: {refusal}"
        return
    if task.rev != (log[-1].rev if log else 0):
        yield f"{name}: the revision is {task.rev}, the log ends at {log[-1].rev if log else 0}"
    theirs, ours = _whole(rebuilt), _whole(stored)
    for part in ours:
        if ours[part] != theirs[part]:
            yield f"{name}: {part} differs from what the log gives"


def _whole(labelling: Labelling) -> dict[str, object]:
    return {**labelling.to_json(), "next_position": labelling.next_position, "last_at": labelling.last_at}
