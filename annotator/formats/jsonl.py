"""The canonical format: JSON Lines of `annotator.page/1`, one page a line, deterministic to the byte."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from annotator.core.errors import Refused
from annotator.core.record_writing import record_value
from annotator.core.records import Record, read_record
from annotator.languages import language_of

from .base import About, Out, Row, Writer
from .json_lines import Lines, read_rows
from .rawtext import check_text


class Jsonl:
    """Reads and writes the canonical record."""

    name = "jsonl"
    suffix = ".jsonl"
    several = True

    def read(self, stream: BinaryIO, source: str) -> Iterator[Row]:
        """Yield the records of a file row by row."""
        return read_rows(stream, source, record_of)

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a file of one row a page."""
        del about
        return Lines(out.open(), lambda answer: row_of(answer.record))


def record_of(value: dict[str, Any], _name: str = "") -> Record:
    """Read one row's object; the page's text keeps to the limits of raw text."""
    record = read_record(value)
    try:
        check_text(record.page.text.text)
    except Refused as refusal:
        raise refusal.within(f"page {record.page.name}") from None
    return record


def row_of(record: Record) -> bytes:
    """Return one row with its line feed: keys in the order of the format, no spaces, non-ASCII kept."""
    page = record.page
    language = language_of(page.language, page.text.text)
    value = record_value(record, language, lambda meta: orjson.Fragment(meta.encode()))
    return orjson.dumps(value) + b"\n"
