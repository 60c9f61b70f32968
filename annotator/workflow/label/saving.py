"""Saving: a batch of operations is checked, applied, logged and committed as one; repeats change nothing."""

from collections.abc import Sequence
from functools import partial

import orjson
from sqlalchemy.orm import Session

from annotator.core.conflicts import conflict
from annotator.core.constraints import Rules, check
from annotator.core.errors import Refused
from annotator.core.labelling import Actor, Labelling, runs_of
from annotator.core.labels import Json
from annotator.core.operations import (
    Operation,
    PutEntity,
    PutItem,
    RemoveItem,
    SetLines,
    SetStatus,
)
from annotator.store import models, oplog, tasks
from annotator.store.database import Database
from annotator.store.oplog import Entry
from annotator.store.state import TaskState
from annotator.store.texts import page_text
from annotator.workflow import agreement, entities
from annotator.workflow.clock import now

from .base import base_of, locked_labels
from .batch import Batch, Sent
from .finish import project_rules, refuse_unfinished
from .leases import Lapsed, lock_pass, renew
from .outcomes import Conflict, Missing, RefusedOperation, Saved
from .reopening import lock_page, refuse_adjudicated
from .resolving import resolved


def save(db: Database, task_id: int, person_id: int, batch: Batch) -> Saved:
    """Save a batch to the person's own task, all or nothing; returns only after it is committed.

    An operation that the log has already is acknowledged with its old revision and `dup`.
    Raises Missing, Conflict and RefusedOperation.
    """
    try:
        return _saved(db, task_id, person_id, batch, locked=False)
    except Lapsed:
        return _saved(db, task_id, person_id, batch, locked=True)


def _saved(db: Database, task_id: int, person_id: int, batch: Batch, *, locked: bool) -> Saved:
    with db.write() as session:
        if locked:
            # Before the task, in the order of those who claim pages: else both could wait for each other.
            lock_pass(session, task_id)
        lock_page(session, task_id, batch)
        task = tasks.locked(session, task_id)
        if task is None or task.person_id != person_id:
            raise Missing(f"task {task_id}")
        saved = _Saving(session, task, batch, locked=locked).run()
    if any(sent.kind == SetStatus.kind and sent.payload.get("status") == "done" for sent in batch.ops):
        agreement.count_finished(db, task_id)
    return saved


