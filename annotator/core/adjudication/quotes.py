"""Places of the layer quotes: quotes aligned as agreement aligns them, and what only some labellings have."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from annotator.core.agreement.matching import aligned
from annotator.core.labelling import Labelling
from annotator.core.labels import Json, Quote
from annotator.core.spans import Span

from .places import AGREED, PREFIX, Decided, Place, Said, all_alike, fields_that_differ, seen_by, standing, state_of

PERSONAL = "unsure"


@dataclass(slots=True)
class _Group:
    """Quotes of several labellings that are one: by the index of the labelling."""

    quotes: dict[int, Quote]
    key: str = ""
    decision: Decided | None = None
    ids: tuple[str, ...] = ()
    frame: list[Span] = field(default_factory=list)


def quote_places(said: Sequence[Said], decisions: Sequence[Decided], gold: Labelling) -> list[Place]:
    """Return the places of a page's quotes in the order of the text.

    A place keeps its key, and gold its quote's id, as long as at least half of the characters stay the same; what was
    decided about a quote that no labelling has any more stays a place of its own.
    """
    groups = list(_groups(said))
    for group in groups:
        group.frame = _union(group.quotes.values())
    _attach(said, groups, decisions, gold)
    found = [_place(said, one) for one in groups]
    return sorted(found, key=lambda one: (one.start, one.end, one.key))


def quote_value(quote: Quote) -> Json:
    """Return what a quote says, as it is compared and as gold takes it."""
    value = quote.value()
    for name in Quote.SPANS:
        value[name] = sorted({(start, end) for start, end in value[name]})
        value[name] = [list(pair) for pair in value[name]]
    return {**value, "flags": [flag for flag in value["flags"] if flag != PERSONAL]}


def gold_place(quote: str, gold: Labelling, places: Sequence[Place]) -> Place:
    """Return the place of one of gold's quotes, one of its own where nobody else has said anything there."""
    found = next((one for one in places if quote in one.ids), None)
    if found is not None:
        return replace(found, ids=tuple(one for one in found.ids if one in gold.quotes))
    contents = gold.quotes[quote].contents
    key = _key(contents, {one.key for one in places})
    start, end = min(span.start for span in contents), max(span.end for span in contents)
    return Place("quotes", key, "agreed", start, end, (), {}, frame=tuple(sorted(contents)), ids=(quote,))


def _groups(said: Sequence[Said]) -> Iterator[_Group]:
    """Yield aligned quotes; each labelling is aligned with those before it, two exactly as agreement does."""
    found: dict[str, _Group] = {}
    for index, one in enumerate(said):
        own = {key: quote for key, quote in one.labelling.quotes.items() if quote.contents}
        heads = {key: next(iter(group.quotes.values())).contents for key, group in found.items()}
        pairs = aligned(heads, {key: quote.contents for key, quote in own.items()})
        for key, quote in pairs:
            found[key].quotes[index] = own.pop(quote)
        found |= {f"{index} {key}": _Group({index: quote}) for key, quote in own.items()}
    yield from found.values()


def _attach(said: Sequence[Said], groups: list[_Group], decisions: Sequence[Decided], gold: Labelling) -> None:
    """Give each group a key: that of a decision about it, of gold's quote, or a new one. Each decision gets a group."""
    seeds = {one.place: _Group({}, one.place, one, one.ids, list(one.frame)) for one in standing(decisions).values()}
    known = {one for seed in seeds.values() for one in seed.ids}
    for quote in sorted(gold.quotes.values(), key=lambda one: one.id):
        mine = quote.mark.source == AGREED
        if quote.id not in known and quote.contents:
            key = quote.id.removeprefix(PREFIX) if mine else _key(quote.contents, seeds)
            seeds[key] = _Group({}, key, None, (quote.id,), list(quote.contents))
    ordered = sorted(groups, key=lambda one: min(one.frame))
    pairs = list(_unchanged(said, seeds.values(), ordered))
    known_keys, known_places = {key for key, _ in pairs}, {at for _, at in pairs}
    framed = {key: seed.frame for key, seed in seeds.items() if seed.frame and key not in known_keys}
    free = {f"{at:06}": one.frame for at, one in enumerate(ordered) if at not in known_places}
    pairs += [(key, int(at)) for key, at in aligned(framed, free)]
    for key, at in pairs:
        group, seed = ordered[at], seeds.pop(key)
        group.key, group.decision, group.ids = key, seed.decision, seed.ids
    taken = {one.key for one in groups} | set(seeds)
    for group in ordered:
        if not group.key:
            group.key = _key(group.frame, taken)
            taken.add(group.key)
    groups += [seed for seed in seeds.values() if seed.decision or _is_mine(seed, gold)]


def _unchanged(said: Sequence[Said], seeds: Iterable[_Group], groups: Sequence[_Group]) -> Iterator[tuple[str, int]]:
    """Yield keys of decisions with the group that says just what was seen then: quotes may share their words."""
    free = {at: (group.frame, seen_by(said, _says(said, group))) for at, group in enumerate(groups)}
    for seed in seeds:
        seen = (seed.frame, seed.decision.seen) if seed.decision else None
        at = next((at for at, now in free.items() if now == seen), None)
        if at is not None:
            del free[at]
            yield seed.key, at


def _is_mine(seed: _Group, gold: Labelling) -> bool:
    return any(gold.quotes[one].mark.source == AGREED for one in seed.ids)


def _key(spans: Sequence[Span], taken: Container[str]) -> str:
    """Return the span of a place as its key; a second place of the same span gets a number."""
    plain = f"{min(start for start, _ in spans)}-{max(end for _, end in spans)}"
    key, number = plain, 2
    while key in taken:
        key, number = f"{plain}#{number}", number + 1
    return key


def _place(said: Sequence[Said], group: _Group) -> Place:
    says = _says(said, group)
    agreed = ([says[0]] if says[0] else []) if all_alike(says) else None
    now, frame = seen_by(said, says), group.frame
    state = state_of(now, group.decision, agreed, says)
    items = group.decision.items if group.decision else agreed
    start, end = min((one.start for one in frame), default=0), max((one.end for one in frame), default=0)
    differing = fields_that_differ(says, Quote.FIELDS)
    members = [group.quotes[at].id if at in group.quotes else None for at in range(len(said))]
    return Place(
        *("quotes", group.key, state, start, end, says, now, items, group.decision, differing),
        frame=tuple(frame),
        ids=group.ids,
        about={"members": members},
    )


def _says(said: Sequence[Said], group: _Group) -> tuple[Json | None, ...]:
    return tuple(quote_value(group.quotes[at]) if at in group.quotes else None for at in range(len(said)))


def _union(quotes: Iterable[Quote]) -> list[Span]:
    return sorted({span for quote in quotes for span in quote.contents})
