"""Bytes of HTML to text, in the encoding that a browser would take.

Names of encodings mean what the WHATWG's Encoding Standard says; some of Python's codecs by those names know fewer
characters than browsers do, so their wider brothers read in their place.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import islice

from annotator.core.errors import Refused

from .extras import needed
from .rawtext import WINDOW, likely

STARTS = (
    (b"\xef\xbb\xbf", b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", b"\xfe\xff", "utf-16-be"),
    (b"<\0", b"", "utf-16-le"),
    (b"\0<", b"", "utf-16-be"),
)
"""How a page begins whose encoding is beyond doubt, what of that is a byte order mark, and the encoding."""
LABEL = rb"""\s*=\s*["']?\s*([\w.:-]{1,40})"""
XML = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding" + LABEL)
HEAD = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|(<body\b)"
    rb"|<meta\b([^>]{0,500}+)",
    re.IGNORECASE | re.DOTALL,
)
"""What comes before a page's body that may name its encoding, and what only seems to, which is stepped over."""
CHARSET, OTHER = (
    re.compile(rb"\bcharset" + LABEL, re.IGNORECASE),
    re.compile(rb"text/(?:css|javascript)", re.IGNORECASE),
)
MARKUP = re.compile(rb"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|<[^<>]*+>", re.IGNORECASE | re.DOTALL)
BEYOND, NEAR = re.compile(rb"[\x80-\xff]"), 100
"""The first sign that is not ASCII, and how many bytes before it are looked at as well."""
LABELS = 10
"""Names that are looked at until one is known."""
WIDER = {
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso8859-11": "cp874",
}
UNLISTED = {"x-mac-cyrillic": "mac-cyrillic", "x-mac-ukrainian": "mac-cyrillic"}
"""What browsers know and the library's table of names doesn't."""


def decoded(raw: bytes, charset: str | None = None, told: str | None = None) -> tuple[str, str, list[str]]:
    """Return HTML as text, its encoding (Python's name) and what somebody should know of it.

    A byte order mark decides, or a first tag in UTF-16; then `told`, what somebody says who imports it; then `charset`,
    which came with it, a `meta` element or an XML declaration, unless the bytes are UTF-8 and more than ASCII; else
    UTF-8 where the bytes are that, and what they look like where they are not. U+FFFD takes the place of each byte that
    doesn't fit. Refuses a `told` that is no encoding.
    """
    for start, mark, encoding in STARTS:
        if raw.startswith(start):
            return raw[len(mark) :].decode(encoding, "replace"), encoding, []
    if told:
        return _read(raw, _told(told))
    declared = _declared(raw, charset)
    try:
        html = raw.decode()
    except UnicodeDecodeError:
        return _read(raw, declared or _likely(raw) or "utf-8")
    if declared and declared != "utf-8" and raw.isascii():
        return _read(raw, declared)
    beside = (
        () if declared in (None, "utf-8") else (f"says that it is {declared}, but its bytes are UTF-8: read as that",)
    )
    return html, "utf-8", list(beside)


def _read(raw: bytes, encoding: str) -> tuple[str, str, list[str]]:
    try:
        return raw.decode(encoding), encoding, []
    except UnicodeDecodeError:
        html = raw.decode(encoding, "replace")
    return html, encoding, [f"bytes that are not {encoding} became U+FFFD ({html.count(chr(0xFFFD))} in all)"]


def _told(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        raise Refused("", f"there is no text encoding {name!r}") from None
    return codecs.lookup(name).name


def _declared(raw: bytes, charset: str | None) -> str | None:
    """Return the codec of the first label that means something."""
    known = needed("resiliparse.parse.encoding", "html", "").map_encoding_to_html5

    def codec_of(label: str) -> str | None:
        name: str = known(label, fallback_utf8=False) or UNLISTED.get(label.lower(), "")
        return WIDER.get(name, name) or None

    if charset and (codec := codec_of(charset)):
        return codec
    codec = next((codec for label in islice(_labels(raw), LABELS) if (codec := codec_of(label))), None)
    # A page whose declaration can be read as ASCII is not in UTF-16.
    return "utf-8" if codec and codec.startswith("utf-16") else codec


def _likely(raw: bytes) -> str | None:
    """Return what a page's words look like, without the tags and scripts that would look like English."""
    words = MARKUP.sub(b" ", raw)
    first = BEYOND.search(words)
    return likely(words[max(0, first.start() - NEAR) : first.start() + WINDOW]) if first else None


def _labels(raw: bytes) -> Iterator[str]:
    for found in HEAD.finditer(raw):
        if found[2]:
            break
        if found[3] and not OTHER.search(found[3]) and (label := CHARSET.search(found[3])):
            yield label[1].decode("ascii")
    if first := XML.match(raw):
        yield first[1].decode("ascii")
