"""Whether two operations change the same thing, so that their order would decide."""

from collections.abc import Iterator

from .operations import (
    READERS,
    ImportLabelling,
    Operation,
    PutEntity,
    PutItem,
    RemoveItem,
    Revise,
    Run,
    SetLines,
    SetPage,
    SetStatus,
)


def conflict(ours: Operation, theirs: Operation) -> bool:
    """Tell whether two operations change the same field of the same thing, so that order would decide."""
    if isinstance(ours, ImportLabelling) or isinstance(theirs, ImportLabelling):
        return True
    return _ranges_meet(ours, theirs) or not set(_touched(ours)).isdisjoint(_touched(theirs))


def _ranges_meet(ours: Operation, theirs: Operation) -> bool:
    return any(a.first <= b.last and b.first <= a.last for a in _ranges(ours) for b in _ranges(theirs))


def _ranges(op: Operation) -> tuple[Run, ...]:
    return op.ranges if isinstance(op, SetLines | Revise) else ()


def _touched(op: Operation) -> Iterator[tuple[str, ...]]:
    """Yield the fields an operation changes; a removal touches every field."""
    match op:
        case PutItem():
            yield from ((op.of, op.id, name) for name in op.values)
        case RemoveItem():
            yield from ((op.of, op.id, name) for name in READERS[op.of])
        case PutEntity():
            yield from (("entity", op.id, name) for name in op.values)
        case SetPage():
            yield from (("page", name) for name in op.values if name != "answers")
            yield from (("page", "answers", name) for name in op.values.get("answers") or {})
        case SetStatus():
            yield ("status",)
        case Revise():
            yield from (field for item in op.items for field in _touched(item))
            yield from (("page", "answers", name) for name in op.answers)
