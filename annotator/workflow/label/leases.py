"""Leases while labelling: saving renews them, and one that ran out lets no page be finished more often than asked."""

from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.store import models, passes, queue
from annotator.workflow.queue import lease_end, seeker_of

GONE = "somebody else took your place on it after you had left it; what you marked is kept"


class Lapsed(Exception):
    """The lease has run out; whether the place is still free can only be told with the pass locked."""


def renew(session: Session, task: models.Task, before: str, at: str, *, locked: bool) -> None:
    """Renew the lease of a task that was `before` and has just been changed, at the moment `at`.

    Raises Lapsed where that needs the pass to be locked, before the task; refuses to finish a page whose place
    somebody else has taken.
    """
    if task.role != "annotator" or task.status == "skipped":
        task.lease_until = None
        return
    held = task.assigned or before == "done" or (task.lease_until is not None and task.lease_until > at)
    if not held and not _free(session, task, locked=locked):
        if task.status == "done":
            raise Refused("page", GONE)
        return
    task.lease_until = lease_end(session)


def lock_pass(session: Session, task_id: int) -> None:
    """Lock the pass of a task, so that no place in it is given away until the transaction ends."""
    task = session.get_one(models.Task, task_id)
    session.get_one(models.Pass, task.pass_id, with_for_update={"key_share": True})


def _free(session: Session, task: models.Task, *, locked: bool) -> bool:
    one = session.get_one(models.Pass, task.pass_id)
    part = session.get(models.BatchPage, (one.id, task.page_id))
    batch = session.get(models.Batch, part.batch_id) if part else None
    people = one.people if batch is None or batch.people is None else batch.people
    if people is None:
        return True
    if not locked:
        raise Lapsed
    source = passes.Source(one.project_id, one.id, None, people, one.queue_order, None)
    return queue.has_place(session, source, task.page_id, seeker_of(session, task.person_id))
