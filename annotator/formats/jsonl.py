"""The canonical format: JSON Lines of `annotator.page/1`, one page a line, deterministic to the byte."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import orjson

from annotator.core.errors import Refused
from annotator.core.record_writing import record_value
from annotator.core.records import Record, read_record
from annotator.languages import language_of

from .base import Row
from .json_lines import read_rows
from .rawtext import check_text


class Jsonl:
    """Reads and writes the canonical record."""

    name = "jsonl"
    suffix = ".jsonl"

    def read(self, stream: BinaryIO, source: str) -> Iterator[Row]:
        """Yield the records of a file row by row."""
        return read_rows(stream, source, record_of)

    def write(self, records: Iterable[Record], sink: BinaryIO) -> list[Refused]:
        """Write one row a record; a page whose text or spans don't match is left out and its refusal returned."""
        refusals = []
        for record in records:
            try:
                sink.write(row_of(record))
            except Refused as refusal:
                refusals.append(refusal)
        return refusals


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
