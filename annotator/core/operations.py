"""Every change to a labelling as a value with a JSON form; `labelling` applies them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from .errors import Refused
from .labels import ORIGINS, SOURCE_KINDS, STATUSES, Item, Json, LineLabel, Mark, Note, Quote, Stance
from .reading import Fields

COLLECTIONS: dict[str, type[Item]] = {"quote": Quote, "stance": Stance, "note": Note}
"""The words of operation kinds (`quote.put`) and the values they carry."""


@dataclass(frozen=True, slots=True)
class Run:
    """A label for the non-blank lines `first..last`; a run of one line names that line. None clears."""

    first: int
    last: int
    label: LineLabel | None

    def to_json(self) -> Json:
        """Return the run as the label screen and the database write it."""
        return {"first": self.first, "last": self.last, **(self.label.to_json() if self.label else {"label": None})}


@dataclass(frozen=True, slots=True)
class SetLines:
    """Label or clear ranges of lines."""

    kind: ClassVar = "lines.set"
    ranges: tuple[Run, ...]

    def payload(self) -> Json:
        """Return the JSON form."""
        return {"ranges": [one.to_json() for one in self.ranges]}


@dataclass(frozen=True, slots=True)
class PutItem:
    """Create a quote, stance or note, or change some of its fields; `position` places a returning one."""

    of: str
    id: str
    values: Json
    mark: Mark
    position: int | None = None

    @property
    def kind(self) -> str:
        """The kind's name in the log."""
        return f"{self.of}.put"

    def payload(self) -> Json:
        """Return the JSON form, with the mark where one is known."""
        mark = self.mark.to_json() if self.mark.by else {"origin": self.mark.origin, "source": self.mark.source}
        place = {} if self.position is None else {"position": self.position}
        values = {name: _listed(value) for name, value in self.values.items()}
        return {"id": self.id, **place, "set": {**values, **mark}}


@dataclass(frozen=True, slots=True)
class RemoveItem:
    """Take a quote, stance or note away."""

    of: str
    id: str

    @property
    def kind(self) -> str:
        """The kind's name in the log."""
        return f"{self.of}.remove"

    def payload(self) -> Json:
        """Return the JSON form."""
        return {"id": self.id}


@dataclass(frozen=True, slots=True)
class PutEntity:
    """Propose an entity for the project's registry, or change one that is still proposed."""

    kind: ClassVar = "entity.put"
    id: str
    values: Json

    def payload(self) -> Json:
        """Return the JSON form."""
        return {"id": self.id, "set": self.values}


@dataclass(frozen=True, slots=True)
class SetPage:
    """Answer some of the page's questions; answers merge by key and None takes one back."""

    kind: ClassVar = "page.set"
    values: Json

    def payload(self) -> Json:
        """Return the JSON form."""
        return {"set": self.values}


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Move the task: begin, finish, skip, reopen; `layers` is given by inverses alone."""

    kind: ClassVar = "status.set"
    status: str
    reason: str | None = None
    layers: tuple[tuple[str, str], ...] | None = None

    def payload(self) -> Json:
        """Return the JSON form."""
        extra = {} if self.layers is None else {"layers": dict(self.layers)}
        return {"status": self.status, "reason": self.reason, **extra}


@dataclass(frozen=True, slots=True)
class ImportLabelling:
    """Replace the whole labelling with one that was read from a record."""

    kind: ClassVar = "labelling.import"
    state: Json

    def payload(self) -> Json:
        """Return the JSON form."""
        return {"labelling": self.state}


@dataclass(frozen=True, slots=True)
class Revise:
    """Change labels on behalf of who made them, as a merge of kinds or entities does; no browser sends it.

    Runs carry their marks as they are to stand; an item keeps its mark unless the change gives one. It neither begins
    a task nor counts as work on it.
    """

    kind: ClassVar = "labels.revise"
    ranges: tuple[Run, ...] = ()
    items: tuple[PutItem, ...] = ()
    answers: Json = field(default_factory=dict)

    def payload(self) -> Json:
        """Return the JSON form."""
        items = [{"of": one.of, **one.payload()} for one in self.items]
        return {"ranges": [one.to_json() for one in self.ranges], "items": items, "answers": self.answers}


Operation: TypeAlias = SetLines | PutItem | RemoveItem | PutEntity | SetPage | SetStatus | ImportLabelling | Revise


def parse(kind: str, payload: object) -> Operation:
    """Read an operation from its JSON form; refuses with the place what doesn't fit."""
    fields = Fields(payload, kind)
    word, _, verb = kind.partition(".")
    if word in COLLECTIONS and verb == "remove":
        return RemoveItem(word, fields.identifier("id"))
    if word in COLLECTIONS and verb == "put":
        return _put_item(word, fields)
    readers: dict[str, Callable[[Fields], Operation]] = {
        SetLines.kind: _set_lines,
        PutEntity.kind: _put_entity,
        SetPage.kind: _set_page,
        SetStatus.kind: _set_status,
        Revise.kind: _revise,
        ImportLabelling.kind: lambda fields: ImportLabelling(Fields(fields.value.get("labelling"), kind).value),
    }
    if kind not in readers:
        raise Refused("operation", f"there is no kind {kind!r}")
    return readers[kind](fields)


