"""What curators tell annotators about their labellings: "look again, because ...", and answers to notes."""

from collections.abc import Iterable

from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.store import events, models
from annotator.store.database import Database
from annotator.store.people import PersonRow

from .clock import now

LONGEST = 2000
Place = tuple[int, int | None, int | None]
"""A labelling, and the span in code points that is meant."""


def look_again(db: Database, project_id: int, places: Iterable[Place], reason: str, by: PersonRow) -> int:
    """Ask for another look at places; returns how many were asked for.

    A finished labelling stays finished until its annotator reopens it. The same place is asked for once as long as
    it is open. Refuses labellings of another project, and an empty reason.
    """
    reason = _words(reason, "reason")
    wanted = list(dict.fromkeys(places))
    if not wanted:
        raise Refused("places", "choose at least one")
    with db.write() as session:
        task, page, look = models.Task, models.Page, models.Look
        ids = {one[0] for one in wanted}
        known = select(task.id).join(page, page.id == task.page_id).where(page.project_id == project_id)
        if ids - set(session.scalars(known.where(task.id.in_(ids)))):
            raise Refused("places", "one of them is no labelling of this project")
        standing = select(look.task_id, look.start, look.end).where(look.task_id.in_(ids), look.done_at.is_(None))
        open_ones = {(found[0], found[1], found[2]) for found in session.execute(standing.where(look.reason == reason))}
        new = [one for one in wanted if one not in open_ones]
        at = now()
        session.add_all(
            look(task_id=key, start=start, end=end, reason=reason, by=by.name, at=at) for key, start, end in new
        )
        if new:
            events.record(session, at, "look.asked", by.id, project_id=project_id, reason=reason, places=len(new))
    return len(new)


def looked(db: Database, project_id: int, look_id: int, by: PersonRow, *, curates: bool = False) -> int:
    """Close a request to look again: its annotator has looked, or a curator has; returns the labelling's key.

    Refuses a request that is not there, and for who doesn't curate one about somebody else's labelling or gold.
    """
    with db.write() as session:
        row = session.get(models.Look, look_id, with_for_update=True)
        task = session.get(models.Task, row.task_id) if row else None
        page = session.get(models.Page, task.page_id) if task else None
        if (
            row is None
            or task is None
            or page is None
            or page.project_id != project_id
            or not (curates or task.person_id == by.id)
        ):
            raise Refused("request", "is not there, or is about somebody else's labelling")
        if row.done_at is None:
            row.done_at = now()
            events.record(session, row.done_at, "look.done", by.id, project_id=project_id, task=task.id, look=look_id)
        return task.id


def answer(db: Database, project_id: int, task_id: int, note_id: str, text: str, by: PersonRow) -> None:
    """Answer a note of a labelling; refuses an empty answer and a note that is not there."""
    text = _words(text, "answer")
    with db.write() as session:
        task, note = session.get(models.Task, task_id), session.get(models.Note, (task_id, note_id))
        page = session.get(models.Page, task.page_id) if task else None
        if note is None or page is None or page.project_id != project_id:
            raise Refused("note", "is not there any more")
        session.add(models.Answer(task_id=task_id, note_id=note_id, text=text, by=by.name, at=now()))
        events.record(session, now(), "note.answered", by.id, project_id=project_id, task=task_id, note=note_id)


def _words(text: str, place: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not 1 <= len(text) <= LONGEST or "\0" in text:
        raise Refused(place, f"should have 1 to {LONGEST} characters")
    return text
