"""Which part of a task's labels some operations need in order to be applied and checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.core.operations import Operation, PutItem, RemoveItem, Revise, SetLines, SetStatus
from annotator.core.text import PageText

MOST_WINDOWS = 20
"""With more windows one query over the whole stretch is quicker than one for each."""


@dataclass(slots=True)
class Touched:
    """Windows of lines and ids of items; stances of `freed_quotes` are wanted too, since they hold a quote."""

    windows: list[tuple[int, int]] = field(default_factory=list)
    quotes: set[str] = field(default_factory=set)
    freed_quotes: set[str] = field(default_factory=set)
    stances: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    layers: bool = False

    @classmethod
    def by(cls, ops: Sequence[Operation], text: PageText) -> "Touched":
        """Collect what `ops` touch; a window reaches to the neighbouring lines, with which its runs may join."""
        touched = cls()
        lines: list[tuple[int, int]] = []
        for op in ops:
            match op:
                case SetLines():
                    lines += [_widened(run.first, run.last, text) for run in op.ranges]
                case PutItem() | RemoveItem():
                    touched._items(op)
                case Revise():
                    lines += [_widened(run.first, run.last, text) for run in op.ranges]
                    for item in op.items:
                        touched._items(item)
                case SetStatus():
                    touched.layers = True
                case _:
                    pass
        touched.windows = _merged(lines)
        return touched

    def _items(self, op: PutItem | RemoveItem) -> None:
        {"quote": self.quotes, "stance": self.stances, "note": self.notes}[op.of].add(op.id)
        if isinstance(op, PutItem):
            if op.of == "stance" and op.values.get("quote"):
                self.quotes.add(op.values["quote"])
        elif op.of == "quote":
            self.freed_quotes.add(op.id)


def _widened(first: int, last: int, text: PageText) -> tuple[int, int]:
    first, last = min(max(1, first), text.line_count), max(1, min(text.line_count, last))
    before, after = first - 1, last + 1
    while before >= 1 and text.blank[before - 1]:
        before -= 1
    while after <= text.line_count and text.blank[after - 1]:
        after += 1
    return before, after


def _merged(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(windows):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged if len(merged) <= MOST_WINDOWS else [(merged[0][0], merged[-1][1])]
