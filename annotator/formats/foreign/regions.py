"""The regions of one annotation of Label Studio as marks: labels of a span, what is said of it, and what ties them.

What our own export says of a region by choices and text areas of it is read again.
"""

from collections.abc import Iterator, Sequence

from annotator.core.labels import Json
from annotator.core.reading import Fields

from .base import Paper, word
from .marks import Fragment, Marks
from .places import LABELS, Places

CHOICES, AREAS = ("kind", "source_kind", "polarity", "explicit"), ("speaker", "holder", "target")
"""Choices and text areas of a region that stand for fields of ours."""


def take(page: Paper, results: Sequence[Json], places: Places) -> Marks:
    """Return what an annotation marks on a page; refuses labels that nobody maps and regions that fit no text."""
    marks = page.marks()
    regions: dict[str, list[Json]] = {}
    for number, result in enumerate(results):
        if result.get("type") != "relation":
            regions.setdefault(str(result.get("id", f"r{number}")), []).append(result)
    for key, parts in regions.items():
        _region(page, marks, places, key, parts)
    for result in results:
        if result.get("type") == "relation":
            marks.relate(str(result.get("from_id")), str(result.get("to_id")))
    return marks


def _region(page: Paper, marks: Marks, places: Places, key: str, parts: list[Json]) -> None:
    """Take what is said under one id: labels of a span with what is said of it, or choices about the whole page."""
    about: Json = {}
    labels: list[tuple[str, Fragment]] = []
    for part in parts:
        place, value = f"region {key}", part["value"]
        kind = word(part, "type") or ""
        if kind in LABELS:
            span = places.span(value, place)
            labels += [(label, span) for label in _words(value, kind, place)]
        elif kind == "choices" and "start" not in value:
            for choice in _words(value, kind, place):
                marks.add(key, choice, [(0, len(page.text))])
        else:
            _say(page, about, part, value, kind)
    if about and not labels:
        page.notices.append(f"what is said of region {key} was left out, since it has no label: {', '.join(about)}")
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
