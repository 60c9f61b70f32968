"""Writing gold: operations on the page's one gold task, in its log like those of any labelling."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy.orm import Session

from annotator.core.adjudication import ANSWER, Decided
from annotator.core.constraints import check
from annotator.core.labelling import Actor, Labelling
from annotator.core.labels import Json, LayerState
from annotator.core.operations import ImportLabelling, Operation, PutItem, RemoveItem, SetLines, SetPage, SetStatus
from annotator.store import decisions, models, oplog, tasks
from annotator.store.people import PersonRow
from annotator.store.state import TaskState
from annotator.store.texts import page_text
from annotator.store.upsert import insert_missing
from annotator.workflow import people
from annotator.workflow.label.saving import stamped

from .case import Where, rules_of

LABELS = (SetLines, PutItem, RemoveItem, SetPage)
CLIENT = "adjudication"


class Gold:
    """The gold of a page while one gesture changes it; made on the first decision, locked for this transaction.

    `labelling` is what it says, to be set from the case that was loaded behind the lock.
    """

    def __init__(self, session: Session, where: Where, person: PersonRow, at: str) -> None:
        self.session, self.where, self.person = session, where, person
        self.actor = Actor(person.name, at)
        self.step = str(uuid.uuid4())
        self.undoes: str | None = None
        self.rules = rules_of(session, where.project)
        self.rows: list[Json] = []
        self.changed: set[str] = set()
        decisions.lock(session, where.page.id)
        if decisions.gold_of(session, where.page.id) is None:
            nobody = {"name": people.GOLD, "admin": False, "can_sign_in": False, "created_at": at, "languages": []}
            insert_missing(session, models.Person, nobody)
            gold = people.named(session, people.GOLD, "gold")
            tasks.create(session, where.page, where.in_pass, gold.id, "gold")
        task = decisions.gold_of(session, where.page.id)
        assert task is not None, "it was made above"  # noqa: S101
        self.task = task
        self.labelling = Labelling(page_text(session, where.page.id, where.page.sha256))
        self.made: list[tuple[Operation, tuple[Operation, ...]]] = []

    def apply(self, op: Operation, undone: Iterable[Operation] = ()) -> None:
        """Apply an operation and remember it for the log; refuses what breaks a save constraint."""
        self.made.append((op, tuple(undone)))
        inverse = self.labelling.apply(op, self.actor, self.made[-1][1])
        if isinstance(op, LABELS):
            check(op, self.labelling, self.rules)
            self.changed.add(_layer(op))
        self.task.rev += 1
        written = stamped(op, self.labelling)
        step, by, at = self.step, self.person.id, self.actor.at
        row = oplog.row(self.task, written, inverse, step=step, by=by, client=CLIENT, at=at, undoes=self.undoes)
        self.rows.append(row)

    def next_step(self) -> None:
        """Let the operations from here on be no part of the decision, so that its undo leaves them."""
        self.step, self.undoes = str(uuid.uuid4()), None

    def settled(self, decided: Mapping[str, Sequence[Decided]]) -> dict[str, object]:
        """Return by place the answers about the page that were settled last, since all said so, rather than decided."""
        steps = {one.value.get("step") for one in decided.get("page", ())}
        found: dict[str, object] = {}
        for op in oplog.page_answers(self.session, self.task.id, CLIENT, steps):
            found |= {f"{ANSWER}{name}": value for name, value in (op.values.get("answers") or {}).items()}
            found |= {name: value for name, value in op.values.items() if name != "answers"}
        return found

    def take_layers(self) -> None:
        """Let the layers of the pass be gold's, under the pass's name; a layer belongs to the pass decided in last."""
        in_pass, layers = self.where.in_pass, self.labelling.layers
        stood = (in_pass.name, in_pass.guideline, in_pass.base)
        wanted = {
            name: state if (state.pass_name == in_pass.name and state.status != "off") else LayerState("todo", *stood)
            for name, state in layers.items()
            if name in self.where.layers
        }
        if any(layers[name] != state for name, state in wanted.items()):
            state = self.labelling.to_json()
            state["layers"] |= {name: one.to_json() for name, one in wanted.items()}
            self.apply(ImportLabelling(state))

    def set_done(self, done: dict[str, bool]) -> None:
        """Set the status of the layers that `done` names, and that of gold: done where every layer is."""
        layers = {
            name: replace(state, status=("done" if done[name] else "in_progress") if name in done else state.status)
            for name, state in self.labelling.layers.items()
        }
        on = [state.status for state in layers.values() if state.status != "off"]
        status = "done" if all(one == "done" for one in on) else "in_progress"
        if status != self.labelling.status or layers != self.labelling.layers:
            self.apply(SetStatus(status, None, tuple((name, state.status) for name, state in layers.items())))

    def write(self) -> None:
        """Write log and rows, of these only what the operations touch."""
        if self.rows:
            ops = [op for op, _ in self.made]
            whole = any(isinstance(op, ImportLabelling) for op in ops)
            load = TaskState.whole if whole else partial(TaskState.part, ops=ops)
            state = load(self.session, self.task, self.labelling.text)
            for op, undone in self.made:
                state.labelling.apply(op, self.actor, undone)
            state.write()
            oplog.append(self.session, self.rows)


def _layer(op: Operation) -> str:
    match op:
        case SetLines():
            return "lines"
        case SetPage():
            return "page"
        case PutItem() | RemoveItem():
            return f"{op.of}s"
    return ""
