"""Batches of a pass: pages chosen by what is known about them, with their own number of people, order and takers."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.splits import NONE, SPLITS
from annotator.store import events, models
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.splits import in_effect

from . import demand
from .clock import now
from .passes import checked_name, checked_order, checked_people, found, members_by_name


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pages are meant: of a site, in a language, with words in the name; `quota` so many per site and language.

    A site or language "-" means pages that have none. `split` is train, validation, test or none.
    """

    site: str = ""
    language: str = ""
    text: str = ""
    quota: int | None = None
    split: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What making a batch did: how many pages it holds, and what its demand lacks, as sentences."""

    pages: int
    unmet: list[str]


@dataclass(frozen=True, slots=True)
class BatchTerms:
    """What somebody asks of a batch; `people` None takes the number of the pass, 0 is everybody."""

    name: str
    people: int | None = None
    order: str = "name"
    takers: Sequence[str] = ()
    practice: bool = False


def create(
    db: Database, project_key: str, pass_name: str, terms: BatchTerms, choice: Choice, by: PersonRow | None = None
) -> Made:
    """Put pages that are in no batch of the pass yet into a new one; refuses a choice that finds none."""
    with db.write() as session:
        project, one = found(session, project_key, pass_name)
        name = checked_name("batch", terms.name)
        place = f"batch {name}"
        if session.scalar(select(models.Batch.id).where(models.Batch.pass_id == one.id, models.Batch.name == name)):
            raise Refused(place, f"is in the pass {pass_name} already")
        pages = _by_quota(chosen(session, one, choice), choice.quota, name)
        if not pages:
            raise Refused(place, "would be empty: no page that is in no batch yet is meant by this choice")
        last = session.scalar(select(func.max(models.Batch.position)).where(models.Batch.pass_id == one.id))
        batch = models.Batch(pass_id=one.id, name=name, position=0 if last is None else last + 1, created_at=now())
        batch.people = None if terms.people is None else checked_people(place, terms.people)
        batch.queue_order, batch.practice = checked_order(place, terms.order), terms.practice
        batch.takers = sorted(members_by_name(session, project.id, terms.takers).values())
        session.add(batch)
        session.flush()
        _fill(session, batch, pages)
        detail = {"project": project.slug, "pass": pass_name, "batch": name, "pages": len(pages)}
        events.record(session, now(), "batch.created", by.id if by else None, **detail)
        return Made(len(pages), demand.of_pass(session, one))


def set_open(
    db: Database, project_key: str, pass_name: str, name: str, *, open_: bool, by: PersonRow | None = None
) -> None:
    """Open a batch to the queue or close it."""
    with db.write() as session:
        project, one = found(session, project_key, pass_name)
        query = select(models.Batch).where(models.Batch.pass_id == one.id, models.Batch.name == name)
        batch = session.scalars(query).one_or_none()
        if batch is None:
            raise Refused(f"batch {name}", f"is not in the pass {pass_name}")
        batch.open = open_
        detail = {"project": project.slug, "pass": pass_name, "batch": name}
        events.record(session, now(), "batch.opened" if open_ else "batch.closed", by.id if by else None, **detail)


def chosen(session: Session, one: models.Pass, choice: Choice, *, batched: bool = False) -> list[models.Page]:
    """Return the pages that a choice means, by name; without `batched` only those that no batch of the pass has."""
    page, part = models.Page, models.BatchPage
    query = select(page).where(page.project_id == one.project_id)
    for column, wanted in ((page.site, choice.site), (page.language, choice.language)):
        if wanted:
            query = query.where(column.is_(None) if wanted == "-" else column == wanted)
    if choice.split and choice.split not in (*SPLITS, NONE):
        raise Refused("split", f"{choice.split!r} is none of {', '.join((*SPLITS, NONE))}")
    if choice.split:
        query = query.where(in_effect() == choice.split)
    if choice.text.strip():
        query = query.where(page.name.icontains(choice.text.strip(), autoescape=True))
    if not batched:
        query = query.where(~exists().where(part.page_id == page.id, part.pass_id == one.id))
    return list(session.scalars(query.order_by(page.name)))


def known_values(session: Session, project_id: int) -> tuple[list[str], list[str]]:
    """Return the sites and the languages of a project's pages, sorted."""
    page = models.Page
    columns = (page.site, page.language)
    found_ones = [session.scalars(select(one).where(page.project_id == project_id).distinct()) for one in columns]
    sites, languages = (sorted(value for value in values if value) for values in found_ones)
    return sites, languages


def _by_quota(pages: Iterable[models.Page], quota: int | None, seed: str) -> list[models.Page]:
    """Return at most `quota` pages of each site and language, drawn by the seed and thus the same each time."""
    if quota is None:
        return list(pages)
    if quota < 1:
        raise Refused("quota", "should be 1 page or more of each site and language")
    taken: Counter[tuple[str | None, str | None]] = Counter()
    drawn = []
    for page in sorted(pages, key=lambda one: hashlib.sha256(f"{seed} {one.uid}".encode()).digest()):
        key = (page.site, page.language)
        taken[key] += 1
        if taken[key] <= quota:
            drawn.append(page)
    return sorted(drawn, key=lambda one: one.name)


def _fill(session: Session, batch: models.Batch, pages: Sequence[models.Page]) -> None:
    rows = [
        {"pass_id": batch.pass_id, "page_id": page.id, "batch_id": batch.id, "position": position}
        for position, page in enumerate(pages)
    ]
    session.execute(insert(models.BatchPage), rows)
