"""Queries of agreement: which layers are finished by whom, and the counts that are kept about pairs of them."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from . import models
from .upsert import insert_or_update

COMPARED = ("lines", "quotes", "stances")
Key: TypeAlias = tuple[int, int, str]
Pages: TypeAlias = ColumnElement[bool]
"""Which pages of a project are asked for."""


class Finished(NamedTuple):
    """A layer that somebody finished on a page; `role` is annotator or gold, `base` what it stands on."""

    page_id: int
    task_id: int
    person: str
    person_id: int
    role: str
    rev: int
    layer: str
    base: str | None
    finished: str | None


@dataclass(frozen=True, slots=True)
class PageAbout:
    """What figures are told apart by."""

    id: int
    name: str
    site: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A task that may be the base of another."""

    task_id: int
    rev: int


def these(page_ids: Collection[int]) -> Pages:
    """Choose pages by their keys."""
    return models.Page.id.in_(page_ids)


def finished(
    session: Session, project_id: int, pass_name: str, *, gold: bool = False, only: Pages | None = None
) -> list[Finished]:
    """Return the finished layers of a pass, with those of the gold on request; but no withdrawn page."""
    page, task, layer = models.Page, models.Task, models.TaskLayer
    who = (task.page_id, task.id, models.Person.name, task.person_id, task.role, task.rev)
    query = (
        select(*who, layer.layer, layer.base, task.finished)
        .join_from(layer, task, task.id == layer.task_id)
        .join(page, page.id == task.page_id)
        .join(models.Person, models.Person.id == task.person_id)
        .where(page.project_id == project_id, layer.pass_name == pass_name, layer.status == "done")
        .where(layer.layer.in_(COMPARED), task.role.in_(("annotator", "gold") if gold else ("annotator",)))
        .where(page.withdrawn_at.is_(None))
    )
    if only is not None:
        query = query.where(only)
    return list(map(Finished._make, session.connection().execute(query).all()))


def met(session: Session, project_id: int, pass_name: str) -> bool:
    """Tell whether two annotators finished the same layer of a page in a pass."""
    page, task, layer = models.Page, models.Task, models.TaskLayer
    query = (
        select(task.page_id)
        .join_from(layer, task, task.id == layer.task_id)
        .join(page, page.id == task.page_id)
        .where(page.project_id == project_id, layer.pass_name == pass_name, layer.status == "done")
        .where(layer.layer.in_(COMPARED), task.role == "annotator", page.withdrawn_at.is_(None))
        .group_by(task.page_id, layer.layer)
        .having(func.count() > 1)
    )
    return session.execute(query.limit(1)).first() is not None


def bases(session: Session, project_id: int, pass_name: str) -> Counter[tuple[str, str | None]]:
    """Count the layers that annotators finished in a pass, by layer and by what they stand on."""
    page, task, layer = models.Page, models.Task, models.TaskLayer
    query = (
        select(layer.layer, layer.base, func.count())
        .join_from(layer, task, task.id == layer.task_id)
        .join(page, page.id == task.page_id)
        .where(page.project_id == project_id, layer.pass_name == pass_name, layer.status == "done")
        .where(layer.layer.in_(COMPARED), task.role == "annotator", page.withdrawn_at.is_(None))
        .group_by(layer.layer, layer.base)
    )
    return Counter({(name, base): count for name, base, count in session.connection().execute(query)})


def bases_of(session: Session, task_id: int) -> set[str | None]:
    """Return what the layers of a labelling stand on."""
    layer = models.TaskLayer
    return set(session.scalars(select(layer.base).where(layer.task_id == task_id, layer.layer.in_(COMPARED))))


def pages(session: Session, project_id: int, only: Pages | None = None) -> dict[int, PageAbout]:
    """Return the project's pages by their keys; all or some."""
    page = models.Page
    query = select(page.id, page.name, page.site, page.language).where(page.project_id == project_id)
    if only is not None:
        query = query.where(only)
    return {row[0]: PageAbout(*row) for row in session.connection().execute(query).all()}


def named(session: Session, project_id: int, page_ids: Collection[int]) -> list[PageAbout]:
    """Return those pages of a project, by name."""
    wanted = set(page_ids)
    return sorted((one for one in pages(session, project_id).values() if one.id in wanted), key=attrgetter("name"))


def standing(session: Session, page_ids: Iterable[int], pass_name: str) -> dict[tuple[int, int | None], Standing]:
    """Return what may be the base of a labelling: gold by (page, None), the tasks of a pass by (page, person)."""
    task = models.Task
    wanted = sorted(set(page_ids))
    found: dict[tuple[int, int | None], Standing] = {}
    for at in range(0, len(wanted), AT_ONCE):
        query = (
            select(task.page_id, task.person_id, task.role, task.id, task.rev)
            .join(models.Pass, models.Pass.id == task.pass_id)
            .where(task.page_id.in_(wanted[at : at + AT_ONCE]))
            .where((task.role == "gold") | ((task.role == "annotator") & (models.Pass.name == pass_name)))
        )
        for page, person, role, key, rev in session.connection().execute(query):
            found[page, None if role == "gold" else person] = Standing(key, rev)
    return found


AT_ONCE = 5000
"""Keys in one statement; databases limit how many they take."""


def kept(session: Session, project_id: int, pass_name: str, *, only: Pages | None = None) -> dict[Key, dict[str, Any]]:
    """Return the counts that are kept about labellings of a pass, by tasks and layer."""
    pair, task, layer = models.PairCount, models.Task, models.TaskLayer
    own = select(layer.task_id).join(task, task.id == layer.task_id).join(models.Page, models.Page.id == task.page_id)
    own = own.where(models.Page.project_id == project_id, layer.pass_name == pass_name)
    if only is not None:
        own = own.where(only)
    query = select(pair.task_a, pair.task_b, pair.layer, pair.counts).where(pair.task_a.in_(own))
    return {(a, b, of): counts for a, b, of, counts in session.connection().execute(query).all()}


def keep(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Keep counts in place of those that were kept before about the same tasks and layer."""
    ordered = sorted(rows, key=lambda row: (row["task_a"], row["task_b"], row["layer"]))
    insert_or_update(session, models.PairCount, ("task_a", "task_b", "layer"), *ordered)
