"""Labellings that come with a page: each becomes one operation in the log of its task."""

import hashlib
import uuid
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from annotator.core import record_writing
from annotator.core.constraints import Rules
from annotator.core.errors import Refused
from annotator.core.labelling import Actor
from annotator.core.labels import LAYERS, Json
from annotator.core.language import Language
from annotator.core.operations import ImportLabelling
from annotator.core.record_labels import RecordLabelling, fit
from annotator.core.validity import missing
from annotator.languages import language_of
from annotator.store import entities, models, oplog, projects, tasks
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow
from annotator.store.state import TaskState
from annotator.store.texts import page_text
from annotator.workflow import people
from annotator.workflow.clock import now

from .reading import Options
from .report import Event

SAID_AT_MOST = 3
"""Findings of the finish check that are said in full; of more than that, only how many there are."""


class Company:
    """Whom and what the labellings of one transaction name: people, passes, entities and targets, looked up once."""

    def __init__(self, session: Session, project: ProjectRow) -> None:
        self.session, self.project = session, project
        self.entities: Container[str] = entities.ids(session, project.id)
        self.targets = projects.targets(session, project.id, project.scheme)
        self._people: dict[str, PersonRow] = {}
        self._passes: dict[str, models.Pass] = {}

    def person(self, name: str, place: str) -> PersonRow:
        """Return somebody by name; a new name becomes a person who can't sign in."""
        if name not in self._people:
            self._people[name] = people.named(self.session, name, place)
        return self._people[name]

    def pass_of(self, one: RecordLabelling) -> models.Pass:
        """Return the labelling's pass; one that the project lacks is made, closed to the queue."""
        if one.pass_name not in self._passes:
            self._passes[one.pass_name] = self._pass(one)
        return self._passes[one.pass_name]

    def _pass(self, one: RecordLabelling) -> models.Pass:
        row = models.Pass
        mine = row.project_id == self.project.id
        found = self.session.scalars(select(row).where(mine, row.name == one.pass_name)).one_or_none()
        if found is None:
            states = one.labelling.layers
            layers = [name for name in LAYERS if name in states and states[name].status != "off"]
            last = self.session.scalar(select(func.max(row.position)).where(mine)) or 0
            found = models.Pass(project_id=self.project.id, name=one.pass_name, position=last + 1, layers=layers)
            found.open = False
            self.session.add(found)
            self.session.flush()
        return found


