"""What a finish check found: one sentence each, with the place to show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from .labels import Json, Quote
from .spans import Span
from .text import PageText

EXCERPT = 40
"""Code points of a quote that a sentence repeats."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is missing or contradicts the scheme; `start` and `end` are the place to show, in code points."""

    code: str
    message: str
    layer: str
    start: int = 0
    end: int = 0
    quote: str | None = None
    stance: str | None = None

    def to_json(self) -> Json:
        """Return the problem as the label screen reads it; quote and stance only where there is one."""
        ids = {name: value for name, value in (("quote", self.quote), ("stance", self.stance)) if value is not None}
        place: Json = {"layer": self.layer, "start": self.start, "end": self.end}
        return {"code": self.code, "message": self.message, **place, **ids}


class Findings(NamedTuple):
    """Errors, which block finishing, and warnings, which ask once; both in the order of the text."""

    errors: list[Problem]
    warnings: list[Problem]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by their place in the text."""
    return sorted(problems, key=lambda one: (one.start, one.end))


def of_quote(text: PageText, quote: Quote, code: str, says: str, at: Span | None = None) -> Problem:
    """Return the problem `says` (a predicate: `has no speaker yet`) of a quote, shown at `at` or at its contents."""
    span = at or whole(quote)
    name = f"the quote {excerpt(text, quote)}" if quote.contents else f"the quote {quote.id}"
    sentence = f"Line {text.line_at(span.start)}: {name} {says}."
    return Problem(code, sentence, "quotes", *span, quote=quote.id)


def whole(quote: Quote) -> Span:
    """Return the span from the first to the last character that the quote marks; empty at 0 where it marks nothing."""
    spans = [*quote.contents, *quote.cues] or [*quote.sources, *quote.via, *quote.addressee]
    return Span(min(one.start for one in spans), max(one.end for one in spans)) if spans else Span(0, 0)


def excerpt(text: PageText, quote: Quote) -> str:
    """Return the beginning of the first content, to name a quote by."""
    words = text.slice(quote.contents[0])
    return words if len(words) <= EXCERPT else words[: EXCERPT - 1].rstrip() + "…"
