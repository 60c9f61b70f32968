"""Labels sent under a name that was merged since: an old tab, an undo, a browser that was offline."""

from dataclasses import replace

from sqlalchemy.orm import Session

from annotator.core.labels import UNKNOWN
from annotator.core.operations import Operation, PutItem, SetLines
from annotator.core.scheme import Scheme
from annotator.store import entities
from annotator.store.tasks import Surroundings

NAMING = {"quote": ("speaker",), "stance": ("target", "holder"), "note": ()}
"""Fields of items that hold the id of an entity."""


def resolved(session: Session, around: Surroundings, op: Operation) -> Operation:
    """Return the operation with kinds and entities that were taken into others under their names of today."""
    if isinstance(op, SetLines) and around.scheme.moved:
        return _kinds(op, around.scheme)
    if isinstance(op, PutItem):
        return named_today(session, around.project_id, op)
    return op


def named_today(session: Session, project_id: int, op: Operation) -> Operation:
    """Return the operation with entities under their ids of today."""
    if not isinstance(op, PutItem):
        return op
    named = {name: op.values.get(name) for name in NAMING[op.of]}
    now = {
        name: entities.current(session, project_id, entity)
        for name, entity in named.items()
        if entity and entity != UNKNOWN
    }
    return replace(op, values={**op.values, **now}) if now else op


def _kinds(op: SetLines, scheme: Scheme) -> SetLines:
    moved = scheme.moved
    ranges = (
        replace(run, label=replace(run.label, kind=moved[run.label.kind]))
        if run.label and run.label.kind in moved
        else run
        for run in op.ranges
    )
    return SetLines(tuple(ranges))
