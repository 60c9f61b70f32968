"""Stream the rows of a JSON Lines file: a bad row is told with its line and byte, the rest goes on."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

import orjson

from annotator.core.errors import Refused
from annotator.core.records import Number, Record

from .base import Answer, Loss, Row
from .rawtext import MIB, not_utf8

ROW_BYTES = 64 * MIB
BOM = b"\xef\xbb\xbf"


class Lines:
    """A writer of one row a page; it closes its file at the end."""

    def __init__(self, sink: BinaryIO, row: Callable[[Answer], bytes]) -> None:
        self.sink, self.row = sink, row

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Write a page's row, which holds all of it."""
        self.sink.write(self.row(answer))
        return ()

    def end(self) -> None:
        """Close the file."""
        self.sink.close()


def read_rows(stream: BinaryIO, source: str, read: Callable[[dict[str, Any], str], Record]) -> Iterator[Row]:
    """Yield what `read` makes of each row of `stream`; empty lines are passed over.

    `read` is given the row's object and a name for a page that has none; `source` names the file in refusals.
    """
    for line, byte, raw in _lines(stream):
        place = f"{source}, line {line} (from byte {byte})"
        start = byte + len(BOM) if raw.startswith(BOM) and not byte else byte
        try:
            if raw.strip():
                record = read(parse(raw[start - byte :].rstrip(), start), f"{source}:{line}")
                yield Row(place, record=record)
        except Refused as refusal:
            yield Row(place, refusal=refusal.within(place))


def _lines(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Yield line numbers, first bytes and lines; of a line that is too long no more than its beginning."""
    byte = 0
    line = 0
    while raw := stream.readline(ROW_BYTES + 1):
        line += 1
        yield line, byte, raw
        byte += len(raw)
        if len(raw) > ROW_BYTES and not raw.endswith(b"\n"):
            byte += _skip_line(stream)


def parse(raw: bytes, offset: int = 0) -> dict[str, Any]:
    """Parse one row, which begins at byte `offset` of its file; numbers inside `meta` keep their spelling.

    Refuses NaN, infinite numbers, lone surrogates, NUL, nesting without end and what is too long.
    """
    if len(raw) > ROW_BYTES:
        raise Refused("", f"the row is longer than {ROW_BYTES // MIB} MiB")
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Refused("", _wrong(raw, error, offset)) from None
    if not isinstance(value, dict):
        raise Refused("", "the row should be a JSON object")
    if b"\\u0000" in raw:
        _no_nul(value)
    holders = [one for one in (value, value.get("page")) if isinstance(one, dict)]
    if any(one.get("meta") for one in holders):
        _keep_spelling(value, raw)
    return value


def _wrong(raw: bytes, error: orjson.JSONDecodeError, offset: int) -> str:
    try:
        words = raw.decode()
    except UnicodeDecodeError as bad:
        return not_utf8(raw, bad, offset)
    at = offset + len(words[: error.pos].encode())
    return f"is not valid JSON at byte {at} ({error.msg.split(': line')[0]})"


def _keep_spelling(value: dict[str, Any], raw: bytes) -> None:
    """Put the metadata in again with its numbers as they are written."""
    try:
        spelt = json.loads(raw, parse_float=Number, parse_int=Number)
    except RecursionError:
        raise Refused("", "the row is nested too deep") from None
    for one, exact in ((value, spelt), (value.get("page"), spelt.get("page"))):
        if isinstance(one, dict) and "meta" in one:
            one["meta"] = exact["meta"]


def _no_nul(value: object) -> None:
    """Refuse a NUL in any key or string of the row; databases keep none."""
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        place, one = waiting.pop()
        if isinstance(one, str) and "\0" in one:
            raise Refused("", f"{place or 'a key'} holds a NUL at character {one.index(chr(0))}")
        if isinstance(one, dict):
            waiting += [("", key) for key in one]
            waiting += [(f"{place}.{key}".lstrip("."), inner) for key, inner in one.items()]
        elif isinstance(one, list):
            waiting += [(f"{place}[{index}]", inner) for index, inner in enumerate(one)]


def _skip_line(stream: BinaryIO) -> int:
    """Read to the end of the line and return how many bytes that were."""
    skipped = 0
    while piece := stream.readline(MIB):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped
