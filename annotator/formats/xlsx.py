"""Excel, for viewing: a workbook with sheets of pages, lines, quotes, stances and notes.

Every cell is a text or a number, never a formula or a link. A cell holds 32,767 UTF-16 code units at most; what is
longer is cut and told. Offsets are code points. The exact formats are the JSON ones.
Format: ECMA-376, as XlsxWriter writes it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO

import orjson

from annotator.core.labels import Json, Quote
from annotator.core.scheme import Scheme

from .base import About, Answer, Loss, Out
from .extras import needed

CELL_UNITS = 32_767
SHEET_ROWS = 1_048_576
OPTIONS = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "use_zip64": True,
}
FIXED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""What stands in the workbook as its day, so that the same labels give the same bytes."""
CUT = "a cell of a sheet holds no more than 32,767 characters; the rest was cut"
REPLACED = "a sheet can't hold U+FFFE and U+FFFF; U+FFFD stands in their place"
COLUMNS = {
    "pages": (
        *("page", "url", "site", "language", "title", "published", "split", "annotator"),
        *("page_type", "usable", "reason", "answers"),
    ),
    "lines": ("page", "line", "start", "end", "label", "kind", "repeats", "flags", "text"),
    "quotes": (
        *("page", "quote", "type", "zone", "content", "cue", "source", "source kind", "speaker", "via", "addressee"),
        *("inside", "flags", "offsets"),
    ),
    "stances": (
        *("page", "stance", "level", "quote", "holder", "target", "polarity", "explicit", "evidence", "offsets"),
    ),
    "notes": ("page", "note", "start", "end", "text", "remark", "by", "at"),
}
Cell = str | int | None


class Xlsx:
    """Writes one workbook."""

    name = "xlsx"
    suffix = ".xlsx"
    several = False

    def writer(self, out: Out, about: About) -> "Book":
        """Begin the workbook; layers that the scheme lacks have no sheet."""
        needed("xlsxwriter", "xlsx", self.name)
        return Book(out.open(), about.scheme)


class Book:
    """One workbook on its way; its rows lie in files until the end."""

    def __init__(self, sink: BinaryIO, scheme: Scheme) -> None:
        self.sink = sink
        self.book = needed("xlsxwriter", "xlsx", "xlsx").Workbook(sink, OPTIONS)
        self.book.set_properties({"created": FIXED})
        self.sheets = {
            name: Sheet(self.book, name) for name in COLUMNS if name in ("pages", "notes") or scheme.asks_for(name)
        }

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Write a page's rows and return what of them was cut."""
        rows = [(name, row) for name, row in _rows(answer) if name in self.sheets]
        return [
            Loss(answer.page.name, "page" if name == "pages" else name, what, why)
            for name, row in rows
            for what, why in self.sheets[name].add((answer.page.name, *row))
        ]

    def end(self) -> None:
        """Pack the workbook."""
        self.book.close()
        self.sink.close()


class Sheet:
    """A sheet that goes on in another one where it is full."""

    def __init__(self, book: Any, name: str) -> None:
        self.book, self.name, self.parts = book, name, 0
        self._begin()

    def _begin(self) -> None:
        self.parts += 1
        self.sheet = self.book.add_worksheet(self.name if self.parts == 1 else f"{self.name} {self.parts}")
        self.sheet.freeze_panes(1, 0)
        self.rows = 0
        list(self.add(COLUMNS[self.name]))

    def add(self, cells: Iterable[Cell]) -> Iterator[tuple[str, str]]:
        """Write a row; yields what is lost of it, by its second cell."""
        given = list(cells)
        if self.rows == SHEET_ROWS:
            self._begin()
        for column, cell in enumerate(given):
            if isinstance(cell, str):
                text, why = _cell(cell)
                self.sheet.write_string(self.rows, column, text)
                if why:
                    yield str(given[1]), why
            elif cell is not None:
                self.sheet.write_number(self.rows, column, cell)
        self.rows += 1


def _cell(text: str) -> tuple[str, str]:
    """Return what a cell holds of a text, and why it is not all."""
    why = ""
    if "\ufffe" in text or "\uffff" in text:
        text, why = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd"), REPLACED
    if 2 * len(text) > CELL_UNITS:
        units = text.encode("utf-16-le")
        if len(units) > 2 * CELL_UNITS:
            return units[: 2 * CELL_UNITS].decode("utf-16-le", "ignore"), CUT
    return text, why


def _rows(answer: Answer) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Yield a page's rows with the names of their sheets; each has the page's name before it."""
    page, labels = answer.page, answer.labels
    names = {key: one.name for key, one in answer.entities.items()}
    told = labels["page"]
    about = (page.url, page.site, page.language, page.title, page.published, answer.split, labels["annotator"])
    answers = orjson.dumps(told["answers"]).decode() if told["answers"] else None
    yield "pages", (*about, told["page_type"], _yes(told["usable"]), told["reason"], answers)
    for one in labels["lines"]:
        said = (one["label"], one["kind"], one["dup_of"], " ".join(one["flags"]), one["text"])
        yield "lines", (one["n"], one["start"], one["end"], *said)
    for one in labels["quotes"]:
        parts = {part: _texts(one[part]) for part in Quote.SPANS}
        speaker = names.get(one["speaker"], one["speaker"])
        yield (
            "quotes",
            (
                *(one["id"], one["type"], one["zone"], parts["contents"], parts["cues"], parts["sources"]),
                *(one["source_kind"], speaker, parts["via"], parts["addressee"], one["parent"]),
                *(" ".join(one["flags"]), _offsets(one, Quote.SPANS)),
            ),
        )
    for one in labels["stances"]:
        who = (names.get(one["holder"], one["holder"]), names.get(one["target"], one["target"]))
        evidence = (_texts(one["evidence"]), _offsets(one, ("evidence",)))
        level = (one["level"], one["quote"])
        yield "stances", (one["id"], *level, *who, one["polarity"], _yes(one["explicit"]), *evidence)
    for one in labels["notes"]:
        yield "notes", (*(one[key] for key in ("id", "start", "end", "text", "note", "by", "at")),)


def _texts(spans: Iterable[Json]) -> str:
    return " … ".join(one["text"] for one in spans)


def _offsets(one: Json, parts: Iterable[str]) -> str:
    spans = {part: " ".join(f"{span['start']}-{span['end']}" for span in one[part]) for part in parts}
    return "; ".join(f"{part} {found}" for part, found in spans.items() if found)


def _yes(value: bool | None) -> str | None:  # noqa: FBT001 - an answer, no switch
    return None if value is None else "yes" if value else "no"
