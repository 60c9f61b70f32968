"""Citron: a JSON file a document, with quotes of a cue, sources and contents, and groups of coreferent spans.

Offsets are code points. Groups of coreference, and those of a single quote's sources, are told and left out: a speaker
is an entity here, and a registry is not made of phrases.
Format: https://github.com/bbc/citron/blob/main/docs/data_format.md
"""

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.records import Record
from annotator.formats.base import Told

from .base import Tool, check_words, known_fields, objects, paper, span_of
from .marks import Marks

OWN = ("text", "quotes", "coreference_groups")


def _recognises(value: Json) -> bool:
    return isinstance(value.get("quotes"), list) and "format" not in value and "data" not in value


def record_of(value: Json, name: str, told: Told) -> Record:
    """Read one document; what Citron extracts lacks its text, and is refused."""
    page = paper(value, name.rpartition(":")[0] or name, told, known_fields(value, OWN))
    marks = page.marks()
    try:
        for number, quote in enumerate(objects(value, "quotes", "document")):
            _quote(marks, quote, f"quote {number + 1}", str(quote.get("id", f"q{number + 1}")))
    except Refused as refused:
        raise refused.within(f"page {page.name}") from None
    corefers = sum(bool(quote.get("coreferences")) for quote in objects(value, "quotes", "document"))
    if value.get("coreference_groups") or corefers:
        page.notices.append("coreferences were left out; a quote's speaker is set here")
    page.take(marks, page.annotator or "citron", empty=[one for one in page.empty if one == "quotes"])
    return page.record()


def _quote(marks: Marks, quote: Json, place: str, key: str) -> None:
    cue = quote.get("cue")
    parts = [("content", one) for one in objects(quote, "contents", place)]
    if not parts:
        raise Refused(place, "has no contents")
    parts += [("cue", cue)] if isinstance(cue, dict) else []
    parts += [("source", one) for one in objects(quote, "sources", place)]
    keys = [f"{key}.{number}" for number in range(len(parts))]
    for mine, (part, span) in zip(keys, parts, strict=True):
        start, end = span_of(span, f"{place}, {part}")
        check_words(marks.text, [(start, end)], span.get("text"), f"{place}, {part}")
        marks.add(mine, part, [(start, end)], {"id": key})
    marks.join(keys)


CITRON = Tool("citron", _recognises, record_of)
