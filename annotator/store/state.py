"""A task's labels between rows and a Labelling: loaded whole, or what some operations touch, and written back."""

from collections.abc import Iterable, Sequence
from itertools import starmap
from typing import Any

from sqlalchemy import Delete, Select, bindparam, delete, insert, or_, select
from sqlalchemy.orm import Session

from annotator.core.labelling import Labelling
from annotator.core.labels import LAYERS, Item, Json, LayerState, LineLabel, Mark, PageAnswers
from annotator.core.operations import COLLECTIONS, Operation, Run
from annotator.core.spans import Span
from annotator.core.text import PageText

from . import models
from .touched import Touched

TABLES: dict[str, Any] = {"quote": models.Quote, "stance": models.Stance, "note": models.Note}
ROWS: dict[str, Any] = {"layer": models.TaskLayer, "line": models.LineRun, **TABLES}


def _query(table: Any, *names: str) -> Select[Any]:
    columns = [getattr(table, name) for name in names]
    return select(*columns).where(table.task_id == bindparam("task"))


MARK = ("by", "at", "origin", "source")
QUERIES = {
    "layer": _query(models.TaskLayer, "layer", "status", "pass_name", "guideline", "base"),
    "line": _query(models.LineRun, "first", "last", "label", "kind", "flags", *MARK),
    **{word: _query(table, "id", "position", *COLLECTIONS[word].FIELDS, *MARK) for word, table in TABLES.items()},
}
OF_MANY = {
    what: select(table.task_id, *QUERIES[what].selected_columns).where(
        table.task_id.in_(bindparam("tasks", expanding=True))
    )
    for what, table in ROWS.items()
}
OF_TASK = (
    *(models.Task.id, models.Task.page_id, models.Task.role, models.Task.status, models.Task.rev),
    *(models.Task.next_position, models.Task.active_ms, models.Task.last_at, models.Task.started, models.Task.finished),
    *(models.Task.page_type, models.Task.usable, models.Task.reason, models.Task.answers, models.Task.no_body),
)
WINDOW = QUERIES["line"].where(
    models.LineRun.first <= bindparam("to"),
    models.LineRun.last >= bindparam("since"),
)
ITEMS = {word: QUERIES[word].where(table.id.in_(bindparam("ids", expanding=True))) for word, table in TABLES.items()}
STANCES = QUERIES["stance"].where(
    or_(
        models.Stance.id.in_(bindparam("ids", expanding=True)),
        models.Stance.quote.in_(bindparam("quotes", expanding=True)),
    )
)


def _delete(table: Any, key: str) -> Delete:
    gone = getattr(table, key).in_(bindparam("keys", expanding=True))
    return delete(table).where(table.task_id == bindparam("task"), gone)


KEYS = {"layer": "layer", "line": "first", **dict.fromkeys(TABLES, "id")}
DELETES = {what: _delete(table, KEYS[what]) for what, table in ROWS.items()}
INSERTS = {what: insert(table) for what, table in ROWS.items()}
"""Statements are built once, since every save executes some of them."""
AT_ONCE = 5000
"""Keys in one statement; databases limit how many they take."""


def stored_labels(session: Session, task: models.Task) -> Json:
    """Return the labels of a task as the label screen reads them, in stored order.

    The rows are told as they lie, since values made of thousands of them would only be taken apart again.
    """
    lists = {f"{word}s": _told(session, task, word) for word in COLLECTIONS}
    for items in lists.values():
        items.sort(key=lambda item: (item["position"], item["id"]))
    for stance in lists["stances"]:
        stance["polarity"] = _polarity(stance["polarity"])
    runs = sorted(_told(session, task, "line"), key=lambda run: run["first"])
    layers = {layer["layer"]: layer["status"] for layer in _told(session, task, "layer")}
    page = _answers(task).to_json()
    return {"lines": runs, **lists, "page": page, "layers": {name: layers[name] for name in LAYERS if name in layers}}


def _told(session: Session, task: models.Task, what: str) -> list[Json]:
    query = QUERIES[what]
    names = [column.name for column in query.selected_columns]
    rows = session.connection().execute(query, {"task": task.id})
    return [dict(zip(names, row, strict=True)) for row in rows]


