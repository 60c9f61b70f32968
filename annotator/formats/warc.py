"""WARC and WET archives by FastWARC: a page for each response in HTML and for each text that was made of one."""

import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import orjson

from annotator.core.counted import counted
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
FAILED, OTHER = "failed", "other"
NO_PAGES = {
    "request": ("request", "requests"),
    FAILED: ("answer without success", "answers without success"),
    "image": ("image", "images"),
    "audio": ("sound", "sounds"),
    "video": ("film", "films"),
    "font": ("font", "fonts"),
    OTHER: ("file that is no HTML", "files that are no HTML"),
    "revisit": ("visit that found nothing new", "visits that found nothing new"),
    "metadata": ("note about a record", "notes about records"),
    "warcinfo": ("note about the archive", "notes about the archive"),
    "continuation": ("rest of a record", "rests of records"),
    "unknown": ("record of a kind of its own", "records of a kind of their own"),
}
"""Why a record is no page: one of its kind, and several, in the order in which they are told."""


class Warc:
    """Reads an archive record by record; how many are no pages, and why, is told at the end."""

    name = "warc"

    def read(self, stream: BinaryIO, source: str, told: Told = NOTHING) -> Iterator[Row]:
        """Yield the pages; `source` and the byte at which a record starts are the place of what is refused."""
        del told  # records say it themselves
        fastwarc = needed("fastwarc.warc", "warc", source)
        place, some, passed = f"{source}, at its beginning", False, Counter[str]()
        try:
            for record in fastwarc.ArchiveIterator(stream, parse_http=False):
                place = f"{source}, record at byte {record.stream_pos}"
                row = _row(fastwarc, record, place)
                if isinstance(row, Row):
                    yield row
                    some = True
                else:
                    passed[row] += 1
        except OSError as error:
            where = place if place.endswith("beginning") else place.replace("record at", "after the record at")
            yield Row(where, refusal=Refused(where, f"the archive is damaged ({error}); nothing after it was read"))
            some = True
        if not some:
            many = f" but {_tally(passed)}" if passed else ""
            reason = f"holds no page: no response, no text made of one{many}"
            yield Row(source, refusal=Refused(source, reason))
        elif passed:
            count = passed.total()
            yield Row(
                source,
                notice=f"{counted(count, 'record is no page', 'records are no pages')}: {_tally(passed)}",
            )


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


def _tally(passed: Counter[str]) -> str:
    known = ((passed[kind], words) for kind, words in NO_PAGES.items() if passed[kind])
    return ", ".join(counted(count, *words) for count, words in known)


def _row(fastwarc: Any, record: Any, place: str) -> Row | str:
    """Return the page of a record, or why there is none in it: what is wrong with it, or a word of `NO_PAGES`."""
    kind = str(record.record_type)
    if kind in NO_PAGES:
        return kind
    url = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    try:
        row = _page(fastwarc, record, url)
    except Refused as refused:
        about = f"{place}, {OUT_OF_NAMES.sub('_', url)[:200]}" if url else place
        return Row(place, refusal=refused.within(about))
    if isinstance(row, str) or not row.record:
        return row
    fetched = record.headers.get("WARC-Date")
    meta = orjson.dumps({"fetched": fetched}).decode() if fetched else "{}"
    row.record.page = replace(row.record.page, meta=meta)
    return replace(row, place=place)


def _page(fastwarc: Any, record: Any, url: str) -> Row | str:
    """Return the page of a record, or a word of `NO_PAGES` where it is none. Refuses one that is not whole."""
    media_type = _media_type(record.headers.get("Content-Type"))
    converted = record.record_type == fastwarc.WarcRecordType.conversion
    if record.record_type == fastwarc.WarcRecordType.resource and media_type not in HTML_TYPES:
        return _other(media_type)
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
        return rendered(block, name_of(url), None, url) if media_type in HTML_TYPES else _other(media_type)
    return _answer(fastwarc, block, url)


def _answer(fastwarc: Any, block: bytes, url: str) -> Row | str:
    """Return the page of an HTTP answer, unpacked, or a word of `NO_PAGES` where it is an error or no HTML."""
    head = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    alone = BytesIO(head + f"Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")
    [record] = fastwarc.ArchiveIterator(alone, auto_decode="none")
    status = record.http_headers.status_code if record.http_headers is not None else None
    if status is None or not 200 <= status < 300:
        return FAILED
    if record.http_content_type not in HTML_TYPES:
        return _other(_media_type(record.http_content_type))
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
        # The content can be read only while the iterator stands before it.
        standing = fastwarc.ArchiveIterator(alone, auto_decode=layers)
        try:
            raw = bytes(next(standing).reader.read(PAGE_BYTES + 1))
            if failed and coding == "deflate" and not TAG.match(raw):
                raw = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, PAGE_BYTES + 1)
        except (OSError, ValueError, zlib.error) as error:
            failed = failed or error
            continue
        if not failed or TAG.match(raw):
            return raw
    raise Refused("", f"its content can't be unpacked ({failed})")


def _media_type(said: str | None) -> str:
    return (said or "").partition(";")[0].strip().lower()


def _other(media_type: str) -> str:
    kind = media_type.partition("/")[0]
    return kind if kind in NO_PAGES else OTHER


def _text(raw: bytes, url: str) -> Row:
    decoded = decode(raw)
    text, name = decoded.text, name_of(url)
    return Row(name, Record(RecordPage(name=name, url=url or None, text=text, sha256=text.digest, length=len(text))))
