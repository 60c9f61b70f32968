"""Markdown as HTML that holds nothing but text, lists, tables and links: parsed without HTML, then cleaned."""

import nh3
from markdown_it import MarkdownIt

from .lines import Escaped

TAGS = {
    *(
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "s",
        "hr",
        "br",
    ),
    *("table", "thead", "tbody", "tr", "th", "td", "a"),
}
DEEPEST = 6
READER = MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough")


def prose(text: str) -> Escaped:
    """Return Markdown as markup for below a page's own heading: its headings are one level deeper.

    Raw HTML is shown as the characters it is; links may lead to http, https and mailto, images are left out.
    """
    tokens = READER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + 1, DEEPEST)}"
    html = READER.renderer.render(tokens, READER.options, {})
    allowed = {"a": {"href", "title"}, "ol": {"start"}}
    clean = nh3.clean(
        html, tags=TAGS, attributes=allowed, url_schemes={"http", "https", "mailto"}, link_rel="noopener noreferrer"
    )
    return Escaped(clean)
