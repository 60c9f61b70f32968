"""Pages into the splits of their project's plan: after each import, and when a plan is set."""

import time
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.core.placing import Placed, Placing
from annotator.core.splits import NONE, Plan, day_of
from annotator.store import models, splits
from annotator.store.database import Database

from .sketching import sketch_pages

AT_ONCE = 400
"""Pages that get their splits in one transaction; others are waiting to save."""


@dataclass(slots=True)
class Outcome:
    """What placing did: pages by split, why pages are in none, by name, and whether all are placed."""

    pages: Counter[str] = field(default_factory=Counter)
    none: list[tuple[str, str]] = field(default_factory=list)
    whole: bool = True

    def __str__(self) -> str:
        """Say it in words (`7 pages train, 2 test`)."""
        named = ", ".join(f"{self.pages[split]} {split}" for split in sorted(self.pages))
        return f"{counted(self.pages.total(), 'page')} placed{': ' if named else ''}{named}"


def place(db: Database, project_id: int, patience: float | None = None) -> Outcome:
    """Give each page that has none its split, by the project's plan; without a plan nothing happens.

    With `patience` (seconds) the work may stay unfinished: `whole` is False then, and asking again goes on. What two
    do at once is done as if one came after the other.
    """
    outcome = Outcome()
    with db.read() as session:
        if splits.plan(session, project_id) is None:
            return outcome
    until = None if patience is None else time.monotonic() + patience
    outcome.whole = sketch_pages(db, project_id, until)
    while outcome.whole and not _placed(db, project_id, outcome):
        pass
    return outcome


def _placed(db: Database, project_id: int, outcome: Outcome) -> bool:
    """Decide and write; False where somebody else placed pages meanwhile, and deciding has to begin anew."""
    with db.read() as session:
        plan, there = splits.plan(session, project_id), splits.placed_count(session, project_id)
        found = decided(session, project_id, plan) if plan else []
    for at in range(0, len(found), AT_ONCE):
        part = found[at : at + AT_ONCE]
        with db.write() as session:
            row = models.Project
            session.execute(select(row.id).where(row.id == project_id).with_for_update())
            if splits.placed_count(session, project_id) != there or splits.plan(session, project_id) != plan:
                return False
            splits.place(session, part)
            names = _names(session, [key for key, one in part if one.split == NONE])
        there += len(part)
        outcome.pages.update(one.split for _, one in part)
        outcome.none += [(names[key], one.why) for key, one in part if one.split == NONE]
    return True


def decided(session: Session, project_id: int, plan: Plan) -> list[tuple[int, Placed]]:
    """Return what becomes of the pages that stand in no split yet, by key."""
    fresh = splits.newcomers(session, project_id)
    if plan.by == "time":
        # Of two versions of a story the earlier one keeps its place.
        fresh.sort(key=lambda one: (day_of(one.published) or "", one.key))
    placing = Placing(plan, fresh, splits.held(session, project_id) if plan.quotas else None)
    for column in ("site", "story") if plan.by == "site" else ("story",):
        values = {getattr(one, column) for one in fresh} - {None}
        for value, group, split in splits.standing(session, project_id, column, values):
            placing.stand(f"{column}:{value}", group, split)
    near = splits.alike(session, project_id, sorted(one.key for one in fresh))
    for key, group, split in splits.standing_pages(session, sorted(near)):
        placing.stand_page(key, group, split)
    for one in fresh:
        placing.take(one, sorted(near.get(one.key, ())))
    return sorted(placing.end().items())


def _names(session: Session, keys: list[int]) -> dict[int, str]:
    page = models.Page
    return {row.id: row.name for row in session.execute(select(page.id, page.name).where(page.id.in_(keys)))}
