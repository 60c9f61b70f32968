"""Counting: what changed since it was last counted is compared anew, and what comes out is kept."""

import time
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.agreement.counts import compare, flat
from annotator.core.agreement.figures import joint
from annotator.store import agreement as stored
from annotator.store import models
from annotator.store.agreement import Pages
from annotator.store.database import Database
from annotator.store.projects import ProjectRow

from .material import Bases, Comparison, Material, Question, load
from .views import views

PAGES_AT_ONCE = 25
"""Pages that are compared on one snapshot and kept in one short transaction."""
PATIENCE = 1.0
"""Seconds that one request may spend on counting what changed; the screen asks again for the rest."""


def current(
    db: Database,
    project: ProjectRow,
    question: Question,
    seconds: float | None = None,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
    *,
    only: Pages | None = None,
    known: Bases | None = None,
) -> Material:
    """Return the material of a question, on all pages or on some, with its counts brought up to date.

    `known` are the bases, where they are. Where counting takes longer than `seconds` the rest stays stale. `tell` hears
    how many pages of how many are counted.
    """
    with db.read() as session:
        material = load(session, project, question, only, known)
    count(db, material, seconds, tell)
    return material


def count(
    db: Database,
    material: Material,
    seconds: float | None = None,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> None:
    """Compare what is stale and keep the counts, for so many `seconds` at most."""
    began = time.monotonic()
    pages = [list(group) for _, group in groupby(material.stale, key=lambda one: one.page.id)]
    for at in range(0, len(pages), PAGES_AT_ONCE):
        if seconds is not None and time.monotonic() - began > seconds:
            return
        some = pages[at : at + PAGES_AT_ONCE]
        with db.read() as session:
            rows = [row for page in some for row in _rows(session, material, page)]
        with db.write() as session:
            stored.keep(session, rows)
        material.learn({(row["task_a"], row["task_b"], row["layer"]): row["counts"] for row in rows})
        tell(at + len(some), len(pages))


def _rows(session: Session, material: Material, comparisons: Sequence[Comparison]) -> list[dict[str, Any]]:
    """Return the counts of one page's comparisons; nothing where a labelling has changed again in the meantime."""
    page = comparisons[0].page
    wanted = {side.task_id for one in comparisons for side in one.sides}
    layers = [row for row in material.finished[page.id] if row.task_id in wanted]
    revs = {row.task_id: row.rev for row in layers}
    revs |= {base.task_id: base.rev for task in wanted for base in material.standing.get(task, ())}
    now = session.execute(select(models.Task.id, models.Task.rev).where(models.Task.id.in_(revs)))
    if sorted(revs.items()) != sorted((key, rev) for key, rev in now):
        return []
    seen = views(session, material.project.scheme, page, layers, material.bases_of)
    rows = []
    for one in comparisons:
        sides = [seen[side.task_id].only(one.layer) for side in one.sides]
        if len(sides) == 2:
            counts = compare(*sides)[0].stored(one.layer)
        else:
            found = joint(one.layer, sides)
            counts = {"joint": {name: flat(matrix) for name, matrix in found.items()}}
        row = {
            "task_a": one.key[0],
            "task_b": one.key[1],
            "layer": one.key[2],
            "counts": {**counts, "stamp": one.stamp},
        }
        rows.append({**row, "rev_a": one.sides[0].rev, "rev_b": one.sides[1].rev})
    return rows
