"""Curators' changes to labels of many labellings at once: logged like any other, with who, when and how kept.

The label a merge rewrites stays its annotator's; the log says who merged. One step names all the operations of a
change, so that it can be taken back as one, where nobody has changed the same field since.
"""

import uuid
from collections.abc import Mapping

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.labelling import Actor, Labelling, runs_of
from annotator.core.labels import Json, LineLabel
from annotator.core.operations import PutItem, Revise, parse
from annotator.store import models, oplog, tasks
from annotator.store.people import PersonRow
from annotator.store.state import TaskState
from annotator.store.texts import page_text

from .clock import now

CLIENT = "server"


def new_step() -> str:
    """Return the name of a change."""
    return str(uuid.uuid4())


def revise(
    session: Session, changes: Mapping[int, Revise], step: str, by: PersonRow, undoes: str | None = None
) -> None:
    """Apply a change to each of these tasks and log it under one step, within the caller's transaction."""
    at = now()
    for task_id in sorted(changes):
        op, task = changes[task_id], tasks.locked(session, task_id)
        if task is None:
            raise Refused(f"labelling {task_id}", "is not there any more")
        state = TaskState.part(session, task, page_text(session, task.page_id, task.text_sha256), [op])
        inverse = state.labelling.apply(op, Actor(by.name, at))
        task.rev += 1
        state.write()
        written = oplog.row(task, op, inverse, step=step, by=by.id, client=CLIENT, at=at, undoes=undoes)
        oplog.append(session, [written])


def take_back(session: Session, step: str, by: PersonRow) -> tuple[int, int]:
    """Take back a change field by field; returns how many labels are as before, and how many others had changed since.

    What was changed or removed after the step stays as it is now.
    """
    query = select(models.Op.task_id, models.Op.payload, models.Op.inverse).where(models.Op.step == step)
    query = query.join(models.Task, models.Task.id == models.Op.task_id).join(models.Page)
    query = query.where(models.Page.erased_at.is_(None))
    logged = session.execute(query.order_by(models.Op.task_id)).all()
    changes: dict[int, Revise] = {}
    back = left = 0
    for task_id, payload, inverse in logged:
        made, before = _revision(orjson.loads(payload)), _revision(orjson.loads(inverse or "{}")["payload"])
        task = tasks.locked(session, task_id)
        if task is None:
            continue
        state = TaskState.part(session, task, page_text(session, task.page_id, task.text_sha256), [before])
        change, count, others = _standing(state.labelling, made, before)
        back, left = back + count, left + others
        if count:
            changes[task_id] = change
    revise(session, changes, new_step(), by, undoes=step)
    return back, left


def _revision(payload: Json) -> Revise:
    op = parse(Revise.kind, payload)
    if not isinstance(op, Revise):
        raise TypeError(op)
    return op


def _standing(labelling: Labelling, made: Revise, before: Revise) -> tuple[Revise, int, int]:
    """Return what of a change still stands as its inverse, how many labels that are, and how many changed since."""
    old_lines, new_lines = _lines(labelling, before), _lines(labelling, made)
    lines = {n: label for n, label in old_lines.items() if labelling.lines.get(n) == new_lines[n]}
    new_items = {(one.of, one.id): one for one in made.items}
    items = [one for one in before.items if _as_made(labelling, new_items[one.of, one.id])]
    answers = {key: old for key, old in before.answers.items() if labelling.page.answers.get(key) == made.answers[key]}
    count = len(lines) + len(items) + len(answers)
    whole = len(old_lines) + len(before.items) + len(before.answers)
    return Revise(tuple(runs_of(labelling.text, lines)), tuple(items), answers), count, whole - count


def _lines(labelling: Labelling, op: Revise) -> dict[int, LineLabel | None]:
    return {n: run.label for run in op.ranges for n in labelling.text.named(run.first, run.last)}


def _as_made(labelling: Labelling, put: PutItem) -> bool:
    item = labelling.items(put.of).get(put.id)
    return item is not None and all(getattr(item, name) == value for name, value in put.values.items())