class _Saving:
    """One batch on its way into one task."""

    def __init__(self, session: Session, task: models.Task, batch: Batch, *, locked: bool) -> None:
        self.session, self.task, self.batch, self.locked = session, task, batch, locked
        around = tasks.surroundings(session, task.id)
        if around is None:
            raise Missing(f"task {task.id}")
        self.around = around
        self.actor = Actor(around.person, now())
        self.others: list[Entry] = []
        self.rows: dict[str, Json] = {}
        self.taking_back: dict[str, list[Operation]] = {}

    def run(self) -> Saved:
        if self.batch.base_rev < self.task.rev:
            log = oplog.entries(self.session, self.task.id, self.batch.base_rev)
            self.others = [entry for entry in log if entry.client != self.batch.client]
        old = self._repeats()
        new = {sent.op_id: sent for sent in self.batch.ops if sent.op_id not in old}
        try:
            if new:
                self._take(list(new.values()))
        except Conflict as conflicting:
            conflicting.rev, conflicting.since = self.task.rev, self._since()
            raise
        acked: list[Json] = []
        for op_id in dict.fromkeys(sent.op_id for sent in self.batch.ops):
            known = op_id in old
            rev = old[op_id] if known else self.rows[op_id]["rev"]
            acked.append({"op_id": op_id, "rev": rev, **({"dup": True} if known else {})})
        return Saved(self.task.rev, acked, self._since())

    def _since(self) -> list[Json]:
        return [entry.to_json() for entry in self.others]

    def _repeats(self) -> dict[str, int]:
        """Return the revisions of operations that are in the log; refuses another one under a known id."""
        known = oplog.known(self.session, [sent.op_id for sent in self.batch.ops])
        digests = {op_id: digest for op_id, (task_id, _, digest) in known.items() if task_id == self.task.id}
        for sent in self.batch.ops:
            elsewhere = sent.op_id in known and sent.op_id not in digests
            if elsewhere or digests.setdefault(sent.op_id, sent.digest) != sent.digest:
                raise RefusedOperation(sent.op_id, Refused("operation", "another one was saved under the same id"))
        return {op_id: rev for op_id, (_, rev, _) in known.items()}

    def _take(self, new: Sequence[Sent]) -> None:
        if self.batch.text_sha256 != self.task.text_sha256:
            raise Conflict("text", "These labels were made on another text than the one stored here.", new[0].op_id)
        if self.batch.base_rev > self.task.rev:
            raise Conflict("changed", "The stored labels are older than those on your screen; load the page again.")
        ops = [(sent, resolved(self.session, self.around, _parsed(sent))) for sent in new]
        for sent, op in ops:
            self._check_conflict(sent, op)
        before, state = self.task.status, self._load([op for _, op in ops])
        rules = project_rules(self.session, self.around)
        for sent, op in ops:
            try:
                self._apply(sent, op, state.labelling, rules)
            except Refused as refusal:
                raise RefusedOperation(sent.op_id, refusal) from None
        state.write()
        self._renew(ops, before)
        oplog.append(self.session, list(self.rows.values()))

    def _renew(self, ops: Sequence[tuple[Sent, Operation]], before: str) -> None:
        moves = [(sent, op) for sent, op in ops if isinstance(op, SetStatus)]
        for _, op in moves:
            self.task.skip_reason = op.reason if op.status == "skipped" else None
        try:
            renew(self.session, self.task, before, self.actor.at, locked=self.locked)
        except Refused as refusal:
            raise RefusedOperation(moves[-1][0].op_id, refusal) from None

    def _load(self, ops: Sequence[Operation]) -> TaskState:
        text = page_text(self.session, self.task.page_id, self.task.text_sha256)
        finishing = any(isinstance(op, SetStatus) and op.status == "done" for op in ops)
        load = TaskState.whole if finishing else partial(TaskState.part, ops=ops)
        state = load(self.session, self.task, text)
        stances = any(isinstance(op, PutItem) and op.of == "stance" for op in ops)
        base = base_of(self.session, self.task, self.around) if finishing or stances else None
        if base:
            state.labelling.base = locked_labels(self.session, base, text)
        return state

    def _check_conflict(self, sent: Sent, op: Operation) -> None:
        for entry in self.others:
            if conflict(op, entry.operation()):
                removed = entry.kind.endswith(".remove")
                what = "removed" if removed else "changed"
                raise Conflict(what, f"Another tab has {what} the same thing in the meantime.", sent.op_id)

    def _apply(self, sent: Sent, op: Operation, labelling: Labelling, rules: Rules) -> None:
        self._check_open(sent, op, labelling)
        if isinstance(op, SetStatus) and labelling.status == "done" and op.status != "done":
            refuse_adjudicated(self.session, self.task)
        if isinstance(op, PutEntity):
            check(op, labelling, rules)
            entities.propose(self.session, self.around.project_id, op, self.actor)
        inverse = labelling.apply(op, self.actor, self._undone(sent))
        check(op, labelling, rules)
        if isinstance(op, SetStatus) and op.status == "done":
            refuse_unfinished(labelling, rules, self.around.language)
        if inverse:
            self.taking_back.setdefault(sent.step, []).append(inverse)
        self._log(sent, stamped(op, labelling), inverse)

    def _check_open(self, sent: Sent, op: Operation, labelling: Labelling) -> None:
        """Refuse what comes too late: labels on a finished page, a label on something that is gone."""
        if labelling.status in ("done", "skipped") and not isinstance(op, SetStatus | PutEntity):
            raise Conflict("done", "This page is finished; reopen it to change its labels.", sent.op_id)
        if isinstance(op, RemoveItem) and op.id not in labelling.items(op.of):
            raise Conflict("removed", f"The {op.of} was removed in the meantime.", sent.op_id)
        if isinstance(op, PutItem) and op.of == "stance":
            old = labelling.stances.get(op.id)
            quote = op.values.get("quote", old and old.quote)
            if quote and labelling.quote(quote) is None:
                raise Conflict("removed", "The quote of this stance was removed in the meantime.", sent.op_id)

    def _undone(self, sent: Sent) -> list[Operation]:
        if sent.undoes is None:
            return []
        stored = oplog.inverses(self.session, self.task.id, sent.undoes)
        return [*stored, *self.taking_back.get(sent.undoes, ())]

    def _log(self, sent: Sent, op: Operation, inverse: Operation | None) -> None:
        self.task.rev += 1
        back = {"kind": inverse.kind, "payload": inverse.payload()} if inverse else None
        self.rows[sent.op_id] = {
            "op_id": sent.op_id,
            "task_id": self.task.id,
            "rev": self.task.rev,
            "base_rev": self.batch.base_rev,
            "person_id": self.task.person_id,
            "client": self.batch.client,
            "step": sent.step,
            "undoes": sent.undoes,
            "kind": op.kind,
            "payload": orjson.dumps(op.payload()).decode(),
            "payload_sha256": sent.digest,
            "inverse": orjson.dumps(back).decode() if back else None,
            "client_at": sent.client_at,
            "server_at": self.actor.at,
        }


def _parsed(sent: Sent) -> Operation:
    try:
        return sent.operation()
    except Refused as refusal:
        raise RefusedOperation(sent.op_id, refusal) from None


def stamped(op: Operation, labelling: Labelling) -> Operation:
    """Return an operation, just applied to `labelling`, with who, when and position of what it made."""
    if isinstance(op, SetLines):
        text = labelling.text
        named = {n for run in op.ranges for n in text.named(run.first, run.last)}
        return SetLines(tuple(runs_of(text, {n: labelling.lines.get(n) for n in named})))
    if isinstance(op, PutItem):
        item = labelling.items(op.of)[op.id]
        return PutItem(op.of, op.id, op.values, item.mark, item.position)
    return op
