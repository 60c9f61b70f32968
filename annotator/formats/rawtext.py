"""Raw bytes to a page's text, or one sentence why not: encoding, NUL, size and line limits."""

import codecs
import hashlib
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.text import PageText

MIB = 1 << 20
PAGE_BYTES = 16 * MIB
LINE_BYTES = MIB
WINDOW = 1 << 15
"""Bytes on both sides of a bad one that are looked at to guess the encoding."""


@dataclass(frozen=True, slots=True)
class RawText:
    """A page's text; `source` describes the raw bytes where they differ from the text as UTF-8, and is None else."""

    text: PageText
    source: Json | None = None


def decode(raw: bytes, encoding: str | None = None) -> RawText:
    """Decode a page's bytes, as UTF-8 unless told otherwise; a byte order mark stays in the text as U+FEFF.

    Refuses what is empty, too large, not in the encoding, or holds a NUL, naming the byte.
    """
    if len(raw) > PAGE_BYTES:
        raise Refused("", f"is larger than {PAGE_BYTES // MIB} MiB, the most that one page may have")
    words = _utf8(raw) if encoding is None else _other(raw, encoding)
    check_text(words)
    text = PageText(words)
    digest = hashlib.sha256(raw).hexdigest()
    if digest == text.digest:
        return RawText(text)
    source = {"sha256": digest, "media_type": "text/plain", "encoding": codecs.lookup(encoding or "").name}
    return RawText(text, {**source, "renderer": None})


def check_text(words: str) -> None:
    """Refuse a page text that is empty, too large, or holds a NUL or lone surrogate; bytes are those of its UTF-8."""
    if not words:
        raise Refused("", "is empty")
    try:
        raw = words.encode()
    except UnicodeEncodeError as error:
        line = words.count("\n", 0, error.start) + 1
        raise Refused("", f"holds a lone surrogate in line {line}, character {error.start}") from None
    if len(raw) > PAGE_BYTES:
        raise Refused("", f"is larger than {PAGE_BYTES // MIB} MiB, the most that one page may have")
    nul = raw.find(0)
    if nul >= 0:
        raise Refused("", f"holds a NUL at byte {nul}, line {_line(raw, nul)}; it may not be text")
    if len(raw) > LINE_BYTES:
        _check_lines(raw)


def _check_lines(raw: bytes) -> None:
    start = 0
    while start <= len(raw):
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        if end - start > LINE_BYTES:
            line = _line(raw, start)
            raise Refused("", f"line {line}, from byte {start} on, is longer than {LINE_BYTES // MIB} MiB")
        start = end + 1


def not_utf8(raw: bytes, error: UnicodeDecodeError, offset: int = 0, line: str = "") -> str:
    """Say where `raw`, which begins at byte `offset` of its file, is not UTF-8, and what it may be."""
    if not offset and (kind := no_text(raw)):
        return f"is {kind}, which can't be imported"
    byte = raw[error.start]
    where = f"is not UTF-8 at byte {offset + error.start} (0x{byte:02X}){line}"
    near = raw[max(0, error.start - WINDOW) : error.start + WINDOW] if raw[:2] not in _BOMS else raw[:WINDOW]
    guess = _BOMS.get(raw[:2]) or likely(near)
    return f"{where}; it looks like {guess}" if guess else where


def no_text(raw: bytes) -> str | None:
    """Return what bytes are whose beginning says that they are no text; None where it doesn't."""
    return next((kind for mark, kind in _NO_TEXT.items() if raw.startswith(mark)), None)


_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NO_TEXT = {b"PAR1": "Parquet", b"%PDF": "a PDF", b"PK\3\4": "a zip archive or Office file by another name"}
_NO_TEXT |= {
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"RIFF": "a picture or a sound",
}
_NO_TEXT |= {b"\x1f\x8b": "packed by gzip"}
_COMMON = ["cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2", "koi8_r"]
_COMMON += ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]
_CENTRAL = frozenset("šžđćłąŠŽĐĆŁ".encode("cp1250"))
"""Bytes that are letters in central European pages and next to unused in western ones."""
_CARONS, _SOUTHERN = frozenset("šžŠŽ".encode("cp1250")), frozenset("ćđč".encode("cp1250"))
"""Bytes that western pages have too, but hardly both of them."""
_OF_ISO = re.compile(rb"[a-z\xe0-\xff][\xb1\xb3\xb6\xb9\xbc\xbe][a-z\xe0-\xff]")
"""Letters in ISO 8859-2 that are signs and fractions elsewhere, inside a word."""
_NOT_OF_ISO = re.compile(rb"[\x80-\x9f]")
_LATIN = ("cp1250", "cp1252", "cp1254", "iso8859_2")


def likely(raw: bytes) -> str | None:
    """Return the encoding that bytes which are not UTF-8 look like, None where they look like no text."""
    best = from_bytes(raw, cp_isolation=_COMMON).best()
    if best is None or best.encoding not in _LATIN:
        return best.encoding if best else None
    # All of these read as letters, so that letters tell which of them it is.
    if _OF_ISO.search(raw) and not _NOT_OF_ISO.search(raw):
        return "iso8859_2"
    if not _CARONS.isdisjoint(raw) and not _SOUTHERN.isdisjoint(raw):
        return "cp1250"
    return "cp1252" if best.encoding == "cp1250" and _CENTRAL.isdisjoint(raw) else best.encoding


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        reason = not_utf8(raw, error, line=f", line {_line(raw, error.start)}")
        raise Refused("", reason) from None


def _other(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError:
        raise Refused("", f"there is no text encoding {encoding!r}") from None
    except UnicodeError as error:
        where = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise Refused("", f"is not {encoding}{where}") from None


def _line(raw: bytes, at: int) -> int:
    return raw.count(b"\n", 0, at) + 1
