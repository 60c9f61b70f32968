"""What a lossy format leaves behind: said field by field, so that it can be written next to the data."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from annotator.core.counted import counted
from annotator.core.labels import Json
from annotator.core.records import PAGE_TEXTS, RecordPage

from .base import Answer, Loss

PAGE = ("page_type", "usable", "reason", "answers")
LINE = ("label", "kind", "flags")
QUOTE = ("contents", "cues", "sources", "type", "source_kind", "speaker", "via", "addressee", "parent", "flags")
STANCE = ("quote", "holder", "target", "polarity", "explicit", "evidence")
TOGETHER = "together"
"""Which spans make up one quote: what a flat list of spans can't say."""
COMPUTED = "discontinuous"
WORDS = {"source_kind": "the kind of their sources", TOGETHER: "which parts make up one quote"}


@dataclass(frozen=True, slots=True)
class Keeps:
    """The fields of an answer that a format holds, by layer; an empty tuple drops the layer as a whole.

    What is computed from the spans (type, zone, parent, `dup_of`) counts as held wherever the spans are. `about` are
    the fields that describe the page, of `PAGE_TEXTS`.
    """

    lines: Collection[str] = ()
    quotes: Collection[str] = ()
    stances: Collection[str] = ()
    about: Collection[str] = ()


def spoken(answer: Answer, layer: str) -> bool:
    """Tell whether a page says something in a layer: an answer, be it empty, or labels that somebody left undone."""
    return answer.answers(layer) or bool(answer.labels[layer])


def silent(answer: Answer, layer: str) -> list[Loss]:
    """Return why a page isn't in a format that is about one layer alone: nobody finished the layer; else nothing."""
    if spoken(answer, layer):
        return []
    return [Loss(answer.page.name, layer, "page", "nobody has finished this layer here, so the page is left out")]


def dropped(answer: Answer, keeps: Keeps) -> list[Loss]:
    """Return what of a page a format drops: one loss a field with the items that have it, or one for a whole layer."""
    page = answer.page.name
    known, said = _known(answer.page, keeps), _page(answer.labels)
    return [Loss(page, *one) for one in (*known, *said, *_lines(answer.labels, keeps), *_items(answer, keeps))]


def _known(page: RecordPage, keeps: Keeps) -> Iterator[tuple[str, str, str]]:
    lost = [name for name in PAGE_TEXTS if name not in keeps.about and getattr(page, name) is not None]
    lost += ["meta"] if page.meta != "{}" else []
    if lost:
        yield "page", ", ".join(lost), "the format has no place for what is known of a page"


def _page(labels: Json) -> Iterator[tuple[str, str, str]]:
    said = [name for name in PAGE if labels["page"][name] not in (None, {})]
    if said:
        yield "page", ", ".join(said), "the format holds no answers about the page"
    for note in labels["notes"]:
        yield "notes", note["id"], "the format holds no notes"


def _lines(labels: Json, keeps: Keeps) -> Iterator[tuple[str, str, str]]:
    lines = labels["lines"]
    if lines and not keeps.lines:
        yield "lines", counted(len(lines), "line"), "the format holds no labels of lines"
        return
    for name in LINE:
        said = [line["n"] for line in lines if line[name]] if name not in keeps.lines else []
        if said:
            yield "lines", ", ".join(_runs(said)), f"the format has no place for their {name}"


def _items(answer: Answer, keeps: Keeps) -> Iterator[tuple[str, str, str]]:
    for layer, kept, fields in (("quotes", keeps.quotes, (*QUOTE, TOGETHER)), ("stances", keeps.stances, STANCE)):
        items = answer.labels[layer]
        if items and not kept:
            yield layer, ", ".join(one["id"] for one in items), f"the format holds no {layer}"
            continue
        for name in fields:
            said = [one["id"] for one in items if _says(one, name)] if name not in kept else []
            if said:
                yield layer, ", ".join(said), f"the format has no place for {WORDS.get(name) or f'their {name}'}"


def _says(one: Json, name: str) -> bool:
    if name in ("type", "parent"):
        return False
    if name == TOGETHER:
        return _parts(one) > 1
    if name == "flags":
        return any(flag != COMPUTED for flag in one["flags"])
    return one[name] not in (None, [])


def _parts(quote: Json) -> int:
    return sum(len(quote[name]) for name in ("contents", "cues", "sources", "via", "addressee"))


def _runs(numbers: list[int]) -> Iterator[str]:
    """Yield ascending numbers as runs: 1-4, 7."""
    first = last = numbers[0]
    for number in (*numbers[1:], None):
        if number == last + 1:
            last += 1
            continue
        yield str(first) if first == last else f"{first}-{last}"
        if number is not None:
            first = last = number
