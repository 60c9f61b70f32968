"""Queries about where a project's labels name an entity: speakers of quotes, targets and holders of stances."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from . import models
from .entities import EntityRow

NAMING: dict[str, Any] = {"quote": models.Quote, "stance": models.Stance}
FIELDS = (("quote", "speaker"), ("stance", "target"), ("stance", "holder"))
"""The words of items and which of their fields hold the id of an entity."""
LATEST = 200
"""How many of a person's labellings say what they name most; every opening of a page asks."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place that names an entity; `start` is an offset in code points, None where nothing is marked in the text."""

    task_id: int
    page_id: int
    page: str
    person: str
    role: str
    word: str
    field: str
    item: str
    start: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """One screenful of the registry, how often each of its entries is used, and how many there are."""

    entities: list[EntityRow]
    uses: Counter[str]
    total: int


def listing(
    session: Session, project_id: int, *, folded: str = "", status: str = "", offset: int = 0, limit: int = 50
) -> Found:
    """Return entries of the registry by name, those to be confirmed first; `folded` is a part of name or alias."""
    entity = models.Entity
    query = select(entity).where(entity.project_id == project_id)
    if folded:
        query = query.where(entity.folded.contains(folded, autoescape=True))
    if status:
        query = query.where(entity.status == status)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(entity.status.desc(), entity.folded, entity.id).offset(offset).limit(limit)
    rows = [
        EntityRow(one.id, one.name, one.kind, one.aliases, one.wikidata, one.status) for one in session.scalars(ordered)
    ]
    return Found(rows, counts(session, project_id, [one.id for one in rows]), total)


def counts(session: Session, project_id: int, entity_ids: Iterable[str]) -> Counter[str]:
    """Return how many labels of the project name each of these entities."""
    found: Counter[str] = Counter()
    wanted = list(entity_ids)
    for word, field in FIELDS:
        column = getattr(NAMING[word], field)
        query = _of_project(select(column, func.count()), word, project_id).where(column.in_(wanted))
        for entity, number in session.execute(query.group_by(column)):
            found[entity] += number
    return found


def of(session: Session, project_id: int, entity_id: str, limit: int | None = None) -> list[Use]:
    """Return where an entity is named, by page, person and place; at most `limit` of each field."""
    found: list[Use] = []
    for word, field in FIELDS:
        table = NAMING[word]
        spans = table.contents if word == "quote" else table.evidence
        columns = (models.Task.id, models.Page.id, models.Page.name, models.Person.name, models.Task.role)
        query = _of_project(cast("Select[Any]", select(*columns, table.id, spans)), word, project_id)
        query = query.join(models.Person, models.Person.id == models.Task.person_id)
        query = query.where(getattr(table, field) == entity_id).order_by(models.Page.name, models.Task.id)
        rows: list[Any] = list(session.execute(query.limit(limit)))
        for task, page, name, person, role, item, marked in rows:
            start = marked[0][0] if marked else None
            found.append(Use(task, page, name, person, role, word, field, item, start))
    return sorted(found, key=lambda one: (one.page, one.role, one.person, one.start or 0, one.word))


def ranked(session: Session, rows: Iterable[EntityRow], project_id: int, person_id: int) -> list[EntityRow]:
    """Return entries of the registry, first what this person's latest labellings name most; nobody else's count.

    An order by what others marked would tell of their work on a page that is labelled blind.
    """
    own: Counter[str] = Counter()
    task = models.Task
    mine = select(task.id).where(task.person_id == person_id, task.role == "annotator", task.last_at.is_not(None))
    latest = session.scalars(mine.order_by(task.last_at.desc()).limit(LATEST)).all()
    for word, field in FIELDS:
        column = getattr(NAMING[word], field)
        query = _of_project(select(column, func.count()), word, project_id)
        query = query.where(NAMING[word].task_id.in_(latest), column.is_not(None))
        for entity, number in session.execute(query.group_by(column)):
            own[entity] += number
    return sorted(rows, key=lambda one: (-own[one.id], one.id))


def doubled(session: Session, project_id: int, gone: str, into: str) -> list[int]:
    """Return the labellings that would hold two stances of one holder and target if `gone` became `into`."""
    stance = models.Stance
    query = select(stance.task_id, stance.level, stance.quote, stance.holder, stance.target)
    pair = (gone, into)
    query = _of_project(cast("Select[Any]", query), "stance", project_id)
    rows: list[Any] = list(session.execute(query.where(or_(stance.target.in_(pair), stance.holder.in_(pair)))))
    keys: Counter[tuple[Any, ...]] = Counter(
        (task, level, quote, into if holder == gone else holder, into if target == gone else target)
        for task, level, quote, holder, target in rows
    )
    return sorted({key[0] for key, count in keys.items() if count > 1})


def _of_project(query: Select[Any], word: str, project_id: int) -> Select[Any]:
    table = NAMING[word]
    joined = query.select_from(table).join(models.Task, models.Task.id == table.task_id)
    own = (models.Page.id == models.Task.page_id, models.Page.project_id == project_id)
    return joined.join(models.Page, and_(*own, models.Page.erased_at.is_(None)))


def pages_with(session: Session, entity_id: str, project_id: int) -> Sequence[int]:
    """Return the pages that an entity came with."""
    table = models.PageEntity
    mine = (table.project_id == project_id, table.entity_id == entity_id)
    return session.scalars(select(table.page_id).where(*mine).order_by(table.page_id)).all()
