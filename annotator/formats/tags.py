"""What a page of HTML takes to be parsed and rendered, told before it is.

The parser compares each attribute of a tag with those before it, so that one tag of many thousands takes minutes, in
which nothing else of the process runs. The renderer indents each line by the lists that it lies in, so that a page of
some 100 kB can become gigabytes of spaces.
"""

import re
from typing import Any

from annotator.core.errors import Refused

from .rawtext import MIB, PAGE_BYTES

ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
TAG = re.compile(rf"<!--.*?(?:-->|\Z)|<[a-z][^\s/>]*+((?:{ATTRIBUTE})*+)", re.IGNORECASE | re.DOTALL)
ATTRIBUTES = re.compile(ATTRIBUTE)
NAMES = 20_000
"""Different attributes, each of which is compared with many before it; a page of today has some hundred."""
SHORT = 200
"""Characters of attributes that are not worth counting."""
MOST = 10**8
"""Comparisons of attributes that a page may take, some tenths of a second."""
LIST = re.compile("<[uo]l", re.IGNORECASE)
STEP, WIDEST = 2, 4 * PAGE_BYTES
"""Spaces for each list that a line lies in, and how many of them a page may have."""


def check_tags(html: str) -> None:
    """Refuse a page whose tags have so many attributes that parsing it would not end soon."""
    left, names, many = MOST, set[str](), html.count("<") > NAMES
    for tag in TAG.finditer(html):
        start, end = tag.span(1)
        if end - start > SHORT:
            left -= sum(1 for _ in ATTRIBUTES.finditer(html, start, end)) ** 2
            if left < 0:
                line = html.count("\n", 0, tag.start()) + 1
                raise Refused("", f"the tag in line {line} of its HTML has too many attributes")
        if many:
            names.update(one[0].partition("=")[0].strip("/ \t\n\f\r") for one in ATTRIBUTES.finditer(html, start, end))
            if len(names) > NAMES:
                raise Refused("", f"its tags have more than {NAMES:,} different attributes")


def check_lists(html: str, tree: Any) -> None:
    """Refuse a page whose lists lie so deep in each other that its text would be mostly indentation, and too large."""
    lists = sum(1 for _ in LIST.finditer(html))
    if STEP * lists * (html.count("<") + html.count("\n")) > WIDEST and _indentation(tree) > WIDEST:
        raise Refused(
            "", f"its lists lie so deep in each other that its text would be larger than {PAGE_BYTES // MIB} MiB"
        )


def _indentation(tree: Any) -> int:
    """Return how many spaces the lines of a tree have at most before their words."""
    node, depth, found = tree.document, 0, 0
    while node is not None and found <= WIDEST:
        if node.first_child is not None:
            depth += node.tag in ("ul", "ol")
            node = node.first_child
            continue
        found += STEP * depth * (1 + (node.value or "").count("\n"))
        while node is not None and node.next is None:
            node = node.parent
            depth -= node is not None and node.tag in ("ul", "ol")
        node = node.next if node is not None else None
    return found
