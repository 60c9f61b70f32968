"""A labelling inside the canonical record: read with every span verified, and fitted to a project's scheme."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from .constraints import Rules, check_labelling
from .errors import Refused
from .labelling import Labelling, layer_status
from .labels import LAYERS, STATUSES, UNKNOWN, Item, Json, LayerState, LineLabel, Note, PageAnswers, Quote, Stance
from .operations import COLLECTIONS, read_label, read_mark, read_values
from .reading import Fields
from .spans import Span
from .text import PageText

ROLES = ("annotator", "gold", "machine")
MAIN = "main"
"""The first pass of a project; a labelling without layers goes there."""
MOST = 2**52
"""No whole number in a record is larger; JavaScript counts as far again, so that work can go on."""
LABELLING_KEYS = (
    *("annotator", "role", "status", "revision", "scheme", "seconds", "started", "finished"),
    *("layers", "page", "lines", "quotes", "stances", "notes"),
)
MARK_KEYS = ("by", "at", "origin", "source")
LINE_KEYS = ("n", "start", "end", "label", "kind", "dup_of", "flags", "text", *MARK_KEYS)
ITEM_KEYS = {
    "quote": ("id", "type", "zone", "parent", *Quote.FIELDS, *MARK_KEYS),
    "stance": ("id", *Stance.FIELDS, *MARK_KEYS),
    "note": ("id", "text", *Note.FIELDS, "by", "at"),
}
REQUIRED = {"quote": ("source_kind",), "stance": ("level", "target", "polarity"), "note": ("start", "end", "note")}


@dataclass(slots=True, kw_only=True)
class RecordLabelling:
    """One task's labels with who made them; status, layers, times and working time are in `labelling`.

    `layers_given` is False where the record told no layers: `fit` then takes those of the scheme.
    """

    annotator: str
    role: str
    labelling: Labelling
    revision: int = 0
    scheme: str | None = None
    layers_given: bool = True

    @property
    def pass_name(self) -> str:
        """The pass of the labelling: that of its first layer which is not off."""
        states = self.labelling.layers.values()
        return next((state.pass_name for state in states if state.status != "off"), MAIN)


def labelling_from_record(value: Fields, text: PageText, outer: str, notices: list[str]) -> RecordLabelling:
    """Read a labelling of the page `text`; refuses a span whose text differs, naming it inside `outer`."""
    annotator, role = value.string("annotator"), value.choice("role", ROLES)
    value.place = f"{outer}, labelling {annotator}"
    if (role == "gold") != (annotator == "gold"):
        raise Refused(value.place, "'gold' is the annotator of the role gold and of no other")
    left_out(value, LABELLING_KEYS, notices)
    labelling = Labelling(text)
    labelling.status = value.choice("status", STATUSES)
    labelling.started, labelling.finished = value.text("started"), value.text("finished")
    labelling.active_ms = _milliseconds(value)
    labelling.layers = _layers(value, role)
    labelling.page = _answers(value, notices)
    labelling.lines = dict(_lines(value, text, annotator, notices))
    for word in COLLECTIONS:
        for item in _items(word, value, text, annotator, notices):
            labelling.items(word)[item.id] = item
        labelling.next_position = max(labelling.next_position, len(labelling.items(word)))
    return RecordLabelling(
        annotator=annotator,
        role=role,
        labelling=labelling,
        revision=_count(value, "revision"),
        scheme=value.text("scheme"),
        layers_given=bool(labelling.layers),
    )


def link_bases(labellings: Sequence[RecordLabelling]) -> None:
    """Let each labelling see the labels of the base that its layers name, where the record has it."""
    for one in labellings:
        names = [state.base for state in one.labelling.layers.values() if state.status != "off" and state.base]
        for whose, _, name in (base.partition(":") for base in names):
            own = [other for other in labellings if (other.role, other.annotator) == (one.role, one.annotator)]
            gold = [other for other in labellings if other.role == "gold"]
            found = [other for other in own if other.pass_name == name] if whose == "own" else gold
            if found and found[0] is not one:
                one.labelling.base = found[0].labelling


def fit(one: RecordLabelling, rules: Rules, outer: str) -> None:
    """Give a labelling the scheme's layers where it told none, and refuse what the scheme or registry lacks."""
    labelling = one.labelling
    place = f"{outer}, labelling {one.annotator}"
    if not one.layers_given:
        status = layer_status(labelling.status)
        asked = rules.scheme.asks_for
        labelling.layers = {name: LayerState(status if asked(name) else "off", MAIN) for name in LAYERS}
    for name, state in labelling.layers.items():
        if state.status != "off" and not rules.scheme.asks_for(name):
            raise Refused(f"{place}, layer {name}", "this project doesn't label it")
    try:
        check_labelling(labelling, rules)
    except Refused as refusal:
        raise refusal.within(place) from None
    body = any(label.label == "body" for label in labelling.lines.values())
    if labelling.layers["lines"].status == "done" and not body:
        # Whoever finished a page without a body has confirmed it, which the record has no field for.
        labelling.page = replace(labelling.page, no_body=True)


def used_entities(labelling: Labelling) -> set[str]:
    """Return the ids of all entities that a labelling names: speakers, targets, holders."""
    named = {quote.speaker for quote in labelling.quotes.values()}
    for stance in labelling.stances.values():
        named |= {stance.target, stance.holder}
    return {entity for entity in named if entity is not None and entity != UNKNOWN}


def left_out(fields: Fields, known: Collection[str], notices: list[str]) -> None:
    """Note the fields of an object that the format doesn't have."""
    notices.extend(
        f"{fields.place}: the field {key!r} is not part of the format and was left out"
        for key in fields.value
        if key not in known
    )


