"""Queries about passes and their batches: what they ask for, who may take them, which pages they cover."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from . import models

ORDERS = ("name", "random", "added")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the queue takes pages from, and on what terms: a batch, or what of a pass is in no batch.

    `people` is how many label each page (none: everybody), `base_layers` what has to be done on a page before.
    """

    project_id: int
    pass_id: int
    batch_id: int | None
    people: int | None
    order: str
    base: str | None
    base_layers: tuple[str, ...] = ()
    takers: tuple[int, ...] = ()
    practice: bool = False

    @property
    def base_pass(self) -> str:
        """The name of the pass that the base comes from."""
        return (self.base or "").partition(":")[2]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch as lists show it; `takers` are names (none: who may take the pass)."""

    id: int
    name: str
    pages: int
    people: int | None
    queue_order: str
    open: bool
    practice: bool
    takers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may label in a pass and who may adjudicate it, by name; nobody named: all members, all curators."""

    label: tuple[str, ...]
    adjudicate: tuple[str, ...]


def named(session: Session, project_id: int, name: str) -> models.Pass | None:
    """Return the pass of that name."""
    query = select(models.Pass).where(models.Pass.project_id == project_id, models.Pass.name == name)
    return session.scalars(query).one_or_none()


def in_order(session: Session, project_id: int) -> list[models.Pass]:
    """Return the passes of a project in their order."""
    query = select(models.Pass).where(models.Pass.project_id == project_id)
    return list(session.scalars(query.order_by(models.Pass.position, models.Pass.id)))


def takeable(session: Session, project_id: int, person_id: int) -> list[models.Pass]:
    """Return the open passes that the person may label in; locked on PostgreSQL until the transaction ends.

    The lock lets foreign keys be checked meanwhile: those who save hold a task, and would wait for each other.
    """
    query = (
        select(models.Pass)
        .where(models.Pass.project_id == project_id, models.Pass.open)
        .with_for_update(key_share=True)
    )
    found = list(session.scalars(query.order_by(models.Pass.id)))
    found.sort(key=lambda one: (one.position, one.id))
    return [one for one in found if may_label(session, one.id, person_id)]


def may_label(session: Session, pass_id: int, person_id: int) -> bool:
    """Tell whether somebody may label in a pass: it names nobody, or names them."""
    right = models.PassRight
    named_ones = set(session.scalars(select(right.person_id).where(right.pass_id == pass_id, right.label)))
    return not named_ones or person_id in named_ones


def rights(session: Session, pass_id: int) -> Rights:
    """Return whom a pass names for labelling and for adjudicating."""
    right, person = models.PassRight, models.Person
    query = select(person.name, right.label, right.adjudicate).join(right, right.person_id == person.id)
    rows = sorted(session.execute(query.where(right.pass_id == pass_id)))
    return Rights(tuple(name for name, one, _ in rows if one), tuple(name for name, _, one in rows if one))


def sources(session: Session, one: models.Pass) -> list[Source]:
    """Return where a pass takes pages from: practice batches, then batches, all of them open, in their order.

    A pass without batches (practice apart) covers every page that no batch has.
    """
    query = select(models.Batch).where(models.Batch.pass_id == one.id)
    batches = list(session.scalars(query.order_by(models.Batch.position, models.Batch.id)))
    batches.sort(key=lambda batch: not batch.practice)
    needed = base_layers(session, one)
    found = [_of_batch(one, batch, needed) for batch in batches if batch.open]
    if all(batch.practice for batch in batches):
        found.append(Source(one.project_id, one.id, None, one.people, one.queue_order, one.base, needed))
    return found


def source_of(session: Session, one: models.Pass, page_id: int) -> Source | None:
    """Return the source that a page of a pass belongs to; None where it is not covered or its batch is closed."""
    part = session.get(models.BatchPage, (one.id, page_id))
    wanted = part.batch_id if part else None
    return next((source for source in sources(session, one) if source.batch_id == wanted), None)


def base_layers(session: Session, one: models.Pass) -> tuple[str, ...]:
    """Return the layers that have to be done in the base of a pass: all but the page layer, where there is another."""
    before = named(session, one.project_id, one.base.partition(":")[2]) if one.base else None
    if before is None:
        return ()
    return tuple(layer for layer in before.layers if layer != "page") or tuple(before.layers)


def batches(session: Session, pass_id: int) -> list[BatchRow]:
    """Return the batches of a pass in their order."""
    batch, part = models.Batch, models.BatchPage
    size = select(func.count()).where(part.batch_id == batch.id).scalar_subquery()
    rows = session.execute(select(batch, size).where(batch.pass_id == pass_id).order_by(batch.position, batch.id))
    found = rows.all()
    names = _names(session, [key for one, _ in found for key in one.takers])
    return [
        BatchRow(
            one.id, one.name, pages, one.people, one.queue_order, one.open, one.practice, _called(names, one.takers)
        )
        for one, pages in found
    ]


def begun(session: Session, pass_id: int) -> int:
    """Count the labellings in a pass that somebody has touched."""
    touched = select(func.count()).where(models.Task.pass_id == pass_id, models.Task.status != "todo")
    return session.scalar(touched) or 0


def _of_batch(one: models.Pass, batch: models.Batch, needed: tuple[str, ...]) -> Source:
    people = one.people if batch.people is None else batch.people
    takers = tuple(batch.takers)
    key = (one.project_id, one.id, batch.id, people, batch.queue_order)
    return Source(*key, one.base, needed, takers, batch.practice)


def _names(session: Session, keys: Sequence[int]) -> dict[int, str]:
    query = select(models.Person.id, models.Person.name).where(models.Person.id.in_(keys))
    return {row[0]: row[1] for row in session.execute(query)}


def _called(names: dict[int, str], keys: Sequence[int]) -> tuple[str, ...]:
    return tuple(sorted(names[key] for key in keys if key in names))
