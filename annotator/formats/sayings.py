"""What a page of HTML says plainly of itself: title, language, day it was published, its own address."""

import re
from collections.abc import Iterator
from typing import Any

import orjson

PUBLISHED = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.date", "parsely-pub-date")
"""Names of `meta` elements that say when a page was published, the surest first."""
STORIES = re.compile(r"Article|BlogPosting|Report|WebPage")
"""Kinds of things in JSON-LD that are the page itself, and no picture, comment or company."""
NAMES = ("property", "name", "itemprop", "http-equiv")
MOST, FEW = 1000, 100
"""Nodes that are looked at: one after the other, and of those that are looked for, of which each takes longer."""
DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
ADDRESS = re.compile(r"https?://[^\s/?#\\%]+(?:[/?#].*)?", re.IGNORECASE)


def said(tree: Any) -> dict[str, Any]:
    """Return title, language, published and url as a page has them, each None where Resiliparse's tree tells none."""
    named: dict[str, str] = {}
    linked: list[str] = []
    for node in _at_the_top(tree):
        if node.tag == "meta" and (content := node.getattr("content")):
            key = next((key for of in NAMES if (key := node.getattr(of))), "")
            named.setdefault(key.strip().lower(), content.strip())
        elif node.tag == "link" and "canonical" in (node.getattr("rel") or "").lower().split():
            linked.append(node.getattr("href") or "")
    days = (named.get(key, "") for key in PUBLISHED)
    return {
        "title": _plain(" ".join((tree.title or named.get("og:title", "")).split())),
        "language": _language(tree, named),
        "published": _first(DAY.match, days) or _first(DAY.match, _dated(tree)),
        "url": _plain(_first(ADDRESS.fullmatch, (*linked, named.get("og:url", ""))) or ""),
    }


def _first(fits: Any, said: Any) -> str | None:
    """Return what of the first thing said fits."""
    return next((found[0] for one in said if (found := fits(one.strip()))), None)


def _language(tree: Any, named: dict[str, str]) -> str | None:
    top = tree.document.query_selector("html")
    of_top = [top.getattr("lang") or "", top.getattr("xml:lang") or ""] if top else []
    tag = _first(TAG.fullmatch, (*of_top, named.get("content-language", ""), named.get("og:locale", "")))
    return tag.replace("_", "-") if tag else None


def _at_the_top(tree: Any) -> Iterator[Any]:
    """Yield the first nodes of the head, and those of the body, where a head ends before its author meant it to."""
    for top in (tree.head, tree.body):
        node = top.first_child if top else None
        for _ in range(MOST):
            if node is None:
                break
            yield node
            node = node.next


def _few(tree: Any, selector: str) -> Iterator[Any]:
    """Yield what a selector finds, unless there is so much of it that going through it would not end soon."""
    found = tree.document.query_selector_all(selector)
    return iter(found if len(found) <= FEW else ())


def _dated(tree: Any) -> Iterator[str]:
    """Yield when the page was published by its JSON-LD, then by the elements of its body that say so."""
    for script in _few(tree, 'script[type="application/ld+json"]'):
        try:
            value = orjson.loads(script.text)
        except orjson.JSONDecodeError:
            continue
        for one in _things(value):
            if STORIES.search(str(one.get("@type"))):
                yield str(one.get("datePublished") or "")
    for element in _few(tree, 'time[itemprop="datePublished"], time[pubdate]'):
        yield element.getattr("datetime") or ""


def _things(value: Any) -> Iterator[dict[str, Any]]:
    """Yield what JSON-LD describes at its top."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one
            graph = one.get("@graph")
            yield from (each for each in (graph if isinstance(graph, list) else ()) if isinstance(each, dict))


def _plain(words: str) -> str | None:
    """Return words that a database can hold, or None where there are none."""
    return words.replace("\0", "").encode("utf-8", "replace").decode()[:2000] or None
