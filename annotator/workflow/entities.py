"""The registry of entities: what a record or a table brings in, searching it, and writing it as a table."""

import re
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from sqlalchemy.orm import Session

from annotator.core.constraints import ENTITY_KINDS
from annotator.core.errors import Refused
from annotator.core.labelling import Actor
from annotator.core.labels import Json
from annotator.core.operations import PutEntity
from annotator.languages import fold
from annotator.store import entities, events, models
from annotator.store.database import Database
from annotator.store.entities import EntityRow

from . import projects
from .clock import now
from .tables import read_rows, table_line

LONGEST_NAME = 1000
"""Characters of a name that somebody proposes; everybody has to read it in lists."""
COLUMNS = ("id", "name", "kind", "aliases", "wikidata", "status")
STATUSES = ("proposed", "confirmed")
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Imported:
    """What reading a table did; `refused` has one sentence a row."""

    added: int
    changed: int
    unchanged: int
    refused: list[str]


def new_id(letter: str = "e") -> str:
    """Return a random id such as `e-0123456789`."""
    number, signs = secrets.randbelow(len(ALPHABET) ** 10), []
    for _ in range(10):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return f"{letter}-{''.join(signs)}"


def listing(db: Database, project_key: str) -> list[EntityRow]:
    """Return the whole registry of a project by id."""
    with db.read() as session:
        return entities.listing(session, projects.within(session, project_key).id)


def search(db: Database, project_key: str, query: str, limit: int = 20) -> list[EntityRow]:
    """Return the entities whose name or alias contains the query once case, marks and script are folded."""
    with db.read() as session:
        return entities.containing(session, projects.within(session, project_key).id, fold(query), limit)


def read_table(db: Database, project_key: str, file: TextIO, *, update: bool = False) -> Imported:
    """Take entities from CSV with the columns id, name, kind, aliases, wikidata, status.

    Only name and kind are required. A row without id means the entity of that name and kind, a new one
    where there is none. Another name or kind under a known id is refused unless `update`.
    """
    rows = read_rows(file, required=("name", "kind"), known=COLUMNS)
    outcomes: Counter[str] = Counter()
    refused: list[str] = []
    with db.write() as session:
        project = projects.within(session, project_key)
        for row in rows:
            if isinstance(row, Refused):
                refused.append(str(row))
                continue
            place, cells = row
            try:
                outcomes[_take_row(session, project.id, cells, update=update)] += 1
            except Refused as wrong:
                refused.append(str(wrong.within(place)))
        events.record(session, now(), "entities.imported", project=project.slug, **outcomes)
    return Imported(outcomes["added"], outcomes["changed"], outcomes["unchanged"], refused)


def write_table(db: Database, project_key: str) -> Iterator[str]:
    """Return the registry as CSV lines, by id; refuses an unknown project at once."""
    return _lines(listing(db, project_key))


def put(session: Session, project_id: int, entity: Json, by: str, *, update: bool = False) -> str:
    """Add an entity or fill in what a known one lacks; returns added, changed or unchanged.

    Refuses, naming both, another name or kind under a known id (unless `update`).
    """
    found = session.get(models.Entity, (project_id, entity["id"]))
    aliases = [dict(alias) for alias in entity.get("aliases") or []]
    if found is None:
        row = models.Entity(project_id=project_id, id=entity["id"], name=entity["name"], kind=entity["kind"])
        row.aliases, row.wikidata = aliases, entity.get("wikidata")
        row.status, row.by, row.at = entity.get("status") or "confirmed", by, now()
        row.folded = folded(row.name, row.aliases)
        session.add(row)
        session.flush()
        return "added"
    if (found.name, found.kind) != (entity["name"], entity["kind"]) and not update:
        ours, theirs = f"{found.name} ({found.kind})", f"{entity['name']} ({entity['kind']})"
        raise Refused(f"entity {found.id}", f"is {ours} in this project, not {theirs}")
    before = (found.name, found.kind, found.aliases, found.wikidata, found.status)
    found.name, found.kind = entity["name"], entity["kind"]
    found.aliases = [*found.aliases, *(one for one in aliases if one not in found.aliases)]
    found.wikidata = (
        (entity.get("wikidata") or found.wikidata) if update else (found.wikidata or entity.get("wikidata"))
    )
    found.status = entity.get("status") or found.status
    found.folded = folded(found.name, found.aliases)
    session.flush()
    return "unchanged" if before == (found.name, found.kind, found.aliases, found.wikidata, found.status) else "changed"


