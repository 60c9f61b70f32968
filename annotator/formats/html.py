"""HTML to raw text as Resiliparse renders it, with the original bytes and a map from the text to its nodes.

The map is deflated JSON, `[[start, end, xpath], ...]` ascending: code points of the text, and the text node or the text
in place of a picture (`.../img[1]/@alt`) that they show. It is made by putting a character of private use before the
first letter of each, rendering, and looking where those came out; where the text would not be the same without them to
the last character, there is no map.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from functools import cache
from gzip import GzipFile
from importlib.metadata import version
from io import BytesIO
from typing import Any, BinaryIO

import orjson

from annotator.core.errors import Refused
from annotator.core.records import Record, RecordPage
from annotator.core.text import PageText

from .base import NOTHING, Row, Told
from .charsets import decoded
from .extras import needed
from .rawtext import MIB, PAGE_BYTES, check_text, no_text
from .sayings import said
from .tags import check_lists, check_tags

SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
GZIP = b"\x1f\x8b"
MEDIA_TYPE = "text/html"
PLANE = 0xFFFE
"""Characters of private use in each of the two planes that have no others."""
HEAVIEST = 16 * MIB
"""Characters of all paths of one page together; a map of more would help nobody."""
LONGEST_PATH = 4000
TEXT, ALT, ATTRIBUTE, PICTURES = "text()", "alt", "/@alt", ("img", "area")
NAMESPACES = ("svg", "math")
PLAIN = re.compile("[a-z][a-z0-9_-]*")
DRAWN = re.compile(r'/\*\[local-name\(\)="(?:svg|math)"]')
MARK = re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


class Html:
    """Reads a file of HTML as one page."""

    name = "html"

    def read(self, stream: BinaryIO, source: str, told: Told = NOTHING) -> Iterator[Row]:
        """Yield the one page, called like its file."""
        try:
            yield rendered(_unpacked(stream.read(PAGE_BYTES + 1)), source, told=told.encoding)
        except Refused as refused:
            yield Row(source, refusal=refused.within(source))


def _unpacked(raw: bytes) -> bytes:
    """Return the bytes of a page, of which more than it may have are not asked for where they are packed."""
    if not raw.startswith(GZIP):
        return raw
    try:
        return GzipFile(fileobj=BytesIO(raw)).read(PAGE_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused("", f"can't be unpacked ({error})") from None


def rendered(raw: bytes, name: str, charset: str | None = None, url: str | None = None, told: str | None = None) -> Row:
    """Return the page called `name` that its bytes show; refuses what is too large, or has no text.

    `charset` and `url` are what it was fetched with, `told` is the encoding that somebody says it has.
    """
    if len(raw) > PAGE_BYTES:
        raise Refused("", f"is larger than {PAGE_BYTES // MIB} MiB, the most that one page may have")
    if kind := no_text(raw):
        raise Refused("", f"is {kind}, which can't be imported")
    html, encoding, notices = decoded(raw, charset, told)
    check_tags(html)
    tree = _parser().HTMLTree.parse(html)
    check_lists(html, tree)
    words = _extractor()(tree)
    if not words.strip():
        raise Refused("", "its HTML shows no text")
    check_text(words)
    text, known = PageText(words), said(tree)
    known["url"] = url or known["url"]
    source = {"sha256": hashlib.sha256(raw).hexdigest(), "media_type": MEDIA_TYPE, "encoding": encoding}
    source["renderer"] = f"resiliparse {version('resiliparse')}"
    page = RecordPage(name=name, text=text, sha256=text.digest, length=len(text), source=source, meta="{}", **known)
    told_of = [f"page {name}: {one}" for one in notices]
    return Row(name, Record(page, notices=told_of), raw=raw, nodes=packed(nodes(tree, words)))


def nodes(tree: Any, words: str) -> list[tuple[int, int, str]] | None:
    """Return which characters of a tree's rendered text `words` came from which node; None where that can't be told.

    The tree keeps the marks.
    """
    if MARK.search(words):
        return None
    marked: list[tuple[str, str]] = []
    weight = 0
    for node, path in _pieces(tree):
        weight += len(path)
        if len(marked) == 2 * PLANE or weight > HEAVIEST or len(path) > LONGEST_PATH:
            return None
        marked.append((path, "".join(_mark(node, len(marked)).split())))
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


def _mark(node: Any, number: int) -> str:
    """Put the character of that number before the first letter of what a node shows, and return that."""
    of_picture = node.type == _parser().NodeType.ELEMENT
    value: str = node.getattr(ALT) if of_picture else node.value
    start = len(value) - len(value.lstrip())
    marked = f"{value[:start]}{chr((0xF0000 if number < PLANE else 0x100000 - PLANE) + number)}{value[start:]}"
    if of_picture:
        node.setattr(ALT, marked)
    else:
        node.value = marked
    return value


def _number(mark: str) -> int:
    return ord(mark) - (0xF0000 if ord(mark) < 0x100000 else 0x100000 - PLANE)


def packed(found: list[tuple[int, int, str]] | None) -> bytes | None:
    """Return a map as it is stored."""
    return None if found is None else zlib.compress(orjson.dumps(found), 6)


def unpacked(stored: bytes) -> list[tuple[int, int, str]]:
    """Return a stored map."""
    return [(start, end, path) for start, end, path in orjson.loads(zlib.decompress(stored))]


def _pieces(tree: Any) -> Iterator[tuple[Any, str]]:
    """Yield the nodes that show something with their paths, and in place of what lies too deep its root."""
    kinds, levels = _parser().NodeType, [_children(tree.document, "")]
    while levels:
        found = next(levels[-1], None)
        if found is None:
            levels.pop()
        elif found[0].type == kinds.TEXT or found[1].endswith(ATTRIBUTE) or len(found[1]) > LONGEST_PATH:
            yield found
        else:
            levels.append(_children(*found))


def _children(node: Any, path: str) -> Iterator[tuple[Any, str]]:
    """Yield the elements and shown text nodes right below a node with their paths, one at a time: there may be many."""
    kinds = _parser().NodeType
    drawn = DRAWN.search(path) is not None
    seen: dict[str, int] = {}
    child = node.first_child
    while child is not None:
        step = (
            TEXT if child.type == kinds.TEXT else _step(child.tag, drawn=drawn) if child.type == kinds.ELEMENT else None
        )
        if step:
            seen[step] = seen.get(step, 0) + 1
            if step != TEXT or child.value.strip():
                found = f"{path}/{step}[{seen[step]}]"
                pictured = step in PICTURES and (child.getattr(ALT) or "").strip()
                yield child, f"{found}{ATTRIBUTE}" if pictured else found
        child = child.next


def _step(tag: str, *, drawn: bool) -> str:
    """Return how XPath finds an element; by its whole name where that has a colon or the like, or a namespace.

    `drawn` tells that it lies in SVG or MathML.
    """
    if PLAIN.fullmatch(tag) and not drawn and tag not in NAMESPACES:
        return tag
    quote = "'" if '"' in tag else '"'
    return f"*[local-name()={quote}{tag}{quote}]"


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


@cache
def _parser() -> Any:
    return needed("resiliparse.parse.html", "html", "")


@cache
def _extractor() -> Any:
    return needed("resiliparse.extract.html2text", "html", "").extract_plain_text
