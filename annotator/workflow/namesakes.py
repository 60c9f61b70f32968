"""Looking around in the registry before a merge: whom a word means, who is called alike, where an entity stands."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.languages import fold
from annotator.store import entities, models, uses
from annotator.store.entities import EntityRow
from annotator.store.texts import page_text

AROUND = 60
ALIKE = 8


@dataclass(frozen=True, slots=True)
class Place:
    """One place that names an entity, with its line's number and words; `line` is None where nothing is marked."""

    use: uses.Use
    line: int | None
    words: str


def named(session: Session, project_id: int, word: str) -> str:
    """Return the id of the entity that an id or a name means; refuses what means none or several."""
    if entities.find(session, project_id, word.strip()):
        return word.strip()
    folded = fold(word.strip())
    found = [one for one in entities.containing(session, project_id, folded, 100) if folded in _names(one)]
    if not folded or not found:
        raise Refused(word or "into", "is no entity of this project")
    if len(found) > 1:
        raise Refused(word, f"is the name of several: {', '.join(one.id for one in found)}")
    return found[0].id


def alike(session: Session, project_id: int, one: EntityRow) -> list[EntityRow]:
    """Return other entities that share a word of three letters or more with this one's names."""
    words = {word for name in _names(one) for word in name.split() if len(word) > 2}
    found: dict[str, EntityRow] = {}
    for word in sorted(words, key=len, reverse=True):
        for other in entities.containing(session, project_id, word, ALIKE):
            if other.id != one.id and word in {part for name in _names(other) for part in name.split()}:
                found.setdefault(other.id, other)
    return list(found.values())[:ALIKE]


def places(session: Session, project_id: int, entity_id: str, limit: int) -> list[Place]:
    """Return where an entity is named, with the line, at most `limit` of each kind of label."""
    found: list[Place] = []
    for use in uses.of(session, project_id, entity_id, limit):
        if use.start is None:
            found.append(Place(use, None, ""))
            continue
        text = page_text(session, use.page_id, session.get_one(models.Page, use.page_id).sha256)
        n = text.line_at(use.start)
        line = text.line_span(n)
        words = text.text[max(line.start, use.start - AROUND) : min(line.end, use.start + 2 * AROUND)]
        found.append(Place(use, n, words))
    return found


def merges(session: Session, project_id: int, limit: int = 50) -> list[models.Merge]:
    """Return the latest merges, newest first."""
    table = models.Merge
    query = select(table).where(table.project_id == project_id).order_by(table.id.desc()).limit(limit)
    return list(session.scalars(query))


def _names(one: EntityRow) -> set[str]:
    return {fold(name) for name in (one.name, *(alias["name"] for alias in one.aliases))}
