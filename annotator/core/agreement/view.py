"""A labelling as agreement sees it: what its annotator said, without who said it when or under which ids."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.core.labelling import Labelling, ordered
from annotator.core.language import Language
from annotator.core.quotes import children, parents, quote_type, zone
from annotator.core.spans import Span

OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class SaidQuote:
    """A quote: its spans, its speaker, and its type as computed from the text."""

    contents: tuple[Span, ...]
    cues: tuple[Span, ...]
    sources: tuple[Span, ...]
    speaker: str | None
    type: str


@dataclass(frozen=True, slots=True)
class View:
    """What one annotator said about a page; None for a layer that is not done, which counts for nothing.

    `lines` maps numbers to label and kind, `page_stances` (holder, target) and `quote_stances` (quote id, target) to a
    polarity. `standing` holds the contents of the quotes that stances may be about, also where the layer of quotes
    is a base. `apart` counts quotes of optional zones, which are not compared.
    """

    annotator: str
    lines: dict[int, tuple[str, str | None]] | None = None
    quotes: dict[str, SaidQuote] | None = None
    page_stances: dict[tuple[str | None, str], int | str] | None = None
    quote_stances: dict[tuple[str, str], int | str] | None = None
    standing: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    apart: int = 0

    def only(self, layer: str) -> "View":
        """Return what is said in one layer."""
        none: dict[str, Any] = {name: None for kept, names in FIELDS.items() if kept != layer for name in names}
        return replace(self, **none)

    def has(self, layer: str) -> bool:
        """Tell whether the layer is done."""
        return all(getattr(self, name) is not None for name in FIELDS[layer])


FIELDS = {"lines": ("lines",), "quotes": ("quotes",), "stances": ("page_stances", "quote_stances")}
"""The layers that are compared, and what a view says in each."""


def view(
    annotator: str,
    labelling: Labelling,
    language: Language,
    done: Collection[str],
    optional_zones: Collection[str] = (),
) -> View:
    """Return what a labelling says in the layers that are `done`.

    A layer that is a base is to be in the labelling already; where one place was answered twice the later one counts.
    """
    quotes, apart = _quotes(labelling, language, optional_zones)
    lines = {number: (label.label, label.kind) for number, label in labelling.lines.items()}
    stances = ordered(labelling.stances.values())
    of_page = {(one.holder, one.target): one.polarity for one in stances if one.level == "page"}
    of_quotes = {
        (one.quote, one.target): one.polarity for one in stances if one.level == "quote" and one.quote in quotes
    }
    return View(
        annotator,
        lines if "lines" in done else None,
        quotes if "quotes" in done else None,
        of_page if "stances" in done else None,
        of_quotes if "stances" in done else None,
        {key: quote.contents for key, quote in quotes.items()},
        apart if "quotes" in done else 0,
    )


def _quotes(
    labelling: Labelling, language: Language, optional_zones: Collection[str]
) -> tuple[dict[str, SaidQuote], int]:
    text = labelling.text
    standing = {quote.id: quote for quote in ordered(labelling.quotes.values()) if quote.contents}
    nested = children(standing, parents(standing.values()))
    said = {}
    for key, quote in standing.items():
        if zone(text, quote, labelling.lines) in optional_zones:
            continue
        kind = quote_type(text, quote, language, nested.get(key, ()))
        said[key] = SaidQuote(quote.contents, quote.cues, quote.sources, quote.speaker, kind)
    return said, len(standing) - len(said)
