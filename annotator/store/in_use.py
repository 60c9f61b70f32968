"""Queries about what a project's labels hold, asked before its scheme is changed."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from . import models


def kinds(session: Session, project_id: int) -> dict[str, tuple[int, int]]:
    """Return for each kind in use how many runs of lines and how many labellings have it."""
    run = models.LineRun
    columns = (run.kind, func.count(), func.count(run.task_id.distinct()))
    query = _of_project(select(*columns), run, project_id).where(run.kind.is_not(None)).group_by(run.kind)
    return {kind: (runs, tasks) for kind, runs, tasks in session.execute(query)}


def runs_of_kind(session: Session, project_id: int, kind: str) -> Iterator[tuple[int, Any]]:
    """Yield the runs of lines of a kind with the keys of their labellings."""
    run = models.LineRun
    columns = (run.task_id, run.first, run.last, run.label, run.kind, run.flags, run.by, run.at, run.origin, run.source)
    query = _of_project(select(*columns), run, project_id).where(run.kind == kind)
    for task_id, *rest in session.execute(query.order_by(run.task_id, run.first)):
        yield task_id, rest


def quotes_with(session: Session, project_id: int, part: str) -> int:
    """Count the quotes that have something marked as this part (`cues`, `sources`, `via`, `addressee`)."""
    column = getattr(models.Quote, part)
    rows = session.scalars(_of_project(select(column), models.Quote, project_id))
    return sum(1 for spans in rows if spans)


def polarities(session: Session, project_id: int) -> Counter[str]:
    """Return how often each polarity is used, as text."""
    stance = models.Stance
    query = _of_project(select(stance.polarity, func.count()), stance, project_id).group_by(stance.polarity)
    return Counter({polarity: count for polarity, count in session.execute(query)})  # noqa: C416 - rows are no pairs


def stances_with(session: Session, project_id: int, polarity: str) -> list[tuple[int, str]]:
    """Return labelling and id of the stances of a polarity."""
    stance = models.Stance
    query = _of_project(select(stance.task_id, stance.id), stance, project_id).where(stance.polarity == polarity)
    return [(task_id, key) for task_id, key in session.execute(query)]


def explicit_stances(session: Session, project_id: int) -> int:
    """Count the stances of which it is said whether they are explicit."""
    stance = models.Stance
    query = _of_project(select(func.count()), stance, project_id).where(stance.explicit.is_not(None))
    return session.scalar(query) or 0


def targets(session: Session, project_id: int) -> Counter[str]:
    """Return how many stances each target has."""
    stance = models.Stance
    query = _of_project(select(stance.target, func.count()), stance, project_id).group_by(stance.target)
    return Counter({target: count for target, count in session.execute(query)})  # noqa: C416 - rows are no pairs


def answers(session: Session, project_id: int) -> Counter[tuple[str, str]]:
    """Return how often each question about the page has each answer."""
    task = models.Task
    query = select(task.answers).join(models.Page, models.Page.id == task.page_id)
    rows = session.scalars(query.where(models.Page.project_id == project_id))
    return Counter((name, value) for given in rows for name, value in (given or {}).items())


def _of_project(query: Select[*tuple[Any, ...]], table: Any, project_id: int) -> Select[*tuple[Any, ...]]:
    joined = query.select_from(table).join(models.Task, models.Task.id == table.task_id)
    joined = joined.join(models.Page, models.Page.id == models.Task.page_id)
    return joined.where(models.Page.project_id == project_id, models.Page.erased_at.is_(None))