def propose(session: Session, project_id: int, op: PutEntity, actor: Actor) -> None:
    """Add a proposed entity, or change one that is still proposed; refuses to change a confirmed one."""
    place = f"entity {op.id}"
    found = session.get(models.Entity, (project_id, op.id), with_for_update=True)
    if found is None:
        missing = [name for name in ("name", "kind") if not op.values.get(name)]
        if missing:
            raise Refused(place, f"a new entity needs its {missing[0]}")
        found = models.Entity(project_id=project_id, id=op.id, status="proposed", aliases=[], by=actor.by, at=actor.at)
        session.add(found)
    if len(op.values.get("name") or "") > LONGEST_NAME:
        raise Refused(place, f"a name has {LONGEST_NAME} characters at most")
    values = {name: list(value) if name == "aliases" else value for name, value in op.values.items()}
    changed = {name: value for name, value in values.items() if getattr(found, name) != value}
    if changed and found.status != "proposed":
        raise Refused(place, f"{found.name} is confirmed already; a curator may change it")
    for name, value in changed.items():
        setattr(found, name, value)
    found.folded = folded(found.name, found.aliases)
    session.flush()


def folded(name: str, aliases: Sequence[Json]) -> str:
    """Return name and aliases as the search compares them, one a line."""
    return "\n".join(dict.fromkeys(fold(one) for one in (name, *(alias["name"] for alias in aliases))))


def _take_row(session: Session, project_id: int, cells: dict[str, str], *, update: bool) -> str:
    name, kind = cells["name"], cells["kind"]
    if not name:
        raise Refused("", "the name is empty")
    if kind not in ENTITY_KINDS:
        raise Refused("", f"the kind {kind!r} is none of {', '.join(ENTITY_KINDS)}")
    status = cells.get("status") or None
    if status is not None and status not in STATUSES:
        raise Refused("", f"the status {status!r} is none of {', '.join(STATUSES)}")
    known = cells.get("id") or _id_of(session, project_id, name, kind) or new_id()
    entity: Json = {"id": known, "name": name, "kind": kind, "aliases": read_aliases(cells.get("aliases", ""))}
    entity |= {"wikidata": cells.get("wikidata") or None, "status": status}
    return put(session, project_id, entity, by="import", update=update)


def _id_of(session: Session, project_id: int, name: str, kind: str) -> str | None:
    same = (one.id for one in entities.listing(session, project_id) if (one.name, one.kind) == (name, kind))
    return next(same, None)


def read_aliases(cell: str) -> list[Json]:
    """Read `Zora Lindqvist@sv|Зора@sr-Cyrl`; a backslash keeps a bar or an at sign in a name."""
    found = []
    for part in re.split(r"(?<!\\)\|", cell):
        name, _, language = re.sub(r"(?<!\\)@(?=[^@]*$)", "\0", part).partition("\0")
        name = name.replace("\\|", "|").replace("\\@", "@").strip()
        if name:
            found.append({"name": name, "language": projects.checked_language(language) if language else None})
    return found


def _lines(rows: Sequence[EntityRow]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\n"
    for one in rows:
        aliases = "|".join(written_alias(alias) for alias in one.aliases)
        yield table_line((one.id, one.name, one.kind, aliases, one.wikidata or "", one.status))


def written_alias(alias: Json) -> str:
    """Return an alias as `read_aliases` reads it."""
    name = alias["name"].replace("|", "\\|").replace("@", "\\@")
    return f"{name}@{alias['language']}" if alias["language"] else name