def read_span(fields: Fields, text: PageText) -> Span:
    """Read a SPAN and verify it against the page's text."""
    span = Span(fields.integer("start"), fields.integer("end"))
    text.check_span(span, fields.place)
    _same(fields, text, span)
    return span


def _same(fields: Fields, text: PageText, span: Span) -> None:
    if "text" not in fields.value:
        raise Refused(fields.place, "lacks the field 'text'")
    there, given = text.slice(span), fields.value["text"]
    if given != there:
        raise Refused(fields.place, f"the text at {span.start}-{span.end} is {_short(there)}, not {_short(given)}")


def _short(words: object) -> str:
    shown = repr(words)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _count(fields: Fields, key: str) -> int:
    value = fields.integer(key, 0)
    if not 0 <= value <= MOST:
        raise Refused(fields.place, f"{key!r} should lie between 0 and {MOST}, not {value}")
    return value


def _milliseconds(fields: Fields) -> int:
    seconds = fields.value.get("seconds")
    if seconds is None:
        return 0
    number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not number or not math.isfinite(seconds) or not 0 <= seconds <= MOST // 1000:
        raise Refused(fields.place, f"'seconds' should be a number from 0 on, not {_short(seconds)}")
    milliseconds: int = round(seconds * 1000)
    return milliseconds


def _layers(value: Fields, role: str) -> dict[str, LayerState]:
    given = value.value.get("layers")
    if given is None:
        return {}
    layers = Fields(given, f"{value.place}, layers")
    layers.only(LAYERS)
    states = {name: _layer(layers, name) for name in LAYERS}
    passes = {state.pass_name for state in states.values() if state.status != "off"}
    if role != "gold" and len(passes) > 1:
        raise Refused(layers.place, f"name several passes ({', '.join(sorted(passes))}); a labelling belongs to one")
    home = min(passes, default=MAIN)
    return {name: replace(one, pass_name=home) if one.status == "off" else one for name, one in states.items()}


def _layer(layers: Fields, name: str) -> LayerState:
    if not layers.has(name):
        return LayerState("off")
    one = Fields(layers.value[name], f"{layers.place}, {name}")
    one.only(("status", "pass", "guideline", "base"))
    status = one.choice("status", ("off", "todo", "in_progress", "done"))
    return LayerState(
        status, one.identifier("pass") if one.text("pass") else MAIN, one.text("guideline"), one.text("base")
    )


def _answers(value: Fields, notices: list[str]) -> PageAnswers:
    page = Fields(value.value.get("page") or {}, f"{value.place}, page answers")
    left_out(page, ("page_type", "usable", "reason", "answers"), notices)
    answers = Fields(page.value.get("answers") or {}, page.place)
    given = {key: answers.text(key) for key in answers.value}
    return PageAnswers(
        page_type=page.text("page_type"),
        usable=page.boolean("usable"),
        reason=page.text("reason"),
        answers={key: one for key, one in given.items() if one is not None},
    )


def _lines(value: Fields, text: PageText, by: str, notices: list[str]) -> Iterator[tuple[int, LineLabel]]:
    seen: set[int] = set()
    for fields in value.objects("lines", lambda index, _: f"{value.place}, line entry {index + 1}"):
        n = fields.integer("n")
        fields.place = f"{value.place}, line {n}"
        if not 1 <= n <= text.line_count:
            raise Refused(fields.place, f"the page's lines are 1-{text.line_count}")
        if n in seen:
            raise Refused(fields.place, "is labelled twice")
        seen.add(n)
        left_out(fields, LINE_KEYS, notices)
        span = Span(fields.integer("start"), fields.integer("end"))
        if span != text.line_span(n):
            start, end = text.line_span(n)
            raise Refused(fields.place, f"the line is {start}-{end}, not {span.start}-{span.end}")
        _same(fields, text, span)
        label = read_label(fields, by, "imported")
        if label is None:
            raise Refused(fields.place, "lacks its label")
        yield n, label


def _items(word: str, value: Fields, text: PageText, by: str, notices: list[str]) -> Iterator[Item]:
    seen: set[str] = set()
    for position, fields in enumerate(value.objects(f"{word}s", lambda index, _: f"{value.place}, {word} {index + 1}")):
        item_id = fields.identifier("id")
        fields.place = f"{value.place}, {word} {item_id}"
        if item_id in seen:
            raise Refused(fields.place, "is there twice; ids are unique in a labelling")
        seen.add(item_id)
        left_out(fields, ITEM_KEYS[word], notices)
        for key in REQUIRED[word]:
            if not fields.has(key):
                raise Refused(fields.place, f"lacks the field {key!r}")
        values = read_values(word, _plain(word, fields, text))
        mark = read_mark(fields, by, "imported")
        item: Item = COLLECTIONS[word](id=item_id, position=position, mark=mark, **values)
        if isinstance(item, Note):
            _same(fields, text, Span(item.start, item.end))
        if isinstance(item, Stance) and item.level == "quote":
            # Computed from the quote's speaker.
            item = replace(item, holder=None)
        yield item


def _plain(word: str, fields: Fields, text: PageText) -> Fields:
    """Return the fields of an item with every SPAN verified and turned into the pair `[start, end]`."""
    plain: Json = dict(fields.value)
    for name in COLLECTIONS[word].SPANS:
        one = name.removesuffix("s") if name != "addressee" else name
        spans = fields.objects(name, lambda index, _, one=one: f"{fields.place}, {one} {index + 1}")  # type: ignore[misc]
        plain[name] = [list(read_span(span, text)) for span in spans]
    return Fields(plain, fields.place)
