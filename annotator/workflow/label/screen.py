"""What the label screen asks for beside saving: open a task, its state, what is missing, where one stopped."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.findings import Problem
from annotator.core.labels import Json
from annotator.core.scheme import Scheme
from annotator.languages import language_of, likeliest
from annotator.store import entities, models, oplog, passes, projects, tasks, uses
from annotator.store.database import Database
from annotator.store.entities import EntityRow
from annotator.store.splits import held_back
from annotator.store.state import TaskState, stored_labels
from annotator.store.tasks import Surroundings
from annotator.store.texts import page_text
from annotator.workflow import queue
from annotator.workflow.clock import now

from .base import Base, base_of, laid_under, locked_labels
from .finish import findings, project_rules
from .outcomes import Missing

STEPS = 300
"""Steps that can be undone after a reload."""


def open_task(db: Database, project_id: int, page_id: int, person_id: int, pass_name: str | None = None) -> int:
    """Return the person's task on a page of the project, claimed now if they never opened it; raises Missing.

    Without a pass, the started one, else the first that is open to them; refuses where no place is free.
    """
    with db.read() as session:
        found = tasks.of_person(session, _page(session, project_id, page_id).id, person_id, pass_name)
        if found and (found.status != "todo" or found.assigned or (found.lease_until or "") > now()):
            return found.id
    with db.write() as session:
        page = _page(session, project_id, page_id)
        task_id = _claimed(session, page, person_id, pass_name)
        tasks.set_place(session, person_id, page_id, None, None, now())
        return task_id


def _claimed(session: Session, page: models.Page, person_id: int, pass_name: str | None) -> int:
    refusal = Refused(f"page {page.name}", "can't be labelled now: no pass is open to you")
    for one in passes.takeable(session, page.project_id, person_id):
        if pass_name in (None, one.name):
            try:
                return queue.claim(session, page, one, person_id)
            except Refused as said:
                refusal = said
    raise refusal


def task_state(db: Database, task_id: int, person_id: int) -> Json:
    """Return all that the label screen starts from, without addresses: `page` and `previous` are ids of pages.

    Somebody else's task is `read_only`; whether they may look at it is for the caller to decide. Raises Missing.
    """
    with db.read() as session:
        task, around = _task(session, task_id)
        page = _page(session, around.project_id, task.page_id)
        text = page_text(session, page.id, task.text_sha256)
        spoken = session.get_one(models.Project, around.project_id).languages
        reader = session.get_one(models.Person, person_id)
        own, base = session.get_one(models.Pass, task.pass_id), base_of(session, task, around)
        labels = laid_under(session, base, stored_labels(session, task))
        registry = _registry(session, around, labels, own, reader.name if task.person_id == person_id else None)
        return {
            "task": _about(session, task, around, person_id, page.length),
            "page": {name: getattr(page, name) for name in ("id", "name", "language", "title", "url", "site")},
            "person": reader.name,
            "keys": reader.keys,
            "newcomer": not tasks.any_finished(session, person_id),
            "instance": session.get_one(models.Setting, "instance_id").value,
            "scheme": _shown(around, base).to_json(),
            "labels": labels,
            "base": {"name": base.name, "layers": list(base.tasks)} if base else None,
            # Gold of test pages judges extractors, and should owe nothing to a guess.
            "suggest": own.suggestions and not held_back(session, page),
            "entities": _json(uses.ranked(session, registry, around.project_id, person_id)),
            "targets": projects.targets(session, around.project_id, around.scheme),
            "language": language_of(page.language or likeliest(spoken, text.text), text.text).to_json(),
            "history": oplog.last_steps(session, task_id, person_id, STEPS) if task.person_id == person_id else [],
        }


def operations_since(db: Database, task_id: int, rev: int) -> Json:
    """Return the task's revision and its operations after `rev`; raises Missing."""
    with db.read() as session:
        task = tasks.find(session, task_id)
        if task is None:
            raise Missing(f"task {task_id}")
        # Every open label screen asks each five seconds, and mostly there is nothing new.
        news = oplog.entries(session, task_id, rev) if rev < task.rev else ()
        return {"rev": task.rev, "ops": [entry.to_json() for entry in news]}


