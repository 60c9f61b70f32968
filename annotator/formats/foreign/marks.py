"""What another tool marked on one page, made into a labelling: lines, quotes, stances, the type of the page, notes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.text import PageText
from annotator.formats.base import Told
from annotator.languages import language_of

from .meaning import EVIDENCE, PARTS, SPANS, meaning

SAID_AT_MOST = 5
POLARITY = re.compile("-?[0-9]{1,3}")
Fragment = tuple[int, int]


@dataclass(slots=True)
class Mark:
    """Spans of one label; `key` is the tool's own name for it, `about` what it says of it by our names of fields."""

    key: str
    part: str
    spans: list[Fragment]
    about: Json


@dataclass(slots=True)
class Line:
    """What is said of a line: how many of its characters under each label and kind, and its flags."""

    labels: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    flags: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Marks:
    """The marks of one annotator on a page; `notices` tells what of them can't be held."""

    text: PageText
    told: Told
    language: str | None = None
    page_type: str | None = None
    notices: list[str] = field(default_factory=list)
    _parts: dict[str, Mark] = field(default_factory=dict)
    _near: dict[str, list[str]] = field(default_factory=dict)
    _lines: dict[int, Line] = field(default_factory=dict)
    _notes: list[Json] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def add(self, key: str, label: str, fragments: Iterable[Fragment], about: Json | None = None) -> None:
        """Take a label with its spans in code points; refuses one that nobody maps, and spans outside the text."""
        self._seen.add(key)
        spans = [self._checked(one, label) for one in fragments]
        ours = meaning(label, self.told)
        if ours in SPANS:
            pieces = [piece for one in spans for piece in self._pieces(one)]
            if pieces:
                self._parts[key] = Mark(key, ours, pieces, _sound(about or {}))
            else:
                self.notices.append(f"{label} at {spans[0][0]}-{spans[0][1]} is white space alone and was left out")
        elif ours in self.told.scheme.page_types:
            self.page_type = ours
        elif ours:
            for span in spans:
                self._cover(ours, span, _sound(about or {}))

    def relate(self, one: str, other: str) -> None:
        """Take a relation between two labels, whichever way it points."""
        self._near.setdefault(one, []).append(other)
        self._near.setdefault(other, []).append(one)

    @property
    def some(self) -> bool:
        """Tell whether anything was marked."""
        return bool(self._parts or self._lines or self.page_type)

    def join(self, keys: Sequence[str]) -> None:
        """Relate labels that belong together, each with the first that may lead a quote or a stance."""
        known = [key for key in keys if key in self._parts]
        if len(keys) > 1:
            # What is no part of a quote can't be joined, what isn't there at all is told.
            self._near.update({key: [] for key in keys if key not in self._seen})
        lead = next((key for key in known if self._parts[key].part == "content"), None)
        for key in known:
            self.relate(lead or known[0], key)

    def note(self, key: str, words: str) -> None:
        """Take what somebody wrote about a label."""
        mark = self._parts.get(key)
        if mark:
            self._notes.append({"id": f"n{len(self._notes) + 1}", **self._span(mark.spans[0]), "note": words})
        else:
            self.notices.append(f"the note {words[:60]!r} is about no span of a quote and was left out")

    def labelling(self, annotator: str, role: str, finished: str | None, empty: Sequence[str]) -> Json | None:
        """Return the labelling as the record has it, with the layers it finds something in and those that are `empty`.

        None where nothing tells what it is about.
        """
        if lost := self._near.keys() - self._seen:
            self.notices.append(f"what relates to {', '.join(sorted(lost)[:SAID_AT_MOST])} relates to nothing marked")
        lines, quotes = list(self._line_labels()), list(self._quotes())
        stances = list(self._stances(quotes))
        found = {"page": self.page_type, "lines": lines, "quotes": quotes, "stances": stances}
        layers = {name: {"status": "done"} for name in found if found[name] or name in empty}
        if not layers:
            return None
        name = self.told.annotator or annotator
        one: Json = {"annotator": name, "role": "gold" if name == "gold" else role, "status": "done"}
        one |= {"finished": finished, "layers": layers, "page": {"page_type": self.page_type}}
        plain = [{name: value for name, value in quote.items() if name != "keys"} for quote in quotes]
        return {**one, "lines": lines, "quotes": plain, "stances": stances, "notes": self._notes}

    def said(self) -> Iterator[str]:
        """Yield the notices, of many the first and how many more."""
        yield from self.notices[:SAID_AT_MOST]
        if len(self.notices) > SAID_AT_MOST:
            yield f"{len(self.notices) - SAID_AT_MOST} more things could not be held"

    def _checked(self, span: Fragment, label: str) -> Fragment:
        start, end = span
        if not 0 <= start < end <= len(self.text):
            raise Refused(
                f"{label} at {start}-{end}", f"lies outside the text of {len(self.text)} code points, or is empty"
            )
        return span

    def _pieces(self, span: Fragment) -> Iterator[Fragment]:
        """Yield a span line by line, without white space at the ends: no span of ours crosses a line end."""
        at = span[0]
        for piece in self.text.slice(span).split("\n"):
            bare = piece.strip()
            if bare:
                start = at + piece.index(bare)
                yield start, start + len(bare)
            at += len(piece) + 1

    def _cover(self, ours: str, span: Fragment, about: Json) -> None:
        kinds = {one.id for one in self.told.scheme.kinds}
        for n in range(self.text.line_at(span[0]), self.text.line_at(span[1] - 1) + 1):
            first, last = self.text.line_span(n)
            covered = _letters(self.text.slice((max(first, span[0]), min(last, span[1]))))
            if covered:
                line = self._lines.setdefault(n, Line())
                (line.kinds if ours in kinds else line.labels)[ours] += covered
                line.kinds.update({kind: covered for kind in (about.get("kind"),) if kind})
                line.flags.update(about.get("flags") or ())

    def _line_labels(self) -> Iterator[Json]:
        parents = {one.id: one.parent for one in self.told.scheme.kinds}
        for n, line in sorted(self._lines.items()):
            kind = max(line.kinds, key=line.kinds.__getitem__, default=None)
            label = max(line.labels, key=line.labels.__getitem__, default=parents.get(kind or ""))
            whole = _letters(self.text.line_text(n))
            covered = max((*line.labels.values(), *line.kinds.values()))
            if covered * 2 < whole:
                self.notices.append(f"line {n} is marked in its smaller part and was left out")
                continue
            if covered < whole and "mixed" in self.told.scheme.line_flags:
                line.flags.add("mixed")
            start, end = self.text.line_span(n)
            span = {"n": n, "start": start, "end": end, "text": self.text.line_text(n)}
            yield {**span, "label": label, "kind": kind, "flags": sorted(line.flags)}

    def _quotes(self) -> Iterator[Json]:
        """Yield a quote for each set of contents that are related, with the parts that are related to any of them."""
        used: set[str] = set()
        for group in self._groups("content"):
            near = {key for content in group for key in self._near.get(content, ())}
            # A source that hangs on the cue alone is the quote's as well.
            cues = [key for key in near if key in self._parts and self._parts[key].part == "cue"]
            near |= {key for cue in cues for key in self._near.get(cue, ())}
            mine = [one for key, one in self._parts.items() if key in group or (key in near and one.part != "content")]
            mine = [one for one in mine if one.part != EVIDENCE]
            used |= {one.key for one in mine}
            yield self._quote(mine)
        for key, one in self._parts.items():
            if key not in used and one.part != EVIDENCE:
                where = "{}-{}".format(*one.spans[0])
                self.notices.append(f"{one.part} at {where} is related to no content and was left out")

    def _quote(self, parts: Sequence[Mark]) -> Json:
        spans = {
            name: sorted({span for one in parts if one.part == part for span in one.spans})
            for part, name in PARTS.items()
        }
        pronouns = {one.lower() for one in language_of(self.language, self.text.text).pronouns}
        sources = [self.text.slice(span).lower() for span in spans["sources"]]
        kind = "implicit" if not sources else "pronoun" if all(one in pronouns for one in sources) else "explicit"
        said = _said(parts)
        first = next(one.key for one in parts if one.part == "content")
        quote: Json = {"id": said.get("id", first), "source_kind": said.get("source_kind", kind)}
        quote |= {name: [self._span(one) for one in spans[name]] for name in spans}
        return {
            **quote,
            "speaker": said.get("speaker"),
            "flags": said.get("flags", []),
            "keys": {one.key for one in parts},
        }

    def _stances(self, quotes: Sequence[Json]) -> Iterator[Json]:
        """Yield a stance for each set of related evidence; it is about the quote that any of it is related to."""
        for group in self._groups(EVIDENCE):
            parts = [self._parts[key] for key in group]
            near = {key for one in group for key in self._near.get(one, ())}
            quote = next((one["id"] for one in quotes if near & one["keys"]), None)
            said = _said(parts)
            if said.get("target") is None or said.get("polarity") is None:
                where = "{}-{}".format(*parts[0].spans[0])
                self.notices.append(f"evidence at {where} has no target or polarity and was left out")
                continue
            quote = said.get("quote", quote)
            one: Json = {"id": said.get("id", group[0]), "level": said.get("level", "quote" if quote else "page")}
            one |= {"quote": quote, "holder": said.get("holder"), "target": said["target"]}
            one |= {"polarity": _polarity(said["polarity"]), "explicit": said.get("explicit")}
            yield {**one, "evidence": [self._span(span) for span in sorted({s for part in parts for s in part.spans})]}

    def _groups(self, part: str) -> Iterator[list[str]]:
        """Yield the marks of a part in groups that relations join, in the order they came."""
        seen: set[str] = set()
        mine = {key for key, one in self._parts.items() if one.part == part}
        for key in [one for one in self._parts if one in mine]:
            group, waiting = [], [key]
            while waiting:
                one = waiting.pop(0)
                if one in mine and one not in seen:
                    seen.add(one)
                    group.append(one)
                    waiting += self._near.get(one, ())
            if group:
                yield group

    def _span(self, span: Fragment) -> Json:
        return {"start": span[0], "end": span[1], "text": self.text.slice(span)}


def _said(parts: Iterable[Mark]) -> Json:
    """Return what is said of the parts together; the first word counts."""
    said: Json = {}
    for one in parts:
        said = {**one.about, **said}
    return {name: value for name, value in said.items() if value is not None}


def _sound(about: Json) -> Json:
    """Return what is said of a mark without what could not be said of it: lists are of words, all else is a word."""
    said = {name: value for name, value in about.items() if isinstance(value, str | int)}
    flags = about.get("flags")
    return {**said, "flags": [one for one in flags if isinstance(one, str)]} if isinstance(flags, list) else said


def _polarity(said: object) -> object:
    return int(said) if isinstance(said, str) and POLARITY.fullmatch(said) else said


def _letters(words: str) -> int:
    return len("".join(words.split()))
