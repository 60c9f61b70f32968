"""Write canonical records: keys in the order of the format, computed fields computed, every span verified."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .errors import Refused
from .labelling import Labelling, ordered
from .labels import LAYERS, Json, LayerState, LineLabel, Note, Quote, Stance
from .language import Language
from .quotes import children, parents, quote_type, shown_flags, zone
from .record_labels import RecordLabelling
from .records import FORMAT, PAGE_TEXTS, Record, RecordPage, verify
from .repeats import repeats
from .spans import Span
from .stance_validity import holder
from .text import PageText


def record_value(record: Record, language: Language, raw: Callable[[str], Any] = json.loads) -> Json:
    """Return a record as its format orders it; refuses a page whose digest or spans don't match its text.

    `raw` turns the page's meta, which is JSON text, into what the caller's serialiser takes as it is.
    Labellings are ordered by (role, annotator, pass), entities by id.
    """
    page = record.page
    place = f"page {page.name}"
    # Looking for them takes as long as writing the page, and lines alone tell them.
    repeated = repeats(page.text) if any(one.labelling.lines for one in record.labellings) else {}
    entities = sorted(record.entities, key=lambda one: one.id)
    labellings = sorted(record.labellings, key=lambda one: (one.role, one.annotator, one.pass_name))
    return {
        "format": FORMAT,
        "page": record_page(page, raw),
        "entities": [one.to_json() for one in entities],
        "labellings": [record_labelling(one, language, place, repeated) for one in labellings],
    }


def record_page(page: RecordPage, raw: Callable[[str], Any] = json.loads) -> Json:
    """Return the page of a record, its text verified against its digest and length."""
    verify(page.text, page.sha256, page.length, f"page {page.name}")
    texts = {key: getattr(page, key) for key in PAGE_TEXTS}
    digest: Json = {"sha256": page.sha256, "encoding": "utf-8", "length": page.length, "text": page.text.text}
    return {"id": page.id, "name": page.name, **texts, **digest, "source": page.source, "meta": raw(page.meta)}


def record_labelling(
    one: RecordLabelling, language: Language, place: str, repeated: Mapping[int, int] | None = None
) -> Json:
    """Return a labelling of the page at `place`; `repeated` is what `repeats` says of its text."""
    labelling = one.labelling
    text = labelling.text
    if repeated is None:
        repeated = repeats(text) if labelling.lines else {}
    try:
        return {
            "annotator": one.annotator,
            "role": one.role,
            "status": labelling.status,
            "revision": one.revision,
            "scheme": one.scheme,
            "seconds": _seconds(labelling.active_ms),
            "started": labelling.started,
            "finished": labelling.finished,
            "layers": _layers(labelling.layers, one.pass_name),
            "page": {key: value for key, value in labelling.page.to_json().items() if key != "no_body"},
            "lines": [_line(n, label, text, repeated) for n, label in sorted(labelling.lines.items())],
            "quotes": list(_quotes(labelling, language)),
            "stances": [_stance(stance, labelling) for stance in ordered(labelling.stances.values())],
            "notes": [_note(note, text) for note in ordered(labelling.notes.values())],
        }
    except Refused as refusal:
        raise refusal.within(f"{place}, labelling {one.annotator}") from None


def _seconds(active_ms: int) -> int | float:
    return active_ms / 1000 if active_ms % 1000 else active_ms // 1000


def _layers(layers: Mapping[str, LayerState], pass_name: str) -> Json:
    return {name: layers.get(name, LayerState("off", pass_name)).to_json() for name in LAYERS}


def _line(n: int, label: LineLabel, text: PageText, repeated: Mapping[int, int]) -> Json:
    if not 1 <= n <= text.line_count:
        raise Refused(f"line {n}", f"the page's lines are 1-{text.line_count}")
    start, end = text.line_span(n)
    return {
        "n": n,
        "start": start,
        "end": end,
        "label": label.label,
        "kind": label.kind,
        "dup_of": repeated.get(n),
        "flags": sorted(set(label.flags)),
        "text": text.text[start:end],
        **label.mark.to_json(),
    }


def _quotes(labelling: Labelling, language: Language) -> Iterable[Json]:
    text = labelling.text
    listed: list[Quote] = ordered(labelling.quotes.values())
    spans = {quote.id: _spans_of(quote, text) for quote in listed}
    found = parents(listed)
    nested = children(labelling.quotes, found)
    for quote in listed:
        yield {
            "id": quote.id,
            "type": quote_type(text, quote, language, nested.get(quote.id, ())),
            "zone": zone(text, quote, labelling.lines),
            **{name: spans[quote.id][name] for name in ("contents", "cues", "sources")},
            "source_kind": quote.source_kind,
            "speaker": quote.speaker,
            **{name: spans[quote.id][name] for name in ("via", "addressee")},
            "parent": found.get(quote.id),
            "flags": shown_flags(text, quote),
            **quote.mark.to_json(),
        }


def _spans_of(quote: Quote, text: PageText) -> dict[str, list[Json]]:
    return {name: _spans(getattr(quote, name), text, f"quote {quote.id}, {name}") for name in Quote.SPANS}


def _stance(stance: Stance, labelling: Labelling) -> Json:
    return {
        "id": stance.id,
        "level": stance.level,
        "quote": stance.quote,
        "holder": holder(stance, labelling),
        "target": stance.target,
        "polarity": stance.polarity,
        "explicit": stance.explicit,
        "evidence": _spans(stance.evidence, labelling.text, f"stance {stance.id}, evidence"),
        **stance.mark.to_json(),
    }


def _note(note: Note, text: PageText) -> Json:
    if not 0 <= note.start < note.end <= len(text):
        raise Refused(f"note {note.id}", f"the span {note.start}-{note.end} is empty or outside the text")
    words = text.text[note.start : note.end]
    by: Json = {"by": note.mark.by, "at": note.mark.at}
    return {"id": note.id, "start": note.start, "end": note.end, "text": words, "note": note.note, **by}


def _spans(spans: Iterable[Span], text: PageText, place: str) -> list[Json]:
    written: list[Json] = []
    for span in spans:
        start, end = span
        text.check_span(span, f"{place} {len(written) + 1}")
        written.append({"start": start, "end": end, "text": text.text[start:end]})
    return written
