"""The values an annotator makes: line labels, quotes, stances, notes and page answers, each with who, when and how."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from .spans import Span

LAYERS = ("page", "lines", "quotes", "stances")
ORIGINS = ("hand", "guessed", "accepted", "propagated", "imported")
STATUSES = ("todo", "in_progress", "done", "skipped")
SOURCE_KINDS = ("explicit", "pronoun", "implicit", "none")
UNKNOWN = "unknown"
"""The speaker of a quote whose speaker the page doesn't tell."""

Spans: TypeAlias = tuple[Span, ...]
Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """Who made a label, when (UTC, ISO 8601; None where an import didn't say) and how."""

    by: str
    at: str | None
    origin: str = "hand"
    source: str | None = None

    def to_json(self) -> Json:
        """Return the four fields in the order of the record."""
        return {"by": self.by, "at": self.at, "origin": self.origin, "source": self.source}


@dataclass(frozen=True, slots=True)
class LineLabel:
    """The label of one line; `flags` is sorted."""

    label: str
    kind: str | None
    flags: tuple[str, ...]
    mark: Mark

    def same_value(self, other: "LineLabel | None") -> bool:
        """Tell whether both say the same, whoever said it."""
        return other is not None and (self.label, self.kind, self.flags) == (other.label, other.kind, other.flags)

    def to_json(self) -> Json:
        """Return the form that the label screen and the log read."""
        return {"label": self.label, "kind": self.kind, "flags": list(self.flags), **self.mark.to_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What quotes, stances and notes share: an id of its maker's, a place in the stored order, a mark."""

    SPANS: ClassVar[tuple[str, ...]] = ()
    FIELDS: ClassVar[tuple[str, ...]] = ()
    id: str
    position: int
    mark: Mark

    def value(self) -> Json:
        """Return the fields that carry the label itself, as JSON."""
        pairs = ((name, getattr(self, name)) for name in self.FIELDS)
        return {name: _plain(value) for name, value in pairs}

    def to_json(self) -> Json:
        """Return id, position, fields and mark as JSON."""
        return {"id": self.id, "position": self.position, **self.value(), **self.mark.to_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Item):
    """An attributed quotation: contents in reading order, cues, sources and the speaker they resolve to."""

    SPANS: ClassVar = ("contents", "cues", "sources", "via", "addressee")
    FIELDS: ClassVar = (*SPANS, "source_kind", "speaker", "flags")
    contents: Spans = ()
    cues: Spans = ()
    sources: Spans = ()
    via: Spans = ()
    addressee: Spans = ()
    source_kind: str | None = None
    speaker: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance(Item):
    """A holder's stance toward a target; `holder` is stored at page level only, a quote's is its speaker."""

    SPANS: ClassVar = ("evidence",)
    FIELDS: ClassVar = ("level", "quote", "holder", "target", "polarity", "explicit", "evidence")
    level: str = "quote"
    quote: str | None = None
    holder: str | None = None
    target: str = ""
    polarity: int | str = 0
    explicit: bool | None = None
    evidence: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Item):
    """A remark about a span, for the people who read the labelling."""

    FIELDS: ClassVar = ("start", "end", "note")
    start: int = 0
    end: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """The page layer: type, usability and the project's own questions; `no_body` confirms a page without body."""

    page_type: str | None = None
    usable: bool | None = None
    reason: str | None = None
    answers: dict[str, str] = field(default_factory=dict)
    no_body: bool = False

    def to_json(self) -> Json:
        """Return the form that the label screen and the log read."""
        return {
            "page_type": self.page_type,
            "usable": self.usable,
            "reason": self.reason,
            "answers": dict(self.answers),
            "no_body": self.no_body,
        }


@dataclass(frozen=True, slots=True)
class LayerState:
    """Where one layer of a labelling stands, and the pass, guideline version and base it was made under."""

    status: str
    pass_name: str = "main"  # noqa: S105 - a pass of annotation, not a password
    guideline: str | None = None
    base: str | None = None

    def to_json(self) -> Json:
        """Return the layer as the record writes it."""
        return {"status": self.status, "pass": self.pass_name, "guideline": self.guideline, "base": self.base}


def _plain(value: object) -> object:
    """Turn tuples of spans and of strings into JSON lists."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
