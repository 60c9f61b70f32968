"""The finish check: what a labelling still lacks and what looks wrong, for the layers of its pass."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from .constraints import Rules
from .findings import Findings, Problem, in_order, of_quote, whole
from .labelling import Labelling
from .labels import Quote
from .language import Language
from .quotes import MARKS, children, has_marks, parents, quote_type, zone
from .repeats import repeats
from .stance_validity import stance_errors
from .text import PageText

UNSAID = ("implicit", "none")
"""The source kinds of a quote whose source the text doesn't name."""


def problems(
    labelling: Labelling,
    rules: Rules,
    layers: Collection[str] | None = None,
    language: Language | None = None,
    base: Labelling | None = None,
) -> Findings:
    """Return what keeps `labelling` from being finished, and what to ask about once.

    Looks at `layers`, by default those of the labelling that are not off. `base` holds the locked labels of
    an earlier pass, by default those that the labelling has. A page that is called not usable is finished as it is.
    """
    base = base or labelling.base
    if labelling.page.usable is False or (base and base.page.usable is False):
        return Findings([], [])
    asked = {name for name, state in labelling.layers.items() if state.status != "off"} if layers is None else layers
    check = _Check(labelling, rules, asked, language or Language(), base)
    return Findings(in_order(check.errors()), in_order(check.warnings()))


def missing(
    labelling: Labelling, rules: Rules, layers: Collection[str], language: Language, base: Labelling | None = None
) -> list[Problem]:
    """Return the errors that `problems` finds in these layers, without the work of looking for what is odd."""
    if labelling.page.usable is False or (base and base.page.usable is False):
        return []
    return in_order(_Check(labelling, rules, layers, language, base).errors())


