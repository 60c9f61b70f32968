"""doccano: JSON Lines of a text with spans, and, from projects that draw them, relations.

Offsets are UTF-16 code units, as doccano counts in the browser (its issue 2290). Its rows name no annotator: it
writes a file for each, called after them.
Format: https://doccano.github.io/doccano/tutorial/
"""

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.reading import Fields
from annotator.core.records import Record
from annotator.formats.base import Told

from .base import Tool, file_stem, known_fields, objects, paper, span_of
from .units import FromUtf16

LABELS = ("label", "labels")
OWN = (*LABELS, "entities", "relations", "Comments", "comments", "cats")


def _recognises(value: Json) -> bool:
    flat = any(isinstance(value.get(name), list) for name in LABELS)
    spans = value.get("entities")
    return flat or ("relations" in value and isinstance(spans, list) and "spans" not in value)


def record_of(value: Json, name: str, told: Told) -> Record:
    """Read one row; a row without any span was perhaps never opened, and is a page without a labelling."""
    page = paper(value, name, told, known_fields(value, OWN))
    place = f"page {page.name}"
    units, marks = FromUtf16(page.text.text), page.marks()
    some = False
    try:
        for label in LABELS:
            for number, one in enumerate(value.get(label) or ()):
                some = True
                start, end, called = _triple(one, f"{label} {number + 1}")
                marks.add(f"{number + 1}", called, [(units(start), units(end))])
        for number, span in enumerate(objects(value, "entities", "row")):
            some = True
            start, end = span_of(span, f"entity {number + 1}", "start_offset", "end_offset")
            called = Fields(span, f"entity {number + 1}").string("label")
            marks.add(str(span.get("id", number)), called, [(units(start), units(end))])
        for relation in objects(value, "relations", "row"):
            marks.relate(str(relation.get("from_id")), str(relation.get("to_id")))
    except Refused as refused:
        raise refused.within(place) from None
    if some or told.layers:
        page.take(marks, page.annotator or file_stem(name))
    if value.get("Comments") or value.get("comments"):
        page.notices.append("comments were left out")
    return page.record()


def _triple(one: object, place: str) -> tuple[int, int, str]:
    match one:
        case [int(start), int(end), str(label)]:
            return start, end, label
    raise Refused(place, "should be [start, end, label]")


DOCCANO = Tool("doccano", _recognises, record_of)
