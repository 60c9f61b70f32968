"""Queries about adjudication: the decisions of a page, whose labellings count, which pages wait, who may decide."""

from collections.abc import Collection
from dataclasses import dataclass

import orjson
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from annotator.core.adjudication import Decided, renamed
from annotator.core.labels import Json

from . import models
from .entities import merged

HELD = "held"
"""The choice that keeps a page on which all agree from being accepted unseen."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page with enough labellings in a pass; `gold` tells whether all layers of the pass are done in gold.

    `held` pages were kept back from an acceptance in bulk, `changed` ones have a labelling finished after the last
    decision.
    """

    page_id: int
    name: str
    labellings: int
    gold: bool
    held: bool
    changed: bool

    @property
    def ready(self) -> bool:
        """Tell whether nothing waits for a curator here."""
        return self.gold and not self.held and not self.changed


def of_page(session: Session, page_id: int, pass_id: int) -> dict[str, list[Decided]]:
    """Return the decisions about a page in a pass by layer, in the order they were made.

    Entities that were merged since stand in them under their ids of today.
    """
    row = models.Decision
    now = merged(session, session.get_one(models.Pass, pass_id).project_id)
    query = select(row).where(row.page_id == page_id, row.pass_id == pass_id).order_by(row.id)
    found: dict[str, list[Decided]] = {}
    for one in session.scalars(query):
        seen = orjson.loads(one.seen) if one.seen else {}
        decided = Decided(one.id, one.place, one.choice, one.value, seen, one.reason, one.by, one.at)
        found.setdefault(one.layer, []).append(renamed(decided, now) if now else decided)
    return found


def latest(session: Session, page_id: int, pass_id: int) -> int:
    """Return the key of the last decision about a page in a pass, 0 where there is none."""
    row = models.Decision
    query = select(func.max(row.id)).where(row.page_id == page_id, row.pass_id == pass_id)
    return session.scalar(query) or 0


def add(session: Session, key: Json, decided: Decided) -> int:
    """Append a decision about the page, pass and layer of `key` and return its id."""
    seen = orjson.dumps(dict(decided.seen), option=orjson.OPT_SORT_KEYS).decode()
    values = {name: getattr(decided, name) for name in ("place", "choice", "value", "reason", "by", "at")}
    row = models.Decision(**key, **values, seen=seen)
    session.add(row)
    session.flush()
    return row.id


def counting(session: Session, page_id: int, pass_id: int) -> list[tuple[models.Task, str, set[str]]]:
    """Return a page's labellings in a pass by annotator's name, with the layers that are done in each."""
    task, layer = models.Task, models.TaskLayer
    query = (
        select(task, models.Person.name, layer.layer)
        .join(models.Person, models.Person.id == task.person_id)
        .join(layer, and_(layer.task_id == task.id, layer.status == "done"))
        .where(task.page_id == page_id, task.pass_id == pass_id, task.role == "annotator")
    )
    found: dict[str, tuple[models.Task, str, set[str]]] = {}
    for one, name, done in session.execute(query):
        found.setdefault(name, (one, name, set()))[2].add(done)
    return [found[name] for name in sorted(found)]


def gold_of(session: Session, page_id: int) -> models.Task | None:
    """Return the page's gold."""
    query = select(models.Task).where(models.Task.page_id == page_id, models.Task.role == "gold")
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def lock(session: Session, page_id: int) -> None:
    """Let whoever else decides about the page wait until this transaction ends; on SQLite all writers do anyway."""
    session.execute(select(models.Page.id).where(models.Page.id == page_id).with_for_update(key_share=True))


def find_pass(session: Session, project_id: int, pass_id: int) -> models.Pass | None:
    """Return a pass of the project."""
    found = session.get(models.Pass, pass_id)
    return found if found and found.project_id == project_id else None


def may_adjudicate(session: Session, project_id: int, pass_id: int | None, person_id: int) -> bool:
    """Tell whether somebody was given the right to adjudicate a pass, or any of the project where none is named."""
    right, row = models.PassRight, models.Pass
    given = (right.person_id == person_id, right.adjudicate, row.project_id == project_id)
    named = [row.id == pass_id] if pass_id is not None else []
    query = select(right.pass_id).join(row, row.id == right.pass_id).where(*given, *named)
    return session.scalar(query.limit(1)) is not None


