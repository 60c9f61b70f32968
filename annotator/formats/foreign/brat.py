"""brat: a file of text with the annotations beside it, spans of fragments, events, relations, attributes, notes.

Offsets are code points. An event joins the spans it names; a relation or an equivalence joins two. References lead to
entities that the project has to know; what our own export says of lines, quotes and stances is read again.
Format: https://brat.nlplab.org/standoff.html
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.formats.base import Row, Told
from annotator.formats.rawtext import decode

from .base import check_words, paper
from .marks import Fragment, Marks

NAME = "brat"
SUFFIX = ".ann"
FLAGS = ("mixed", "unsure", "continuation-paragraph", "discontinuous", "unclosed", "verbatim-unmarked")
FIELDS = ("kind", "source_kind", "polarity", "explicit")
REFERENCES = ("speaker", "holder", "target")
COMPUTED = ("type",)
OURS = {"quote": "", "stance": "evidence"}
"""Events of our own export and what their trigger counts as: that of a quote only repeats a span."""


@dataclass(slots=True)
class Sheet:
    """What an annotation file says, by the ids of its lines."""

    spans: dict[str, tuple[str, list[Fragment]]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    events: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    about: dict[str, Json] = field(default_factory=lambda: defaultdict(dict))
    notes: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_pair(text: bytes, annotations: bytes, name: str, told: Told) -> Row:
    """Return the page `name` with the labelling that its annotation file holds; an empty one holds none."""
    try:
        words = decode(text, told.encoding).text.text
        page = paper({"text": words}, name, told, {"name": name})
        try:
            rows = annotations.decode()
        except UnicodeDecodeError as error:
            raise Refused("", f"the annotations are not UTF-8 at byte {error.start}") from None
        if rows.strip():
            sheet, marks = _sheet(rows), page.marks()
            _mark(sheet, marks)
            page.notices += sheet.notices
            page.take(marks, NAME)
        return Row(name, page.record())
    except Refused as refused:
        return Row(name, refusal=refused.within(f"{name} with its annotations"))


def _sheet(rows: str) -> Sheet:
    sheet = Sheet()
    for number, row in enumerate(rows.split("\n"), 1):
        if not row.strip():
            continue
        try:
            _row(sheet, row.removesuffix("\r"))
        except ValueError as error:
            reason = error.reason if isinstance(error, Refused) else f"is no line of brat: {row[:60]!r}"
            raise Refused(f"line {number}", reason) from None
    return sheet


def _row(sheet: Sheet, row: str) -> None:
    key, _, rest = row.partition("\t")
    said, _, words = rest.partition("\t")
    parts = said.split()
    match key[:1], parts:
        case "T", [label, *_]:
            sheet.spans[key] = (label, list(_fragments(said.removeprefix(label))))
            sheet.words[key] = words
        case "E", [*_] if parts:
            sheet.events[key] = [(role, whose) for role, _, whose in (one.partition(":") for one in parts)]
        case "R", [_, one, other]:
            sheet.pairs.append((one.partition(":")[2], other.partition(":")[2]))
        case "*", [_, first, *others]:
            sheet.pairs += [(first, one) for one in others]
        case (("A" | "M"), [name, whose, *value]):
            _attribute(sheet, name, whose, value[0] if value else None)
        case "N", [_, whose, target]:
            role, _, entity = target.partition(":")
            _refer(sheet, whose, role, unquote(entity), words)
        case "#", [_, whose]:
            sheet.notes.append((whose, words))
        case _:
            raise Refused("", f"is no line of brat: {row[:60]!r}")


def _fragments(said: str) -> Iterator[Fragment]:
    for piece in said.strip().split(";"):
        start, end = piece.split()
        yield int(start), int(end)


def _attribute(sheet: Sheet, name: str, whose: str, value: str | None) -> None:
    about = sheet.about[whose]
    if name in FLAGS and value is None:
        about.setdefault("flags", []).append(name)
    elif name in FIELDS and value is not None:
        about[name] = (value == "yes") if name == "explicit" else value
    elif name not in COMPUTED:
        sheet.notices.append(f"the attribute {name} of {whose} was left out")


def _refer(sheet: Sheet, whose: str, role: str, entity: str, words: str) -> None:
    if role in REFERENCES:
        sheet.about[whose][role] = entity
    else:
        sheet.notices.append(f"the reference of {whose} to {words[:60] or entity} was left out")


def _mark(sheet: Sheet, marks: Marks) -> None:
    """Take the spans, what is said of them, and what joins them."""
    about = {key: dict(said) for key, said in sheet.about.items()}
    triggers: dict[str, str] = {}
    for key, roles in sheet.events.items():
        kind, trigger = roles[0]
        if sheet.spans.get(trigger, ("",))[0] == kind in OURS:
            triggers[trigger] = OURS[kind]
        lead = _members(sheet, key)[0]
        about[lead] = {**about.get(key, {}), **about.get(lead, {})}
    for key, (label, spans) in sheet.spans.items():
        check_words(marks.text, spans, sheet.words[key], key)
        called = triggers.get(key, label)
        if called:
            marks.add(key, called, spans, about.get(key))
    for key in sheet.events:
        marks.join([_members(sheet, one)[0] for one in _members(sheet, key)])
    for one, other in sheet.pairs:
        marks.relate(_members(sheet, one)[0], _members(sheet, other)[0])
    for key, words in sheet.notes:
        marks.note(_members(sheet, key)[0], " ".join(words.split()))


def _members(sheet: Sheet, key: str) -> list[str]:
    """Return what an event joins, what leads it first; of all else itself."""
    roles = sheet.events.get(key, [("", key)])
    kind, trigger = roles[0]
    repeats = kind == "quote" and len(roles) > 1 and sheet.spans.get(trigger, ("",))[0] == kind
    return [one for _, one in (roles[1:] if repeats else roles)]
