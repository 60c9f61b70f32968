"""Adjudication over many pages: which one is next, and accepting at once those on which all agree."""

import hashlib
import uuid
from dataclasses import dataclass, field

from annotator.core.adjudication import WHOLE, Decided, open_places
from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.store import decisions, events
from annotator.store.database import Database
from annotator.store.decisions import HELD, Waiting
from annotator.store.people import PersonRow
from annotator.workflow.clock import now
from annotator.workflow.label import Missing

from .case import find, load
from .deciding import accept_unseen
from .sent import read_sent


@dataclass(slots=True)
class Accepted:
    """Names of the pages that were accepted, that were held back for a look, and how many have differences."""

    accepted: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    differing: int = 0

    def summary(self) -> str:
        """Return what was done as a sentence."""
        accepted, held = len(self.accepted), len(self.held)
        pages = counted(accepted, "page")
        differ = counted(self.differing, "has differences", "have differences")
        return f"{pages} accepted, {held} held back for a look, {differ}."


def next_page(db: Database, project_id: int, pass_id: int, after: str = "") -> int | None:
    """Return the page to adjudicate after the one of that name, from the first again at the end; None without any."""
    with db.read() as session:
        in_pass = decisions.find_pass(session, project_id, pass_id)
        if in_pass is None:
            raise Missing(f"pass {pass_id}")
        left = [one for one in decisions.waiting(session, in_pass) if not one.ready]
    return next((one.page_id for one in [*(one for one in left if one.name > after), *left]), None)


def accept_agreed(
    db: Database, project_id: int, pass_id: int, person: PersonRow, holdback: int | None = None
) -> Accepted:
    """Accept the pages on which all labellings agree, each in a transaction of its own.

    `holdback` per cent of them (the pass's own unless given, rounded up) are held back for a look; which ones follows
    from the pages alone, and who asks again doesn't get those.
    """
    with db.read() as session:
        in_pass = decisions.find_pass(session, project_id, pass_id)
        if in_pass is None:
            raise Missing(f"pass {pass_id}")
        share = in_pass.holdback if holdback is None else holdback
        left = [one for one in decisions.waiting(session, in_pass) if not one.ready and not one.held]
    if not 0 <= share <= 100:
        raise Refused("held back", "should be a whole number from 0 to 100 per cent")
    done = Accepted()
    agreed = [one for one in left if _all_agree(db, (project_id, one.page_id, pass_id))]
    done.differing = len(left) - len(agreed)
    mixed = sorted(agreed, key=lambda one: hashlib.sha256(f"{pass_id} {one.page_id}".encode()).hexdigest())
    held = {one.page_id for one in mixed[: -(-len(mixed) * share // 100)]}
    for one in agreed:
        _take(db, (project_id, one.page_id, pass_id), person, one, done, hold=one.page_id in held)
    with db.write() as session:
        counts = {"project_id": project_id, "accepted": len(done.accepted), "held": len(done.held)}
        events.record(session, now(), "pages.accepted", person.id, in_pass=in_pass.name, **counts)
    return done


def _all_agree(db: Database, where: tuple[int, int, int]) -> bool:
    with db.read() as session:
        case = load(session, find(session, *where))
        return not any(open_places(one) for one in case.places().values())


def _take(
    db: Database, ids: tuple[int, int, int], person: PersonRow, one: Waiting, done: Accepted, *, hold: bool
) -> None:
    sent = read_sent({"id": str(uuid.uuid4()), "verb": "accept"})
    try:
        with db.write() as session:
            where = find(session, *ids)
            if hold:
                key = {"page_id": where.page.id, "pass_id": where.in_pass.id, "layer": where.layers[0]}
                decisions.add(session, key, Decided(0, WHOLE, HELD, {}, {}, "", person.name, now()))
            else:
                accept_unseen(session, where, person, sent)
        (done.held if hold else done.accepted).append(one.name)
    except Refused:
        # Somebody has changed it in this very moment.
        done.differing += 1