def passes_for(session: Session, project_id: int, person_id: int, *, everything: bool) -> list[models.Pass]:
    """Return the passes that somebody may adjudicate, in their order: all, or those with a right."""
    row, right = models.Pass, models.PassRight
    query = select(row).where(row.project_id == project_id).order_by(row.position, row.id)
    if not everything:
        given = select(right.pass_id).where(right.person_id == person_id, right.adjudicate)
        query = query.where(row.id.in_(given))
    return list(session.scalars(query))


def needed(in_pass: models.Pass) -> int:
    """Return how many labellings a page needs before it is adjudicated: two, or one where one person labels alone."""
    return 1 if in_pass.people == 1 else 2


def waiting(session: Session, in_pass: models.Pass, page_id: int | None = None) -> list[Waiting]:
    """Return the pages of a pass that have enough finished labellings, by name; of one page alone with `page_id`."""
    page, task, row = models.Page, models.Task, models.Decision
    own = (task.pass_id == in_pass.id, task.role == "annotator", task.status == "done")
    done = select(
        task.page_id, func.count().label("many"), func.max(func.coalesce(task.finished, "")).label("last")
    ).where(*own)
    done_ = done.group_by(task.page_id).having(func.count() >= needed(in_pass)).subquery()
    made = select(row.page_id, func.max(row.at).label("last")).where(row.pass_id == in_pass.id, row.choice != HELD)
    made_ = made.group_by(row.page_id).subquery()
    held = select(row.page_id, func.max(row.at).label("at")).where(row.pass_id == in_pass.id, row.choice == HELD)
    held_ = held.group_by(row.page_id).subquery()
    gold_ = _gold_layers(in_pass).subquery()
    query = (
        select(page.id, page.name, done_.c.many, gold_.c.many, held_.c.at, done_.c.last, made_.c.last)
        .join(done_, done_.c.page_id == page.id)
        .outerjoin(made_, made_.c.page_id == page.id)
        .outerjoin(held_, held_.c.page_id == page.id)
        .outerjoin(gold_, gold_.c.page_id == page.id)
        .where(page.project_id == in_pass.project_id, *([page.id == page_id] if page_id else []))
        .where(page.withdrawn_at.is_(None))
        .order_by(page.name)
    )
    return [
        Waiting(key, name, many, gold == len(in_pass.layers), bool(at and at > (made_at or "")), last > (made_at or ""))
        for key, name, many, gold, at, last, made_at in session.execute(query)
    ]


def adjudicated_at(session: Session, task: models.Task) -> str | None:
    """Return when the last decision was made about a page whose gold has every layer of a labelling's pass done.

    None where gold isn't done, or where the labelling was finished after that.
    """
    in_pass, row = session.get_one(models.Pass, task.pass_id), models.Decision
    done = session.execute(_gold_layers(in_pass).where(models.Task.page_id == task.page_id)).one_or_none()
    if done is None or done.many < len(in_pass.layers):
        return None
    made = select(func.max(row.at)).where(row.page_id == task.page_id, row.pass_id == in_pass.id, row.choice != HELD)
    last = session.scalar(made)
    return last if last and (task.finished or "") <= last else None


def based_on(session: Session, page_id: int, project_id: int, pass_name: str) -> list[models.Task]:
    """Return the finished labellings of a page whose pass stands on the gold of the pass named."""
    task, row = models.Task, models.Pass
    based: ColumnElement[bool] = row.base == f"gold:{pass_name}"
    own = (task.page_id == page_id, task.role == "annotator", task.status == "done", row.project_id == project_id)
    return list(session.scalars(select(task).join(row, row.id == task.pass_id).where(*own, based)))


def open_looks(session: Session, task_ids: Collection[int]) -> set[tuple[int, int | None, int | None]]:
    """Return task and place of the requests to look again that are still open."""
    look = models.Look
    query = select(look.task_id, look.start, look.end).where(look.task_id.in_(task_ids), look.done_at.is_(None))
    return {(task, start, end) for task, start, end in session.execute(query)}


def _gold_layers(in_pass: models.Pass) -> Select[int, int]:
    task, layer = models.Task, models.TaskLayer
    own = (task.role == "gold", layer.pass_name == in_pass.name, layer.status == "done")
    named = or_(*(layer.layer == one for one in in_pass.layers))
    query = select(task.page_id, func.count().label("many")).join(layer, layer.task_id == task.id)
    return (
        query.join(models.Page, models.Page.id == task.page_id)
        .where(*own, named, models.Page.project_id == in_pass.project_id)
        .group_by(task.page_id)
    )
