"""The forms that pages come in: what a file's name or rows tell, or what somebody said."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from annotator.core.errors import Refused
from annotator.core.records import Record, RecordPage

from . import columns, html, warc
from .base import NOTHING, Reader, Row, Told
from .foreign.base import Tool, read_tool
from .foreign.brat import NAME as BRAT
from .foreign.citron import CITRON
from .foreign.doccano import DOCCANO
from .foreign.label_studio import LABEL_STUDIO
from .foreign.prodigy import PRODIGY
from .json_lines import read_rows
from .jsonl import record_of
from .rawtext import PAGE_BYTES, decode
from .rows import page_of

JSON_LINES, JSON = (".jsonl", ".ndjson"), ".json"


class RawText:
    """Reads a file of text as one page, byte for byte."""

    name = "text"

    def read(self, stream: BinaryIO, source: str, told: Told = NOTHING) -> Iterator[Row]:
        """Yield the one page, called like its file."""
        raw = stream.read(PAGE_BYTES + 1)
        try:
            decoded = decode(raw, told.encoding)
        except Refused as refused:
            yield Row(source, refusal=refused.within(source))
            return
        text = decoded.text
        page = RecordPage(name=source, text=text, sha256=text.digest, length=len(text), source=decoded.source)
        yield Row(source, Record(page), raw=raw if decoded.source else None)


class Json:
    """Reads rows of JSON: canonical records, plain rows and what other tools wrote; each says itself what it is."""

    name = "jsonl"

    def read(self, stream: BinaryIO, source: str, told: Told = NOTHING) -> Iterator[Row]:
        """Yield what the rows hold."""

        def read(value: dict[str, Any], name: str) -> Record:
            if "format" in value:
                return record_of(value)
            tool = next((one for one in TOOLS if one.recognises(value)), None)
            if tool is None and source.lower().endswith(JSON) and "text" not in value:
                raise Refused("", "no tool writes JSON like this; --format says which one did, if one did")
            return tool.record_of(value, name, told) if tool else page_of(value, name)

        return read_tool(stream, source, read) if source.lower().endswith(JSON) else read_rows(stream, source, read)


TOOLS: tuple[Tool, ...] = (LABEL_STUDIO, CITRON, PRODIGY, DOCCANO)
READERS: tuple[Reader, ...] = (RawText(), Json(), html.Html(), warc.Warc(), columns.Columns(), *TOOLS)
NAMES = (*(one.name for one in READERS), BRAT)


def reader_for(source: str, name: str | None = None) -> Reader:
    """Return what reads a file: the reader of that name, else the one that the ending of its name tells."""
    if name and name != BRAT:
        found = next((one for one in READERS if one.name == name), None)
        if found is None:
            raise Refused("--format", f"nothing reads {name!r}; what can be read is {', '.join(NAMES)}")
        return found
    ending = source.lower()
    endings = {"jsonl": (*JSON_LINES, JSON), "html": html.SUFFIXES, "warc": warc.SUFFIXES, "csv": columns.SUFFIXES}
    kind = next((kind for kind, those in endings.items() if ending.endswith(those)), "text")
    return next(one for one in READERS if one.name == kind)
