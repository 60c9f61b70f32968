"""One person's labels on one text, changed by operations alone; each change gives its inverse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from .errors import Refused
from .labels import Item, Json, LayerState, LineLabel, Mark, Note, PageAnswers, Quote, Stance
from .operations import (
    COLLECTIONS,
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
    read_label,
    read_mark,
    read_values,
)
from .reading import Fields
from .text import PageText

IDLE_MS = 60_000
"""A longer pause between two operations counts as this much work."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and when (UTC, ISO 8601)."""

    by: str
    at: str


class Labelling:
    """The labels of one task; `lines` maps line numbers to labels, items are kept by id.

    `base` holds the locked labels of an earlier pass, where they are needed; no operation changes them.
    """

    def __init__(self, text: PageText, layers: dict[str, LayerState] | None = None) -> None:
        self.text = text
        self.layers = layers or {}
        self.status = "todo"
        self.page = PageAnswers()
        self.lines: dict[int, LineLabel] = {}
        self.quotes: dict[str, Quote] = {}
        self.stances: dict[str, Stance] = {}
        self.notes: dict[str, Note] = {}
        self.started: str | None = None
        self.finished: str | None = None
        self.active_ms = 0
        self.last_at: str | None = None
        self.next_position = 0
        self.base: Labelling | None = None

    def quote(self, quote_id: str | None) -> Quote | None:
        """Return a quote of this labelling or of the locked ones of its base."""
        found = self.quotes.get(quote_id or "")
        return found or (self.base.quote(quote_id) if self.base else None)

    def items(self, word: str) -> dict[str, Any]:
        """Return the collection that operation kinds call `quote`, `stance` or `note`."""
        found: dict[str, Any] = {"quote": self.quotes, "stance": self.stances, "note": self.notes}[word]  # type: ignore[assignment]
        return found

    def apply(  # noqa: PLR0911 - one for each kind of operation
        self, op: Operation, actor: Actor, undone: Sequence[Operation] = ()
    ) -> Operation | None:
        """Apply `op` as `actor` and return its inverse (None for entities, which no undo takes back).

        `undone` holds the inverses recorded for the step that `op` takes back: what it restores
        unchanged gets back who, when and how. Refuses what names a missing item or line.
        """
        if isinstance(op, PutEntity):
            return None
        if isinstance(op, Revise):
            return self._revise(op)
        if not isinstance(op, SetStatus | ImportLabelling):
            self._begin(actor)
        self._count_time(op, actor)
        match op:
            case SetLines():
                return self._set_lines(op, actor, undone)
            case PutItem():
                return self._put(op, actor, undone)
            case RemoveItem():
                return self._remove(op)
            case SetPage():
                return self._set_page(op)
            case SetStatus():
                return self._set_status(op, actor)
        return self._import(op)

    def runs(self) -> list[Run]:
        """Return the line labels as runs, in order."""
        return runs_of(self.text, self.lines)

    def to_json(self) -> Json:
        """Return the whole state, for the label screen, for imports and for comparison with the log."""
        return {
            "status": self.status,
            "layers": {name: layer.to_json() for name, layer in self.layers.items()},
            "started": self.started,
            "finished": self.finished,
            "active_ms": self.active_ms,
            "page": self.page.to_json(),
            "lines": [run.to_json() for run in self.runs()],
            **{f"{word}s": [one.to_json() for one in ordered(self.items(word).values())] for word in COLLECTIONS},
        }

    def _begin(self, actor: Actor) -> None:
        if self.status == "todo":
            self._move("in_progress")
            self.started = actor.at

    def _count_time(self, op: Operation, actor: Actor) -> None:
        if self.last_at and not isinstance(op, ImportLabelling):
            gap = datetime.fromisoformat(actor.at) - datetime.fromisoformat(self.last_at)
            self.active_ms += max(0, min(IDLE_MS, round(gap.total_seconds() * 1000)))
        self.last_at = actor.at

    def _move(self, status: str, layers: Iterable[tuple[str, str]] | None = None) -> None:
        self.status = status
        moved = dict(layers) if layers is not None else {name: layer_status(status) for name in self.layers}
        for name, layer in self.layers.items():
            if layer.status != "off" and name in moved:
                self.layers[name] = replace(layer, status=moved[name])

    def _set_lines(self, op: SetLines, actor: Actor, undone: Sequence[Operation]) -> SetLines:
        known = self._labels_in(undone)
        before: dict[int, LineLabel | None] = {}
        for run in op.ranges:
            if not 1 <= run.first <= run.last <= self.text.line_count:
                last = self.text.line_count
                raise Refused("lines.set", f"lines {run.first}-{run.last} are not within 1-{last}")
            for n in self.text.named(run.first, run.last):
                before.setdefault(n, self.lines.get(n))
                if run.label is None:
                    self.lines.pop(n, None)
                else:
                    new = replace(run.label, mark=_stamped(run.label.mark, actor))
                    self.lines[n] = next((one for one in known.get(n, ()) if one.same_value(new)), new)
        return SetLines(tuple(runs_of(self.text, before)))

    def _labels_in(self, undone: Sequence[Operation]) -> dict[int, list[LineLabel]]:
        """Return the labels that a line had before; a step may have changed it more than once."""
        known: dict[int, list[LineLabel]] = {}
        for run in (run for op in undone if isinstance(op, SetLines) for run in op.ranges):
            if run.label:
                for n in self.text.named(run.first, run.last):
                    known.setdefault(n, []).append(run.label)
        return known

    def _put(self, op: PutItem, actor: Actor, undone: Sequence[Operation]) -> Operation:
        items = self.items(op.of)
        mark = next((mark for one in undone if (mark := _restored(op, one))), _stamped(op.mark, actor))
        old: Item | None = items.get(op.id)
        if old is None:
            position = self.next_position if op.position is None else op.position
            self.next_position = max(self.next_position, position + 1)
            items[op.id] = COLLECTIONS[op.of](id=op.id, position=position, mark=mark, **op.values)
            return RemoveItem(op.of, op.id)
        items[op.id] = replace(old, mark=mark, **op.values)
        return PutItem(op.of, op.id, {name: getattr(old, name) for name in op.values}, old.mark)

    def _remove(self, op: RemoveItem) -> Operation:
        old: Item | None = self.items(op.of).get(op.id)
        if old is None:
            raise Refused(f"{op.of} {op.id}", "is not there any more")
        if op.of == "quote" and (held := [one.id for one in self.stances.values() if one.quote == op.id]):
            raise Refused(f"quote {op.id}", f"still carries the stance {held[0]}")
        del self.items(op.of)[op.id]
        return PutItem(op.of, op.id, {name: getattr(old, name) for name in old.FIELDS}, old.mark, old.position)

    def _set_page(self, op: SetPage) -> SetPage:
        before = {name: getattr(self.page, name) for name in op.values if name != "answers"}
        given = op.values.get("answers") or {}
        if given:
            before["answers"] = {name: self.page.answers.get(name) for name in given}
        merged = {**self.page.answers, **given}
        answers = {name: value for name, value in merged.items() if value is not None}
        values: dict[str, Any] = {**op.values, "answers": answers}
        if "no_body" in values:
            values["no_body"] = bool(values["no_body"])
        self.page = replace(self.page, **values)
        return SetPage(before)

    def _set_status(self, op: SetStatus, actor: Actor) -> SetStatus:
        before = SetStatus(self.status, None, tuple((name, layer.status) for name, layer in self.layers.items()))
        self._move(op.status, op.layers)
        if op.status != "todo":
            self.started = self.started or actor.at
        self.finished = actor.at if op.status == "done" else None
        return before

    def _revise(self, op: Revise) -> Revise:
        lines: dict[int, LineLabel | None] = {}
        for run in op.ranges:
            for n in self.text.named(run.first, run.last):
                lines.setdefault(n, self.lines.get(n))
                if run.label is None:
                    self.lines.pop(n, None)
                else:
                    self.lines[n] = run.label
        items: list[PutItem] = []
        for put in op.items:
            old: Item | None = self.items(put.of).get(put.id)
            if old is None:
                raise Refused(f"{put.of} {put.id}", "is not there any more")
            items.insert(0, PutItem(put.of, put.id, {name: getattr(old, name) for name in put.values}, old.mark))
            self.items(put.of)[put.id] = replace(old, mark=put.mark if put.mark.by else old.mark, **put.values)
        before = self._set_page(SetPage({"answers": op.answers})).values["answers"] if op.answers else {}
        return Revise(tuple(runs_of(self.text, lines)), tuple(items), before)

    def _import(self, op: ImportLabelling) -> ImportLabelling:
        before = ImportLabelling(self.to_json())
        load(self, op.state)
        return before