def read_mark(fields: Fields, by: str = "", origin: str = "hand") -> Mark:
    """Read by, at, origin and source; absent ones are `by`, None, `origin`, None."""
    return Mark(
        by=fields.text("by") or by,
        at=fields.text("at"),
        origin=fields.choice("origin", ORIGINS, origin),
        source=fields.text("source"),
    )


def read_label(fields: Fields, by: str = "", origin: str = "hand") -> LineLabel | None:
    """Read a line label; a null label means none."""
    label = fields.text("label")
    if label is None:
        return None
    flags = tuple(sorted(set(fields.strings("flags"))))
    return LineLabel(label, fields.text("kind"), flags, read_mark(fields, by, origin))


def read_values(word: str, fields: Fields) -> Json:
    """Read those fields of a quote, stance or note that are present."""
    readers = READERS[word]
    return {name: read(fields, name) for name, read in readers.items() if fields.has(name)}


def _level(fields: Fields, key: str) -> Any:
    return fields.choice(key, ("quote", "page"))


def _polarity(fields: Fields, key: str) -> Any:
    return fields.choice(key, (-2, -1, 0, 1, 2, "unclear", "none"))


def _source_kind(fields: Fields, key: str) -> Any:
    return fields.choice(key, (*SOURCE_KINDS, None))


def _flags(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(sorted({one for one in fields.strings(key) if one != "discontinuous"}))


READERS: dict[str, dict[str, Callable[[Fields, str], Any]]] = {
    "quote": {
        **dict.fromkeys(Quote.SPANS, Fields.spans),
        "source_kind": _source_kind,
        "speaker": Fields.text,
        "flags": _flags,
    },
    "stance": {
        "level": _level,
        "quote": Fields.text,
        "holder": Fields.text,
        "target": Fields.string,
        "polarity": _polarity,
        "explicit": Fields.boolean,
        "evidence": Fields.spans,
    },
    "note": {"start": Fields.integer, "end": Fields.integer, "note": Fields.string},
}
"""How each field of an item is read; the flag `discontinuous` is computed and therefore dropped."""


def _set_lines(fields: Fields) -> SetLines:
    given = fields.objects("ranges", lambda index, _: f"lines.set, range {index + 1}")
    return SetLines(tuple(Run(one.integer("first"), one.integer("last"), read_label(one)) for one in given))


def _put_item(word: str, fields: Fields) -> PutItem:
    item = fields.identifier("id")
    change = Fields(fields.value.get("set"), f"{word} {item}")
    change.only({*READERS[word], "by", "at", "origin", "source"})
    position = fields.integer("position") if fields.has("position") else None
    return PutItem(word, item, read_values(word, change), read_mark(change), position)


def _put_entity(fields: Fields) -> PutEntity:
    item = fields.identifier("id")
    change = Fields(fields.value.get("set"), f"entity {item}")
    change.only({"name", "kind", "aliases", "wikidata"})
    return PutEntity(item, dict(change.value))


def _set_page(fields: Fields) -> SetPage:
    change = Fields(fields.value.get("set"), "page")
    change.only({"page_type", "usable", "reason", "answers", "no_body"})
    for name in ("page_type", "reason"):
        change.text(name)
    for name in ("usable", "no_body"):
        change.boolean(name)
    answers = Fields(change.value.get("answers") or {}, "page, answers")
    for name in answers.value:
        answers.text(name)
    return SetPage(dict(change.value))


def _revise(fields: Fields) -> Revise:
    items = fields.objects("items", lambda index, _: f"labels.revise, item {index + 1}")
    puts = tuple(_put_item(one.choice("of", tuple(COLLECTIONS)), one) for one in items)
    answers = Fields(fields.value.get("answers") or {}, "labels.revise, answers")
    return Revise(_set_lines(fields).ranges, puts, {name: answers.text(name) for name in answers.value})


def _set_status(fields: Fields) -> SetStatus:
    given = Fields(fields.value["layers"], "status.set, layers") if fields.value.get("layers") else None
    layers = tuple((name, str(value)) for name, value in given.value.items()) if given else None
    return SetStatus(fields.choice("status", STATUSES), fields.text("reason"), layers)


def _listed(value: object) -> object:
    return [_listed(one) for one in value] if isinstance(value, tuple) else value
