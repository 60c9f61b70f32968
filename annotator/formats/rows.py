"""Plain JSON Lines: a `text` a row, with what is known of the page."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from annotator.core.errors import Refused
from annotator.core.reading import Fields
from annotator.core.records import PAGE_TEXTS, Record, RecordPage, spelled
from annotator.core.text import PageText

from .base import About, Answer, Out, Row, Writer
from .json_lines import Lines, read_rows
from .rawtext import check_text

KEYS = ("text", "name", *PAGE_TEXTS, "meta")


class Rows:
    """Reads rows of text and metadata, and writes pages without their labels."""

    name = "rows"
    suffix = ".jsonl"
    several = True

    def read(self, stream: BinaryIO, source: str) -> Iterator[Row]:
        """Yield the pages of a file row by row."""
        return read_rows(stream, source, page_of)

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a file of the text and metadata of each page; what is not known is left out."""
        del about
        return Lines(out.open(), _row)


def _row(answer: Answer) -> bytes:
    page = answer.page
    texts = {key: getattr(page, key) for key in PAGE_TEXTS}
    known = {key: value for key, value in texts.items() if value is not None}
    meta = {} if page.meta == "{}" else {"meta": orjson.Fragment(page.meta.encode())}
    return orjson.dumps({"text": page.text.text, "name": page.name, **known, **meta}) + b"\n"


def page_of(value: dict[str, Any], name: str) -> Record:
    """Read one row; a page without a name is called `name`. Fields nobody knows are told in `notices`."""
    fields = Fields(value, "")
    given = fields.text("name") or name
    fields.place = f"page {given}"
    words = fields.value.get("text")
    if not isinstance(words, str):
        raise Refused(fields.place, "lacks a 'text' that is a string")
    try:
        check_text(words)
    except Refused as refusal:
        raise refusal.within(fields.place) from None
    text = PageText(words)
    meta = Fields(fields.value.get("meta") or {}, f"{fields.place}, meta").value
    texts: dict[str, Any] = {key: fields.text(key) for key in PAGE_TEXTS}
    page = RecordPage(
        name=given, text=text, sha256=text.digest, length=len(text), meta=spelled(meta, fields.place), **texts
    )
    unknown = [key for key in value if key not in KEYS]
    return Record(page, notices=[f"{fields.place}: the field {key!r} is not known and was left out" for key in unknown])
