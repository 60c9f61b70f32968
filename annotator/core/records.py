"""The canonical record `annotator.page/1` as values: a page, its entities and labellings, read with every check."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .constraints import ENTITY_KINDS
from .errors import Refused
from .labels import Json
from .reading import Fields
from .record_labels import RecordLabelling, labelling_from_record, left_out, link_bases
from .text import PageText

FORMAT = "annotator.page/1"
PAGE_TEXTS = ("url", "site", "language", "title", "published", "story", "rights")
"""The optional texts about a page, in the order of the record."""
SOURCE_TEXTS = ("sha256", "media_type", "encoding", "renderer")
PAGE_KEYS = ("id", "name", *PAGE_TEXTS, "sha256", "encoding", "length", "text", "source", "meta")
ENTITY_KEYS = ("id", "name", "kind", "aliases", "wikidata")
DEEPEST = 100
"""Levels that a page's `meta` may be nested."""


class Number(str):
    """A number in the spelling of its file, so that `1.50` stays `1.50`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """A page as the record holds it; `sha256` and `length` were verified against `text`, `meta` is JSON text."""

    name: str
    text: PageText
    sha256: str
    length: int
    id: str | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    title: str | None = None
    published: str | None = None
    story: str | None = None
    rights: str | None = None
    source: Json | None = None
    meta: str = "{}"


@dataclass(frozen=True, slots=True)
class RecordEntity:
    """An entity of the registry; `aliases` are pairs of name and language (None where it isn't told)."""

    id: str
    name: str
    kind: str
    aliases: tuple[tuple[str, str | None], ...] = ()
    wikidata: str | None = None

    def to_json(self) -> Json:
        """Return the entity as the record writes it."""
        aliases = [{"name": name, "language": language} for name, language in self.aliases]
        return {"id": self.id, "name": self.name, "kind": self.kind, "aliases": aliases, "wikidata": self.wikidata}


@dataclass(slots=True)
class Record:
    """One page with its entities and labellings; `notices` says what reading left out."""

    page: RecordPage
    entities: list[RecordEntity] = field(default_factory=list)
    labellings: list[RecordLabelling] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_record(value: object) -> Record:
    """Read a canonical record; refuses what contradicts itself, naming page, labelling, label and span.

    Fields that the format doesn't have are left out and told in `notices`. Nothing is held against a
    scheme yet: see `record_labels.fit`.
    """
    top = Fields(value, "record")
    if top.value.get("format") != FORMAT:
        raise Refused("record", f"its format is not {FORMAT!r}")
    record = Record(read_page(top.value.get("page")))
    place = f"page {record.page.name}"
    top.place = place
    left_out(top, ("format", "page", "entities", "labellings"), record.notices)
    left_out(Fields(top.value["page"], place), PAGE_KEYS, record.notices)
    record.entities = list(_entities(top, record.notices))
    for one in top.objects("labellings", lambda index, _: f"{place}, labelling {index + 1}"):
        record.labellings.append(labelling_from_record(one, record.page.text, place, record.notices))
    _alone(record, place)
    link_bases(record.labellings)
    return record


def read_page(value: object) -> RecordPage:
    """Read the page of a record and verify its digest and length."""
    fields = Fields(value, "page")
    name = fields.string("name")
    fields.place = f"page {name}"
    words = fields.value.get("text")
    if not isinstance(words, str):
        raise Refused(fields.place, "lacks the field 'text'" if words is None else "'text' should be a string")
    text = PageText(words)
    verify(text, fields.string("sha256"), fields.integer("length"), fields.place)
    if fields.value.get("encoding", "utf-8") != "utf-8":
        raise Refused(fields.place, "the encoding of a record's text is always 'utf-8'")
    texts = {key: fields.text(key) for key in PAGE_TEXTS}
    return RecordPage(
        name=name,
        text=text,
        sha256=text.digest,
        length=len(text),
        id=fields.identifier("id") if fields.value.get("id") is not None else None,
        source=_source(fields),
        meta=_meta(fields),
        **texts,
    )


def verify(text: PageText, sha256: str, length: int, place: str) -> None:
    """Refuse a text that is not the one its digest and length (code points) were taken of."""
    try:
        digest = text.digest
    except UnicodeEncodeError as error:
        raise Refused(place, f"the text holds a lone surrogate at {error.start}") from None
    if len(text) != length:
        raise Refused(place, f"the text has {len(text)} code points, not {length}")
    if digest != sha256:
        raise Refused(place, f"the text's sha256 is {digest}, not {sha256}")


def spelled(value: Any, place: str, depth: int = 0) -> str:
    """Return JSON text of a value without spaces, keys in their order and each `Number` in its own spelling."""
    if depth > DEEPEST:
        raise Refused(place, f"'meta' is nested deeper than {DEEPEST} levels")
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        inner = (f"{_quoted(key)}:{spelled(one, place, depth + 1)}" for key, one in value.items())
        return "{" + ",".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ",".join(spelled(one, place, depth + 1) for one in value) + "]"
    return _quoted(value)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _source(fields: Fields) -> Json | None:
    given = fields.value.get("source")
    if given is None:
        return None
    source = Fields(given, f"{fields.place}, source")
    source.only(SOURCE_TEXTS)
    return {key: source.text(key) for key in SOURCE_TEXTS}


def _meta(fields: Fields) -> str:
    meta = fields.value.get("meta")
    if meta is None:
        return "{}"
    return spelled(Fields(meta, f"{fields.place}, meta").value, fields.place)


def _entities(top: Fields, notices: list[str]) -> Iterable[RecordEntity]:
    found: dict[str, RecordEntity] = {}
    for fields in top.objects("entities", lambda index, _: f"{top.place}, entity {index + 1}"):
        entity = read_entity(fields, top.place, notices)
        if found.setdefault(entity.id, entity) != entity:
            raise Refused(fields.place, "is in the record twice and differs")
    return found.values()


def read_entity(fields: Fields, outer: str, notices: list[str]) -> RecordEntity:
    """Read one entity; its place becomes its id inside `outer`."""
    entity_id = fields.identifier("id")
    fields.place = f"{outer}, entity {entity_id}"
    left_out(fields, ENTITY_KEYS, notices)
    aliases = fields.objects("aliases", lambda index, _: f"{fields.place}, alias {index + 1}")
    return RecordEntity(
        entity_id,
        fields.string("name"),
        fields.choice("kind", ENTITY_KINDS),
        tuple((alias.string("name"), alias.text("language")) for alias in aliases),
        fields.text("wikidata"),
    )


def _alone(record: Record, place: str) -> None:
    """Refuse two labellings of one person in one pass, and a second gold."""
    seen: set[tuple[str, ...]] = set()
    for one in record.labellings:
        key = ("gold",) if one.role == "gold" else (one.role, one.annotator, one.pass_name)
        if key in seen:
            raise Refused(f"{place}, labelling {one.annotator}", f"is there twice as {one.role} in one pass")
        seen.add(key)
