"""HTML shows the text that Resiliparse renders, with a map from every piece of it to the node it came from."""

import io
import itertools
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree, NodeType

from annotator.core.errors import Refused
from annotator.formats.base import Told
from annotator.formats.html import Html, decoded, rendered, unpacked

PAGE = """<!doctype html><html lang="sr_Latn"><head><title>Luka &amp; brana</title><meta charset="utf-8">
<meta property="article:published_time" content="2026-11-20T08:00:00+01:00">
<link rel="canonical" href="https://glas.example/luka"></head>
<body><nav><ul><li>Home<li>City <ul><li>Port</ul></ul></nav><h1>Luka  <b>stoji</b></h1>
<p>Prvi pasus sa <img alt="slika luke" src="x.png"> slikom 👩‍🚀.<br>Novi red</p><pre>  kod
  dva</pre><table><tr><td>a<td>b</table><script>var x = 1</script><!-- tajna --></body></html>"""


def test_a_page_shows_what_the_renderer_gives_and_tells_of_itself() -> None:
    row = rendered(PAGE.encode(), "luka.html")
    assert row.record
    page = row.record.page
    assert page.text.text == extract_plain_text(PAGE)
    assert (page.title, page.language, page.published) == ("Luka & brana", "sr-Latn", "2026-11-20T08:00:00+01:00")
    assert page.url == "https://glas.example/luka"
    assert page.source
    assert (page.source["media_type"], page.source["encoding"]) == ("text/html", "utf-8")
    assert page.source["renderer"].startswith("resiliparse 2")
    assert row.raw == PAGE.encode()


def found_by(tree: Any, path: str) -> Any:
    """The text node that an xpath of the map leads to."""
    node = tree.document
    for step in path.strip("/").split("/"):
        name, number = step.rstrip("]").split("[")
        kind, tag = (NodeType.TEXT, "#text") if name == "text()" else (NodeType.ELEMENT, name)
        node = [one for one in node.child_nodes if one.type == kind and tag in ("#text", one.tag)][int(number) - 1]
    return node


def test_the_map_leads_from_the_text_to_the_nodes_it_shows() -> None:
    row = rendered(PAGE.encode(), "luka.html")
    assert row.record
    assert row.nodes
    text = row.record.page.text.text
    tree, entries = HTMLTree.parse(PAGE), unpacked(row.nodes)
    assert [start for start, _, _ in entries] == sorted(start for start, _, _ in entries)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(entries))
    for start, end, path in entries:
        assert text[start:end].split() == found_by(tree, path).value.split()
    assert {"stoji", "Port", "slikom 👩‍🚀.", "kod\n  dva"} <= {text[start:end] for start, end, _ in entries}


pieces = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<ul><li>",
                "<li>",
                "</ul>",
                "<pre>",
                "</pre>",
                "<br>",
                "<td>",
                "<!--",
                "-->",
            ]
        ),
        st.sampled_from(
            ["<a href='x' title='>'>", "<img alt='a b'>", "&nbsp;", "&amp;", "&#x1F600;", "<textarea>", "<svg><text>"]
        ),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    ),
    max_size=25,
)


@given(pieces)
def test_whatever_the_html_the_text_is_the_plain_rendering_and_the_map_lies_in_it(parts: list[str]) -> None:
    html = "<body>" + " ".join(parts)
    try:
        row = rendered(html.encode(), "x.html", "utf-8")
    except Refused:
        return
    assert row.record
    text = row.record.page.text.text
    assert text == extract_plain_text(decoded(html.encode(), "utf-8")[0])
    for start, end, _ in unpacked(row.nodes) if row.nodes else ():
        assert text[start:end]
        assert text[start:end] == text[start:end].strip()


@pytest.mark.parametrize(
    ("raw", "encoding", "shows"),
    [
        ("\ufeff<p>Žuta".encode(), "utf-8", "Žuta"),
        ("\ufeff<p>Žuta".encode("utf-16-le"), "utf-16-le", "Žuta"),
        ("<p>Žuta".encode("utf-16-le"), "utf-16-le", "Žuta"),
        ("<p>Žuta".encode("utf-16-be"), "utf-16-be", "Žuta"),
        ('<meta charset="windows-1250"><p>Žuta'.encode("cp1250"), "cp1250", "Žuta"),
        ('<meta http-equiv=x content="text/html; charset=windows-1251"><p>Вода'.encode("cp1251"), "cp1251", "Вода"),
        ("<p>Žuta kuća".encode(), "utf-8", "Žuta kuća"),
        (b'<meta charset="utf-16"><p>plain', "utf-8", "plain"),
        (b'<meta charset="unicode_escape"><p>\\x41', "utf-8", "\\x41"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names(raw: bytes, encoding: str, shows: str) -> None:
    html, used, notices = decoded(raw)
    assert (used, notices) == (encoding, [])
    assert shows in html


def test_bytes_that_do_not_fit_are_told() -> None:
    row = rendered(b'<meta charset="utf-8"><p>caf\xff\xc3\xa9', "a.html")
    assert row.record
    assert row.record.page.text.text == "caf\ufffdé"
    assert row.record.notices == ["page a.html: bytes that are not utf-8 became U+FFFD (1 in all)"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "shows no text"),
        (b"<script>x</script>", "shows no text"),
        (b"<p>" + b"x" * 2_000_000, "is longer than 1 MiB"),
        (b"x" * (16 * 1024 * 1024 + 1), "is larger than 16 MiB"),
    ],
    ids=["empty", "script", "line", "large"],
)
def test_a_page_that_can_not_be_taken_is_told(raw: bytes, says: str) -> None:
    [row] = Html().read(io.BytesIO(raw), "a.html", Told())
    assert says in str(row.refusal)
    assert str(row.refusal).startswith("a.html: ")


def test_a_tree_without_end_has_no_map_and_a_doctype_with_entities_is_only_words() -> None:
    assert rendered(b"<div>" * 50_000 + b"<p>deep", "a.html").nodes is None
    row = rendered(
        b'<!DOCTYPE x [<!ENTITY a "bbbb"><!ENTITY c SYSTEM "file:///etc/hostname">]><p>one &a; &c;', "a.html"
    )
    assert row.record
    assert "one &a; &c;" in row.record.page.text.text


def test_private_characters_of_the_page_stay_and_cost_it_the_map() -> None:
    row = rendered("<p>\U000f0001 one".encode(), "a.html")
    assert row.record
    assert row.record.page.text.text == "\U000f0001 one"
    assert row.nodes is None


def test_without_the_library_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.startswith("resiliparse")]:
        monkeypatch.setitem(sys.modules, name, None)
    [row] = Html().read(io.BytesIO(b"<p>x"), "a.html", Told())
    assert "needs resiliparse, which is not installed: pip install 'marginalia-annotator[html]'" in str(row.refusal)
