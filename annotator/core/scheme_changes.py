"""Changes to a scheme, each a function from one scheme to the next; `workflow` says what they would do to labels."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .errors import Refused
from .presets import KINDS
from .scheme import POLARITIES, ZONES, Kind, Question, Scheme

ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
FIVE = (2, 1, -1, -2, 0, "unclear")
DEMANDS = ("required", "optional", "off")
STANDARD = tuple(one.id for one in KINDS)


def next_version(scheme: Scheme) -> str:
    """Return the version after the scheme's own."""
    return str(int(scheme.version) + 1) if scheme.version.isdecimal() else f"{scheme.version}.1"


def with_kind(scheme: Scheme, kind: Kind) -> Scheme:
    """Add a kind, or give the one of that id its new name, key, definition, parent and standard kind."""
    _check_kind(scheme, kind)
    old = scheme.kind(kind.id)
    if old is None:
        if kind.id in scheme.moved:
            raise Refused(kind.id, f"was the name of what is {scheme.moved[kind.id]} now; choose another")
        return replace(scheme, kinds=(*scheme.kinds, kind))
    return _exchanged(scheme, kind.id, replace(kind, hidden=old.hidden))


def renamed_kind(scheme: Scheme, kind_id: str, new_id: str) -> Scheme:
    """Give a kind another id; labels under the old one have to follow."""
    old = _kind(scheme, kind_id)
    if scheme.kind(new_id) or new_id in scheme.moved:
        raise Refused(new_id, "is taken already; merge the two kinds instead")
    _check_id(new_id)
    return _moved(_exchanged(scheme, kind_id, replace(old, id=new_id)), kind_id, new_id)


def merged_kind(scheme: Scheme, gone: str, into: str) -> Scheme:
    """Take a kind into another one; labels under the first have to follow."""
    _kind(scheme, gone)
    if gone == into:
        raise Refused(gone, "is the same kind")
    _kind(scheme, into)
    return _moved(replace(scheme, kinds=tuple(one for one in scheme.kinds if one.id != gone)), gone, into)


def hidden_kind(scheme: Scheme, kind_id: str, *, hidden: bool) -> Scheme:
    """Offer a kind no more, or again; labels that have it keep it."""
    changed = replace(_kind(scheme, kind_id), hidden=hidden)
    if not hidden:
        _check_kind(scheme, changed)
    return _exchanged(scheme, kind_id, changed)


def with_zones(scheme: Scheme, zones: Sequence[str], ticker: str) -> Scheme:
    """Say on which kinds of lines quotes may start, and whether they are asked for in the ticker."""
    known = {*ZONES, *(one.id for one in scheme.kinds)} - {"ticker"}
    for zone in zones:
        if zone not in known:
            raise Refused("zones", f"the scheme has no kind {zone!r}")
    if not zones:
        raise Refused("zones", "choose at least one kind of line")
    _one_of("ticker", ticker, DEMANDS)
    return replace(scheme, quotes=replace(scheme.quotes, zones=tuple(dict.fromkeys(zones)), ticker=ticker))


def with_polarities(scheme: Scheme, steps: str) -> Scheme:
    """Let stances have three steps (-1, 0, 1) or five (-2 to 2), and unclear."""
    _one_of("steps", steps, ("3", "5"))
    return replace(scheme, stances=replace(scheme.stances, polarities=FIVE if steps == "5" else POLARITIES))


def with_targets(scheme: Scheme, targets: str) -> Scheme:
    """Let any entity be a target (open), or those of the project's list alone (closed)."""
    _one_of("targets", targets, ("open", "closed"))
    return replace(scheme, stances=replace(scheme.stances, targets=targets))


def with_question(scheme: Scheme, question: Question) -> Scheme:
    """Add a question about the page, or change the one of that id."""
    _check_id(question.id)
    if not question.name.strip() or len(question.options) < 2:
        raise Refused(question.id, "needs its words and two answers at least")
    if len(set(question.options)) < len(question.options):
        raise Refused(question.id, "offers an answer twice")
    others = [one for one in scheme.questions if one.id != question.id]
    at = next((n for n, one in enumerate(scheme.questions) if one.id == question.id), len(others))
    return replace(scheme, questions=(*others[:at], question, *others[at:]))


def without_question(scheme: Scheme, question_id: str) -> Scheme:
    """Ask a question no more."""
    if question_id not in {one.id for one in scheme.questions}:
        raise Refused(question_id, "is no question of the scheme")
    return replace(scheme, questions=tuple(one for one in scheme.questions if one.id != question_id))


def with_parts(
    scheme: Scheme, *, cue: str, source: str, via: bool, addressee: bool, explicit: bool, override: bool
) -> Scheme:
    """Say which parts of a quote and a stance are asked for, and whether a kind may stand under another label."""
    _one_of("cue", cue, DEMANDS)
    _one_of("source", source, DEMANDS)
    quotes = replace(scheme.quotes, cue=cue, source=source, via=via, addressee=addressee)
    return replace(scheme, quotes=quotes, stances=replace(scheme.stances, explicit=explicit), override=override)


def _moved(scheme: Scheme, gone: str, into: str) -> Scheme:
    """Lead whatever led to `gone` to `into`, and quotes that may start there along with it."""
    earlier = {old: into if new == gone else new for old, new in scheme.moved.items() if old != into}
    zones = tuple(dict.fromkeys(into if zone == gone else zone for zone in scheme.quotes.zones))
    return replace(scheme, moved={**earlier, gone: into}, quotes=replace(scheme.quotes, zones=zones))


def _exchanged(scheme: Scheme, kind_id: str, kind: Kind) -> Scheme:
    return replace(scheme, kinds=tuple(kind if one.id == kind_id else one for one in scheme.kinds))


def _kind(scheme: Scheme, kind_id: str) -> Kind:
    found = scheme.kind(kind_id)
    if found is None:
        raise Refused(kind_id or "kind", "is no kind of the scheme")
    return found


def _check_kind(scheme: Scheme, kind: Kind) -> None:
    _check_id(kind.id)
    if not kind.name.strip() or not kind.definition.strip():
        raise Refused(kind.id, "needs a name and a definition")
    _one_of("label", kind.parent, scheme.labels)
    _one_of("standard kind", kind.standard, STANDARD)
    if len(kind.key) != 1 or not ("a" <= kind.key <= "z"):
        raise Refused(kind.id, "needs one letter from a to z as its key")
    taken = next((one for one in scheme.kinds if one.key == kind.key and one.id != kind.id and not one.hidden), None)
    if taken:
        raise Refused(kind.id, f"the key {kind.key} is that of {taken.name} already")


def _check_id(name: str) -> None:
    if not ID.fullmatch(name):
        raise Refused(name or "id", "should be a short word of a to z, digits, - and _")


def _one_of(place: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise Refused(place, f"should be one of {', '.join(known)}")
