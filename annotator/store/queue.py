"""The queue of a pass: which places of its pages are taken, and which page somebody labels next."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, aliased

from . import models
from .passes import Source

PRIME = 2**31 - 1
AT_ONCE = 20
"""Tasks somebody has begun that are looked at before new pages are."""
UNFINISHED = ("todo", "in_progress")


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who asks for a page, when (UTC, ISO 8601), and which page they come from (none: 0)."""

    person_id: int
    languages: tuple[str, ...]
    now: str
    after: int = 0


def own_waiting(session: Session, passes: Sequence[int], seeker: Seeker) -> list[int]:
    """Return the tasks the person may go on with: started ones first, then assigned and freshly offered ones.

    A started task whose lease has run out is among them while its place seems free: `has_place` makes sure of it.
    """
    if not passes:
        return []
    task, page = models.Task, models.Page
    mine = [task.person_id == seeker.person_id, task.role == "annotator", task.pass_id.in_(passes)]
    held = or_(task.assigned, task.lease_until > seeker.now)
    people = func.coalesce(models.Batch.people, models.Pass.people)
    free = or_(people.is_(None), held, _live_on(task.page_id, task.pass_id, seeker) < people)
    waiting = or_(task.status == "in_progress", and_(task.status == "todo", held))
    query = (
        select(task.id)
        .join(page, page.id == task.page_id)
        .join(models.Pass, models.Pass.id == task.pass_id)
        .outerjoin(
            models.BatchPage, and_(models.BatchPage.page_id == page.id, models.BatchPage.pass_id == task.pass_id)
        )
        .outerjoin(models.Batch, models.Batch.id == models.BatchPage.batch_id)
        .where(*mine, waiting, free, page.id != seeker.after, or_(models.Batch.id.is_(None), models.Batch.open))
        .where(page.withdrawn_at.is_(None))
        .order_by(
            case((task.status == "in_progress", 0), (task.assigned, 1), else_=2),
            *_by_name(seeker),
            models.Pass.position,
        )
    )
    return list(session.scalars(query.limit(AT_ONCE)))


def free_page(session: Session, source: Source, seeker: Seeker) -> int | None:
    """Return the first page of a source, in its order, with a place for the person; on PostgreSQL its tasks are locked.

    The caller holds the pass's row locked, so that nobody else takes a place meanwhile.
    """
    passed_over: list[int] = []
    while True:
        query = _offered(source, seeker).where(models.Page.id.not_in(passed_over)) if passed_over else None
        found = session.scalars((query if query is not None else _offered(source, seeker)).limit(1)).first()
        if found is None or has_place(session, source, found, seeker):
            return found
        passed_over.append(found)


def has_place(session: Session, source: Source, page_id: int, seeker: Seeker) -> bool:
    """Tell whether fewer people than asked for have finished the page or hold it, the person apart.

    Locks the page's tasks in the pass: who is just saving into a task whose lease runs out is waited for.
    """
    if source.people is None:
        return True
    task = models.Task
    there = (task.page_id == page_id, task.pass_id == source.pass_id, task.person_id != seeker.person_id)
    session.execute(select(task.id).where(*there).order_by(task.id).with_for_update(key_share=True)).all()
    taken = session.scalar(select(func.count()).select_from(task).where(*there, live(task, seeker.now))) or 0
    return taken < source.people


def live(task: Any, now: str) -> ColumnElement[bool]:
    """Tell of a task whether it fills a place: finished, assigned, or under a lease that still runs."""
    held = or_(task.assigned, task.lease_until > now)
    return and_(task.role == "annotator", or_(task.status == "done", and_(task.status.in_(UNFINISHED), held)))


def fits(language: Any, tags: Sequence[str]) -> ColumnElement[bool]:
    """Tell of a page's language whether a reader of these languages may be asked; either side may be the wider one.

    No language on a page, and no languages of a person, fit everything.
    """
    low = func.lower(language)
    wider = {"-".join(tag.lower().split("-")[:end]) for tag in tags for end in range(1, tag.count("-") + 2)}
    narrower = [low.startswith(f"{tag.lower()}-", autoescape=True) for tag in tags]
    return or_(language.is_(None), low.in_(sorted(wider)), *narrower)


