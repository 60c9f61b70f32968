"""HTML to raw text as Resiliparse renders it, with the original bytes and a map from the text to its nodes.

The map is deflated JSON, `[[start, end, xpath], ...]` ascending: code points of the text, and the text node they show.
It is made by putting a character of private use before the first letter of every text node, rendering, and looking
where those came out; where the text would not be the same without them to the last character, there is no map.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any, BinaryIO

import orjson

from annotator.core.errors import Refused
from annotator.core.records import Record, RecordPage
from annotator.core.text import PageText

from .base import NOTHING, Row, Told
from .extras import needed
from .rawtext import MIB, PAGE_BYTES, WINDOW, check_text, likely
from .tags import check_tags

SUFFIXES = (".html", ".htm", ".xhtml")
MEDIA_TYPE = "text/html"
HEAD = 4096
"""Bytes at the beginning in which a page may name its encoding."""
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
BARE = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How a page in UTF-16 begins that lacks the mark."""
CHARSET = re.compile(
    rb"""(?:<meta[^>]{0,500}?charset|<\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
PLANE = 0xFFFE
"""Characters of private use in each of the two planes that have no others."""
HEAVIEST = 16 * MIB
"""Characters of all paths of one page together; a map of more would help nobody."""
LONGEST_PATH = 4000
MARK = re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
PUBLISHED = ("article:published_time", "datePublished", "date", "dc.date", "dcterms.date", "parsely-pub-date")
"""Names of `meta` elements that say when a page was published, the surest first."""
DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class Html:
    """Reads a file of HTML as one page."""

    name = "html"

    def read(self, stream: BinaryIO, source: str, told: Told = NOTHING) -> Iterator[Row]:
        """Yield the one page, called like its file."""
        try:
            yield rendered(stream.read(PAGE_BYTES + 1), source, told.encoding)
        except Refused as refused:
            yield Row(source, refusal=refused.within(source))


def rendered(raw: bytes, name: str, charset: str | None = None, url: str | None = None) -> Row:
    """Return the page called `name` that its bytes show; refuses what is too large, or has no text."""
    if len(raw) > PAGE_BYTES:
        raise Refused("", f"is larger than {PAGE_BYTES // MIB} MiB, the most that one page may have")
    html, encoding, notices = decoded(raw, charset)
    check_tags(html)
    tree = _parser().HTMLTree.parse(html)
    words = _extractor()(tree)
    if not words.strip():
        raise Refused("", "its HTML shows no text")
    check_text(words)
    text, known = PageText(words), _known(tree)
    known["url"] = url or known["url"]
    source = {"sha256": hashlib.sha256(raw).hexdigest(), "media_type": MEDIA_TYPE, "encoding": encoding}
    source["renderer"] = f"resiliparse {version('resiliparse')}"
    page = RecordPage(name=name, text=text, sha256=text.digest, length=len(text), source=source, meta="{}", **known)
    said = [f"page {name}: {one}" for one in notices]
    return Row(name, Record(page, notices=said), raw=raw, nodes=packed(nodes(html, words)))


def decoded(raw: bytes, charset: str | None = None) -> tuple[str, str, list[str]]:
    """Return HTML as text, its encoding (Python's name) and what somebody should know of it.

    A byte order mark decides, or a first tag in UTF-16; then `charset`, a `meta` element or an XML declaration; else
    UTF-8 where the bytes are that, and what they look like where they are not. U+FFFD takes the place of each byte that
    doesn't fit.
    """
    resilient = needed("resiliparse.parse.encoding", "html", "")
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace"), encoding, []
    for tag, encoding in BARE:
        if raw.startswith(tag):
            return raw.decode(encoding, "replace"), encoding, []
    found = CHARSET.search(raw[:HEAD])
    said = charset or (found[1].decode("ascii") if found else None)
    declared = resilient.map_encoding_to_html5(said) if said else None
    if declared and declared.startswith("utf-16") and not charset:
        # A page whose declaration can be read as ASCII is not in UTF-16.
        declared = "utf-8"
    for encoding in dict.fromkeys((declared or "utf-8", *(() if declared else (likely(raw[:WINDOW]) or "utf-8",)))):
        try:
            return raw.decode(encoding), encoding, []
        except UnicodeDecodeError:
            continue
    html = raw.decode(encoding, "replace")
    return html, encoding, [f"bytes that are not {encoding} became U+FFFD ({html.count(chr(0xFFFD))} in all)"]


def nodes(html: str, words: str) -> list[tuple[int, int, str]] | None:
    """Return which characters of the rendered text `words` came from which text node; None where that can't be told."""
    tree = _parser().HTMLTree.parse(html)
    if MARK.search(html) or MARK.search(words):
        return None
    marked: list[tuple[str, str]] = []
    weight = 0
    for node, path in _text_nodes(tree):
        weight += len(path)
        if len(marked) == 2 * PLANE or weight > HEAVIEST or len(path) > LONGEST_PATH:
            return None
        value = node.value
        start = len(value) - len(value.lstrip())
        node.value = f"{value[:start]}{_mark(len(marked))}{value[start:]}"
        marked.append((path, "".join(value.split())))
    shown_with_marks = _extractor()(tree)
    if MARK.sub("", shown_with_marks) != words:
        return None
    found = []
    for before, mark in enumerate(MARK.finditer(shown_with_marks)):
        path, shown = marked[_number(mark[0])]
        start = mark.start() - before
        if end := _shown_until(words, start, shown):
            found.append((start, end, path))
    return found


def _mark(number: int) -> str:
    return chr((0xF0000 if number < PLANE else 0x100000 - PLANE) + number)


def _number(mark: str) -> int:
    return ord(mark) - (0xF0000 if ord(mark) < 0x100000 else 0x100000 - PLANE)


def packed(found: list[tuple[int, int, str]] | None) -> bytes | None:
    """Return a map as it is stored."""
    return None if found is None else zlib.compress(orjson.dumps(found), 6)


def unpacked(stored: bytes) -> list[tuple[int, int, str]]:
    """Return a stored map."""
    return [(start, end, path) for start, end, path in orjson.loads(zlib.decompress(stored))]


def _text_nodes(tree: Any) -> Iterator[tuple[Any, str]]:
    """Yield the text nodes that show something with their paths, and in place of what lies too deep its root."""
    levels = [_children(tree.document, "")]
    while levels:
        found = next(levels[-1], None)
        if found is None:
            levels.pop()
        elif found[0].type == _parser().NodeType.TEXT or len(found[1]) > LONGEST_PATH:
            yield found
        else:
            levels.append(_children(*found))


def _children(node: Any, path: str) -> Iterator[tuple[Any, str]]:
    """Yield the elements and shown text nodes right below a node with their paths, one at a time: there may be many."""
    kinds = _parser().NodeType
    seen: dict[str, int] = {}
    child = node.first_child
    while child is not None:
        step = "text()" if child.type == kinds.TEXT else child.tag if child.type == kinds.ELEMENT else None
        if step:
            seen[step] = seen.get(step, 0) + 1
            if step != "text()" or child.value.strip():
                yield child, f"{path}/{step}[{seen[step]}]"
        child = child.next


def _shown_until(words: str, start: int, shown: str) -> int:
    """Return where the characters of a node end in the text; white space is the renderer's. 0 where they differ."""
    at, end = start, 0
    for one in shown:
        while at < len(words) and words[at].isspace():
            at += 1
        if at == len(words) or words[at] != one:
            break
        at = end = at + 1
    return end


def _known(tree: Any) -> dict[str, Any]:
    """Return what the page says plainly of itself: title, language, day it was published, its own address."""
    said: dict[str, str] = {}
    for node in tree.document.query_selector_all("meta[content]") if tree.document else ():
        key = (node.getattr("property") or node.getattr("name") or node.getattr("itemprop") or "").strip()
        said.setdefault(key.lower(), (node.getattr("content") or "").strip())
    day = next((found[0] for key in PUBLISHED if (found := DAY.match(said.get(key.lower(), "")))), None)
    link = tree.document.query_selector('link[rel="canonical"]')
    url = (link.getattr("href") or "").strip() if link else said.get("og:url", "")
    top = tree.document.query_selector("html")
    language = (top.getattr("lang") or "").strip() if top else ""
    return {
        "title": _plain(" ".join((tree.title or "").split())),
        "language": language.replace("_", "-") if TAG.fullmatch(language) else None,
        "published": day,
        "url": _plain(url) if re.match("https?://", url, re.IGNORECASE) else None,
    }


def _plain(words: str) -> str | None:
    """Return words that a database can hold, or None where there are none."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()[:2000] or None


@cache
def _parser() -> Any:
    return needed("resiliparse.parse.html", "html", "")


@cache
def _extractor() -> Any:
    return needed("resiliparse.extract.html2text", "html", "").extract_plain_text
