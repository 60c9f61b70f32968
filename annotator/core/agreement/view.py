"""A labelling as agreement sees it: what its annotator said, without who said it when or under which ids."""

from collections.abc import Collection
from dataclasses import dataclass

from annotator.core.labelling import Labelling
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
    polarity. `apart` counts quotes of optional zones, which are not compared.
    """

    annotator: str
    lines: dict[int, tuple[str, str | None]] | None = None
    quotes: dict[str, SaidQuote] | None = None
    page_stances: dict[tuple[str | None, str], int | str] | None = None
    quote_stances: dict[tuple[str, str], int | str] | None = None
    apart: int = 0


def view(
    annotator: str,
    labelling: Labelling,
    language: Language,
    done: Collection[str],
    optional_zones: Collection[str] = (),
) -> View:
    """Return what a labelling says in the layers that are `done`."""
    quotes, apart = _quotes(labelling, language, optional_zones)
    lines = {number: (label.label, label.kind) for number, label in labelling.lines.items()}
    stances = labelling.stances.values()
    of_page = {(one.holder, one.target): one.polarity for one in stances if one.quote is None}
    of_quotes = {(one.quote, one.target): one.polarity for one in stances if one.quote and one.quote in quotes}
    return View(
        annotator,
        lines if "lines" in done else None,
        quotes if "quotes" in done else None,
        of_page if "stances" in done else None,
        of_quotes if "stances" in done else None,
        apart if "quotes" in done else 0,
    )


def _quotes(
    labelling: Labelling, language: Language, optional_zones: Collection[str]
) -> tuple[dict[str, SaidQuote], int]:
    text = labelling.text
    standing = {key: quote for key, quote in labelling.quotes.items() if quote.contents}
    counted = {key for key, quote in standing.items() if zone(text, quote, labelling.lines) not in optional_zones}
    nested = children(standing, parents(standing.values()))
    said = {}
    for key in sorted(counted, key=lambda key: (standing[key].contents[0], key)):
        quote = standing[key]
        kind = quote_type(text, quote, language, nested.get(key, ()))
        said[key] = SaidQuote(quote.contents, quote.cues, quote.sources, quote.speaker, kind)
    return said, len(standing) - len(counted)
