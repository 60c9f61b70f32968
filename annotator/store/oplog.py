"""The append-only log: appending, what others did since a revision, a person's last steps, and replay."""

import hashlib
import uuid
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson
from sqlalchemy import Select, bindparam, insert, select
from sqlalchemy.orm import Session

from annotator.core.labelling import Actor, Labelling
from annotator.core.labels import Json, LayerState
from annotator.core.operations import Operation, SetPage, parse
from annotator.core.text import PageText

from . import models

KNOWN = select(models.Op.op_id, models.Op.task_id, models.Op.rev, models.Op.payload_sha256).where(
    models.Op.op_id.in_(bindparam("op_ids", expanding=True))
)
APPENDED = insert(models.Op)
"""Built once, since every save asks."""
NEVER_UNDONE = ("status.set", "labelling.import", "labels.revise")


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation of the log as it was applied, with what takes it back; `by` is the person's name."""

    rev: int
    op_id: str
    step: str
    undoes: str | None
    kind: str
    payload: Json
    inverse: Json | None
    by: str
    at: str
    client: str

    def operation(self) -> Operation:
        """Return the operation as a value."""
        return parse(self.kind, self.payload)

    def taking_back(self) -> Operation | None:
        """Return the inverse as a value."""
        return parse(self.inverse["kind"], self.inverse["payload"]) if self.inverse else None

    def to_json(self) -> Json:
        """Return the entry as the label screen reads it."""
        names = ("rev", "op_id", "step", "undoes", "kind", "payload", "by", "at", "client")
        return {name: getattr(self, name) for name in names}


def append(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Append rows of the table `op`."""
    session.connection().execute(APPENDED, rows)


def row(  # noqa: PLR0913 - a row has these columns
    task: models.Task,
    op: Operation,
    inverse: Operation | None,
    *,
    step: str,
    by: int,
    client: str,
    at: str,
    undoes: str | None = None,
) -> dict[str, Any]:
    """Return a row for what the server did itself, after it has counted the task's revision up; `by` is a person's key.

    What a browser sent brings ids and a digest of its own.
    """
    payload = orjson.dumps(op.payload())
    back = {"kind": inverse.kind, "payload": inverse.payload()} if inverse else None
    return {
        "op_id": str(uuid.uuid4()),
        "task_id": task.id,
        "rev": task.rev,
        "base_rev": task.rev - 1,
        "person_id": by,
        "client": client,
        "step": step,
        "undoes": undoes,
        "kind": op.kind,
        "payload": payload.decode(),
        "payload_sha256": hashlib.sha256(payload).hexdigest(),
        "inverse": orjson.dumps(back).decode() if back else None,
        "client_at": None,
        "server_at": at,
    }


def known(session: Session, op_ids: Iterable[str]) -> dict[str, tuple[int, int, str]]:
    """Return task, revision and payload digest of those ids that the log has."""
    rows = session.connection().execute(KNOWN, {"op_ids": list(op_ids)})
    return {op_id: (task_id, rev, digest) for op_id, task_id, rev, digest in rows}


def entries(session: Session, task_id: int, after: int = 0) -> Iterator[Entry]:
    """Yield the task's operations with a revision above `after`, in order."""
    query = _entries().where(models.Op.task_id == task_id, models.Op.rev > after).order_by(models.Op.rev)
    return _read(session, query)


def inverses(session: Session, task_id: int, step: str) -> list[Operation]:
    """Return what takes back the operations of a step."""
    query = select(models.Op.inverse).where(models.Op.task_id == task_id, models.Op.step == step)
    found = [orjson.loads(one) for one in session.scalars(query.order_by(models.Op.rev)) if one]
    return [parse(one["kind"], one["payload"]) for one in found]


def page_answers(session: Session, task_id: int, client: str, but: Container[str | None]) -> Iterator[SetPage]:
    """Yield a client's answers about the page in order, without those of some steps and those that took others back."""
    op = models.Op
    own = (op.task_id == task_id, op.kind == SetPage.kind, op.client == client, op.undoes.is_(None))
    for step, payload in session.execute(select(op.step, op.payload).where(*own).order_by(op.rev)):
        found = parse(SetPage.kind, orjson.loads(payload))
        if step not in but and isinstance(found, SetPage):
            yield found


def last_steps(session: Session, task_id: int, person_id: int, limit: int) -> list[Json]:
    """Return the person's last steps, oldest first, back to the one that `limit` undos would reach.

    Steps that were taken back are there, too, with what took them back: they can be done again. Inverses are in the
    order to apply.
    """
    own = (models.Op.task_id == task_id, models.Op.person_id == person_id)
    query = _entries().where(*own, models.Op.kind.not_in(NEVER_UNDONE)).order_by(models.Op.rev.desc())
    steps: dict[str, Json] = {}
    taken_back: set[str] = set()
    standing = 0
    for entry in _read(session, query.execution_options(yield_per=100)):
        if entry.step not in steps and standing == limit:
            break
        if entry.step not in steps and entry.step not in taken_back:
            if entry.undoes:
                taken_back.add(entry.undoes)
            else:
                standing += 1
        step = steps.setdefault(entry.step, {"step": entry.step, "undoes": entry.undoes, "ops": [], "inverse": []})
        step["ops"].insert(0, {"kind": entry.kind, "payload": entry.payload})
        if entry.inverse:
            step["inverse"].append(entry.inverse)
    return [step for step in reversed(steps.values()) if step["inverse"]]


def replay(text: PageText, layers: dict[str, LayerState], log: Iterable[Entry]) -> Labelling:
    """Rebuild a labelling from an untouched task's `layers` and its log; refuses a log that doesn't apply."""
    labelling = Labelling(text, dict(layers))
    taking_back: dict[str, list[Operation]] = {}
    for entry in log:
        undone = taking_back.get(entry.undoes, ()) if entry.undoes else ()
        inverse = labelling.apply(entry.operation(), Actor(entry.by, entry.at), undone)
        if inverse:
            taking_back.setdefault(entry.step, []).append(inverse)
    return labelling


def _entries() -> Select[Any]:
    op = models.Op
    columns = (op.rev, op.op_id, op.step, op.undoes, op.kind, op.payload, op.inverse)
    query = select(*columns, models.Person.name, op.server_at, op.client)
    return cast("Select[Any]", query).join(models.Person, models.Person.id == op.person_id)


def _read(session: Session, query: Select[Any]) -> Iterator[Entry]:
    for rev, op_id, step, undoes, kind, payload, inverse, *who in session.execute(query):
        back = orjson.loads(inverse) if inverse else None
        yield Entry(rev, op_id, step, undoes, kind, orjson.loads(payload), back, *who)
