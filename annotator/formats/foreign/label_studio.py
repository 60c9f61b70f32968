"""Label Studio: a JSON array of tasks, each with the annotations of several people and the predictions of machines.

Offsets are code points since its version 1.3 and UTF-16 code units before; where a region says its own words, they
tell which. What our own export says of a region by choices and text areas of it is read again.
Format: https://labelstud.io/guide/task_format
"""

from collections.abc import Iterable, Iterator

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.reading import Fields
from annotator.core.records import Record
from annotator.formats.base import Told

from .base import Paper, Tool, file_stem, objects, paper, span_of, word
from .marks import Fragment, Marks
from .units import FromUtf16

LISTS = ("annotations", "completions")
"""How the annotations of people are called, today and before version 1.0."""
CHOICES, AREAS = ("kind", "source_kind", "polarity", "explicit"), ("speaker", "holder", "target")
"""Choices and text areas of a region that stand for fields of ours."""


def _recognises(value: Json) -> bool:
    return isinstance(value.get("data"), dict) and any(isinstance(value.get(name), list) for name in LISTS)


def record_of(value: Json, name: str, told: Told) -> Record:
    """Read one task."""
    data = Fields(value, "task").value.get("data")
    if not isinstance(data, dict):
        raise Refused("task", "lacks its 'data'")
    number = value.get("id")
    page = paper(data, f"{file_stem(name)}/{number}" if isinstance(number, int) else name, told)
    found = [(one, "annotator") for key in LISTS for one in objects(value, key, "task")]
    found += [(one, "machine") for one in objects(value, "predictions", "task")]
    for one, role in found:
        annotator = _annotator(one, role) or page.annotator or "label-studio"
        if one.get("was_cancelled") or one.get("skipped"):
            page.notices.append(f"{annotator} skipped the task, which is no labelling")
            continue
        try:
            _take(page, one, annotator, role)
        except Refused as refused:
            raise refused.within(f"page {page.name}, annotation of {annotator}") from None
    return page.record()


def _annotator(one: Json, role: str) -> str | None:
    """Return who made it: a name or address where the export has one, else the number of the account."""
    if role == "machine":
        return word(one, "model_version")
    who = one.get("completed_by")
    if isinstance(who, dict):
        return word(who, "email") or word(who, "username") or (f"user {who['id']}" if "id" in who else None)
    return f"user {who}" if isinstance(who, int) else word(one, "completed_by")


def _take(page: Paper, one: Json, annotator: str, role: str) -> None:
    results = objects(one, "result", "annotation")
    regions: dict[str, list[Json]] = {}
    for number, result in enumerate(results):
        if result.get("type") != "relation":
            regions.setdefault(str(result.get("id", f"r{number}")), []).append(result)
    marks = page.marks()
    where = _Where(page.text.text)
    for key, parts in regions.items():
        _region(page, marks, where, key, parts)
    for result in results:
        if result.get("type") == "relation":
            marks.relate(str(result.get("from_id")), str(result.get("to_id")))
    page.take(marks, annotator, role, word(one, "updated_at") or word(one, "created_at"))


def _region(page: Paper, marks: Marks, where: "_Where", key: str, parts: list[Json]) -> None:
    """Take what is said under one id: labels of a span with what is said of it, or choices about the whole page."""
    about: Json = {}
    labels: list[tuple[str, Fragment]] = []
    for number, part in enumerate(parts):
        place = f"region {key}"
        value = Fields(part.get("value"), f"{place}, value {number + 1}").value
        kind = word(part, "type") or ""
        if kind in ("labels", "hypertextlabels"):
            span = where.span(value, place)
            labels += [(label, span) for label in _words(value, kind, place)]
        elif kind == "choices" and "start" not in value:
            for choice in _words(value, kind, place):
                marks.add(key, choice, [(0, len(page.text))])
        else:
            _say(page, about, part, value, kind)
    for number, (label, span) in enumerate(labels):
        marks.add(key if not number else f"{key}+{number}", label, [span], about)


def _say(page: Paper, about: Json, part: Json, value: Json, kind: str) -> None:
    """Take what is said of a region, as far as there is a field for it."""
    name, said = word(part, "from_name") or "", value.get("choices" if kind == "choices" else "text")
    words = [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)]
    if kind == "choices" and name == "flags":
        about["flags"] = words
    elif kind == "choices" and name == "explicit":
        about["explicit"] = "yes" in words
    elif kind == "choices" and name in CHOICES and words:
        about[name] = words[0]
    elif kind == "textarea" and name in AREAS and words:
        about[name] = words[0] if words[0] == "unknown" else page.entity(words[0])
    else:
        page.notices.append(f"{kind or 'something'} {name!r} of a region was left out")


def _words(value: Json, kind: str, place: str) -> Iterator[str]:
    yield from Fields(value, place).strings(kind)


class _Where:
    """Turns the offsets of a task's regions into code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units = FromUtf16(text)

    def span(self, value: Json, place: str) -> Fragment:
        """Return where a region lies: as its own words tell, and in code points where it says none."""
        start, end = span_of(value, place)
        said = word(value, "text")
        if said is None or self.text[start:end] == said:
            return start, end
        for first, last in self._other(start, end):
            if self.text[first:last] == said:
                return first, last
        raise Refused(place, f"the text at {start}-{end} is not the {said[:60]!r} that it names")

    def _other(self, start: int, end: int) -> Iterable[Fragment]:
        try:
            return [(self.units(start), self.units(end))]
        except Refused:
            return []


LABEL_STUDIO = Tool("label-studio", _recognises, record_of)
