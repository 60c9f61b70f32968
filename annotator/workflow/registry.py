"""What curators do to the registry of entities: confirm, rename, give aliases, merge, and take a merge back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from annotator.core.constraints import ENTITY_KINDS
from annotator.core.errors import Refused
from annotator.core.labels import Json, Mark
from annotator.core.operations import PutItem, Revise
from annotator.store import entities, events, models, uses
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.upsert import insert_missing

from .clock import now
from .entities import LONGEST_NAME, STATUSES, folded, read_aliases
from .revising import new_step, revise, take_back

KEPT = Mark("", None)
"""An item that is revised keeps its own mark."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would move: labels, labellings and pages; `doubled` labellings would hold a stance twice."""

    gone: entities.EntityRow
    into: entities.EntityRow
    quotes: int
    stances: int
    labellings: int
    pages: int
    doubled: int


def change(db: Database, project_id: int, entity_id: str, form: dict[str, str], by: PersonRow) -> None:
    """Change name, kind, aliases (`Lind@en|Линд@sr-Cyrl`), Wikidata id or status of an entity; refuses what can't be.

    Its id, and so every label that names it, stays.
    """
    name, kind, status = (form.get(key, "").strip() for key in ("name", "kind", "status"))
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Refused("name", f"should have 1 to {LONGEST_NAME} characters")
    if kind not in ENTITY_KINDS:
        raise Refused("kind", f"should be one of {', '.join(ENTITY_KINDS)}")
    if status not in STATUSES:
        raise Refused("status", f"should be one of {', '.join(STATUSES)}")
    with db.write() as session:
        found = _entity(session, project_id, entity_id)
        before = {"name": found.name, "kind": found.kind, "status": found.status}
        found.name, found.kind, found.status = name, kind, status
        found.aliases, found.wikidata = read_aliases(form.get("aliases", "")), form.get("wikidata", "").strip() or None
        found.folded = folded(found.name, found.aliases)
        events.record(session, now(), "entity.changed", by.id, entity=entity_id, before=before, project_id=project_id)


def confirm(db: Database, project_id: int, entity_ids: Sequence[str], by: PersonRow) -> int:
    """Confirm proposed entities; returns how many were still proposed."""
    with db.write() as session:
        own = (models.Entity.project_id == project_id, models.Entity.id.in_(entity_ids))
        still = list(session.scalars(select(models.Entity).where(*own, models.Entity.status == "proposed")))
        for one in still:
            one.status = "confirmed"
        if still:
            events.record(session, now(), "entities.confirmed", by.id, project_id=project_id, ids=[x.id for x in still])
        return len(still)


def preview(session: Session, project_id: int, gone: str, into: str) -> Preview:
    """Say what taking one entity into another would move; refuses what can't be merged."""
    first, second = _pair(session, project_id, gone, into)
    found = uses.of(session, project_id, gone)
    return Preview(
        first,
        second,
        sum(one.word == "quote" for one in found),
        sum(one.word == "stance" for one in found),
        len({one.task_id for one in found}),
        len({one.page_id for one in found}),
        len(uses.doubled(session, project_id, gone, into)),
    )


def merge(db: Database, project_id: int, gone: str, into: str, by: PersonRow) -> int:
    """Take an entity into another: its labels are rewritten, its names become aliases; returns the merge's key.

    What still arrives under the old id means the other from now on. Labellings that then hold two stances of one
    holder toward one target keep both and are asked to look again.
    """
    with db.write() as session:
        first, _ = _pair(session, project_id, gone, into)
        whole, kept, step = _entity(session, project_id, gone), _entity(session, project_id, into), new_step()
        doubled = uses.doubled(session, project_id, gone, into)
        revise(session, _renamed(session, project_id, gone, into), step, by)
        reason = f"“{first.name}” and “{kept.name}” are one entity now, and two stances here have the same two ends"
        session.add_all(models.Look(task_id=one, reason=reason, by=by.name, at=now()) for one in doubled)
        moved = {"step": step, **_pages(session, project_id, gone, into), "aliases": _named_too(whole, kept)}
        moved["target"] = _target(session, project_id, gone, into)
        columns = ("id", "name", "kind", "aliases", "wikidata", "status", "by", "at")
        row = models.Merge(project_id=project_id, gone={name: getattr(whole, name) for name in columns}, into=into)
        row.moved, row.by, row.at = moved, by.name, now()
        session.add(row)
        session.delete(whole)
        events.record(session, now(), "entities.merged", by.id, project_id=project_id, gone=gone, into=into)
        session.flush()
        return row.id


