"""How long a page of HTML takes to be parsed, told from its tags before it is.

The parser compares each attribute of a tag with those before it, so that one tag of many thousands takes minutes, in
which nothing else of the process runs.
"""

import re

from annotator.core.errors import Refused

ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
TAG = re.compile(rf"<!--.*?(?:-->|\Z)|<[a-z][^\s/>]*+((?:{ATTRIBUTE})*+)", re.IGNORECASE | re.DOTALL)
ATTRIBUTES = re.compile(ATTRIBUTE)
SHORT = 200
"""Characters of attributes that are not worth counting."""
MOST = 10**8
"""Comparisons of attributes that a page may take, some tenths of a second."""


def check_tags(html: str) -> None:
    """Refuse a page whose tags have so many attributes that parsing it would not end soon."""
    left = MOST
    for tag in TAG.finditer(html):
        start, end = tag.span(1)
        if end - start > SHORT:
            left -= sum(1 for _ in ATTRIBUTES.finditer(html, start, end)) ** 2
            if left < 0:
                line = html.count("\n", 0, tag.start()) + 1
                raise Refused("", f"the tag in line {line} of its HTML has too many attributes")
