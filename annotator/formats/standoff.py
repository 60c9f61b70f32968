"""The lines of an annotation file of brat: spans with fragments, events, attributes, references.

Offsets are code points. No fragment holds what ends a line for brat, which reads its files line by line.
Format: https://brat.nlplab.org/standoff.html
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.core.labels import Json
from annotator.core.spans import Span
from annotator.core.text import PageText

BREAKS = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
BROKEN = "a line separator stands inside, so it is written as fragments around it"


@dataclass(slots=True)
class Standoff:
    """The annotations of one page, numbered by kind as they come."""

    text: PageText
    rows: list[str] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    def span(self, kind: str, spans: Iterable[Span]) -> str:
        """Add a span of one or more fragments and return its id."""
        pieces = [piece for span in spans for piece in whole(self.text.text, span)]
        where = ";".join(f"{start} {end}" for start, end in pieces)
        return self._add("T", f"{kind} {where}\t{' '.join(self.text.slice(piece) for piece in pieces)}")

    def event(self, kind: str, trigger: Iterable[Span], arguments: Sequence[tuple[str, str]]) -> tuple[str, str]:
        """Add an event with a trigger of its own and arguments of role and id; return its id and the trigger's."""
        first = self.span(kind, trigger)
        event = self._add("E", " ".join(f"{role}:{one}" for role, one in ((kind, first), *arguments)))
        return event, first

    def attribute(self, name: str, whose: str, value: str | int | None = None) -> None:
        """Say something of a span or an event; without a value it is a flag."""
        self._add("A", f"{name} {whose}" if value is None else f"{name} {whose} {value}")

    def reference(self, whose: str, role: str, entity: str, name: str) -> None:
        """Lead a span to an entity; blanks and `%` of its id are percent-encoded."""
        key = re.sub(r"[\s%]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), entity)
        self._add("N", f"Reference {whose} {role}:{key}\t{' '.join(name.split())}")

    def content(self) -> bytes:
        """Return the whole file."""
        return "".join(f"{row}\n" for row in self.rows).encode()

    def _add(self, letter: str, row: str) -> str:
        self._counts[letter] += 1
        key = f"{letter}{self._counts[letter]}"
        self.rows.append(f"{key}\t{row}")
        return key


def spans_of(listed: Iterable[Json]) -> list[Span]:
    """Return the spans of a list of the record."""
    return [Span(one["start"], one["end"]) for one in listed]


def whole(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of a span that hold no end of a line, without white space around them."""
    at = span.start
    for found in (*BREAKS.finditer(text, *span), None):
        piece = Span(at, found.start() if found else span.end).trimmed(text)
        if piece.start < piece.end:
            yield piece
        if found:
            at = found.end()


def broken(text: str, spans: Iterable[Span]) -> bool:
    """Tell whether a line separator inside a span makes fragments of it."""
    return any(BREAKS.search(text, *span) for span in spans)