class _Check:
    """One run over one labelling, with what several checks need worked out once."""

    def __init__(
        self,
        labelling: Labelling,
        rules: Rules,
        layers: Collection[str],
        language: Language,
        base: Labelling | None,
    ) -> None:
        self.labelling, self.rules, self.layers = labelling, rules, layers
        self.text: PageText = labelling.text
        self.language = language
        self.base_lines = base.lines if base else {}
        self.lines = {**self.base_lines, **labelling.lines}

    def errors(self) -> Iterator[Problem]:
        if "page" in self.layers:
            yield from self._unanswered()
        if "lines" in self.layers:
            yield from self._unlabelled()
            yield from self._bodiless()
        if "quotes" in self.layers:
            for quote in self.labelling.quotes.values():
                yield from self._quote(quote)
        if "stances" in self.layers:
            yield from stance_errors(self.labelling, self.rules)

    def warnings(self) -> Iterator[Problem]:
        if "lines" in self.layers:
            yield from self._differing_repeats()
        if "quotes" in self.layers:
            yield from self._body_without_quote()
            yield from self._marks_outside()
            yield from self._two_speakers()
            yield from self._outside_base_body()
            yield from self._without_cue()

    def _unanswered(self) -> Iterator[Problem]:
        for question in self.rules.scheme.questions:
            if question.required and question.id not in self.labelling.page.answers:
                yield Problem("unanswered", f"The question about the page “{question.name}” has no answer yet.", "page")

    def _unlabelled(self) -> Iterator[Problem]:
        first: int | None = None
        last = 0
        for n in range(1, self.text.line_count + 2):
            end = n > self.text.line_count
            if not end and self.text.blank[n - 1]:
                continue
            if not end and n not in self.labelling.lines:
                first, last = first or n, n
            elif first is not None:
                yield self._gap(first, last)
                first = None

    def _gap(self, first: int, last: int) -> Problem:
        named = f"Line {first} has" if first == last else f"Lines {first}-{last} have"
        start, end = self.text.line_span(first).start, self.text.line_span(last).end
        return Problem("unlabelled", f"{named} no label yet.", "lines", start, end)

    def _bodiless(self) -> Iterator[Problem]:
        body = any(label.label == "body" for label in self.labelling.lines.values())
        if not body and not self.labelling.page.no_body:
            yield Problem("no-body", "No line is labelled body; label one or confirm that this page has none.", "lines")

    def _quote(self, quote: Quote) -> Iterator[Problem]:
        needed = self.rules.scheme.quotes.source == "required"
        unsaid = quote.source_kind in UNSAID
        if not quote.contents:
            yield self._of(quote, "no-content", "has no content")
        else:
            yield from self._zone(quote)
        if needed and not quote.sources and not unsaid:
            yield self._of(quote, "no-source", "has no source; mark one, or press 0 if the text names none")
        if needed and quote.sources and unsaid:
            yield self._of(quote, "source-kind", f"has a source and is called {quote.source_kind} all the same")
        if quote.speaker is None and not unsaid:
            yield self._of(quote, "no-speaker", "has no speaker yet")
        yield from self._overlaps(quote)

    def _zone(self, quote: Quote) -> Iterator[Problem]:
        scheme = self.rules.scheme
        kind = zone(self.text, quote, self.lines)
        if kind is not None and not self._asked_for(kind):
            yield self._of(quote, "zone", f"starts on a line of kind {kind}, where no quotes are asked for")
        elif kind is None and ("lines" in self.layers or self.base_lines):
            label = self.lines.get(self.text.line_at(quote.contents[0].start))
            # A scheme without kinds can tell no more than that the line is body.
            if label is None or scheme.kinds or label.label != "body":
                what = "without a label" if label is None else f"labelled {label.label} without a kind"
                yield self._of(quote, "zone", f"starts on a line {what}, where no quotes are asked for")

    def _overlaps(self, quote: Quote) -> Iterator[Problem]:
        contents = sorted(quote.contents)
        for one, other in pairwise(contents):
            if one.overlaps(other):
                yield self._of(quote, "overlap", "has two contents that share characters")
        for name, spans in (("cue", quote.cues), ("source", quote.sources)):
            for span in spans:
                if any(span.overlaps(content) for content in contents):
                    words = self.text.slice(span)
                    yield of_quote(self.text, quote, "inside", f"has its {name} “{words}” inside its own content", span)

    def _differing_repeats(self) -> Iterator[Problem]:
        for n, first in repeats(self.text).items():
            one, other = self.labelling.lines.get(n), self.labelling.lines.get(first)
            if one and other and (one.label, one.kind) != (other.label, other.kind):
                says = (
                    f"Line {n} says the same as line {first}, but one is {_named(one)} and the other {_named(other)}."
                )
                yield Problem("repeat-differs", says, "lines", *self.text.line_span(n))

    def _body_without_quote(self) -> Iterator[Problem]:
        starts = {self.text.line_at(span.start) for quote in self.labelling.quotes.values() for span in quote.contents}
        for n, label in sorted(self.lines.items()):
            wanted = label.label == "body" and n not in starts and (not label.kind or self._asked_for(label.kind))
            if wanted and has_marks(self.text.line_text(n), self.language):
                says = f"Line {n} is body and has quotation marks, but no quote."
                yield Problem("marks-without-quote", says, "quotes", *self.text.line_span(n))

    def _marks_outside(self) -> Iterator[Problem]:
        quotes = self.labelling.quotes
        found = parents(quotes.values())
        nested = children(quotes, found)
        for quote in quotes.values():
            around = [self.text.text[max(0, a - 1) : a] + self.text.text[b : b + 1] for a, b in quote.contents]
            touched = any(MARKS.intersection(chars) for chars in around)
            if touched and quote.id not in found:
                kind = quote_type(self.text, quote, self.language, nested.get(quote.id, ()))
                if kind == "indirect":
                    yield self._of(quote, "marks-outside", "leaves its quotation marks outside")

    def _two_speakers(self) -> Iterator[Problem]:
        first: dict[str, Quote] = {}
        for quote in sorted(self.labelling.quotes.values(), key=lambda one: (whole(one), one.id)):
            for span in quote.sources:
                words = self.text.slice(span)
                if quote.speaker is None or words.lower() in self.language.pronouns or quote.source_kind == "pronoun":
                    continue
                if first.setdefault(words, quote).speaker != quote.speaker:
                    says = f"takes “{words}” for another speaker than line {self._line(first[words])} does"
                    yield of_quote(self.text, quote, "two-speakers", says, span)

    def _outside_base_body(self) -> Iterator[Problem]:
        for quote in self.labelling.quotes.values():
            labels = (self.base_lines.get(self.text.line_at(span.start)) for span in quote.contents)
            if other := next((label for label in labels if label and label.label != "body"), None):
                yield self._of(quote, "base", f"stands on a line that the base labels {other.label}")

    def _without_cue(self) -> Iterator[Problem]:
        if self.rules.scheme.quotes.cue == "required":
            for quote in self.labelling.quotes.values():
                if quote.sources and not quote.cues and "continuation-paragraph" not in quote.flags:
                    yield self._of(quote, "no-cue", "has a source but no cue")

    def _asked_for(self, kind: str) -> bool:
        allowed = self.rules.scheme.quotes.allowed_zones
        return kind in allowed or self.rules.scheme.standard(kind) in allowed

    def _of(self, quote: Quote, code: str, says: str) -> Problem:
        return of_quote(self.text, quote, code, says)

    def _line(self, quote: Quote) -> int:
        return self.text.line_at(whole(quote).start)


def _named(label: object) -> str:
    kind = getattr(label, "kind", None)
    return str(kind or getattr(label, "label", ""))
