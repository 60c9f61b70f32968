"""HTML shows the text that Resiliparse renders, with a map from every piece of it to the node it came from."""

import gzip
import io
import itertools
import re
import sys
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree, NodeType

from annotator.core.errors import Refused
from annotator.formats.base import Told
from annotator.formats.charsets import decoded
from annotator.formats.html import Html, rendered, unpacked
from annotator.formats.readers import reader_for

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


STEP = re.compile(r"""/(?:text\(\)|@(\w+)|(?:\*\[local-name\(\)=["'])?([^/\[\]"']+)(?:["']])?)(?:\[(\d+)])?""")


def found_by(tree: Any, path: str) -> str:
    """The words that an xpath of the map leads to."""
    node = tree.document
    for attribute, tag, number in STEP.findall(path):
        if attribute:
            return str(node.getattr(attribute))
        kind = NodeType.ELEMENT if tag else NodeType.TEXT
        node = [one for one in node.child_nodes if one.type == kind and tag in ("", one.tag)][int(number) - 1]
    return str(node.value)


def test_the_map_leads_from_the_text_to_the_nodes_it_shows() -> None:
    row = rendered(PAGE.encode(), "luka.html")
    assert row.record
    assert row.nodes
    text = row.record.page.text.text
    tree, entries = HTMLTree.parse(PAGE), unpacked(row.nodes)
    assert [start for start, _, _ in entries] == sorted(start for start, _, _ in entries)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(entries))
    for start, end, path in entries:
        assert text[start:end].split() == found_by(tree, path).split()
    assert {"stoji", "Port", "slika luke", "slikom 👩‍🚀.", "kod\n  dva"} <= {
        text[start:end] for start, end, _ in entries
    }


WORDED = """<body><p>It rains,<o:p> says Ana</o:p> of Glas.</p><st1:place>Novi Grad</st1:place>
<p><a href="/"><svg><title>Glas logo</title><text>GLAS</text></svg></a> <svg><title>Menu</title></svg> Now</p>
<p><img alt=" The bridge,
 Ana Horvat "><map><area alt="Port"></map> end</p></body>"""


def test_names_that_xpath_has_no_word_for_are_found_by_their_letters() -> None:
    row = rendered(WORDED.encode(), "rain.html")
    assert row.record
    assert row.nodes
    text = row.record.page.text.text
    tree = lxml.html.parse(io.BytesIO(WORDED.encode()))
    found = {}
    for start, end, path in unpacked(row.nodes):
        [node] = tree.xpath(path)
        assert node.split() == text[start:end].split()
        found[text[start:end]] = path
    assert found["says Ana"].endswith('/*[local-name()="o:p"][1]/text()[1]')
    assert {"Glas logo", "GLAS", "Menu", "Novi Grad", "Now"} <= found.keys()


def test_what_stands_in_place_of_a_picture_is_found_in_its_attribute() -> None:
    row = rendered(WORDED.encode(), "rain.html")
    assert row.nodes
    found = [path for _, _, path in unpacked(row.nodes) if path.endswith("/@alt")]
    assert found == ["/html[1]/body[1]/p[3]/img[1]/@alt", "/html[1]/body[1]/p[3]/map[1]/area[1]/@alt"]


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
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a picture, which can't be imported"),
        (b"%PDF-1.7 stream", "is a PDF, which can't be imported"),
        (gzip.compress(b"<p>x" * 9)[:18], "can't be unpacked"),
        (gzip.compress(b"<p>xxxx" * 3_000_000), "is larger than 16 MiB"),
        (b"<p>" + b"x" * 2_000_000, "is longer than 1 MiB"),
        (b"x" * (16 * 1024 * 1024 + 1), "is larger than 16 MiB"),
    ],
    ids=["empty", "script", "picture", "pdf", "half", "bomb", "line", "large"],
)
def test_a_page_that_can_not_be_taken_is_told(raw: bytes, says: str) -> None:
    [row] = Html().read(io.BytesIO(raw), "a.html", Told())
    assert says in str(row.refusal)
    assert str(row.refusal).startswith("a.html: ")


def test_a_page_that_was_packed_is_the_page() -> None:
    assert isinstance(reader_for("a.html.gz"), Html)
    [row] = Html().read(io.BytesIO(gzip.compress(PAGE.encode())), "luka.html.gz")
    assert row.record
    assert (row.raw, row.record.page.text.text) == (PAGE.encode(), extract_plain_text(PAGE))


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
