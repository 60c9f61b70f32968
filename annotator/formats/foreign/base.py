"""What a tool's file is to us: rows that are told by their shape, each made into a record with labellings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from annotator.core.errors import Refused
from annotator.core.labels import LAYERS, Json
from annotator.core.reading import Fields
from annotator.core.records import FORMAT, PAGE_TEXTS, Record, read_record
from annotator.core.text import PageText
from annotator.formats.base import NOTHING, Row, Told
from annotator.formats.flat import EMPTY
from annotator.formats.json_lines import parse, read_rows
from annotator.formats.rawtext import check_text

from .elements import elements
from .marks import Marks

LEFT = ("name", *PAGE_TEXTS, "split", "annotator", "entities", EMPTY)
"""What is said of a page by names of ours; all else that a tool keeps beside a text becomes metadata."""
ENTITY = ("id", "name", "kind")


@dataclass(slots=True)
class Paper:
    """One row on its way to a record: the text, what is known of the page, and the labellings found so far."""

    name: str
    text: PageText
    known: Mapping[str, Any]
    told: Told
    labellings: list[Json] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def annotator(self) -> str | None:
        """The annotator that the row names for all of it."""
        return word(self.known, "annotator")

    @property
    def entities(self) -> list[Json]:
        """The entities that the row brings along."""
        given = self.known.get("entities")
        return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []

    @property
    def empty(self) -> tuple[str, ...]:
        """The layers that the row says were finished with nothing in them."""
        given = self.known.get(EMPTY)
        asked = [one for one in LAYERS if self.told.scheme.asks_for(one)]
        return tuple(one for one in asked if isinstance(given, list) and one in given)

    def marks(self) -> Marks:
        """Begin the marks of one annotator."""
        return Marks(self.text, self.told, word(self.known, "language"))

    def take(
        self,
        marks: Marks,
        annotator: str,
        role: str = "annotator",
        finished: str | None = None,
        empty: Sequence[str] = (),
    ) -> None:
        """Take what an annotator marked, and the layers in which they found nothing; where it says nothing, tell."""
        one = marks.labelling(annotator, role, finished, (*self.told.layers, *empty))
        self.notices += marks.said()
        if one:
            self.labellings.append(one)
        else:
            why = "marked nothing, which answers no layer; --layer quotes takes it as an answer in that layer"
            self.notices.append(f"{annotator} {why}")

    def entity(self, name: str) -> str | None:
        """Return the id of the entity that is called so; None, and a notice, where the row knows none."""
        found = next((one.get("id") for one in self.entities if one.get("name") == name), None)
        if not isinstance(found, str):
            self.notices.append(f"{name[:60]!r} is no entity of the row and was left out")
            return None
        return found

    def record(self) -> Record:
        """Return the record, read as any other; refuses what contradicts itself."""
        page: Json = {"name": self.name, "text": self.text.text, "sha256": self.text.digest, "length": len(self.text)}
        page |= {key: self.known[key] for key in PAGE_TEXTS if isinstance(self.known.get(key), str)}
        page["meta"] = {key: value for key, value in self.known.items() if key not in LEFT}
        entities = [{key: one[key] for key in ENTITY if key in one} for one in self.entities]
        whole = {"format": FORMAT, "page": page, "entities": entities, "labellings": self.labellings}
        record = read_record(whole)
        record.notices += [f"page {self.name}: {one}" for one in self.notices]
        return record


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its name, how its rows are recognised, and what makes a record of one.

    `record_of` is given the row, a name for a page that has none, and what was told.
    """

    name: str
    recognises: Callable[[Json], bool]
    record_of: Callable[[Json, str, Told], Record]

    def read(self, stream: BinaryIO, source: str, told: Told = NOTHING) -> Iterator[Row]:
        """Yield what a file of JSON Lines or JSON holds; one bad row stops nothing."""
        return read_tool(stream, source, lambda value, name: self.record_of(value, name, told))


def read_tool(stream: BinaryIO, source: str, read: Callable[[Json, str], Record]) -> Iterator[Row]:
    """Yield what `read` makes of each row of a file: of each line of JSON Lines, of each element of a JSON array."""
    if not source.lower().endswith(".json"):
        yield from read_rows(stream, source, read)
        return
    found = elements(stream)
    number = rows = 0
    while True:
        place = f"{source}, element {number + 1}"
        rows += 1
        try:
            byte, raw = next(found)
            number += 1
            place = f"{source}, element {number} (from byte {byte})"
            yield Row(place, record=read(parse(raw, byte), f"{source}:{number}"))
        except StopIteration:
            break
        except Refused as refusal:
            yield Row(place, refusal=refusal.within(place))
    if rows == 1:
        yield Row(source, refusal=Refused(source, "holds no JSON object"))


def paper(value: Mapping[str, Any], name: str, told: Told, known: Mapping[str, Any]) -> Paper:
    """Begin a record of a row's `text`; `known` are the fields that describe the page."""
    words = value.get("text")
    called = word(known, "name") or name
    if not isinstance(words, str):
        raise Refused(f"page {called}", "lacks a 'text' that is a string")
    try:
        check_text(words)
    except Refused as refused:
        raise refused.within(f"page {called}") from None
    return Paper(called, PageText(words), known, told)


def word(value: Mapping[str, Any], key: str) -> str | None:
    """Return a field that is a string and not empty, None else."""
    found = value.get(key)
    return found if isinstance(found, str) and found else None


def objects(value: Mapping[str, Any], key: str, place: str) -> list[Json]:
    """Return the objects of a list field; absent and null are empty."""
    return [
        one.value for one in Fields(dict(value), place).objects(key, lambda index, _: f"{place}, {key} {index + 1}")
    ]


def span_of(value: Json, place: str, start: str = "start", end: str = "end") -> tuple[int, int]:
    """Return the two offsets of an object."""
    fields = Fields(value, place)
    return fields.integer(start), fields.integer(end)


def check_words(text: PageText, spans: Sequence[tuple[int, int]], said: object, place: str) -> None:
    """Refuse a mark whose own words are not what stands at its offsets; white space may differ.

    A mark without words, or outside the text, is not judged here.
    """
    inside = all(0 <= start < end <= len(text) for start, end in spans)
    if not inside or not isinstance(said, str) or not said.split():
        return
    found = " ".join(text.slice(span) for span in spans)
    if found.split() != said.split():
        where = ";".join(f"{start}-{end}" for start, end in spans)
        raise Refused(place, f"the text at {where} is not the {said[:60]!r} that it names")


def file_stem(name: str) -> str:
    """Return the file that a row is from, without folder and ending: some tools write one for each annotator."""
    return PurePosixPath(name.rpartition(":")[0] or name).name.partition(".")[0] or "import"


def known_fields(value: Mapping[str, Any], without: Sequence[str]) -> Json:
    """Return the fields of a row that are about the page."""
    return {key: one for key, one in value.items() if key not in without and not key.startswith("_")}
