"""Taking the next page of a queue: a place is claimed within one write transaction, and held by a lease."""

from datetime import timedelta

from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.store import events, models, passes, queue, tasks
from annotator.store.database import Database
from annotator.store.passes import Source
from annotator.store.queue import Seeker

from .clock import now

LEASE = "lease_seconds"
"""Name of the setting: for how long a page is kept for somebody who doesn't save anything."""
LEASE_LASTS = 2 * 60 * 60
SHORTEST, LONGEST = 1, 30 * 24 * 60 * 60
TAKEN = "as many people as asked for have it already; the queue has other pages"


def next_task(
    db: Database, project_id: int, person_id: int, *, after: int = 0, pass_name: str | None = None
) -> int | None:
    """Return the task to go on with, claimed for the person under a fresh lease; None where nothing is left.

    Started pages come first, then assigned ones, then those with a free place in the order of their pass; `after`
    is the page one comes from. Only what fits the person's languages and rights is claimed.
    """
    with db.write() as session:
        open_passes = passes.takeable(session, project_id, person_id)
        # The moment is taken with the passes locked: a lease that held while we waited may be over by now.
        seeker = seeker_of(session, person_id, after)
        if pass_name:
            open_passes = [one for one in open_passes if one.name == pass_name]
        found = _own(session, open_passes, seeker)
        if found is None:
            found = _claimed(session, open_passes, seeker)
        if found is not None:
            task = session.get_one(models.Task, found)
            # With more than half of its time left a lease is fresh enough: asking again then changes nothing.
            if task.lease_until is None or task.lease_until < now(timedelta(seconds=lease(session) / 2)):
                task.lease_until = lease_end(session)
        return found


def claim(session: Session, page: models.Page, one: models.Pass, person_id: int) -> int:
    """Return the person's task on a page of a pass, made or held anew where a place is free; else refuses.

    The caller has locked the pass and commits.
    """
    source = passes.source_of(session, one, page.id)
    seeker = seeker_of(session, person_id)
    place = f"page {page.name}"
    if not one.open or source is None or not _taken_by(source, person_id):
        raise Refused(place, f"isn't offered to you in the pass {one.name}")
    if source.base and not tasks.based_on(session, source, page.id, person_id):
        raise Refused(place, f"can't be labelled in the pass {one.name} before its base ({source.base}) is done")
    if page.language and seeker.languages and not queue.reads(page.language, seeker.languages):
        spoken = ", ".join(seeker.languages)
        raise Refused(place, f"is in {page.language}, and you read {spoken}; a curator can add to your languages")
    if not queue.has_place(session, source, page.id, seeker):
        raise Refused(place, TAKEN)
    return _made(session, page.id, source, seeker)


def seeker_of(session: Session, person_id: int, after: int = 0) -> Seeker:
    """Return who asks for a page, as of this moment."""
    person = session.get_one(models.Person, person_id)
    return Seeker(person_id, tuple(person.languages), now(), after)


def lease_end(session: Session) -> str:
    """Return until when a lease holds that begins or is renewed now."""
    return now(timedelta(seconds=lease(session)))


def lease(session: Session) -> int:
    """Return how many seconds a lease lasts in this instance."""
    found = session.get(models.Setting, LEASE)
    return int(found.value) if found else LEASE_LASTS


def set_lease(db: Database, seconds: int) -> None:
    """Let leases that begin or are renewed from now on last so many seconds."""
    if not SHORTEST <= seconds <= LONGEST:
        raise Refused("lease", f"should last {SHORTEST} to {LONGEST} seconds, not {seconds}")
    with db.write() as session:
        session.merge(models.Setting(key=LEASE, value=str(seconds)))
        events.record(session, now(), "lease.set", seconds=seconds)


def _own(session: Session, open_passes: list[models.Pass], seeker: Seeker) -> int | None:
    """Return the first task that the person has and still holds, or whose place is free again."""
    by_id = {one.id: one for one in open_passes}
    for key in queue.own_waiting(session, list(by_id), seeker):
        task = session.get_one(models.Task, key)
        source = passes.source_of(session, by_id[task.pass_id], task.page_id)
        held = task.assigned or (task.lease_until is not None and task.lease_until > seeker.now)
        if held or (source is not None and queue.has_place(session, source, task.page_id, seeker)):
            return key
    return None


def _claimed(session: Session, open_passes: list[models.Pass], seeker: Seeker) -> int | None:
    for one in open_passes:
        for source in passes.sources(session, one):
            if _taken_by(source, seeker.person_id):
                page = queue.free_page(session, source, seeker)
                if page is not None:
                    return _made(session, page, source, seeker)
    return None


def _made(session: Session, page_id: int, source: Source, seeker: Seeker) -> int:
    page, one = session.get_one(models.Page, page_id), session.get_one(models.Pass, source.pass_id)
    task = session.get_one(models.Task, tasks.create(session, page, one, seeker.person_id))
    task.batch_id, task.lease_until = source.batch_id, lease_end(session)
    return task.id


def _taken_by(source: Source, person_id: int) -> bool:
    return not source.takers or person_id in source.takers