def undo(db: Database, project_id: int, merge_id: int, by: PersonRow) -> tuple[int, int]:
    """Take a merge apart again; returns how many labels went back, and how many had been changed since and stay."""
    with db.write() as session:
        row = session.get(models.Merge, merge_id, with_for_update=True)
        if row is None or row.project_id != project_id or row.undone_at:
            raise Refused("merge", "is not there, or was taken back already")
        into = session.get(models.Entity, (project_id, row.into), with_for_update=True)
        if into is None:
            raise Refused("merge", f"{row.into} was merged itself since; take that back first")
        if session.get(models.Entity, (project_id, row.gone["id"])):
            raise Refused("merge", f"{row.gone['id']} has come back with an import; merge it again instead")
        old = models.Entity(project_id=project_id, **row.gone)
        old.folded = folded(old.name, old.aliases)
        session.add(old)
        into.aliases = [one for one in into.aliases if one not in row.moved["aliases"]]
        into.folded = folded(into.name, into.aliases)
        session.flush()
        counts = take_back(session, row.moved["step"], by)
        _pages_back(session, project_id, row)
        row.undone_at = now()
        events.record(session, now(), "merge.undone", by.id, project_id=project_id, gone=old.id, into=row.into)
        return counts


def _pair(session: Session, project_id: int, gone: str, into: str) -> tuple[entities.EntityRow, entities.EntityRow]:
    first, second = (entities.find(session, project_id, one) for one in (gone, into))
    if first is None or second is None:
        raise Refused(gone if first is None else into, "is no entity of this project")
    if gone == into:
        raise Refused(gone, "is the same entity")
    return first, second


def _entity(session: Session, project_id: int, entity_id: str) -> models.Entity:
    found = session.get(models.Entity, (project_id, entity_id), with_for_update=True)
    if found is None:
        raise Refused(entity_id, "is no entity of this project")
    return found


def _renamed(session: Session, project_id: int, gone: str, into: str) -> dict[int, Revise]:
    values: defaultdict[int, defaultdict[tuple[str, str], Json]] = defaultdict(lambda: defaultdict(dict))
    for use in uses.of(session, project_id, gone):
        values[use.task_id][use.word, use.item][use.field] = into
    return {
        task: Revise(items=tuple(PutItem(word, item, fields, KEPT) for (word, item), fields in items.items()))
        for task, items in values.items()
    }


def _named_too(gone: models.Entity, kept: models.Entity) -> list[Json]:
    """Give `kept` the other's names as aliases; returns those it lacked."""
    own = {kept.name, *(one["name"] for one in kept.aliases)}
    names: list[Json] = [{"name": gone.name, "language": None}, *gone.aliases]
    new = [one for one in names if one["name"] not in own]
    kept.aliases = [*kept.aliases, *new]
    kept.folded = folded(kept.name, kept.aliases)
    return new


def _pages(session: Session, project_id: int, gone: str, into: str) -> Json:
    """Let the pages that brought `gone` bring `into`; tells which they are and which of them had both."""
    pages, both = (list(uses.pages_with(session, one, project_id)) for one in (gone, into))
    table = models.PageEntity
    session.execute(delete(table).where(table.project_id == project_id, table.entity_id == gone))
    for page in pages:
        insert_missing(session, table, {"page_id": page, "entity_id": into, "project_id": project_id})
    return {"pages": pages, "both": sorted(set(pages) & set(both))}


def _target(session: Session, project_id: int, gone: str, into: str) -> Json | None:
    """Let `into` stand where `gone` stood in the list of targets, unless it is there already."""
    old, other = (session.get(models.Target, (project_id, one)) for one in (gone, into))
    if old is None:
        return None
    place: Json = {"position": old.position, "status": old.status, "had_other": other is not None}
    session.delete(old)
    session.flush()
    if other is None:
        row = {"position": place["position"], "status": place["status"]}
        session.add(models.Target(project_id=project_id, entity_id=into, **row))
        session.flush()
    return place


def _pages_back(session: Session, project_id: int, row: models.Merge) -> None:
    gone, table, target = row.gone["id"], models.PageEntity, row.moved["target"]
    for page in row.moved["pages"]:
        insert_missing(session, table, {"page_id": page, "entity_id": gone, "project_id": project_id})
    only = [page for page in row.moved["pages"] if page not in row.moved["both"]]
    session.execute(delete(table).where(table.entity_id == row.into, table.page_id.in_(only)))
    if target:
        if not target["had_other"]:
            own = (models.Target.project_id == project_id, models.Target.entity_id == row.into)
            session.execute(update(models.Target).where(*own).values(entity_id=gone))
        else:
            place = {"position": target["position"], "status": target["status"]}
            session.add(models.Target(project_id=project_id, entity_id=gone, **place))
