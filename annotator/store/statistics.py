"""Queries of a project's statistics: pages, and what gold or annotators said on them; quick with 10,000 pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from annotator.core.labels import Mark, Quote
from annotator.core.spans import Span
from annotator.core.statistics import Tally

from . import models
from .splits import in_effect


@dataclass(frozen=True, slots=True)
class Quoted:
    """A labelling whose finished layer has quotes: its key and revision, its page and the page's language."""

    task: int
    rev: int
    page: int
    language: str | None


def roles(session: Session, project_id: int) -> list[str]:
    """Return who has finished a layer of a page of the project: gold, annotator or both, gold first."""
    task, state = models.Task, models.TaskLayer
    query = select(task.role).join(models.Page, models.Page.id == task.page_id).join(state, state.task_id == task.id)
    query = query.where(models.Page.project_id == project_id, state.status == "done", task.role != "machine")
    return sorted(session.scalars(query.distinct()), reverse=True)


def of_project(session: Session, project_id: int, role: str) -> Tally:
    """Count all but the types of quotes, which only their texts tell; a layer counts where it is done.

    A blank line between two lines of one label counts with them, since labels are stored as runs.
    """
    tally, page = Tally(), models.Page
    columns = (page.length, page.line_count, page.site, page.language, in_effect())
    for row in session.execute(select(*columns).where(page.project_id == project_id)):
        tally.add_page(*row)
    run, quote, stance, layer = models.LineRun, models.Quote, models.Stance, models.TaskLayer
    for name, count in session.execute(_finished((layer.layer,), func.count(), project_id, role)):
        tally.answered[name] = count
    lines = func.sum(run.last - run.first + 1)
    for label, kind, count in session.execute(_finished((run.label, run.kind), lines, project_id, role, run, "lines")):
        tally.kinds[label, kind or ""] += int(count)
    for kind, speaker, count in session.execute(
        _finished((quote.source_kind, quote.speaker), func.count(), project_id, role, quote, "quotes")
    ):
        tally.source_kinds[kind or ""] += count
        tally.speakers[speaker or ""] += count
    for target, polarity, count in session.execute(
        _finished((stance.target, stance.polarity), func.count(), project_id, role, stance, "stances")
    ):
        tally.stances[target, polarity] += count
    entity = models.Entity
    named = {*tally.speakers, *(target for target, _ in tally.stances)}
    rows = session.execute(select(entity.id, entity.name).where(entity.project_id == project_id))
    tally.names = {key: name for key, name in rows if key in named}
    return tally


def quoted(session: Session, project_id: int, role: str) -> list[Quoted]:
    """Return the labellings whose quotes are finished and that have some; those of erased pages have no text left."""
    task, page = models.Task, models.Page
    columns = (task.id, task.rev, task.page_id, page.language)
    query = _finished(columns, func.count(), project_id, role, models.Quote, "quotes")
    query = query.where(page.erased_at.is_(None)).order_by(task.id)
    return [Quoted(*row[:4]) for row in session.execute(query)]


def quotes(session: Session, tasks: Sequence[int]) -> Iterator[tuple[int, Quote]]:
    """Yield key of the labelling and quote, with the spans that tell its type."""
    row = models.Quote
    query = select(row).where(row.task_id.in_(tasks)).order_by(row.task_id, row.position)
    for one in session.scalars(query):
        mark = Mark(one.by, one.at, one.origin, one.source)
        contents, cues, sources = (_spans(pairs) for pairs in (one.contents, one.cues, one.sources))
        yield (
            one.task_id,
            Quote(id=one.id, position=one.position, mark=mark, contents=contents, cues=cues, sources=sources),
        )


def _spans(pairs: list[Any]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def _finished(
    groups: tuple[Any, ...], what: Any, project_id: int, role: str, table: Any = None, layer: str | None = None
) -> Select[Any]:
    """Select a figure per group over finished layers of one role; `table` holds the labels of `layer`."""
    task, state = models.Task, models.TaskLayer
    query = select(*groups, what).select_from(task).join(models.Page, models.Page.id == task.page_id)
    query = query.join(state, state.task_id == task.id)
    query = query.where(models.Page.project_id == project_id, task.role == role, state.status == "done")
    if layer:
        query = query.join(table, table.task_id == task.id).where(state.layer == layer)
    return query.group_by(*groups)
