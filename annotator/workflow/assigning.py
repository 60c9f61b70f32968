"""Explicit assignment: pages of a choice dealt to people in turn, as far as places, languages and rights go."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.store import events, models, passes, queue, tasks
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.queue import Seeker

from .batches import Choice, chosen
from .clock import now
from .passes import found, members_by_name

AT_ONCE = 50
"""Pages in one transaction, so that nobody who saves has to wait for long."""


@dataclass(slots=True)
class Dealt:
    """How many pages each person got, and how many pages didn't find all the people asked for."""

    people: Counter[str] = field(default_factory=Counter)
    short: int = 0

    def to_sentence(self) -> str:
        """Return it as a sentence."""
        got = ", ".join(f"{name} {count}" for name, count in sorted(self.people.items()))
        lacking = f"; {counted(self.short, 'page')} found fewer people than asked for" if self.short else ""
        return f"Assigned: {got}{lacking}." if got else f"Nothing could be assigned{lacking}."


@dataclass(frozen=True, slots=True)
class Plan:
    """Who gets pages of a choice, and how many people each page gets."""

    people: Sequence[str]
    each: int
    choice: Choice


def assign(db: Database, project_key: str, pass_name: str, plan: Plan, by: PersonRow | None = None) -> Dealt:
    """Deal pages round and round: each page to the next people in turn who read it, may take it and have a place.

    A page that somebody has begun, finished or skipped isn't given to them again; they don't count for it.
    """
    if not plan.people or not 1 <= plan.each <= len(plan.people):
        raise Refused("assignment", f"each page goes to 1 to {len(plan.people)} of the people named, not {plan.each}")
    with db.read() as session:
        project, one = found(session, project_key, pass_name)
        keys = members_by_name(session, project.id, plan.people)
        pages = [page.id for page in chosen(session, one, plan.choice, batched=True)]
    if not pages:
        raise Refused("assignment", "no page is meant by this choice")
    dealt, names = Dealt(), list(dict.fromkeys(plan.people))
    for at in range(0, len(pages), AT_ONCE):
        with db.write() as session:
            one = session.get_one(models.Pass, one.id, with_for_update={"key_share": True})
            dealing = _Dealing(session, one, {name: _seeker(session, keys[name]) for name in names})
            for page in pages[at : at + AT_ONCE]:
                names = dealing.deal(page, names, plan.each, dealt)
    with db.write() as session:
        detail = {"project": project.slug, "pass": pass_name, "people": dict(dealt.people), "each": plan.each}
        events.record(session, now(), "pages.assigned", by.id if by else None, **detail)
    return dealt


@dataclass(slots=True)
class _Dealing:
    """One transaction's worth of dealing."""

    session: Session
    one: models.Pass
    seekers: dict[str, Seeker]

    def deal(self, page_id: int, names: list[str], each: int, dealt: Dealt) -> list[str]:
        """Give a page to the first people in turn that can take it; returns the order for the next page."""
        given: list[str] = []
        for name in names:
            if len(given) < each and self._give(page_id, self.seekers[name]):
                given.append(name)
        dealt.people.update(given)
        dealt.short += len(given) < each
        return [name for name in names if name not in given] + given

    def _give(self, page_id: int, seeker: Seeker) -> bool:
        page = self.session.get_one(models.Page, page_id)
        source = passes.source_of(self.session, self.one, page_id)
        there = tasks.of_person(self.session, page_id, seeker.person_id, self.one.name)
        if source is None or (there and (there.assigned or there.status != "todo")):
            return False
        if source.takers and seeker.person_id not in source.takers:
            return False
        unread = seeker.languages and page.language and not queue.reads(page.language, seeker.languages)
        if unread or not passes.may_label(self.session, self.one.id, seeker.person_id):
            return False
        ready = not source.base or tasks.based_on(self.session, source, page_id, seeker.person_id)
        if not ready or not queue.has_place(self.session, source, page_id, seeker):
            return False
        task = self.session.get_one(models.Task, tasks.create(self.session, page, self.one, seeker.person_id))
        task.assigned, task.batch_id = True, source.batch_id
        self.session.flush()
        return True


def withdraw(db: Database, project_key: str, pass_name: str, name: str, by: PersonRow | None = None) -> int:
    """Take back what was assigned to somebody and never touched; returns how many pages that were."""
    with db.write() as session:
        project, one = found(session, project_key, pass_name)
        person = members_by_name(session, project.id, [name])[name]
        task = models.Task
        mine = (task.pass_id == one.id, task.person_id == person, task.assigned, task.status == "todo")
        rows = list(session.scalars(select(task).where(*mine)))
        for row in rows:
            row.assigned, row.lease_until = False, None
        detail = {"project": project.slug, "pass": pass_name, "person": name, "pages": len(rows)}
        events.record(session, now(), "pages.withdrawn", by.id if by else None, **detail)
        return len(rows)


def _seeker(session: Session, person_id: int) -> Seeker:
    return Seeker(person_id, tuple(session.get_one(models.Person, person_id).languages), now())
