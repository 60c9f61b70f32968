"""UIMA CAS as XMI: a file a page, and the type system beside; every label is an annotation that points to its quote.

Offsets in the files are UTF-16 code units, as UIMA counts. What XML can't hold (control characters) becomes U+FFFD,
which moves no offset. Format: OASIS UIMA 1.0, as dkpro-cassis reads and writes it.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson

from annotator.core.labels import Json, Quote
from annotator.core.records import PAGE_TEXTS

from .base import About, Answer, Loss, Out, Writer
from .extras import needed
from .writers import Documents, put

TYPE_SYSTEM = "TypeSystem.xml"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST_TOLD = 5
TEXT, INTEGER, ANNOTATION = "uima.cas.String", "uima.cas.Integer", "uima.tcas.Annotation"
PARTS = {"contents": "Content", "cues": "Cue", "sources": "Source", "via": "Via", "addressee": "Addressee"}
MADE = ("by", "at", "origin", "source")
PAGE = ("id", "name", *PAGE_TEXTS, "sha256", "meta", "entities", "annotator", "role", "status", "layers")
ANSWERS = ("page_type", "usable", "reason", "answers")
TYPES: dict[str, tuple[str, dict[str, str]]] = {
    "Page": (ANNOTATION, dict.fromkeys((*PAGE, *ANSWERS), TEXT)),
    "Line": (ANNOTATION, {"n": INTEGER, "dup_of": INTEGER, **dict.fromkeys(("label", "kind", "flags", *MADE), TEXT)}),
    "Quote": (
        ANNOTATION,
        {
            **dict.fromkeys(("id", "quote_type", "zone", "source_kind", "speaker", "speaker_name", "flags"), TEXT),
            "parent": "annotator.Quote",
            **dict.fromkeys(MADE, TEXT),
        },
    ),
    "Part": (ANNOTATION, {"quote": "annotator.Quote", "position": INTEGER}),
    **{name: ("annotator.Part", {}) for name in PARTS.values()},
    "Stance": (
        ANNOTATION,
        {
            "quote": "annotator.Quote",
            **dict.fromkeys(("id", "level", "holder", "holder_name", "target", "target_name", "polarity"), TEXT),
            **dict.fromkeys(("explicit", *MADE), TEXT),
        },
    ),
    "Evidence": (ANNOTATION, {"stance": "annotator.Stance", "position": INTEGER}),
    "Note": (ANNOTATION, dict.fromkeys(("id", "note", "by", "at"), TEXT)),
}
"""By name of an annotation its supertype and features; lists are JSON text or, for flags, separated by spaces."""


class Cas:
    """Writes a folder of XMI."""

    name = "cas"
    suffix = ""
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin the folder with the type system."""
        del about
        put(out, TYPE_SYSTEM, type_system().to_xml().encode())
        return Documents(out, _files)


@cache
def type_system() -> Any:
    """Return the types of the annotations, each below `annotator`."""
    types = needed("cassis", "cas", "cas").TypeSystem()
    for name, (above, _) in TYPES.items():
        types.create_type(f"annotator.{name}", above)
    for name, (_, features) in TYPES.items():
        for feature, kind in features.items():
            types.create_feature(f"annotator.{name}", feature, kind)
    return types


def _files(answer: Answer, stem: str) -> tuple[Mapping[str, bytes], Sequence[Loss]]:
    text = answer.page.text.text
    cas = needed("cassis", "cas", "cas").Cas(type_system())
    cas.sofa_string, cas.sofa_mime = _fit(text), "text/plain"
    if answer.page.language:
        cas.document_language = answer.page.language
    _Annotations(answer, cas).add_all()
    lost = [f"U+{ord(one[0]):04X} at {one.start()}" for one in NOT_IN_XML.finditer(text)]
    losses = []
    if lost:
        more = f" and {len(lost) - MOST_TOLD} more" if len(lost) > MOST_TOLD else ""
        why = "XML can't hold these characters: U+FFFD stands in their place"
        losses.append(Loss(answer.page.name, "page", ", ".join(lost[:MOST_TOLD]) + more, why))
    return {f"{stem}.xmi": cas.to_xmi().encode()}, losses


class _Annotations:
    """The annotations of one page."""

    def __init__(self, answer: Answer, cas: Any) -> None:
        self.answer, self.cas, self.labels = answer, cas, answer.labels
        self.names = {key: one.name for key, one in answer.entities.items()}

    def add_all(self) -> None:
        """Add the page, then its lines, quotes, stances and notes."""
        self._add("Page", 0, len(self.answer.page.text), **self._page())
        for line in self.labels["lines"]:
            said = {key: line[key] for key in ("n", "dup_of", "label", "kind", *MADE)}
            self._add("Line", line["start"], line["end"], **said, flags=" ".join(line["flags"]))
        quotes = {one["id"]: self._quote(one) for one in self.labels["quotes"]}
        for one in self.labels["quotes"]:
            quotes[one["id"]].parent = quotes.get(one["parent"])
        for one in self.labels["stances"]:
            self._stance(one, quotes.get(one["quote"]))
        for one in self.labels["notes"]:
            self._add("Note", one["start"], one["end"], **{key: one[key] for key in ("id", "note", "by", "at")})

    def _add(self, name: str, start: int, end: int, /, **features: Any) -> Any:
        known = {key: _fit(one) if isinstance(one, str) else one for key, one in features.items() if one is not None}
        made = type_system().get_type(f"annotator.{name}")(begin=start, end=end, **known)
        self.cas.add(made)
        return made

    def _page(self) -> Json:
        page, labels = self.answer.value["page"], self.labels
        whole = {**page, **labels, "meta": self.answer.page.meta, "entities": self.answer.value["entities"]}
        said = {key: whole[key] for key in PAGE} | {key: labels["page"][key] for key in ANSWERS}
        return {key: one if isinstance(one, str | None) else orjson.dumps(one).decode() for key, one in said.items()}

    def _quote(self, one: Json) -> Any:
        start, end = _hull([span for part in Quote.SPANS for span in one[part]])
        made = self._add(
            "Quote",
            start,
            end,
            **{key: one[key] for key in ("id", "zone", "source_kind", "speaker", *MADE)},
            quote_type=one["type"],
            speaker_name=self.names.get(one["speaker"]),
            flags=" ".join(one["flags"]),
        )
        for part, name in PARTS.items():
            for position, span in enumerate(one[part]):
                self._add(name, span["start"], span["end"], quote=made, position=position)
        return made

    def _stance(self, one: Json, quote: Any) -> None:
        explicit = None if one["explicit"] is None else str(one["explicit"]).lower()
        made = self._add(
            "Stance",
            *_hull(one["evidence"]),
            **{key: one[key] for key in ("id", "level", "holder", "target", *MADE)},
            quote=quote,
            holder_name=self.names.get(one["holder"]),
            target_name=self.names.get(one["target"]),
            polarity=str(one["polarity"]),
            explicit=explicit,
        )
        for position, span in enumerate(one["evidence"]):
            self._add("Evidence", span["start"], span["end"], stance=made, position=position)


def _hull(spans: Sequence[Json]) -> tuple[int, int]:
    """Return from where to where spans reach; nowhere is the beginning of the page."""
    return min((one["start"] for one in spans), default=0), max((one["end"] for one in spans), default=0)


def _fit(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)
