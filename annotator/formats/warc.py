"""WARC and WET archives by FastWARC: a page for each response in HTML and for each text that was made of one."""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import orjson

from annotator.core.errors import Refused
from annotator.core.records import Record, RecordPage

from .base import NOTHING, Row, Told
from .extras import needed
from .html import rendered
from .rawtext import MIB, PAGE_BYTES, decode

SUFFIXES = (".warc", ".warc.gz", ".wet", ".wet.gz")
LARGEST_RECORD = 2 * PAGE_BYTES
"""Bytes of a record that is read at all; an HTTP answer is a little longer than the page in it."""
HTML_TYPES = ("text/html", "application/xhtml+xml")
LONGEST_NAME = 600
TAG = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
OUT_OF_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")


class Warc:
    """Reads an archive record by record; records that are no pages are passed over."""

    name = "warc"

    def read(self, stream: BinaryIO, source: str, told: Told = NOTHING) -> Iterator[Row]:
        """Yield the pages; `source` and the byte at which a record starts are the place of what is refused."""
        del told  # records say it themselves
        fastwarc = needed("fastwarc.warc", "warc", source)
        kinds = fastwarc.WarcRecordType
        wanted = kinds.response | kinds.conversion | kinds.resource
        records = fastwarc.ArchiveIterator(stream, record_types=wanted, parse_http=False)
        place, some = f"{source}, at its beginning", False
        try:
            for record in records:
                place = f"{source}, record at byte {record.stream_pos}"
                yield from _rows(fastwarc, record, place)
                some = True
        except OSError as error:
            where = place.replace("record at", "after the record at") if some else place
            yield Row(where, refusal=Refused(where, f"the archive is damaged ({error}); nothing after it was read"))
        else:
            if place == f"{source}, at its beginning":
                yield Row(source, refusal=Refused(source, "holds no page: no response, no text made of one"))


def name_of(url: str) -> str:
    """Return a page's name made of its address: host, path and query, as a path that leads nowhere else."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        host, parts = "", urlsplit("")
    path = f"{host}{parts.path}{f'?{parts.query}' if parts.query else ''}"
    steps = [one for one in OUT_OF_NAMES.sub("_", path).split("/") if one and one != "."]
    name = "/".join("_" if one == ".." else one for one in steps).replace(":", "_") or "_"
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[:LONGEST_NAME]}-{hashlib.sha256(url.encode(errors='replace')).hexdigest()[:12]}"


def _rows(fastwarc: Any, record: Any, place: str) -> Iterator[Row]:
    url = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    try:
        row = _page(fastwarc, record, url)
    except Refused as refused:
        about = f"{place}, {OUT_OF_NAMES.sub('_', url)[:200]}" if url else place
        yield Row(place, refusal=refused.within(about))
        return
    if row and row.record:
        fetched = record.headers.get("WARC-Date")
        meta = orjson.dumps({"fetched": fetched}).decode() if fetched else "{}"
        row.record.page = replace(row.record.page, meta=meta)
        yield replace(row, place=place)


def _page(fastwarc: Any, record: Any, url: str) -> Row | None:
    """Return the page of a record; None where it is none. Refuses one that is not whole."""
    media_type = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    converted = record.record_type == fastwarc.WarcRecordType.conversion
    if record.record_type == fastwarc.WarcRecordType.resource and media_type not in HTML_TYPES:
        return None
    if not url or "Content-Length" not in record.headers:
        raise Refused("", "its header is not whole: it lacks the address or the length")
    if record.content_length > LARGEST_RECORD:
        raise Refused("", f"the record is larger than {LARGEST_RECORD // MIB} MiB")
    block = record.reader.read(record.content_length) if record.content_length else b""
    if len(block) != record.content_length:
        raise Refused("", f"the record ends after {len(block)} of {record.content_length} bytes")
    if converted:
        return _text(block, url)
    if not media_type.startswith("application/http"):
        return rendered(block, name_of(url), None, url) if media_type in HTML_TYPES else None
    return _answer(fastwarc, block, url)


def _answer(fastwarc: Any, block: bytes, url: str) -> Row | None:
    """Return the page of an HTTP answer, unpacked; None where it is an error or no HTML."""
    head = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    alone = BytesIO(head + f"Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")
    [record] = fastwarc.ArchiveIterator(alone, auto_decode="none")
    if record.http_headers is None or record.http_content_type not in HTML_TYPES:
        return None
    status = record.http_headers.status_code
    if status is None or not 200 <= status < 300:
        return None
    coding = (record.http_headers.get("Content-Encoding") or "").strip().lower()
    charset = (record.http_charset or "").strip(" \"'") or None
    return rendered(_body(fastwarc, alone, coding), name_of(url), charset, url)


def _body(fastwarc: Any, alone: BytesIO, coding: str) -> bytes:
    """Return the body of an HTTP answer, unpacked.

    Many archives keep the header that a page came with beside a body that was unpacked before it was stored, so that
    what can't be unpacked and begins with a tag is the page; and what servers call deflate often lacks its frame.
    """
    failed: Exception | None = None
    for layers in ("all", "transfer", "none"):
        alone.seek(0)
        record = next(iter(fastwarc.ArchiveIterator(alone, auto_decode=layers)))
        try:
            raw = bytes(record.reader.read(PAGE_BYTES + 1))
            if failed and coding == "deflate" and not TAG.match(raw):
                raw = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, PAGE_BYTES + 1)
        except (OSError, ValueError, zlib.error) as error:
            failed = failed or error
            continue
        if not failed or TAG.match(raw):
            return raw
    raise Refused("", f"its content can't be unpacked ({failed})")


def _text(raw: bytes, url: str) -> Row:
    decoded = decode(raw)
    text, name = decoded.text, name_of(url)
    return Row(name, Record(RecordPage(name=name, url=url or None, text=text, sha256=text.digest, length=len(text))))
