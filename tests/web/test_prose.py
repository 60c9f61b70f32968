"""Markdown becomes markup that can't do anything."""

from html.parser import HTMLParser

import pytest

from annotator.web.prose import TAGS, prose


def test_headings_stand_below_that_of_the_page() -> None:
    assert prose("# One\n\n###### Six") == "<h2>One</h2>\n<h6>Six</h6>\n"


def test_lists_tables_and_links_come_through() -> None:
    html = prose("- [a](https://example.org)\n\n| a | b |\n|---|---|\n| 1 | **2** |\n")
    assert '<a href="https://example.org" rel="noopener noreferrer">a</a>' in html
    assert "<td><strong>2</strong></td>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        "![x](https://example.org/pixel.png)",
        '[x](https://example.org "a\\" onclick=\\"go()")',
        "<https://example.org/?a=<script>>",
        "```html\n</code></pre><script>go()</script>\n```",
        "| <style>b{}</style> |\n|---|\n| </table><iframe src=//x> |\n",
    ],
)
def test_nothing_hostile_comes_through(hostile: str) -> None:
    seen: list[tuple[str, str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.extend((tag, name, value or "") for name, value in [*attrs, ("", "")])

    Reader().feed(prose(hostile))
    assert {tag for tag, _, _ in seen} <= TAGS
    assert {name for _, name, _ in seen} <= {"", "href", "title", "rel", "start"}
    assert all(value.startswith("https://example.org") for _, name, value in seen if name == "href")
