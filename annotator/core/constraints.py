"""What no stored label may break: spans that fit the text, values that the scheme knows, references that exist."""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass

from .errors import Refused
from .labelling import Labelling
from .labels import UNKNOWN, LineLabel, Note, Quote, Stance
from .operations import Operation, PutEntity, PutItem, SetLines, SetPage, SetStatus
from .reading import Fields
from .scheme import Scheme
from .text import PageText

ENTITY_KINDS = ("PER", "ORG", "GPE", "NORP", "ISSUE", "OTHER")


@dataclass(frozen=True, slots=True)
class Rules:
    """What operations on one task are held against; `targets` is the closed list, None where it is open.

    `entities` may map ids to names: sentences then say the name.
    """

    scheme: Scheme
    entities: Container[str]
    targets: Collection[str] | None = None

    def named(self, entity: str) -> str:
        """Return the entity's name where it is known, else its id."""
        name = self.entities.get(entity) if isinstance(self.entities, Mapping) else None
        return name if isinstance(name, str) else entity


def check(op: Operation, labelling: Labelling, rules: Rules) -> None:
    """Refuse an operation, just applied to `labelling`, whose result breaks a save constraint.

    The caller throws the labelling away on refusal. A whole import is checked with `check_labelling`.
    """
    match op:
        case SetLines():
            _layer("lines", rules.scheme)
            for run in op.ranges:
                if run.label:
                    check_label(run.label, rules.scheme, f"lines {run.first}-{run.last}")
        case PutItem(of="quote"):
            check_quote(labelling.quotes[op.id], labelling.text, rules)
        case PutItem(of="stance"):
            check_stance(labelling.stances[op.id], labelling, rules)
        case PutItem():
            check_note(labelling.notes[op.id], labelling.text)
        case PutEntity():
            check_entity(op)
        case SetPage():
            check_page(labelling, rules.scheme)
        case SetStatus(status="skipped") if not op.reason:
            raise Refused("status.set", "a page is skipped with a reason")


def check_labelling(labelling: Labelling, rules: Rules) -> None:
    """Refuse a whole labelling that breaks a save constraint, with the first place that does."""
    for n, label in labelling.lines.items():
        check_label(label, rules.scheme, f"line {n}")
    if labelling.lines:
        _layer("lines", rules.scheme)
    for quote in labelling.quotes.values():
        check_quote(quote, labelling.text, rules)
    for stance in labelling.stances.values():
        check_stance(stance, labelling, rules)
    for note in labelling.notes.values():
        check_note(note, labelling.text)
    check_page(labelling, rules.scheme)


def check_label(label: LineLabel, scheme: Scheme, place: str) -> None:
    """Refuse a label, kind or flag that the scheme lacks, or a kind under another label where that is forbidden."""
    _known("label", label.label, scheme.labels, place)
    kind = scheme.kind(label.kind) if label.kind else None
    if label.kind and kind is None:
        raise Refused(place, f"the scheme {scheme.full_name} has no kind {label.kind!r}")
    if kind and not scheme.override and label.label not in (kind.parent, "optional"):
        raise Refused(place, f"this project allows {kind.id} as {kind.parent} only, not as {label.label}")
    for flag in label.flags:
        _known("flag", flag, scheme.line_flags, place)


def check_quote(quote: Quote, text: PageText, rules: Rules) -> None:
    """Refuse a quote with a span that doesn't fit, or a field, flag or speaker that the project lacks."""
    place = f"quote {quote.id}"
    _layer("quotes", rules.scheme, place)
    for name in Quote.SPANS:
        for index, span in enumerate(getattr(quote, name)):
            text.check_span(span, f"{place}, {name} {index + 1}")
    for name in ("via", "addressee"):
        if getattr(quote, name) and not getattr(rules.scheme.quotes, name):
            raise Refused(place, f"this project doesn't ask for {name}")
    for flag in quote.flags:
        _known("flag", flag, rules.scheme.quotes.flags, place)
    if quote.speaker is not None and quote.speaker != UNKNOWN:
        _entity(quote.speaker, rules, f"{place}, speaker")


def check_stance(stance: Stance, labelling: Labelling, rules: Rules) -> None:
    """Refuse a stance whose level, polarity, target, holder, quote or evidence doesn't fit."""
    place = f"stance {stance.id}"
    _layer("stances", rules.scheme, place)
    _known("level", stance.level, rules.scheme.stances.levels, place)
    if stance.level == "quote" and stance.quote is None:
        raise Refused(place, "a stance at quote level names its quote")
    if stance.level == "quote" and labelling.quote(stance.quote) is None:
        raise Refused(place, f"its quote {stance.quote!r} is not there any more")
    if stance.level == "page" and stance.quote is not None:
        raise Refused(place, "a stance at page level has no quote")
    if not any(stance.polarity == one and type(stance.polarity) is type(one) for one in rules.scheme.stances.allowed):
        raise Refused(place, f"this project has no polarity {stance.polarity!r}")
    _entity(stance.target, rules, f"{place}, target")
    if rules.targets is not None and stance.target not in rules.targets:
        raise Refused(place, f"the target {stance.target!r} is not on the project's closed list")
    if stance.holder is not None and stance.holder != UNKNOWN:
        _entity(stance.holder, rules, f"{place}, holder")
    if stance.explicit is not None and not rules.scheme.stances.explicit:
        raise Refused(place, "this project doesn't ask for explicit")
    for index, span in enumerate(stance.evidence):
        labelling.text.check_span(span, f"{place}, evidence {index + 1}")


def check_note(note: Note, text: PageText) -> None:
    """Refuse a note without words or on a span that doesn't fit."""
    if not note.note.strip():
        raise Refused(f"note {note.id}", "is empty")
    if not 0 <= note.start < note.end <= len(text):
        raise Refused(f"note {note.id}", f"the span {note.start}-{note.end} is empty or outside the text")


def check_page(labelling: Labelling, scheme: Scheme) -> None:
    """Refuse answers that the scheme's page layer doesn't offer."""
    page = labelling.page
    if page.page_type is not None:
        _layer("page", scheme)
        _known("page_type", page.page_type, scheme.page_types, "page")
    options = {question.id: question.options for question in scheme.questions}
    for name, value in page.answers.items():
        if name not in options:
            raise Refused("page", f"the scheme has no question {name!r}")
        _known(f"answer to {name!r}", value, options[name], "page")


def check_entity(op: PutEntity) -> None:
    """Refuse an entity whose given fields are not a name, a kind, aliases with languages and a Wikidata id."""
    fields = Fields(op.values, f"entity {op.id}")
    if fields.has("name"):
        fields.string("name")
    if fields.has("kind"):
        fields.choice("kind", ENTITY_KINDS)
    fields.text("wikidata")
    for alias in fields.objects("aliases", lambda index, _: f"entity {op.id}, alias {index + 1}"):
        alias.string("name")
        alias.text("language")


def _layer(layer: str, scheme: Scheme, place: str = "") -> None:
    if not scheme.asks_for(layer):
        raise Refused(place or layer, f"this project doesn't label {layer}")


def _known(what: str, value: object, allowed: tuple[object, ...], place: str) -> None:
    if value not in allowed:
        raise Refused(place, f"the {what} {value!r} is none of {', '.join(map(str, allowed))}")


def _entity(entity: str, rules: Rules, place: str) -> None:
    if entity not in rules.entities:
        raise Refused(place, f"there is no entity {entity!r} in the project's registry")
