"""A page as rows for training: pure functions, with labels as names and offsets in code points.

A page is in a config where its layer has one answer: its gold, or else the only labelling in which the layer is done.
"""

from collections.abc import Iterator, Sequence

import orjson

from annotator.core.errors import Refused
from annotator.core.labels import LAYERS, Json
from annotator.core.scheme import Scheme
from annotator.core.text import PageText

from .base import Answer, Loss
from .shapes import STANCES, fitting, shapes

SPLITS = ("train", "validation", "test")
NO_SPLIT = "its split is none, and the dataset has train, validation and test alone"
NO_QUOTE = "its quote is not among the quotes that answer, so that the config stance lacks it"
NO_SPAN = "it has no span, so that the config attribution lacks it"


class Tables:
    """The training tables of a project; `shapes` tells each config's columns.

    `apart` asks for the config `annotators` too, `numbers` for labels as numbers instead of names.
    """

    def __init__(self, scheme: Scheme, *, apart: bool = False, numbers: bool = False) -> None:
        self.shapes = shapes(scheme, apart=apart)
        self._fits = {config: fitting(shape, numbers=numbers) for config, shape in self.shapes.items()}

    def rows(self, answer: Answer) -> tuple[list[tuple[str, Json]], list[Loss]]:
        """Return a page's rows, each with its config, and what no row holds; a page of no split has no rows.

        Refuses spans that don't match the text, and labels that the scheme lacks.
        """
        # Asked for first: a page that contradicts itself is refused, whatever its split is.
        value = answer.value
        if answer.split not in SPLITS:
            return [], [Loss(answer.page.name, "page", answer.page.name, NO_SPLIT)]
        losses: list[Loss] = []
        given = _given(_Page(answer), value, losses)
        try:
            return [(config, self._fits[config](row)) for config, row in given if config in self._fits], losses
        except Refused as refusal:
            raise refusal.within(f"page {answer.page.name}") from None


def answering(value: Json, layer: str) -> Json | None:
    """Return the one labelling of a canonical record that answers for a layer, if there is one."""
    done = [one for one in value["labellings"] if one["role"] != "machine" and one["layers"][layer]["status"] == "done"]
    found = [one for one in done if one["role"] == "gold"] or done
    return found[0] if len(found) == 1 else None


def _given(page: "_Page", value: Json, losses: list[Loss]) -> Iterator[tuple[str, Json]]:
    """Yield the rows of a page with all columns there are."""
    if labels := answering(value, "lines"):
        yield "lines", page.lines(labels)
    known: dict[str, Json] = {}
    if labels := answering(value, "quotes"):
        known = {one["id"]: one for one in labels["quotes"]}
        yield "quotes", {**page.head, "text": page.text.text, "quotes": [page.quote(one) for one in known.values()]}
        for one in known.values():
            if page.around(one, *PARTS) is None:
                losses.append(page.loss("quotes", one, NO_SPAN))
            else:
                yield "attribution", page.attribution(one)
    if labels := answering(value, "stances"):
        for one in labels["stances"]:
            if one["level"] == "quote" and one["quote"] not in known:
                losses.append(page.loss("stances", one, NO_QUOTE))
            else:
                yield "stance", page.stance_row(one, known.get(one["quote"]))
    yield "pages", page.whole(value)
    for labels in value["labellings"]:
        if any(labels["layers"][layer]["status"] == "done" for layer in LAYERS[1:]):
            yield "annotators", page.labelling(labels)


PARTS = ("contents", "cues", "sources", "via", "addressee")


