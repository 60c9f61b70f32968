"""What has to change in gold so that it says what was decided, and what needed no decision."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.core.labelling import Labelling, runs_of
from annotator.core.labels import Json, LineLabel, Mark, Stance
from annotator.core.operations import Operation, PutItem, RemoveItem, SetLines, SetPage, read_values
from annotator.core.reading import Fields

from .page import answer, changes
from .places import AGREED, PREFIX, Place
from .stances import gold_quote, stance_value

OF_ALL = Mark("", None, "accepted", AGREED)


def decide(
    place: Place, items: Sequence[Json], gold: Labelling, mark: Mark, quotes: Mapping[str, Place]
) -> Iterator[Operation]:
    """Yield the operations after which gold says `items` at a place, none where it does already.

    `mark` carries origin and source; `quotes` are the places of the page's quotes by key, for stances.
    """
    match place.layer:
        case "lines":
            yield from _lines(items, gold, mark)
        case "quotes":
            yield from _quotes(place, items, gold, mark)
        case "stances":
            yield from _stance(place, items, gold, mark, quotes)
        case _:
            if values := changes(place.key, items, gold.page):
                yield SetPage(values)


def settle(
    found: Mapping[str, Sequence[Place]],
    gold: Labelling,
    settled: Mapping[str, object],
    quotes: Sequence[Place] | None = None,
) -> Iterator[Operation]:
    """Yield the operations after which gold says what all labellings say, where nothing was decided.

    What somebody put into gold in another way stays as it is: labels say so themselves, of answers about the page
    `settled` holds those that were settled last, by the place's key. To be applied one by one, since a stance waits
    for its quote; `quotes` are the places of the quotes where `found` lacks them.
    """
    by_key = {one.key: one for one in (found.get("quotes", ()) if quotes is None else quotes)}
    for layer in found.values():
        for place in layer:
            if place.state != "agreed" or place.items is None:
                continue
            if place.layer == "lines":
                yield from _lines([one for item in place.items for one in _mine(item, gold)], gold, OF_ALL)
            elif _may_settle(place, gold, settled, by_key):
                yield from decide(place, place.items, gold, OF_ALL, by_key)
    if "lines" in found:
        yield from settle_body(found["lines"], gold)


def settle_body(lines: Sequence[Place], gold: Labelling) -> Iterator[Operation]:
    """Yield the operation after which gold says openly whether it has no body, once all lines are settled."""
    if lines and not any(one.open for one in lines):
        bare = not any(item["label"] == "body" for one in lines for item in one.items or ())
        if gold.page.no_body != bare:
            yield SetPage({"no_body": bare})


def new_ids(place: Place, items: Sequence[Json]) -> list[str]:
    """Return the ids of a place's gold quotes, those it has first."""
    fresh = [f"{PREFIX}{place.key}", *(f"{PREFIX}{place.key}~{at}" for at in range(2, len(items) + 2))]
    return [*place.ids, *(one for one in fresh if one not in place.ids)][: len(items)]


def _lines(items: Sequence[Json], gold: Labelling, mark: Mark) -> Iterator[Operation]:
    changed: dict[int, LineLabel | None] = {}
    for item in items:
        label = LineLabel(item["label"], item["kind"], tuple(item["flags"]), mark) if item["label"] else None
        for n in gold.text.named(item["first"], item["last"]):
            if not _same(gold.lines.get(n), label):
                changed[n] = label
    if changed:
        yield SetLines(tuple(runs_of(gold.text, changed)))


def _same(there: LineLabel | None, wanted: LineLabel | None) -> bool:
    if there is None or wanted is None:
        return there is wanted
    return there.same_value(wanted) and there.mark.source == wanted.mark.source


def _mine(item: Json, gold: Labelling) -> Iterator[Json]:
    """Yield the lines of a run in which gold says nothing yet, or what all said before."""
    first = last = 0
    for n in gold.text.named(item["first"], item["last"]):
        label = gold.lines.get(n)
        if label is None or label.mark.source == AGREED:
            first, last = first or n, n
        elif first:
            yield {**item, "first": first, "last": last}
            first = 0
    if first:
        yield {**item, "first": first, "last": last}


def _may_settle(place: Place, gold: Labelling, settled: Mapping[str, object], quotes: Mapping[str, Place]) -> bool:
    """Tell whether gold says nothing at a place yet, or what all said before."""
    if place.layer == "quotes":
        return all(gold.quotes[one].mark.source == AGREED for one in place.ids if one in gold.quotes)
    if place.layer == "stances":
        there = _there(place.about, gold, quotes)
        return there is None or there.mark.source == AGREED
    there_already = answer(gold.page, place.key)
    return there_already is None or settled.get(place.key) == there_already


def _quotes(place: Place, items: Sequence[Json], gold: Labelling, mark: Mark) -> Iterator[Operation]:
    ids = new_ids(place, items)
    for key, item in zip(ids, items, strict=True):
        yield from _put("quote", key, item, gold, mark)
    for key in (one for one in place.ids if one not in ids and one in gold.quotes):
        yield from (RemoveItem("stance", one.id) for one in list(gold.stances.values()) if one.quote == key)
        yield RemoveItem("quote", key)


def _stance(
    place: Place, items: Sequence[Json], gold: Labelling, mark: Mark, quotes: Mapping[str, Place]
) -> Iterator[Operation]:
    about = place.about
    quote = gold_quote(about["quote"], gold, quotes) if about["level"] == "quote" else None
    there = _there(about, gold, quotes)
    if not items and there is not None:
        yield RemoveItem("stance", there.id)
    if items and (quote is not None or about["level"] == "page"):
        key = there.id if there else f"{PREFIX}{place.key}"
        yield from _put("stance", key, {**items[0], "quote": quote}, gold, mark)


def _there(about: Json, gold: Labelling, quotes: Mapping[str, Place]) -> Stance | None:
    """Return gold's stance at a place, whatever its id."""
    quote = gold_quote(about["quote"], gold, quotes) if about["level"] == "quote" else None
    wanted = {**about, "quote": quote}
    values = ((one, stance_value(one, one.quote)) for one in gold.stances.values())
    return next((one for one, value in values if all(value[name] == wanted[name] for name in wanted)), None)


def _put(word: str, key: str, item: Json, gold: Labelling, mark: Mark) -> Iterator[Operation]:
    values = read_values(word, Fields(item, f"{word} {key}"))
    there = gold.items(word).get(key)
    if there is None or any(getattr(there, name) != value for name, value in values.items()):
        yield PutItem(word, key, values, mark)