def based(source: Source, person_id: int | ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    """Yield what has to be true of a page's base before the page is offered: its layers are done."""
    if source.base is None:
        return
    for layer in source.base_layers:
        task, part = aliased(models.Task), aliased(models.TaskLayer)
        query = select(task.id).join(part, part.task_id == task.id).where(task.page_id == models.Page.id)
        query = query.where(part.layer == layer, part.status == "done", part.pass_name == source.base_pass)
        if source.base.startswith("own:"):
            query = query.where(task.role == "annotator", task.person_id == person_id)
        else:
            query = query.where(task.role == "gold")
        yield exists(query.correlate(models.Page))


def _offered(source: Source, seeker: Seeker) -> Select[Any]:
    page, own = models.Page, aliased(models.Task)
    mine = (own.page_id == page.id, own.pass_id == source.pass_id, own.person_id == seeker.person_id)
    untouched = or_(own.id.is_(None), and_(own.status == "todo", ~own.assigned))
    query = select(page.id).outerjoin(own, and_(*mine, own.role == "annotator"))
    query = covered(query, source).where(page.id != seeker.after, untouched, *based(source, seeker.person_id))
    if seeker.languages:
        query = query.where(fits(page.language, seeker.languages))
    if source.people is not None:
        query = query.where(_live_on(page.id, source.pass_id, seeker) < source.people)
    return query.order_by(*_order(source, seeker))


def covered(query: Select[Any], source: Source) -> Select[Any]:
    """Narrow a query over pages to those that belong to a source: a batch, or what of a pass is in no batch.

    Pages that were withdrawn belong to none.
    """
    page, part = models.Page, models.BatchPage
    query = query.where(page.withdrawn_at.is_(None))
    if source.batch_id is not None:
        return query.join(part, part.page_id == page.id).where(part.batch_id == source.batch_id)
    batched = exists().where(part.page_id == page.id, part.pass_id == source.pass_id)
    return query.where(page.project_id == source.project_id, ~batched)


def _live_on(page_id: Any, pass_id: Any, seeker: Seeker) -> Any:
    """Count who else holds or has finished a page in a pass."""
    other = aliased(models.Task)
    there = (other.page_id == page_id, other.pass_id == pass_id, other.person_id != seeker.person_id)
    return select(func.count()).select_from(other).where(*there, live(other, seeker.now)).scalar_subquery()


def _by_name(seeker: Seeker) -> list[Any]:
    """Names in order, beginning after the page the person comes from."""
    here = select(models.Page.name).where(models.Page.id == seeker.after).scalar_subquery()
    turned = [case((models.Page.name > here, 0), else_=1)] if seeker.after else []
    return [*turned, models.Page.name]


def _order(source: Source, seeker: Seeker) -> list[Any]:
    if source.order == "added":
        return [models.Page.id]
    if source.order == "random":
        return [_shuffled(models.Page.id, source.pass_id, seeker.person_id), models.Page.id]
    return _by_name(seeker)


def _shuffled(page_id: Any, pass_id: int, person_id: int) -> Any:
    """Return a number for each page that looks random and is the same each time, for one person in one pass.

    A square modulo a prime; every product stays below 2**62, so that both databases reckon it exactly.
    """
    digest = hashlib.sha256(f"{pass_id} {person_id}".encode()).digest()
    factor, shift = (int.from_bytes(digest[at : at + 4], "big") % (PRIME - 1) + 1 for at in (0, 4))
    spread = (sql_cast(page_id, BigInteger) * factor + shift) % PRIME
    return (spread * spread) % PRIME


def reads(language: str, tags: Sequence[str]) -> bool:
    """Tell the same as `fits` of one language, outside of the database."""
    low, own = language.lower(), [tag.lower() for tag in tags]
    return any(low == tag or low.startswith(f"{tag}-") or tag.startswith(f"{low}-") for tag in own)
