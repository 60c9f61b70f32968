"""Label Studio: tasks with their annotations, as its import takes them and its JSON export gives them.

Offsets are code points, which Label Studio counts since 1.3 (pull request 308 of its editor). The parts of a quote are
regions tied to its first content by relations; what a region has no field for are choices and text areas of the region.
`configuration` is the labelling interface that such a project needs; docs/formats.md prints it.
Format: https://labelstud.io/guide/task_format
"""

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import quoteattr

import orjson

from annotator.core.labels import SOURCE_KINDS, Json
from annotator.core.records import PAGE_TEXTS
from annotator.core.scheme import Scheme

from .base import About, Answer, Loss, Out, Writer
from .dropping import LINE, QUOTE, STANCE, TOGETHER, Keeps, dropped
from .flat import ROLES, Flat, flat, unmarked
from .flat import about as known
from .writers import Pieces

KEEPS = Keeps(lines=LINE, quotes=(*QUOTE, TOGETHER), stances=STANCE, about=PAGE_TEXTS)
LABELS = {"lines": "line", "quotes": "quote", "stances": "stance"}
"""The name of the tag that a region of each layer is from."""
QUOTE_PART, STANCE_PART = "part of the quote", "about the quote"
TIES = {"quotes": QUOTE_PART, "stances": STANCE_PART}


class LabelStudio:
    """Writes one file: a JSON array of tasks, a task a row."""

    name = "label-studio"
    suffix = ".json"
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin the array of tasks."""
        del about
        return Pieces(out.open(), _task, first=b"[\n", between=b",\n", last=b"\n]\n")


def configuration(scheme: Scheme) -> str:
    """Return the labelling interface (XML) in which Label Studio shows these tasks."""
    area = '<TextArea name="{0}" toName="text" perRegion="true" editable="true" whenTagName="{1}"/>'
    rows = ["<View>"]
    rows += _tag("Labels", LABELS["lines"], "Label", scheme.labels)
    rows += _tag("Labels", LABELS["quotes"], "Label", ROLES.values())
    rows += _tag("Labels", LABELS["stances"], "Label", ("evidence",))
    rows += ['<Text name="text" value="$text"/>']
    flags = dict.fromkeys((*scheme.line_flags, *scheme.quotes.flags, "discontinuous"))
    rows += _tag("Choices", "kind", "Choice", [one.id for one in scheme.kinds], 'perRegion="true" whenTagName="line"')
    rows += _tag("Choices", "flags", "Choice", flags, 'perRegion="true" choice="multiple"')
    rows += _tag("Choices", "source_kind", "Choice", SOURCE_KINDS, 'perRegion="true" whenTagName="quote"')
    polarities = [str(one) for one in scheme.stances.allowed]
    rows += _tag("Choices", "polarity", "Choice", polarities, 'perRegion="true" whenTagName="stance"')
    rows += _tag("Choices", "explicit", "Choice", ("yes", "no"), 'perRegion="true" whenTagName="stance"')
    rows += [area.format("speaker", "quote"), area.format("holder", "stance"), area.format("target", "stance")]
    rows += ["<Relations>", *(f"<Relation value={quoteattr(tie)}/>" for tie in TIES.values()), "</Relations>"]
    return "\n".join([*rows, "</View>", ""])


def _tag(kind: str, name: str, inner: str, values: Iterable[str], more: str = "") -> list[str]:
    listed = [f"  <{inner} value={quoteattr(one)}/>" for one in values]
    return (
        [f'<{kind} name="{name}" toName="text"{f" {more}" if more else ""}>', *listed, f"</{kind}>"] if listed else []
    )


def _task(answer: Answer) -> tuple[bytes, Sequence[Loss]]:
    losses = [*dropped(answer, KEEPS), *unmarked(answer)]
    labels = answer.labels
    names = {one.id: one.name for one in answer.entities.values()}
    regions = list(flat(answer))
    result = [one for region in regions for one in _region(region, names, answer.page.text.slice(region.span))]
    result += _relations(regions)
    entities = [one.to_json() for one in answer.entities.values()]
    annotation = {"result": result, "ground_truth": labels["role"] == "gold", "was_cancelled": False}
    annotation["lead_time"] = labels["seconds"]
    task = {
        "data": {"text": answer.page.text.text, **known(answer), "entities": entities},
        "annotations": [annotation],
    }
    return orjson.dumps(task), losses


def _region(region: Flat, names: dict[str, str], text: str) -> Iterator[Json]:
    """Yield a region, and what is said of it; of a quote or a stance its first span alone carries that."""
    where: Json = {"start": region.span.start, "end": region.span.end, "text": text}
    item = region.item

    def said(name: str, kind: str, value: Json) -> Json:
        whole = {"id": region.key, "from_name": name, "to_name": "text", "type": kind, "value": {**where, **value}}
        return {**whole, "origin": "manual"}

    yield said(LABELS[region.layer], "labels", {"labels": [region.label]})
    if not _leads(region):
        return
    for name in ("kind", "source_kind", "polarity"):
        if item.get(name) is not None:
            yield said(name, "choices", {"choices": [str(item[name])]})
    if item.get("flags"):
        yield said("flags", "choices", {"choices": item["flags"]})
    if item.get("explicit") is not None:
        yield said("explicit", "choices", {"choices": ["yes" if item["explicit"] else "no"]})
    for name in ("speaker", "holder", "target"):
        if item.get(name) is not None:
            # The words of a text area take the place of the region's own.
            yield said(name, "textarea", {"text": [names.get(item[name], item[name])]})


def _leads(region: Flat) -> bool:
    item = region.item
    first = next((role for role in ROLES if item.get(role)), None)
    return region.number == 1 and (region.layer != "quotes" or ROLES[first or "contents"] == region.label)


def _relations(regions: Sequence[Flat]) -> Iterator[Json]:
    """Yield what ties the parts of a quote, and of a stance, to the span that leads; a stance's to its quote's."""
    leads = {(one.layer, one.item.get("id")): one.key for one in regions if _leads(one)}
    for one in regions:
        if one.layer == "lines":
            continue
        lead = leads[one.layer, one.item["id"]]
        if one.key != lead:
            yield _relation(lead, one.key, QUOTE_PART)
        elif one.layer == "stances" and (quote := leads.get(("quotes", one.item["quote"]))):
            yield _relation(one.key, quote, STANCE_PART)


def _relation(one: str, other: str, label: str) -> Json:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [label]}
