"""How labels are distributed over sites: lines by label and kind, quotes by source, stances by polarity."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from annotator.core.scheme import LABELS

from . import models


@dataclass(slots=True)
class SiteLabels:
    """What annotators marked on the pages of one site (None: of no site), in the layers that they finished.

    `lines` counts labelled lines by label and kind (kind None: not told); `labellings` counts, per layer, the finished
    labellings that this is over. A blank line between two lines of one label counts with them.
    """

    site: str | None
    labellings: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, str | None], int] = field(default_factory=dict)
    quotes: dict[str, int] = field(default_factory=dict)
    stances: dict[str, int] = field(default_factory=dict)

    def shares(self) -> list[tuple[str, int]]:
        """Return how many lines have each label: body first."""
        found = [(name, sum(count for (label, _), count in self.lines.items() if label == name)) for name in LABELS]
        return found if any(count for _, count in found) else []

    def kinds(self) -> list[tuple[str, int]]:
        """Return how many lines have each kind under its label, the most frequent first."""
        named = ((f"{label}, {kind}" if kind else label, count) for (label, kind), count in self.lines.items())
        return sorted(named, key=lambda one: (-one[1], one[0]))


def by_site(session: Session, project_id: int) -> list[SiteLabels]:
    """Return the distribution for each site of the project, by name; a layer counts only where it is done."""
    found: dict[str | None, SiteLabels] = {}

    def at(site: str | None) -> SiteLabels:
        return found.setdefault(site, SiteLabels(site))

    run, quote, stance, layer = models.LineRun, models.Quote, models.Stance, models.TaskLayer
    for site, name, count in session.execute(_finished((models.Page.site, layer.layer), func.count(), project_id)):
        at(site).labellings[name] = count
    for site, label, kind, count in session.execute(
        _finished((models.Page.site, run.label, run.kind), func.sum(run.last - run.first + 1), project_id, run, "lines")
    ):
        at(site).lines[label, kind] = int(count)
    for site, word, count in session.execute(
        _finished((models.Page.site, quote.source_kind), func.count(), project_id, quote, "quotes")
    ):
        at(site).quotes[word or "not told"] = count
    for site, word, count in session.execute(
        _finished((models.Page.site, stance.polarity), func.count(), project_id, stance, "stances")
    ):
        at(site).stances[word] = count
    return sorted(found.values(), key=lambda one: (one.site is None, one.site or ""))


def _finished(
    groups: tuple[Any, ...], what: Any, project_id: int, table: Any = None, layer: str | None = None
) -> Select[Any]:
    """Select a figure per group over annotators' finished layers; `table` holds the labels of `layer`."""
    task, state = models.Task, models.TaskLayer
    query = select(*groups, what).select_from(task).join(models.Page, models.Page.id == task.page_id)
    query = query.join(state, state.task_id == task.id)
    query = query.where(models.Page.project_id == project_id, task.role == "annotator", state.status == "done")
    if layer:
        query = query.join(table, table.task_id == task.id).where(state.layer == layer)
    return query.group_by(*groups)
