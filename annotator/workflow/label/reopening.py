"""Reopening a finished labelling: its annotator until the page is adjudicated, a curator afterwards."""

import uuid

from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.labelling import Actor
from annotator.core.operations import SetStatus
from annotator.store import decisions, events, looks, models, oplog, tasks
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.state import TaskState
from annotator.store.texts import page_text
from annotator.workflow.clock import now

from .batch import Batch
from .outcomes import Missing

ADJUDICATED = "this page is adjudicated; a curator can reopen your labelling, or ask you to look again"
LONGEST = 2000


def lock_page(session: Session, task_id: int, batch: Batch) -> None:
    """Let who adjudicates the page come before or after a batch that may reopen it, never between.

    To be called before the task is locked, in the order of those who adjudicate.
    """
    if any(sent.kind == SetStatus.kind and sent.payload.get("status") != "done" for sent in batch.ops):
        task = session.get(models.Task, task_id)
        if task is not None:
            decisions.lock(session, task.page_id)


def refuse_adjudicated(session: Session, task: models.Task) -> None:
    """Refuse to reopen a labelling that was adjudicated, unless a curator has asked for another look at it since."""
    decided = decisions.adjudicated_at(session, task)
    if decided and not looks.asked_for(session, task, decided):
        raise Refused("page", ADJUDICATED)


def reopen(db: Database, project_id: int, task_id: int, reason: str, by: PersonRow) -> int:
    """Reopen somebody's finished labelling as a curator, and tell them why; returns the key of its page.

    What was decided stays, and the page stays theirs to finish. Raises Missing; refuses what isn't finished, and no
    reason.
    """
    reason = reason.replace("\r\n", "\n").strip()
    if not 1 <= len(reason) <= LONGEST or "\0" in reason:
        raise Refused("reason", f"should have 1 to {LONGEST} characters")
    with db.write() as session:
        task, at = tasks.locked(session, task_id), now()
        around = tasks.surroundings(session, task_id)
        if task is None or around is None or around.project_id != project_id or task.role != "annotator":
            raise Missing(f"task {task_id}")
        if task.status != "done":
            raise Refused(f"labelling of {around.person}", "isn't finished, so there is nothing to reopen")
        op = SetStatus("in_progress")
        state = TaskState.part(session, task, page_text(session, task.page_id, task.text_sha256), [op])
        inverse = state.labelling.apply(op, Actor(by.name, at))
        task.rev, task.assigned = task.rev + 1, True
        state.write()
        step = str(uuid.uuid4())
        oplog.append(session, [oplog.row(task, op, inverse, step=step, by=by.id, client="server", at=at)])
        look = models.Look(task_id=task.id, reason=reason, by=by.name, at=at)
        session.add(look)
        session.flush()
        # The reason stays in the look: the trail can't lose it, should the page be erased.
        events.record(session, at, "labelling.reopened", by.id, project_id=project_id, task=task.id, look=look.id)
        return task.page_id
