"""Splits of a project: its plan, pins, and what the plan has made of the pages that are there."""

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.splits import NONE, Plan
from annotator.store import events, models, splits
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.workflow import projects
from annotator.workflow.clock import now

from .leaking import Leak, leaks
from .placing import Outcome, place
from .report import Report, folds, report

__all__ = ["Leak", "Outcome", "Report", "folds", "leaks", "pin", "place", "plan_of", "report", "set_plan"]


def plan_of(db: Database, key: str) -> Plan | None:
    """Return a project's plan; None means that every page is train."""
    project = projects.named(db, key)
    with db.read() as session:
        return splits.plan(session, project.id)


def set_plan(db: Database, key: str, plan: Plan, by: PersonRow | None = None) -> int:
    """Set the plan of a project; returns how many pages keep the split they have. `place` then does the rest.

    A page never changes its split: a new plan is for pages that have none. The first one leaves what was released
    as train in train. Pins of the plan before stay, unless the new one is by time.
    """
    for tag in plan.quotas:
        projects.checked_language(tag)
    with db.write() as session:
        project = projects.within(session, key)
        before = splits.plan(session, project.id)
        if before is None:
            splits.keep_released(session, project.id)
        elif plan.by == before.by and plan.by != "time":
            plan = replace(plan, pins={**before.pins, **plan.pins})
        session.get_one(models.Project, project.id).split_plan = plan.to_json()
        kept = splits.placed_count(session, project.id)
        detail = {"project": project.slug, "plan": plan.to_json(), "kept": kept}
        events.record(session, now(), "split.set", by.id if by else None, **detail)
        return kept


def pin(db: Database, key: str, named: str, split: str, by: PersonRow | None = None) -> str:
    """Put a site (by story: a story) into a split by hand; returns the group.

    Refused where the project has no plan, or pages of the group are in another split.
    """
    with db.write() as session:
        project = projects.within(session, key)
        plan = splits.plan(session, project.id)
        if plan is None:
            raise Refused(project.slug, "has no plan yet; `split set` makes one")
        value = named.strip()
        if not value:
            raise Refused(plan.by, "needs a name to be pinned")
        group = f"{plan.by}:{value}"
        pinned = plan.with_pin(group, split)
        if elsewhere := _elsewhere(session, project.id, plan.by, value, split):
            raise Refused(group, f"has pages in {elsewhere} already, and a page never changes its split")
        session.get_one(models.Project, project.id).split_plan = pinned.to_json()
        detail = {"project": project.slug, "group": group, "split": split}
        events.record(session, now(), "split.pinned", by.id if by else None, **detail)
        return group


def _elsewhere(session: Session, project_id: int, column: str, value: str, split: str) -> str | None:
    """Return another split that pages of a site or story are in, None where there is none."""
    page = models.Page
    query = select(func.min(page.split)).where(
        page.project_id == project_id, getattr(page, column) == value, page.split.not_in([split, NONE])
    )
    return session.scalar(query)