class TaskState:
    """The labels of one task, whole or in part; changes to `labelling` are kept by `write`."""

    def __init__(self, session: Session, task: models.Task, text: PageText) -> None:
        self.session = session
        self.task = task
        self.labelling = Labelling(text)
        self._runs: dict[int, Run] = {}
        self._items: dict[str, dict[str, Item]] = {word: {} for word in COLLECTIONS}
        self._layers: dict[str, LayerState] = {}
        self._read_task()

    @classmethod
    def whole(cls, session: Session, task: models.Task, text: PageText) -> "TaskState":
        """Load all labels of a task."""
        state = cls(session, task, text)
        for what, query in QUERIES.items():
            state._take(what, state._rows(query))
        return state

    @classmethod
    def unwritten(
        cls, session: Session, task: models.Task, text: PageText, layers: dict[str, LayerState]
    ) -> "TaskState":
        """Begin with an untouched task that has no row yet; `write` inserts it with its layers."""
        state = cls(session, task, text)
        state.labelling.layers = dict(layers)
        return state

    @classmethod
    def many(cls, session: Session, tasks: Sequence[tuple[Any, PageText]]) -> "list[TaskState]":
        """Load all labels of several tasks, each with the text of its page, with as few queries as for one.

        A task may be a row with the columns `OF_TASK`: what is only read needs no more.
        """
        states = [cls(session, task, text) for task, text in tasks]
        keys = [task.id for task, _ in tasks]
        for what, query in OF_MANY.items():
            rows: dict[int, list[Any]] = {}
            for row in session.connection().execute(query, {"tasks": keys}).all():
                rows.setdefault(row[0], []).append(row[1:])
            for state in states:
                state._take(what, rows.get(state.task.id, ()))  # noqa: SLF001 - one of its own
        return states

    @classmethod
    def part(cls, session: Session, task: models.Task, text: PageText, ops: Sequence[Operation]) -> "TaskState":
        """Load as much as applying and checking `ops` needs; as quick on a page full of labels as on an empty one."""
        state, touched = cls(session, task, text), Touched.by(ops, text)
        if touched.layers or task.status == "todo":
            state._load_layers(state._rows(QUERIES["layer"]))
        for since, to in touched.windows:
            state._load_runs(state._rows(WINDOW, since=since, to=to))
        if touched.stances or touched.freed_quotes:
            found = state._rows(STANCES, ids=list(touched.stances), quotes=list(touched.freed_quotes))
            state._load_items("stance", found)
        held = {one.quote for one in state.labelling.stances.values() if one.quote}
        if quotes := touched.quotes | held:
            state._load_items("quote", state._rows(ITEMS["quote"], ids=list(quotes)))
        if touched.notes:
            state._load_items("note", state._rows(ITEMS["note"], ids=list(touched.notes)))
        return state

    def write(self) -> None:
        """Write what changed since loading back to the rows."""
        self._write_task()
        if self.task.id is None:
            self.session.add(self.task)
            self.session.flush()
        now = {run.first: run for run in self.labelling.runs()}
        self._exchange("line", _changes(self._runs, now))
        self._runs = now
        for word in COLLECTIONS:
            items = dict(self.labelling.items(word))
            self._exchange(word, _changes(self._items[word], items))
            self._items[word] = items
        layers = dict(self.labelling.layers)
        self._exchange("layer", _changes(self._layers, layers))
        self._layers = layers

    def _read_task(self) -> None:
        task, labelling = self.task, self.labelling
        labelling.status, labelling.active_ms, labelling.last_at = task.status, task.active_ms, task.last_at
        labelling.started, labelling.finished = task.started, task.finished
        labelling.next_position = task.next_position
        labelling.page = _answers(task)

    def _write_task(self) -> None:
        task, labelling, page = self.task, self.labelling, self.labelling.page
        task.status, task.active_ms, task.last_at = labelling.status, labelling.active_ms, labelling.last_at
        task.started, task.finished = labelling.started, labelling.finished
        task.next_position = labelling.next_position
        task.page_type, task.usable, task.reason, task.no_body = page.page_type, page.usable, page.reason, page.no_body
        if task.answers != page.answers:
            task.answers = dict(page.answers)

    def _take(self, what: str, rows: Iterable[Any]) -> None:
        if what == "layer":
            self._load_layers(rows)
        elif what == "line":
            self._load_runs(rows)
        else:
            self._load_items(what, rows)

    def _load_layers(self, rows: Iterable[Any]) -> None:
        found = {name: LayerState(*rest) for name, *rest in rows}
        self._layers = {name: found[name] for name in LAYERS if name in found}
        self.labelling.layers = dict(self._layers)

    def _load_runs(self, rows: Iterable[Any]) -> None:
        for first, last, label, kind, flags, *mark in rows:
            found = LineLabel(label, kind, tuple(flags), Mark(*mark))
            self._runs[first] = Run(first, last, found)
            self.labelling.lines.update(dict.fromkeys(self.labelling.text.named(first, last), found))

    def _load_items(self, word: str, rows: Iterable[Any]) -> None:
        cls = COLLECTIONS[word]
        for item, position, *rest in rows:
            values = dict(zip(cls.FIELDS, rest, strict=False))
            for name in cls.SPANS:
                values[name] = tuple(starmap(Span, values[name])) if values[name] else ()
            if "flags" in values:
                values["flags"] = tuple(values["flags"])
            if "polarity" in values:
                values["polarity"] = _polarity(values["polarity"])
            self._items[word][item] = cls(id=item, position=position, mark=Mark(*rest[len(cls.FIELDS) :]), **values)
        self.labelling.items(word).update(self._items[word])

    def _rows(self, query: Select[Any], **values: Any) -> Any:
        return self.session.connection().execute(query, {"task": self.task.id, **values})

    def _exchange(self, what: str, changes: tuple[list[Any], list[Json]]) -> None:
        gone, new = changes
        for at in range(0, len(gone), AT_ONCE):
            keys = gone[at : at + AT_ONCE]
            self.session.connection().execute(DELETES[what], {"task": self.task.id, "keys": keys})
        if new:
            rows = [{"task_id": self.task.id, **row} for row in new]
            self.session.connection().execute(INSERTS[what], rows)


def _answers(task: models.Task) -> PageAnswers:
    return PageAnswers(task.page_type, task.usable, task.reason, dict(task.answers), task.no_body)


def _changes(before: dict[Any, Any], now: dict[Any, Any]) -> tuple[list[Any], list[Json]]:
    """Return the keys of rows to delete and the rows to insert."""
    gone = [key for key, value in before.items() if now.get(key) != value]
    new = [_row(key, value) for key, value in now.items() if before.get(key) != value]
    return gone, new


def _row(key: str, value: Run | Item | LayerState) -> Json:
    if isinstance(value, LayerState):
        stood = {"guideline": value.guideline, "base": value.base}
        return {"layer": key, "status": value.status, "pass_name": value.pass_name, **stood}
    row = value.to_json()
    if "polarity" in row:
        row["polarity"] = str(row["polarity"])
    return row


def _polarity(stored: str) -> int | str:
    return int(stored) if stored.lstrip("-").isdigit() else stored
