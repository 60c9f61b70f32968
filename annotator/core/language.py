"""What one written language does with quotations and names, as a value; search folding; which language a tag means."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields

from .errors import Refused
from .labels import Json
from .reading import Fields

UNDETERMINED = "und"


@dataclass(frozen=True, slots=True)
class Language:
    """One language in one script; `quotes` holds (opening, closing) pairs, outermost first.

    A cue is one of `verbs` with `auxiliaries` before and `prepositions` after it, a phrase of `according`, one of the
    `nouns` (a claim that), or an adverb of `hearsay`. `participles` and `possessives` are endings; verbs of
    `addressing` name whom they speak to; `nominal` are small words inside a noun phrase; `circumstances` begin a
    phrase of time or place.

    `signs` holds, by standard kind of line, the phrases that give a line away by its beginning, or, with `*` before the
    phrase, wherever in the line it stands.
    """

    code: str = UNDETERMINED
    quotes: tuple[tuple[str, str], ...] = ()
    straight: tuple[str, ...] = ('"', "'")
    dashes: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    according: tuple[str, ...] = ()
    complementizers: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    relatives: tuple[str, ...] = ()
    auxiliaries: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    infinitives: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    addressing: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    hearsay: tuple[str, ...] = ()
    nominal: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    possessives: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    ends: str = ".!?…"
    abbreviations: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    fold: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> Json:
        """Return the language as the label screen reads it."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}


def read_language(value: object, base: Language, fold_base: Mapping[str, str] | None = None) -> Language:
    """Read a language's data over `base`: a field that is absent or empty is inherited, folding is merged.

    `fold_base` replaces the folding of `base`: search has to treat the names of all languages alike.
    Refuses fields that are unknown or of another type.
    """
    given = Fields(value, "language")
    given.only({one.name for one in fields(Language)})
    code = given.string("code")
    given.place = f"language {code}"
    lists = (one.name for one in fields(Language) if one.name not in ("code", "quotes", "ends", "fold", "signs"))
    words = {name: given.strings(name) or getattr(base, name) for name in lists}
    table = Fields(given.value.get("fold") or {}, f"language {code}, fold")
    own = {key: table.text(key) or "" for key in table.value}
    return Language(
        code=code,
        quotes=_pairs(given) or base.quotes,
        ends=given.text("ends") or base.ends,
        signs=_signs(given) or base.signs,
        fold={**(base.fold if fold_base is None else fold_base), **own},
        **words,
    )


def fold(text: str, table: Mapping[str, str]) -> str:
    """Fold `text` for search: lower case, no marks, then `table` for what Unicode doesn't decompose (đ, ћ, ة)."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(char for char in decomposed if not unicodedata.category(char).startswith("M"))
    return bare.translate({ord(char): other for char, other in table.items()})


def resolve(tag: str | None, codes: Collection[str], sample: str = "") -> str:
    """Return the code among `codes` that a BCP 47 tag means; `und` where there is none.

    Subtags are dropped from the right. A tag without a script (`sr`) takes the code whose script most letters of
    `sample` are in, and the first in order where the sample tells nothing.
    """
    known = {code.lower(): code for code in codes}
    parts = (tag or UNDETERMINED).replace("_", "-").lower().split("-")
    for count in range(len(parts), 0, -1):
        if exact := known.get("-".join(parts[:count])):
            return exact
    scripts = sorted(code for low, code in known.items() if low.startswith(parts[0] + "-"))
    named = [code for code in scripts if code.split("-")[1].lower() in parts[1:]]
    if named or not scripts:
        return named[0] if named else UNDETERMINED
    return max(scripts, key=lambda code: _letters_in(sample, code.split("-")[1]))


def _letters_in(sample: str, script: str) -> int:
    prefix = {"Cyrl": "CYRILLIC", "Latn": "LATIN", "Arab": "ARABIC", "Grek": "GREEK"}.get(script, script.upper())
    return sum(unicodedata.name(char, "").startswith(prefix) for char in sample)


def _pairs(given: Fields) -> tuple[tuple[str, str], ...]:
    pairs = given.value.get("quotes") or []
    if not isinstance(pairs, list) or not all(isinstance(one, list) and len(one) == 2 for one in pairs):
        raise Refused(given.place, "'quotes' should hold pairs of an opening and a closing mark")
    return tuple((str(opening), str(closing)) for opening, closing in pairs)


def _signs(given: Fields) -> dict[str, tuple[str, ...]]:
    table = Fields(given.value.get("signs") or {}, f"{given.place}, signs")
    return {kind: table.strings(kind) for kind in table.value}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, Mapping) else value