class _Page:
    """One page, and what its labels are as rows."""

    def __init__(self, answer: Answer) -> None:
        self.page, self.text = answer.page, answer.page.text
        self.names = {key: one.name for key, one in answer.entities.items()}
        page = answer.page
        self.head: Json = {"page": page.name, "page_id": page.id, "url": page.url, "site": page.site}
        self.head |= {"language": page.language, "published": page.published, "fold": answer.fold}

    def loss(self, layer: str, one: Json, why: str) -> Loss:
        """Return what of this page is lost."""
        return Loss(self.page.name, layer, one["id"], why)

    def lines(self, labels: Json) -> Json:
        r"""Return all lines of the page as lists, blank ones too: joined by "\n", `text` is the page's text."""
        said = {one["n"]: one for one in labels["lines"]}
        numbers = range(1, self.text.line_count + 1)
        starts, lines = self.text.starts, self.text.text.split("\n")
        names = [said[n]["label"] if n in said else None for n in numbers]
        return {
            **self.head,
            "text": lines,
            "start": starts,
            "end": [start + len(line) for start, line in zip(starts, lines, strict=True)],
            "label": names,
            "kind": [said[n]["kind"] if n in said else None for n in numbers],
            "score": [name not in (None, "optional") for name in names],
        }

    def quote(self, one: Json, base: int = 0) -> Json:
        """Return a quote with its spans relative to `base`."""
        speaker = one["speaker"]
        spans = {part: _relative(one[part], base) for part in PARTS}
        return {**one, **spans, "speaker_id": speaker, "speaker_name": self.names.get(speaker)}

    def attribution(self, one: Json) -> Json:
        """Return a quote with the lines it touches, one line that isn't blank before and one after."""
        start, end = self.around(one, *PARTS, lines=1) or (0, 0)
        context = self.text.text[start:end]
        return {**self.head, "context": context, "context_start": start, **self.quote(one, start), "quote": one["id"]}

    def stance(self, one: Json, base: int = 0) -> Json:
        """Return a stance with its evidence relative to `base`; people and targets by name and by id."""
        holder, target = one["holder"], one["target"]
        return {
            **one,
            "holder": self.names.get(holder),
            "holder_id": holder,
            "target": self.names.get(target, target),
            "target_id": target,
            "label": STANCES[one["polarity"]],
            "evidence": _relative(one["evidence"], base),
        }

    def stance_row(self, one: Json, quote: Json | None) -> Json:
        """Return a stance with the lines of its quote, or the whole page where it is the page's."""
        everything = (0, len(self.text))
        spans = {"contents": quote["contents"], "cues": quote["cues"], "evidence": one["evidence"]} if quote else {}
        start, end = self.around(spans, *spans) or everything
        row = {**self.head, **self.stance(one, start), "stance": one["id"]}
        return {**row, "text": self.text.text[start:end], "text_start": start}

    def labelling(self, labels: Json) -> Json:
        """Return one person's labels; a layer that isn't done is None."""

        def done(layer: str) -> bool:
            return bool(labels["layers"][layer]["status"] == "done")

        passes = [one["pass"] for one in labels["layers"].values() if one["status"] != "off"]
        return {
            **self.head,
            "annotator": labels["annotator"],
            "role": labels["role"],
            "pass": passes[0],
            "text": self.text.text,
            "lines": labels["lines"] if done("lines") else None,
            "quotes": [self.quote(one) for one in labels["quotes"]] if done("quotes") else None,
            "stances": [self.stance(one) for one in labels["stances"]] if done("stances") else None,
        }

    def whole(self, value: Json) -> Json:
        """Return the canonical record, with JSON text where a value may be anything."""
        labellings = [
            {
                **one,
                "page": {**one["page"], "answers": orjson.dumps(one["page"]["answers"]).decode()},
                "stances": [{**stance, "polarity": str(stance["polarity"])} for stance in one["stances"]],
            }
            for one in value["labellings"]
        ]
        return {**value, "page": {**value["page"], "meta": self.page.meta}, "labellings": labellings}

    def around(self, spans: Json, *parts: str, lines: int = 0) -> tuple[int, int] | None:
        """Return where the lines of some spans start and end, with `lines` more on both sides that aren't blank."""
        touched = [span for part in parts for span in spans[part]]
        if not touched:
            return None
        first = self.text.line_at(min(span["start"] for span in touched))
        last = self.text.line_at(max(span["end"] for span in touched) - 1)
        for _ in range(lines):
            first = _next(self.text, first, -1)
            last = _next(self.text, last, 1)
        return self.text.starts[first - 1], self.text.line_span(last).end


def _next(text: PageText, line: int, step: int) -> int:
    """Return the next line that isn't blank, or the same one where there is none."""
    at = line + step
    while 1 <= at <= text.line_count and text.is_blank(at):
        at += step
    return at if 1 <= at <= text.line_count else line


def _relative(spans: Sequence[Json], base: int) -> Sequence[Json]:
    if not base:
        return spans
    return [{**span, "start": span["start"] - base, "end": span["end"] - base} for span in spans]
