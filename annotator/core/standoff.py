"""Records without text, `annotator.standoff/1`: digest, length and offsets, to be joined with a text one has.

A record of that format is the canonical record (`annotator.page/1`) without the page's `text`, `title` and `meta`, the
`text` of every line and span, and the notes. The page's `sha256` and `length` pin every offset: a text with that digest
has the labels in just these places.
"""

import hashlib
from typing import Any

from .errors import Refused
from .labels import Json
from .records import FORMAT as WHOLE

FORMAT = "annotator.standoff/1"
OF_THE_TEXT = ("text", "title", "meta")
SPANS = ("contents", "cues", "sources", "via", "addressee", "evidence")


def without_text(value: Json) -> Json:
    """Return a canonical record's value as a stand-off record."""
    page = {key: one for key, one in value["page"].items() if key not in OF_THE_TEXT}
    labellings = [_bare(one) for one in value["labellings"]]
    return {"format": FORMAT, "page": page, "entities": value["entities"], "labellings": labellings}


def with_text(value: Json, text: str) -> Json:
    """Return the canonical record of a stand-off record and its text; refuses another text and spans outside of it."""
    page, place = value["page"], f"page {value['page'].get('name')}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    if (digest, len(text)) != (page["sha256"], page["length"]):
        raise Refused(place, f"the text's sha256 is {digest}, not {page['sha256']}")
    ordered: Json = {}
    for key, one in page.items():
        if key == "published":
            ordered["title"] = None
        ordered[key] = one
        if key == "length":
            ordered["text"] = text
    ordered["meta"] = {}
    labellings = [_filled(one, text, place) for one in value["labellings"]]
    return {"format": WHOLE, "page": ordered, "entities": value["entities"], "labellings": labellings}


def check_spans(value: Json) -> None:
    """Refuse a stand-off record with a span that is empty or lies outside the page's length."""
    place, length = f"page {value['page'].get('name')}", value["page"]["length"]
    for labelling in value["labellings"]:
        for what, span in _spans(labelling):
            least = span["start"] if what.startswith("line") else span["start"] + 1
            if not 0 <= span["start"] <= least <= span["end"] <= length:
                where = f"{place}, labelling {labelling['annotator']}, {what}"
                raise Refused(where, f"the span {span['start']}-{span['end']} is empty or outside of {length}")


def _bare(labelling: Json) -> Json:
    """Return a labelling without anything of the text, and without notes, which quote it."""
    bare: Json = {**labelling, "notes": []}
    bare["lines"] = [{key: one for key, one in line.items() if key != "text"} for line in labelling["lines"]]
    for kind in ("quotes", "stances"):
        bare[kind] = [_each_span(item, _plain) for item in labelling[kind]]
    return bare


def _filled(labelling: Json, text: str, place: str) -> Json:
    filled: Json = dict(labelling)
    where = f"{place}, labelling {labelling['annotator']}"
    filled["lines"] = [_line(one, text, where) for one in labelling["lines"]]
    for kind in ("quotes", "stances"):
        filled[kind] = [
            _each_span(item, lambda span, item=item: _span(span, text, f"{where}, {item['id']}"))
            for item in labelling[kind]
        ]
    return filled


def _line(line: Json, text: str, place: str) -> Json:
    """Return a line with its text, where the record has it: before who, when and how."""
    start, end = line["start"], line["end"]
    if not 0 <= start <= end <= len(text) or "\n" in text[start:end]:
        raise Refused(f"{place}, line {line['n']}", f"{start}-{end} is no line of the text")
    marks: Json = {key: line[key] for key in ("by", "at", "origin", "source") if key in line}
    return {**{key: one for key, one in line.items() if key not in marks}, "text": text[start:end], **marks}


def _span(span: Json, text: str, place: str) -> Json:
    start, end = span["start"], span["end"]
    if not 0 <= start < end <= len(text):
        raise Refused(place, f"the span {start}-{end} is empty or outside the text")
    return {"start": start, "end": end, "text": text[start:end]}


def _plain(span: Json) -> Json:
    return {"start": span["start"], "end": span["end"]}


def _each_span(item: Json, change: Any) -> Json:
    return {key: [change(span) for span in one] if key in SPANS else one for key, one in item.items()}


def _spans(labelling: Json) -> Any:
    for line in labelling["lines"]:
        yield f"line {line['n']}", line
    for kind in ("quotes", "stances"):
        for item in labelling[kind]:
            for name in SPANS:
                for span in item.get(name, ()):
                    yield f"{kind[:-1]} {item['id']}, {name}", span
