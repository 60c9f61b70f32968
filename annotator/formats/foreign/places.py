"""Where the regions of Label Studio lie in a text, and which field of its task that text is.

Its offsets are code points since version 1.3 and UTF-16 code units before; where a region says its own words, they
tell which, up to white space, which it does not keep (its issue 3078). The name of the field stands in the project's
configuration, which no export holds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.records import PAGE_TEXTS
from annotator.core.text import PageText
from annotator.formats.base import Told

from .base import LEFT, check_words, span_of, word
from .marks import Fragment
from .meaning import TEXT
from .units import FromUtf16

LABELS = ("labels", "hypertextlabels")
"""Types of results that label a piece of text; their value has the labels under the same name."""
DESCRIBING = {*LEFT, *PAGE_TEXTS} - {"story"}
"""Fields that describe a page and are none; what is called a story may well be the text itself."""


class Places:
    """Turns the offsets of regions into places of one text, in code points."""

    def __init__(self, text: str) -> None:
        self.text = PageText(text)

    @cached_property
    def _units(self) -> FromUtf16:
        return FromUtf16(self.text.text)

    def span(self, value: Json, place: str) -> Fragment:
        """Return where a region lies; refuses one whose words stand elsewhere, and a place in HTML."""
        if found := self.find(value):
            return found
        if isinstance(value.get("start"), str):
            raise Refused(place, "is a place in HTML, by the path to a node, which can't be found in a text")
        # What is wrong is told of the offsets as they are counted today.
        offsets = span_of(value, place)
        check_words(self.text, [offsets], word(value, "text"), place)
        return offsets

    def find(self, value: Json) -> Fragment | None:
        """Return where a region lies, None where its words stand elsewhere or it leaves the text."""
        offsets = _offsets(value)
        if offsets is None:
            return None
        said = word(value, "text")
        if self._says(offsets, said):
            return offsets
        other = self._other(offsets)
        return other if other != offsets and self._says(other, said) else None

    def _says(self, span: Fragment, said: str | None) -> bool:
        if not 0 <= span[0] < span[1] <= len(self.text):
            return False
        there = self.text.slice(span)
        return said is None or there == said or _bare(there) == _bare(said)

    def _other(self, offsets: Fragment) -> Fragment:
        try:
            return self._units(offsets[0]), self._units(offsets[1])
        except Refused:
            return offsets


def text_field(data: Mapping[str, object], results: Sequence[Json], told: Told) -> str:
    """Return the field of a task's data that its labels are about: the one that was told, or whose text they fit.

    Refuses a task of which neither its labels nor its fields tell.
    """
    texts = {key: one for key, one in data.items() if isinstance(one, str) and one}
    if chosen := next((key for key in texts if told.names.get(key) == TEXT), None):
        return chosen
    if not texts:
        raise Refused("data", f"none of its fields is a text ({', '.join(data) or 'there are none'})")
    marked = [one for one in results if word(one["value"], "text")]
    whole = _fitting(texts, marked) if marked else _likely(texts, results)
    fitting = whole or _fitting(texts, marked, any)
    if TEXT in fitting or (TEXT in texts and not fitting):
        return TEXT
    candidates = fitting or list(texts)
    if len(candidates) == 1:
        return candidates[0]
    why = (
        "nothing tells which field is the page" if whole or not marked else "no one field is what all labels are about"
    )
    raise Refused("data", f"{why} ({', '.join(candidates)}); --map {candidates[0]}=text says it is that one")


def about_others(data: Mapping[str, object], field: str, results: Sequence[Json]) -> set[str]:
    """Return the objects of a task whose labels are about another field's text: `toName` of their tags."""
    texts = {key: one for key, one in data.items() if isinstance(one, str) and one}
    of: dict[str, list[Json]] = {}
    for one in results:
        if word(one["value"], "text"):
            of.setdefault(word(one, "to_name") or "", []).append(one)
    return {name for name, those in of.items() if field not in (fit := _fitting(texts, those)) and fit}


def _fitting(
    texts: Mapping[str, str], results: Sequence[Json], enough: Callable[[Iterable[object]], bool] = all
) -> list[str]:
    """Return the fields in whose text the regions lie, all of them or `any`."""
    found = []
    for key, text in texts.items():
        places = Places(text)
        if enough(places.find(one["value"]) for one in results):
            found.append(key)
    return found


def _likely(texts: Mapping[str, str], results: Sequence[Json]) -> list[str]:
    """Return the fields that may be the text where no region says its words: what describes a page is none."""
    named = {word(one, "to_name") for one in results} | {
        (word(one, "source") or "").removeprefix("$") for one in results
    }
    likely = [key for key in texts if key in named] or [key for key in texts if key not in DESCRIBING]
    return _fitting({key: texts[key] for key in likely}, [one for one in results if _offsets(one["value"])])


def _offsets(value: Json) -> Fragment | None:
    """Return the offsets of a region; those of HTML count only where they are said for the text as a whole."""
    whole = value.get("globalOffsets")
    for one in (value, whole if isinstance(whole, dict) and word(value, "text") else {}):
        start, end = one.get("start"), one.get("end")
        if type(start) is int and type(end) is int:
            return start, end
    return None


def _bare(words: str) -> str:
    return "".join(words.replace("\\n", " ").split())
