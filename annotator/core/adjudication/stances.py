"""Places of the layer stances: one for each holder and target at page level, or quote and target at quote level."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.core.labelling import Labelling
from annotator.core.labels import Json, Stance
from annotator.core.spans import Span

from .places import (
    AGREED,
    NAMING,
    PREFIX,
    Decided,
    Place,
    Said,
    all_alike,
    fields_that_differ,
    seen_by,
    standing,
    state_of,
)

COMPARED = ("polarity", "explicit", "evidence")


def stance_places(
    said: Sequence[Said], decisions: Sequence[Decided], gold: Labelling, quotes: Sequence[Place]
) -> list[Place]:
    """Return the places of a page's stances; `quotes` are the places of its quotes in the same pass, if it has any.

    A stance of a quote that was decided not to be in gold is moot.
    """
    found: dict[str, list[Json | None]] = {}
    of_quote = _keys_of_quotes(quotes)
    for index, one in enumerate(said):
        for stance in sorted(one.labelling.stances.values(), key=lambda one: (one.position, one.id)):
            value = stance_value(stance, of_quote.get((index, stance.quote or ""), stance.quote))
            says = found.setdefault(key_of(value), [None] * len(said))
            if says[index] is None:
                says[index] = value
    decided, settled = standing(decisions), _settled(gold, quotes)
    for key in (*decided, *settled):
        found.setdefault(key, [None] * len(said))
    by_key = {one.key: one for one in quotes}
    places = [
        _place(said, key, tuple(says), decided.get(key), gold, by_key, settled.get(key)) for key, says in found.items()
    ]
    return sorted(places, key=lambda one: (one.about["level"] == "page", one.start, one.key))


def on_quote(one: Place, quote: Place) -> Place:
    """Return the place of a stance as it stands once something was decided about its quote."""
    agreed = ([one.says[0]] if one.says[0] else []) if all_alike(one.says) else None
    moot = not quote.open and quote.items == []
    return replace(one, state="moot" if moot else state_of(one.seen, one.decision, agreed, one.says))


def stance_value(stance: Stance, quote: str | None) -> Json:
    """Return what a stance says; `quote` is the key of its quote's place, or the quote's id where that is gold's."""
    value = stance.value()
    evidence = [list(pair) for pair in sorted({(start, end) for start, end in value["evidence"]})]
    holder = value["holder"] if value["level"] == "page" else None
    return {**value, "quote": quote, "holder": holder, "evidence": evidence}


def key_of(value: Json) -> str:
    """Return the key of the place that a stance belongs to."""
    whose = f"quote {value['quote']}" if value["level"] == "quote" else f"page {value['holder'] or '-'}"
    return f"{whose} > {value['target']}"


def gold_quote(quote: str | None, gold: Labelling, quotes: Mapping[str, Place]) -> str | None:
    """Return the id of gold's quote at a place, or None where gold has none there."""
    place = quotes.get(quote or "")
    ids = (*place.ids, f"{PREFIX}{place.key}") if place else (quote or "",)
    return next((one for one in ids if one in gold.quotes), None)


def _keys_of_quotes(quotes: Sequence[Place]) -> dict[tuple[int, str], str]:
    """Map the index of a labelling and the id of its quote to the key of the quote's place."""
    return {
        (index, member): place.key
        for place in quotes
        for index, member in enumerate(place.about["members"])
        if member is not None
    }


def _settled(gold: Labelling, quotes: Sequence[Place]) -> dict[str, Json]:
    """Return by key what all said once, so that it goes from gold where nobody says it any more."""
    of_quote = {one: place.key for place in quotes for one in place.ids}
    mine = [one for one in gold.stances.values() if one.mark.source == AGREED]
    values = [stance_value(one, of_quote.get(one.quote or "", one.quote)) for one in mine]
    return {key_of(value): value for value in values}


def renamed(made: Decided, now: Mapping[str, str]) -> Decided:
    """Return a decision with merged entities under their ids of today; `now` holds those by the ids they had."""
    former: dict[str, list[str]] = {}
    for gone, into in now.items():
        former.setdefault(into, []).append(gone)
    value: Json = dict(made.value)
    if made.items:
        value["items"] = [_today(item, now) for item in made.items]
    if "about" in value:
        value["about"] = _today(value["about"], now)
    place = key_of(value["about"]) if "about" in value else made.place
    return replace(made, place=place, value=value, former=former)


def _today(value: Json, now: Mapping[str, str]) -> Json:
    return {**value, **{name: now[value[name]] for name in NAMING if value.get(name) in now}}


def _place(
    said: Sequence[Said],
    key: str,
    says: tuple[Json | None, ...],
    decision: Decided | None,
    gold: Labelling,
    quotes: dict[str, Place],
    settled: Json | None,
) -> Place:
    agreed = ([says[0]] if says[0] else []) if all_alike(says) else None
    now = seen_by(said, says)
    state = state_of(now, decision, agreed, says)
    there = next((one for one in says if one), None) or (decision.value.get("about") if decision else settled) or {}
    about = {name: there.get(name) for name in ("level", "quote", "holder", "target")}
    place = quotes.get(about["quote"] or "")
    if place and not place.open and place.items == []:
        state = "moot"
    start, end = _span(there, place, gold)
    items = decision.items if decision else agreed
    differing = fields_that_differ(says, COMPARED)
    return Place("stances", key, state, start, end, says, now, items, decision, differing, about=about)


def _span(value: Json, place: Place | None, gold: Labelling) -> tuple[int, int]:
    """Return where a stance is shown: at its evidence, else at its quote."""
    spans = [Span(*pair) for pair in value.get("evidence") or ()]
    quote = gold.quotes.get(value.get("quote") or "")
    spans = spans or ([Span(place.start, place.end)] if place else list(quote.contents) if quote else [])
    return min((one.start for one in spans), default=0), max((one.end for one in spans), default=0)
