"""Prodigy: JSON Lines of tasks with spans and relations, as `db-out` gives them.

Offsets are code points. A task that was not accepted holds no answer. What our own export says beside a span (which
line, quote or stance it belongs to) is read again.
Format: https://prodi.gy/docs/api-interfaces
"""

import re

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.reading import Fields
from annotator.core.records import Record
from annotator.formats.base import Told

from .base import Tool, check_words, file_stem, known_fields, objects, paper, span_of, word
from .marks import Marks

UNNAMED = re.compile(r"(.*-)?\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")
"""A session that nobody gave a name is called like the moment it began, which names no annotator."""
BESIDE = ("line", "quote", "stance")
OWN = (
    *(
        "text",
        "spans",
        "tokens",
        "relations",
        "answer",
        "accept",
        "options",
        "label",
        "meta",
        "config",
        "html",
        "image",
    ),
    *("sessions", "versions"),
)
"""Fields of a task that are not about the page; what else stands beside them is, as `meta` is."""


def _recognises(value: Json) -> bool:
    tasks = any(key in value for key in ("_input_hash", "_task_hash", "answer"))
    return isinstance(value.get("spans"), list) or (tasks and isinstance(value.get("text"), str))


def record_of(value: Json, name: str, told: Told) -> Record:
    """Read one task."""
    meta = value.get("meta")
    beside = known_fields(value, OWN)
    page = paper(value, name, told, {**beside, **meta} if isinstance(meta, dict) else beside)
    annotator = _annotator(value) or page.annotator or file_stem(name)
    answer = value.get("answer", "accept")
    if answer != "accept":
        page.notices.append(f"{annotator} answered {str(answer)[:20]!r}, which is no labelling")
        return page.record()
    marks = page.marks()
    try:
        _spans(marks, value)
        _relations(marks, value)
        _choices(marks, value)
    except Refused as refused:
        raise refused.within(f"page {page.name}") from None
    page.take(marks, annotator, empty=page.empty)
    return page.record()


def _annotator(value: Json) -> str | None:
    """Return the session that answered, where somebody named it."""
    names = (word(value, key) for key in ("_annotator_id", "_session_id"))
    return next((one for one in names if one and not UNNAMED.fullmatch(one)), None)


def _choices(marks: Marks, value: Json) -> None:
    """Take what was chosen for the text as a whole, and the one label that was accepted for it."""
    accepted = value.get("accept")
    label = word(value, "label") if not value.get("spans") else None
    for choice in [*(accepted if isinstance(accepted, list) else ()), *([label] if label else ())]:
        marks.add("choice", str(choice), [(0, len(marks.text))])


def _spans(marks: Marks, value: Json) -> None:
    leads: dict[tuple[str, str], str] = {}
    for number, span in enumerate(objects(value, "spans", "task")):
        place = f"span {number + 1}"
        fields = Fields(span, place)
        key = _key(span, place)
        beside = next((one for one in BESIDE if isinstance(span.get(one), dict)), None)
        about = span[beside] if beside else {}
        if beside in ("quote", "stance"):
            # Spans that share what they belong to are one.
            key = f"{number}"
            lead = leads.setdefault((beside, str(about.get("id"))), key)
            marks.relate(lead, key)
        where = span_of(span, place)
        check_words(marks.text, [where], span.get("text"), place)
        marks.add(key, fields.string("label"), [where], about)


def _relations(marks: Marks, value: Json) -> None:
    for number, one in enumerate(objects(value, "relations", "task")):
        ends = [one.get(name) for name in ("head_span", "child_span")]
        if not all(isinstance(end, dict) for end in ends):
            raise Refused(f"relation {number + 1}", "lacks its head_span or child_span")
        head, child = (_key(end, f"relation {number + 1}") for end in ends if isinstance(end, dict))
        marks.relate(head, child)


def _key(span: Json, place: str) -> str:
    """Return the key of a span: relations name spans by offsets and label."""
    return "{}-{}-{}".format(*span_of(span, place), span.get("label"))


PRODIGY = Tool("prodigy", _recognises, record_of)
