"""What annotators ask curators to look at: a line or quote of the base that seems wrong, or the page as a whole."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.store import events, models, tasks
from annotator.store.database import Database
from annotator.store.people import PersonRow

from .clock import now
from .label.base import base_of

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Dispute:
    """What is wrong, in words, with a span of the text in code points (none: the page), in a layer of the base."""

    reason: str
    layer: str | None = None
    start: int | None = None
    end: int | None = None


def raise_one(db: Database, task_id: int, dispute: Dispute, by: PersonRow) -> int:
    """Put a dispute on the labelling that the layer comes from, for its curators; nothing is blocked by it.

    Without a layer it is about the person's own page. Refuses a layer that the base hasn't, an empty reason and a span
    outside the text; returns the key of the request.
    """
    reason = dispute.reason.strip()
    if not 1 <= len(reason) <= LONGEST or "\0" in reason:
        raise Refused("dispute", f"its reason should have 1 to {LONGEST} characters")
    with db.write() as session:
        task = session.get_one(models.Task, task_id)
        _check_span(session, task, dispute)
        row = models.Look(task_id=_about(session, task, dispute.layer), reason=reason, by=by.name, at=now())
        row.start, row.end = dispute.start, dispute.end
        session.add(row)
        session.flush()
        action = "base.disputed" if dispute.layer else "page.flagged"
        events.record(session, now(), action, by.id, task=row.task_id, look=row.id)
        return row.id


def _about(session: Session, task: models.Task, layer: str | None) -> int:
    if layer is None:
        return task.id
    around = tasks.surroundings(session, task.id)
    base = base_of(session, task, around) if around else None
    found = base.task_of(layer) if base else None
    if found is None:
        raise Refused("dispute", f"the {layer} of this labelling don't come from an earlier pass")
    return found


def _check_span(session: Session, task: models.Task, dispute: Dispute) -> None:
    if dispute.start is None and dispute.end is None:
        return
    length = session.get_one(models.Page, task.page_id).length
    if dispute.start is None or dispute.end is None or not 0 <= dispute.start <= dispute.end <= length:
        raise Refused("dispute", f"its span should lie within 0-{length}")
