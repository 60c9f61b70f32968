"""The labels of a page as one flat list of spans, for the tools that know nothing else."""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.core.labels import LAYERS, Json
from annotator.core.records import PAGE_TEXTS
from annotator.core.spans import Span

from .base import Answer, Loss

ROLES = {"contents": "content", "cues": "cue", "sources": "source", "via": "via", "addressee": "addressee"}
EMPTY = "empty_layers"
"""The field by which our exports say in which layers somebody finished the page and found nothing."""


class Flat(NamedTuple):
    """One span: its label, the layer it is from, the label of the record it belongs to, its number there from 1."""

    span: Span
    label: str
    layer: str
    item: Json
    number: int

    @property
    def key(self) -> str:
        """A name for the span, unique on its page."""
        item = self.item["n"] if self.layer == "lines" else self.item["id"]
        return f"{self.layer}.{item}" if self.layer == "lines" else f"{self.layer}.{item}.{self.label}.{self.number}"


def flat(answer: Answer) -> Iterator[Flat]:
    """Yield lines without the white space around them, then the spans of quotes, then the evidence of stances."""
    labels, text = answer.labels, answer.page.text
    for line in labels["lines"]:
        span = Span(line["start"], line["end"]).trimmed(text.text)
        if span.start < span.end:
            yield Flat(span, line["label"], "lines", line, 1)
    for quote in labels["quotes"]:
        for role, label in ROLES.items():
            for number, one in enumerate(quote[role], 1):
                yield Flat(Span(one["start"], one["end"]), label, "quotes", quote, number)
    for stance in labels["stances"]:
        for number, one in enumerate(stance["evidence"], 1):
            yield Flat(Span(one["start"], one["end"]), "evidence", "stances", stance, number)


def unmarked(answer: Answer) -> list[Loss]:
    """Return the labels that have no span to be held by: blank lines, quotes and stances without a span."""
    held = {(one.layer, id(one.item)) for one in flat(answer)}
    losses = []
    for layer, name, why in (
        ("lines", "n", "a blank line has no text to mark"),
        ("quotes", "id", "it has no span to stand on"),
        ("stances", "id", "it has no evidence to stand on"),
    ):
        lost = [one for one in answer.labels[layer] if (layer, id(one)) not in held]
        losses += [Loss(answer.page.name, layer, str(one[name]), why) for one in lost]
    return losses


def about(answer: Answer) -> Json:
    """Return what is known of a page, without what isn't; in which layers nothing was found is known as well."""
    page, labels = answer.page, answer.labels
    known: Json = {"name": page.name, **{key: getattr(page, key) for key in PAGE_TEXTS}}
    known |= {"split": answer.split, "annotator": labels["annotator"]}
    empty = [layer for layer in LAYERS[1:] if answer.answers(layer) and not labels[layer]]
    known[EMPTY] = empty or None
    return {name: value for name, value in known.items() if value is not None}