def load(labelling: Labelling, state: Json) -> None:
    """Replace what `labelling` holds by a state as `Labelling.to_json` gives it."""
    fields = Fields(state, "labelling")
    labelling.status = fields.string("status")
    layers = Fields(state.get("layers") or {}, "layers").value
    labelling.layers = {
        name: LayerState(one["status"], one["pass"], one["guideline"], one["base"]) for name, one in layers.items()
    }
    labelling.started, labelling.finished = fields.text("started"), fields.text("finished")
    labelling.active_ms = fields.integer("active_ms", 0)
    labelling.page = PageAnswers(**state["page"])
    labelling.lines = {}
    for one in fields.objects("lines", lambda index, _: f"run {index + 1}"):
        label = read_label(one)
        if label:
            for n in labelling.text.named(one.integer("first"), one.integer("last")):
                labelling.lines[n] = label
    for word, cls in COLLECTIONS.items():
        items = labelling.items(word)
        items.clear()
        for one in fields.objects(f"{word}s", lambda index, _, word=word: f"{word} {index + 1}"):  # type: ignore[misc]
            item = cls(
                id=one.string("id"), position=one.integer("position"), mark=read_mark(one), **read_values(word, one)
            )
            items[item.id] = item
            labelling.next_position = max(labelling.next_position, item.position + 1)


def runs_of(text: PageText, lines: dict[int, Any]) -> list[Run]:
    """Join neighbouring lines of one label and mark into runs; blank lines between them are bridged.

    A labelled blank line stands alone, since a longer range names its non-blank lines only.
    """
    runs: list[Run] = []
    for n in sorted(lines):
        last = runs[-1] if runs else None
        joins = (
            last is not None
            and last.label == lines[n]
            and not text.blank[n - 1]
            and not text.blank[last.last - 1]
            and all(text.blank[between - 1] and between not in lines for between in range(last.last + 1, n))
        )
        if joins and last is not None:
            runs[-1] = Run(last.first, n, last.label)
        else:
            runs.append(Run(n, n, lines[n]))
    return runs


def ordered(items: Iterable[Any]) -> list[Any]:
    """Return quotes, stances or notes in stored order."""
    return sorted(items, key=lambda one: (one.position, one.id))


def _stamped(mark: Mark, actor: Actor) -> Mark:
    return Mark(actor.by, actor.at, mark.origin, mark.source)


def _restored(op: PutItem, found: Operation) -> Mark | None:
    """Return the mark that `found` recorded where `op` puts back exactly what it recorded."""
    if isinstance(found, PutItem) and (found.of, found.id, found.values) == (op.of, op.id, op.values):
        return found.mark
    return None


def layer_status(status: str) -> str:
    """A skipped task's layers are as they were before it was begun."""
    return "todo" if status == "skipped" else status