@dataclass(slots=True)
class Labellings:
    """The labellings of one page on their way in, in the company of those that come with them.

    A `fresh` page came with them: it has no tasks, and nobody else sees it before they are stored.
    """

    company: Company
    page: models.Page
    options: Options
    fresh: bool = False

    @property
    def session(self) -> Session:
        """The session of the import's transaction."""
        return self.company.session

    @property
    def project(self) -> ProjectRow:
        """The project they go into."""
        return self.company.project

    def take(self, one: RecordLabelling) -> Iterator[Event]:
        """Store one labelling; refuses what the scheme or registry lacks, and one that differs from what is there.

        What the finish check would say is told and kept.
        """
        place = f"page {self.page.name}"
        fit(one, Rules(self.project.scheme, self.company.entities), place)
        person = self.company.person(one.annotator, f"{place}, labelling {one.annotator}")
        if self.options.predictions and person.can_sign_in:
            raise Refused(f"{place}, labelling {one.annotator}", "is a person here; a machine needs another name")
        one.revision = one.revision or 1
        stored = self._stored(one, person)
        there = stored.task.rev > 0
        if there and self._written(self._as_stored(one, stored)) == self._written(one):
            return
        if there and not self.options.replace:
            raise Refused(f"{place}, labelling {one.annotator}", "is there already and differs; --replace takes it")
        _put(stored, one.annotator, one.labelling.to_json(), one.revision)
        yield Event("labelling", self.page.name, f"{place} has a labelling of {one.annotator} as {one.role}")
        yield from self._proposed(one)
        yield from self._findings(one)

    def _stored(self, one: RecordLabelling, person: PersonRow) -> TaskState:
        """Return what is stored of the task this labelling belongs to; a new one where there is none."""
        task, passed = models.Task, self.company.pass_of(one)
        # The record's text was verified to be that of the page.
        text = one.labelling.text
        if self.fresh:
            made = tasks.unwritten(self.page, passed, person.id, one.role)
            return TaskState.unwritten(self.session, made, text, tasks.layers_of(passed))
        where = [task.page_id == self.page.id, task.role == one.role]
        if one.role != "gold":
            where += [task.pass_id == passed.id, task.person_id == person.id]
        found = self.session.scalars(select(task).where(*where).with_for_update()).one_or_none()
        if found is None:
            task_id = tasks.create(self.session, self.page, passed, person.id, one.role)
            found = self.session.get_one(task, task_id)
        return TaskState.whole(self.session, found, text)

    def _as_stored(self, one: RecordLabelling, stored: TaskState) -> RecordLabelling:
        stored.labelling.base = one.labelling.base
        return replace(one, labelling=stored.labelling, revision=stored.task.rev)

    def _written(self, one: RecordLabelling) -> Json:
        return record_writing.record_labelling(one, Language(), f"page {self.page.name}")

    def _proposed(self, one: RecordLabelling) -> Iterator[Event]:
        """Let targets that a closed list lacks join it as proposed."""
        listed = self.company.targets
        if listed is None:
            return
        named = dict.fromkeys(stance.target for stance in one.labelling.stances.values())
        for entity in named:
            if entity not in listed:
                position = len(listed)
                row = models.Target(project_id=self.project.id, entity_id=entity, position=position, status="proposed")
                self.session.add(row)
                self.company.targets = listed = (*listed, entity)
                yield Event(
                    "notice", self.page.name, f"target {entity} was not on the closed list and joins it as proposed"
                )
        self.session.flush()

    def _findings(self, one: RecordLabelling) -> Iterator[Event]:
        if one.labelling.status != "done":
            return
        language = language_of(self.page.language, one.labelling.text.text[:2000])
        rules = Rules(self.project.scheme, self.company.entities, self.company.targets)
        layers = {name for name, state in one.labelling.layers.items() if state.status != "off"}
        errors = missing(one.labelling, rules, layers, language, one.labelling.base)
        place = f"page {self.page.name}, labelling {one.annotator}"
        for error in errors[:SAID_AT_MOST]:
            yield Event("notice", self.page.name, f"{place}: {error.message} (kept as it is)")
        if len(errors) > SAID_AT_MOST:
            yield Event(
                "notice", self.page.name, f"{place}: {len(errors) - SAID_AT_MOST} more findings (kept as they are)"
            )


def store_labelling(session: Session, task: models.Task, name: str, state: Json, revision: int) -> None:
    """Replace the labels of `task`, which belongs to the person called `name`, by `state` (`Labelling.to_json`).

    The task's revision becomes the record's `revision` where that is higher; the log keeps what was there.
    The caller has checked the labelling and commits.
    """
    text = page_text(session, task.page_id, task.text_sha256)
    _put(TaskState.whole(session, task, text), name, state, revision)


def _put(stored: TaskState, name: str, state: Json, revision: int) -> None:
    task, at = stored.task, now()
    inverse = stored.labelling.apply(ImportLabelling(state), Actor(name, at))
    base_rev, task.rev = task.rev, max(task.rev + 1, revision)
    stored.write()
    payload = orjson.dumps({"labelling": state})
    step = str(uuid.uuid4())
    row = {"op_id": step, "step": step, "undoes": None, "task_id": task.id, "rev": task.rev, "base_rev": base_rev}
    row |= {"person_id": task.person_id, "client": "import", "kind": ImportLabelling.kind, "client_at": None}
    row |= {"payload": payload.decode(), "payload_sha256": hashlib.sha256(payload).hexdigest(), "server_at": at}
    row["inverse"] = orjson.dumps({"kind": inverse.kind, "payload": inverse.payload()}).decode() if inverse else None
    oplog.append(stored.session, [row])
