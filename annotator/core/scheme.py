"""The annotation scheme of a project as data: layers, kinds, fields and what each asks for."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .labels import LAYERS, Json
from .reading import Fields

LABELS = ("body", "boilerplate", "optional")
LINE_FLAGS = ("mixed", "unsure")
QUOTE_FLAGS = ("continuation-paragraph", "unclosed", "unsure", "verbatim-unmarked")
PAGE_TYPES = ("article", "opinion", "live", "listing", "media", "paywalled", "error", "other")
ZONES = ("headline", "standfirst", "crosshead", "paragraph", "list")
POLARITIES = (1, -1, 0, "unclear")
PARTS = ("contents", "cue", "source")
"""What a pass may require of a quote; contents are always required."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a line is: its key after `g`, the label it sets by default, the standard kind it maps to.

    A hidden kind is offered no more, but stays on the lines that have it.
    """

    id: str
    parent: str
    key: str
    name: str
    definition: str
    standard: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A choice question of the project about the page."""

    id: str
    name: str
    options: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class QuoteRules:
    """What a quote asks for; `ticker` is required, optional or off."""

    cue: str = "required"
    source: str = "required"
    via: bool = False
    addressee: bool = False
    zones: tuple[str, ...] = ZONES
    ticker: str = "optional"
    flags: tuple[str, ...] = QUOTE_FLAGS

    @property
    def allowed_zones(self) -> tuple[str, ...]:
        """The kinds of lines on which a quote may start."""
        return self.zones if self.ticker == "off" else (*self.zones, "ticker")


@dataclass(frozen=True, slots=True)
class StanceRules:
    """What a stance asks for; a closed target list also knows the polarity "none"."""

    levels: tuple[str, ...] = ("quote", "page")
    targets: str = "open"
    polarities: tuple[int | str, ...] = POLARITIES
    explicit: bool = False

    @property
    def allowed(self) -> tuple[int | str, ...]:
        """The polarities a stance may have."""
        return (*self.polarities, "none") if self.targets == "closed" else self.polarities


@dataclass(frozen=True, slots=True)
class Scheme:
    """Everything a project asks for; what is off is absent."""

    name: str
    version: str
    preset: str
    layers: tuple[str, ...] = LAYERS
    labels: tuple[str, ...] = LABELS
    kinds: tuple[Kind, ...] = ()
    override: bool = True
    line_flags: tuple[str, ...] = LINE_FLAGS
    page_types: tuple[str, ...] = PAGE_TYPES
    questions: tuple[Question, ...] = ()
    quotes: QuoteRules = field(default_factory=QuoteRules)
    stances: StanceRules = field(default_factory=StanceRules)
    moved: dict[str, str] = field(default_factory=dict)
    """Kinds that were taken into others: what is still sent under the old id means the new one."""

    @property
    def full_name(self) -> str:
        """Name and version as the record writes them (`news/1`)."""
        return f"{self.name}/{self.version}"

    def kind(self, kind_id: str) -> Kind | None:
        """Return the kind of that id, if the scheme has it."""
        return next((one for one in self.kinds if one.id == kind_id), None)

    def standard(self, kind_id: str | None) -> str | None:
        """Return the standard kind that a project's kind maps to."""
        known = self.kind(kind_id) if kind_id else None
        return known.standard if known else kind_id

    def asks_for(self, layer: str) -> bool:
        """Tell whether the project labels this layer."""
        return layer in self.layers

    def narrowed(self, layers: Collection[str], parts: Collection[str] = ()) -> "Scheme":
        """Return the scheme with these layers alone; `parts` (none: as it stands) are what a quote must have."""
        quotes = self.quotes
        if parts:
            cue, source = ("required" if part in parts else "optional" for part in ("cue", "source"))
            quotes = replace(quotes, cue=cue, source=source)
        return replace(self, layers=tuple(one for one in self.layers if one in layers), quotes=quotes)

    def to_json(self) -> Json:
        """Return the scheme as the label screen reads it; switched-off layers leave their rules out."""
        whole: dict[str, Any] = asdict(self)
        out: Json = {key: whole[key] for key in ("name", "version", "preset", "layers", "labels", "kinds", "override")}
        shown = [one for one in whole["kinds"] if not one["hidden"]]
        out["kinds"] = [{name: value for name, value in one.items() if name != "hidden"} for one in shown]
        out["line_flags"] = whole["line_flags"]
        out["page"] = {"types": whole["page_types"], "questions": whole["questions"]}
        for layer in ("quotes", "stances"):
            if self.asks_for(layer):
                out[layer] = whole[layer]
        if self.asks_for("quotes"):
            out["quotes"]["zones"] = self.quotes.allowed_zones
        if self.asks_for("stances"):
            out["stances"]["polarities"] = self.stances.allowed
        return out

    def stored(self) -> Json:
        """Return every field, for `Scheme.restore`."""
        return asdict(self)


def restore(stored: Json) -> Scheme:
    """Build a scheme from what `Scheme.stored` gave; refuses a field of the wrong type with its place."""
    fields = Fields(stored, "scheme")
    kinds = tuple(Kind(**one) for one in stored["kinds"])
    questions = tuple(replace(Question(**one), options=tuple(one["options"])) for one in stored["questions"])
    quotes, stances = _tuples(stored["quotes"]), _tuples(stored["stances"])
    return Scheme(
        name=fields.string("name"),
        version=fields.string("version"),
        preset=fields.string("preset"),
        layers=fields.strings("layers"),
        labels=fields.strings("labels"),
        kinds=kinds,
        override=bool(fields.boolean("override")),
        line_flags=fields.strings("line_flags"),
        page_types=fields.strings("page_types"),
        questions=questions,
        quotes=QuoteRules(**quotes),
        stances=StanceRules(**stances),
        moved=dict(stored.get("moved") or {}),
    )


def _tuples(rules: Json) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in rules.items()}