def check(db: Database, task_id: int) -> Json:
    """Return what keeps the task from being finished (`errors`) and what looks odd (`warnings`); raises Missing."""
    with db.read() as session:
        task, around = _task(session, task_id)
        text = page_text(session, task.page_id, task.text_sha256)
        labelling = TaskState.whole(session, task, text).labelling
        if base := base_of(session, task, around):
            labelling.base = locked_labels(session, base, text)
        errors, warnings = findings(labelling, project_rules(session, around), around.language)
    return {"errors": _json(errors), "warnings": _json(warnings)}


def set_place(db: Database, task_id: int, person_id: int, line: int | None, quote: str | None) -> None:
    """Remember where the person stopped on the task's page.

    Raises Missing for somebody else's task; refuses a line that the page lacks.
    """
    with db.write() as session:
        task = session.get(models.Task, task_id)
        if task is None or task.person_id != person_id:
            raise Missing(f"task {task_id}")
        page = session.get_one(models.Page, task.page_id)
        if line is not None and not 1 <= line <= page.line_count:
            raise Refused("place", f"the page has no line {line}")
        if quote and "\0" in quote:
            raise Refused("place", "its quote holds a NUL character")
        tasks.set_place(session, person_id, page.id, line, quote, now())


def _about(session: Session, task: models.Task, around: Surroundings, person_id: int, length: int) -> Json:
    place = tasks.place(session, person_id, task.page_id)
    batch = session.get(models.Batch, task.batch_id) if task.batch_id else None
    return {
        "id": task.id,
        "rev": task.rev,
        "status": task.status,
        "role": task.role,
        "person": around.person,
        "pass": around.pass_name,
        "read_only": task.person_id != person_id,
        "text_sha256": task.text_sha256,
        "length": length,
        "place": {"line": place.line, "quote": place.quote} if place and place.line else None,
        "page": task.page_id,
        "practice": bool(batch and batch.practice),
        "skip_reason": task.skip_reason,
        "previous": tasks.previous_worked_on(session, around.project_id, task.page_id, person_id),
        "project": around.project_slug,
    }


def _shown(around: Surroundings, base: Base | None) -> Scheme:
    """Return the scheme with the layers of the pass and those that stand locked under them."""
    on = {*around.scheme.layers, *(base.tasks if base else ())}
    return replace(around.whole.narrowed(on), quotes=around.scheme.quotes)


def _registry(
    session: Session, around: Surroundings, labels: Json, own: models.Pass, blind_for: str | None
) -> list[EntityRow]:
    """Return the registry, for an annotator of a blind pass without what others have proposed meanwhile.

    A pass is blind unless one person labels each page. What the labels shown name is always there.
    """
    if blind_for is None or own.people == 1:
        return entities.listing(session, around.project_id)
    named = {quote["speaker"] for quote in labels["quotes"]}
    named |= {stance[side] for stance in labels["stances"] for side in ("holder", "target")}
    return entities.seen_by(session, around.project_id, blind_for, named)


def _task(session: Session, task_id: int) -> tuple[models.Task, Surroundings]:
    task, around = session.get(models.Task, task_id), tasks.surroundings(session, task_id)
    if task is None or around is None:
        raise Missing(f"task {task_id}")
    return task, around


def _page(session: Session, project_id: int, page_id: int) -> models.Page:
    page = session.get(models.Page, page_id)
    if page is None or page.project_id != project_id:
        raise Missing(f"page {page_id}")
    return page


def _json(values: Iterable[Problem] | Iterable[EntityRow]) -> list[Json]:
    return [one.to_json() for one in values]
