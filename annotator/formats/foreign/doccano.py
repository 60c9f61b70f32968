"""doccano: JSON Lines of a text with spans, and, from projects that draw them, relations.

Offsets are UTF-16 code units, as doccano counts in the browser (its issue 2290). Its rows name no annotator: it
writes a file for each, called after them.
Format: https://doccano.github.io/doccano/tutorial/
"""

from typing import Any

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.reading import Fields
from annotator.core.records import Record
from annotator.formats.base import Told

from .base import Tool, file_stem, known_fields, objects, paper, span_of
from .marks import Marks
from .units import FromUtf16

LABELS = ("label", "labels", "cats")
"""Where labels stand: triples of offsets and a label, or labels of the text as a whole."""
OWN = ("text", *LABELS, "entities", "relations", "Comments", "comments")


def _recognises(value: Json) -> bool:
    flat = any(isinstance(value.get(name), list) for name in LABELS)
    spans = value.get("entities") if "spans" not in value else None
    triples = isinstance(spans, list) and bool(spans) and all(isinstance(one, list) for one in spans)
    return flat or triples or ("relations" in value and isinstance(spans, list))


def record_of(value: Json, name: str, told: Told) -> Record:
    """Read one row; a row without any span was perhaps never opened, and is a page without a labelling."""
    page = paper(value, name, told, known_fields(value, OWN))
    marks = page.marks()
    try:
        some = _take(marks, value, FromUtf16(page.text.text))
    except Refused as refused:
        raise refused.within(f"page {page.name}") from None
    if some or page.empty or told.layers:
        page.take(marks, page.annotator or file_stem(name), empty=page.empty)
    if value.get("Comments") or value.get("comments"):
        page.notices.append("comments were left out")
    return page.record()


def _take(marks: Marks, value: Json, units: FromUtf16) -> bool:
    """Take what a row labels, and tell whether it is anything."""
    labels = [(f"{name} {number + 1}", one) for name in LABELS for number, one in enumerate(_listed(value, name))]
    entities = [(f"entity {number + 1}", one) for number, one in enumerate(_listed(value, "entities"))]
    for place, one in (*labels, *entities):
        match one:
            case str() if not place.startswith("entity"):
                marks.add(place, one, [(0, len(marks.text))])
            case [int(start), int(end), str(label)]:
                marks.add(place, label, [(units(start), units(end))])
            case dict():
                start, end = span_of(one, place, "start_offset", "end_offset")
                key = str(one.get("id", place))
                marks.add(key, Fields(one, place).string("label"), [(units(start), units(end))])
            case _:
                raise Refused(place, "should be [start, end, label]")
    for relation in objects(value, "relations", "row"):
        marks.relate(str(relation.get("from_id")), str(relation.get("to_id")))
    return bool(labels or entities)


def _listed(value: Json, name: str) -> list[Any]:
    given = value.get(name)
    return given if isinstance(given, list) else []


DOCCANO = Tool("doccano", _recognises, record_of)
