"""Title, language, day and address that a page of HTML tells, wherever pages tell it."""

import json
from typing import Any

import pytest
from resiliparse.parse.html import HTMLTree

from annotator.formats.sayings import said


def told(html: str) -> dict[str, Any]:
    return said(HTMLTree.parse(html))


def linked(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in things)


STORY = {"@type": "NewsArticle", "datePublished": "2026-11-20T08:00:00+01:00", "headline": "The bridge"}


@pytest.mark.parametrize(
    "head",
    [
        linked(STORY),
        linked([{"@type": "Organization"}, STORY]),
        linked({"@context": "https://schema.example", "@graph": [{"@type": "WebSite"}, STORY]}),
        linked({"@type": ["ReportageNewsArticle"], "datePublished": STORY["datePublished"]}),
        '<script type="application/ld+json">{"@type": broken</script>' + linked(STORY),
        linked({"@type": "WebPage", "datePublished": "Nov 20, 2026"}, STORY),
        f'<body><time itemprop="datePublished" datetime="{STORY["datePublished"]}">Friday</time>',
    ],
    ids=["one", "list", "graph", "kinds", "broken", "words", "time"],
)
def test_the_day_is_read_where_pages_have_it(head: str) -> None:
    assert told(head)["published"] == "2026-11-20T08:00:00+01:00"


def test_a_meta_element_is_surer_than_linked_data_and_a_comment_has_no_day_for_the_page() -> None:
    meta = '<meta property="article:published_time" content="2026-11-19">'
    assert told(linked(STORY) + meta)["published"] == "2026-11-19"
    assert told(linked({"@type": "Comment", "datePublished": "2026-11-21"}))["published"] is None
    assert told(linked("a", 1, None, {"@graph": 3}))["published"] is None
    assert told('<script type="application/ld+json">' + "[" * 100_000 + "</script>")["published"] is None


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<html lang="sr_Latn">', "sr-Latn"),
        ('<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ar">', "ar"),
        ('<meta http-equiv="content-language" content="de">', "de"),
        ('<html lang=""><meta property="og:locale" content="sr_RS">', "sr-RS"),
        ('<html lang="de"><meta property="og:locale" content="en_US">', "de"),
        ('<meta http-equiv="content-language" content="de, en">', None),
        ("<p>nothing", None),
    ],
)
def test_the_language_is_what_the_page_says_nearest_to_its_top(html: str, language: str | None) -> None:
    assert told(html)["language"] == language


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<link rel="canonical" href="https://glas.example/a">', "https://glas.example/a"),
        (
            '<link rel="canonical" href="/a"><meta property="og:url" content="https://glas.example/b">',
            "https://glas.example/b",
        ),
        (
            '<link rel="canonical" href="https://glas.example%2Fa"><meta property="og:url" content="HTTP://glas.example/b">',
            "HTTP://glas.example/b",
        ),
        ('<link rel="canonical" href=" https://glas.example/a b ">', "https://glas.example/a b"),
        ('<link rel="canonical" href="https://glas.example\\@post.example/">', None),
        ('<link rel="canonical" href="javascript:void(0)">', None),
        ('<meta property="og:url" content="/b">', None),
    ],
)
def test_the_address_is_one_that_leads_somewhere(html: str, url: str | None) -> None:
    assert told(html)["url"] == url


def test_a_page_without_a_title_is_called_as_it_is_shared() -> None:
    assert told('<meta property="og:title" content="The  bridge">')["title"] == "The bridge"
    assert told('<title>Glas</title><meta property="og:title" content="The bridge">')["title"] == "Glas"
    assert told("<svg><title>Menu</title></svg><p>x")["title"] is None
