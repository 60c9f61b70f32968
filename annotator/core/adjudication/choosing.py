"""What gold says when a curator takes one labelling's, both, neither, or writes an own."""

from collections.abc import Sequence

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.operations import COLLECTIONS, read_label, read_values
from annotator.core.reading import Fields
from annotator.core.scheme import Scheme
from annotator.core.text import PageText

from .lines import bounds, taken
from .places import Place, Said

MOST = 10
"""Labels that an own decision may hold at one place."""
MARKS = {"by", "at", "origin", "source", "id", "position"}


def choose(
    place: Place, choice: str, own: object, said: Sequence[Said], text: PageText, scheme: Scheme
) -> tuple[list[Json], list[str]]:
    """Return what gold is to say at a place, and the names of those who said so.

    `choice` is a labelling's letter (`a` is the first of `said`), `both`, `neither`, `agreed` or `own`, for which `own`
    is a list of labels. Refuses a choice that the layer doesn't have, and an own label of another form.
    """
    if choice == "agreed":
        return _agreed(place), [one.name for one in said]
    if choice == "own":
        return _own(place, own), []
    if choice == "neither":
        return _neither(place, scheme), []
    if choice == "both":
        return _both(place), [one.name for one, value in zip(said, place.says, strict=True) if value]
    at = ord(choice) - ord("a") if len(choice) == 1 else -1
    if not 0 <= at < len(said):
        raise Refused("choice", f"{choice[:20]!r} is none of this page's labellings, both, neither, agreed or own")
    if place.layer == "lines":
        return taken(text, said[at].labelling.lines, *bounds(place.key)), [said[at].name]
    value = place.says[at]
    return [value] if value else [], [said[at].name]


def _agreed(place: Place) -> list[Json]:
    if place.items is None or place.open:
        raise Refused(place.layer, "the labellings differ here; choose one of them or write your own")
    return place.items


def _both(place: Place) -> list[Json]:
    if place.layer != "quotes":
        one = {"lines": "a line has one label", "stances": "a stance has one polarity"}
        raise Refused(place.layer, f"{one.get(place.layer, 'a question has one answer')}; choose one of them")
    different: list[Json] = []
    for value in place.says:
        if value and value not in different:
            different.append(value)
    return different


def _neither(place: Place, scheme: Scheme) -> list[Json]:
    if place.layer != "lines":
        return []
    if "optional" not in scheme.labels:
        raise Refused("lines", "this project has no label that leaves a line open; choose one or write your own")
    first, last = bounds(place.key)
    return [{"first": first, "last": last, "label": "optional", "kind": None, "flags": []}]


def _own(place: Place, own: object) -> list[Json]:
    if not isinstance(own, list) or len(own) > MOST:
        raise Refused("own", f"should be a list of {MOST} labels at most")
    found = [Fields(one, f"own label {at + 1}") for at, one in enumerate(own)]
    if place.layer == "lines":
        return _own_line(place, found)
    if place.layer == "page":
        return _own_answer(found)
    word = place.layer.removesuffix("s")
    items = []
    for one in found:
        values = read_values(word, one)
        one.only({*COLLECTIONS[word].FIELDS, *MARKS})
        items.append({**_empty(place), **_plain(values)})
    if place.layer == "quotes":
        for item in items:
            if not item["contents"]:
                raise Refused("own", "a quote has a content")
        return items
    if len(items) > 1:
        raise Refused("own", "a place has one stance")
    return items


def _own_line(place: Place, found: list[Fields]) -> list[Json]:
    label = read_label(found[0]) if len(found) == 1 else None
    if label is None:
        raise Refused("own", "should be one label for the lines of the place")
    first, last = bounds(place.key)
    written: Json = {"label": label.label, "kind": label.kind, "flags": list(label.flags)}
    return [{"first": first, "last": last, **written}]


def _own_answer(found: list[Fields]) -> list[Json]:
    if len(found) != 1:
        raise Refused("own", "should be one answer")
    value = found[0].value.get("value")
    if value is not None and not isinstance(value, str | bool):
        raise Refused("own", "an answer is a word, true or false")
    return [{"value": value, **({"reason": found[0].text("reason")} if found[0].has("reason") else {})}]


def _empty(place: Place) -> Json:
    if place.layer == "quotes":
        spans: Json = {name: [] for name in ("contents", "cues", "sources", "via", "addressee")}
        return {**spans, "source_kind": None, "speaker": None, "flags": []}
    return {**place.about, "polarity": 0, "explicit": None, "evidence": []}


def _plain(values: Json) -> Json:
    return {
        name: [list(one) if isinstance(one, tuple) else one for one in value] if isinstance(value, tuple) else value
        for name, value in values.items()
    }
