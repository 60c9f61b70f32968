"""Queries of the dashboard: how far each pass is, what was done when and by whom; quick with 10,000 pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, select
from sqlalchemy.orm import Session

from . import decisions, models

ANNOTATOR, DONE = models.Task.role == "annotator", models.Task.status == "done"


@dataclass(frozen=True, slots=True)
class PassProgress:
    """How many pages of a pass stand where.

    `done` pages were finished by as many people as the pass asks for (by anybody where it asks for no number), `partly`
    by fewer. `adjudicated` pages have gold of this pass, `to_adjudicate` ones wait for a curator.
    """

    name: str
    open: bool
    base: str | None
    pages: int
    todo: int
    in_progress: int
    partly: int
    done: int
    skipped: int
    adjudicated: int
    to_adjudicate: int


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """What somebody did in a project; `waiting` are pages they finished on which others have still to follow."""

    name: str
    done: int
    in_progress: int
    skipped: int
    waiting: int
    last_at: str | None


@dataclass(frozen=True, slots=True)
class Timed:
    """Working time of one finished labelling in milliseconds; pauses count as `IDLE_MS` of core/labelling at most."""

    pass_name: str
    person: str
    active_ms: int


def passes(session: Session, project_id: int) -> list[PassProgress]:
    """Return how far each pass of the project is, in their order."""
    counts: dict[int, dict[str, int]] = {}
    outside: dict[int, int] = {}
    for pass_id, state, count, unbatched in session.execute(_states(project_id)):
        counts.setdefault(pass_id, {})[state] = count
        outside[pass_id] = outside.get(pass_id, 0) + unbatched
    whole = page_count(session, project_id)
    batched = _pairs(session, _batched(project_id))
    gold = _pairs(session, _gold(project_id))
    of_project = select(models.Pass).where(models.Pass.project_id == project_id)
    rows = session.scalars(of_project.order_by(models.Pass.position, models.Pass.id)).all()
    waiting = _to_adjudicate(session, rows)
    found = []
    for one in rows:
        pages = batched[one.id] + outside.get(one.id, 0) if one.id in batched else whole
        states = {state: counts.get(one.id, {}).get(state, 0) for state in ("in_progress", "partly", "done", "skipped")}
        todo = pages - sum(states.values())
        review = {"adjudicated": gold.get(one.name, 0), "to_adjudicate": waiting.get(one.id, 0)}
        found.append(PassProgress(one.name, one.open, one.base, pages, todo, **states, **review))
    return found


def page_count(session: Session, project_id: int) -> int:
    """Count the pages of a project that were not withdrawn."""
    query = select(func.count(models.Page.id))
    query = query.where(models.Page.project_id == project_id, models.Page.withdrawn_at.is_(None))
    return session.scalar(query) or 0


def per_day(session: Session, project_id: int, since: str, person_id: int | None = None) -> dict[str, int]:
    """Count labellings finished per day (`2026-11-22`, UTC) from the day `since` on, of one person or everybody."""
    day = func.substr(models.Task.finished, 1, 10).label("day")
    own = (models.Page.project_id == project_id, ANNOTATOR, DONE, models.Task.finished >= since)
    inner = select(day).join(models.Page).where(*own, *_of(person_id)).subquery()
    return _pairs(session, select(inner.c.day, func.count()).group_by(inner.c.day))


def times(session: Session, project_id: int, person_id: int | None = None) -> list[Timed]:
    """Return the working times of finished labellings that have one; imported ones may have none."""
    task = models.Task
    query = select(models.Pass.name, models.Person.name, task.active_ms).select_from(task)
    query = query.join(models.Pass, models.Pass.id == task.pass_id).join(
        models.Person, models.Person.id == task.person_id
    )
    query = query.where(models.Pass.project_id == project_id, ANNOTATOR, DONE, task.active_ms > 0, *_of(person_id))
    return [Timed(*row) for row in session.execute(query)]


def people(session: Session, project_id: int) -> list[PersonProgress]:
    """Return what each annotator did, by name; members who did nothing yet are there, too."""
    task, person, member = models.Task, models.Person, models.Membership
    worked = select(person.name, task.status, func.count(), func.max(task.last_at)).select_from(task)
    worked = worked.join(models.Page, models.Page.id == task.page_id).join(person, person.id == task.person_id)
    worked = worked.where(models.Page.project_id == project_id, ANNOTATOR).group_by(person.name, task.status)
    annotators = select(person.name).join(member).where(member.project_id == project_id, member.role == "annotator")
    counts: dict[str, dict[str, int]] = {name: {} for name in session.scalars(annotators)}
    last: dict[str, str] = {}
    for name, status, count, at in session.execute(worked):
        counts.setdefault(name, {})[status] = count
        last[name] = max(last.get(name, ""), at or "")
    waiting = _pairs(session, _waiting(project_id))
    found = []
    for name, states in sorted(counts.items()):
        done, started, skipped = (states.get(status, 0) for status in ("done", "in_progress", "skipped"))
        found.append(PersonProgress(name, done, started, skipped, waiting.get(name, 0), last.get(name) or None))
    return found


def _tallied(project_id: int) -> Subquery:
    """Per pass and page that has a labelling: how many are done, in work and skipped, and how many are asked for."""
    task, batch = models.Task, models.Batch
    found = {name: func.sum(case((task.status == name, 1), else_=0)) for name in ("done", "in_progress", "skipped")}
    tally = (
        select(task.pass_id, task.page_id, *(count.label(name) for name, count in found.items()))
        .join(models.Pass, models.Pass.id == task.pass_id)
        .where(models.Pass.project_id == project_id, ANNOTATOR)
        .where(task.page_id.not_in(_withdrawn(project_id)))
        .group_by(task.pass_id, task.page_id)
        .subquery()
    )
    asked = func.coalesce(batch.people, models.Pass.people, 1)
    placed = models.BatchPage
    return (
        select(tally, asked.label("asked"), placed.batch_id)
        .join(models.Pass, models.Pass.id == tally.c.pass_id)
        .outerjoin(placed, and_(placed.pass_id == tally.c.pass_id, placed.page_id == tally.c.page_id))
        .outerjoin(batch, batch.id == placed.batch_id)
        .subquery()
    )


def _states(project_id: int) -> Select[Any]:
    one = _tallied(project_id).c
    state = case(
        (one.done >= one.asked, "done"),
        (one.done > 0, "partly"),
        (one.in_progress > 0, "in_progress"),
        (one.skipped > 0, "skipped"),
        else_="todo",
    )
    out = case((one.batch_id.is_(None), 1), else_=0).label("out")
    inner = select(one.pass_id, state.label("state"), out).subquery()
    columns = (inner.c.pass_id, inner.c.state, func.count(), func.sum(inner.c.out))
    return select(*columns).group_by(inner.c.pass_id, inner.c.state)


def _batched(project_id: int) -> Select[int, int]:
    """Pages in batches, of passes that cover their batches alone; with practice batches only, a pass covers all."""
    part, batch = models.BatchPage, models.Batch
    query = select(part.pass_id, func.count()).join(batch, batch.id == part.batch_id)
    query = query.join(models.Pass, models.Pass.id == part.pass_id).where(models.Pass.project_id == project_id)
    query = query.where(part.page_id.not_in(_withdrawn(project_id)))
    return query.group_by(part.pass_id).having(func.sum(case((batch.practice, 0), else_=1)) > 0)


def _gold(project_id: int) -> Select[str, int]:
    layer, task = models.TaskLayer, models.Task
    query = select(layer.pass_name, func.count(task.page_id.distinct())).join(task, task.id == layer.task_id)
    query = query.join(models.Page, models.Page.id == task.page_id).where(models.Page.project_id == project_id)
    query = query.where(task.role == "gold", layer.status == "done", models.Page.withdrawn_at.is_(None))
    return query.group_by(layer.pass_name)


def _withdrawn(project_id: int) -> Select[int]:
    return select(models.Page.id).where(models.Page.project_id == project_id, models.Page.withdrawn_at.is_not(None))


def _to_adjudicate(session: Session, rows: Sequence[models.Pass]) -> dict[int, int]:
    """Count the pages that a curator still has to decide on, per pass.

    One labelled by a single person has something to decide on only where another pass stands on its gold.
    """
    bases = {one.base for one in rows}
    asked = (one for one in rows if one.people != 1 or f"gold:{one.name}" in bases)
    return {one.id: sum(not page.ready for page in decisions.waiting(session, one)) for one in asked}


def _waiting(project_id: int) -> Select[str, int]:
    one, task = _tallied(project_id).c, models.Task
    same = and_(task.pass_id == one.pass_id, task.page_id == one.page_id, ANNOTATOR, DONE)
    query = select(models.Person.name, func.count()).select_from(task).join(models.Person).join(one.pass_id.table, same)
    return query.where(one.done < one.asked).group_by(models.Person.name)


def _of(person_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if person_id is None else (models.Task.person_id == person_id,)


def _pairs(session: Session, query: Select[Any, int]) -> dict[Any, int]:
    return {key: int(count) for key, count in session.execute(query)}
