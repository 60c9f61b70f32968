"""From HTML to labels on its nodes: imported, labelled, exported, and looked up by an XPath engine of another house."""

import json
from io import BytesIO
from typing import Any

import lxml.html
import pytest

from annotator.store.database import Database
from annotator.workflow import exporting
from tests.fixtures.desk import Desk

HTML = """<!doctype html><html lang="en"><head><title>The bridge</title></head><body>
<nav><a href="/">Home</a> <a href="/n">News</a></nav>
<main><h1>The bridge opens</h1><p>It opens in <b>May</b>, says the harbour.</p><p>🎉 Second.</p>
<pre>a longer line of a poem
short</pre></main>
<footer>© Harbour Post</footer></body></html>"""
KINDS = {"Home": "nav", "The bridge": "headline", "©": "footer"}


def labelled(record: dict[str, Any]) -> dict[str, Any]:
    """The record with a label on each line that isn't blank, by how it starts; the poem's last line has another."""
    lines, start = [], 0
    for n, text in enumerate(record["page"]["text"].split("\n"), 1):
        kind = next((kind for words, kind in KINDS.items() if text.strip().startswith(words)), "paragraph")
        kind = "promo" if text == "short" else kind
        label = "body" if kind in ("headline", "paragraph") else "boilerplate"
        if text.strip():
            lines.append({"n": n, "start": start, "end": start + len(text), "label": label, "kind": kind, "text": text})
        start += len(text) + 1
    return {**record, "labellings": [{"annotator": "Ana", "role": "annotator", "status": "done", "lines": lines}]}


def exported(desk: Desk, name: str) -> tuple[exporting.Export, list[Any]]:
    done = exporting.begin(desk.db, desk.project, name, exporting.Choice(accept_single=True))
    content = b"".join(done.chunks())
    return done, [json.loads(line) for line in content.splitlines()]


@pytest.fixture
def desk(newsroom: Database) -> Desk:
    return Desk(newsroom)


@pytest.fixture
def harbour(desk: Desk) -> Desk:
    desk.take(("bridge.html", HTML.encode()))
    [record] = exported(desk, "jsonl")[1]
    desk.take(("labels.jsonl", json.dumps(labelled(record)).encode()))
    return desk


def test_each_node_has_the_label_of_its_line(harbour: Desk) -> None:
    _, [row] = exported(harbour, "dom")
    tree = lxml.html.parse(BytesIO(HTML.encode()), lxml.html.HTMLParser(encoding="utf-8"))
    found = {tree.xpath(one["xpath"])[0].strip(): (one["label"], one["kind"]) for one in row["nodes"]}
    assert found["The bridge opens"] == ("body", "headline")
    assert found["May"] == found["It opens in"] == found["🎉 Second."] == ("body", "paragraph")
    assert found["© Harbour Post"] == ("boilerplate", "footer")
    assert found["Home"][0] == "boilerplate"


def test_offsets_of_nodes_are_code_points_of_the_text(harbour: Desk) -> None:
    [record] = exported(harbour, "jsonl")[1]
    _, [row] = exported(harbour, "dom")
    [second] = [one for one in row["nodes"] if one["xpath"].endswith("/p[2]/text()[1]")]
    assert record["page"]["text"][second["start"] : second["end"]] == "🎉 Second."


def test_a_line_whose_label_no_node_has_is_told(harbour: Desk) -> None:
    done, [row] = exported(harbour, "dom")
    poem = next(one for one in row["nodes"] if "/pre[1]/" in one["xpath"])
    assert poem["kind"] == "paragraph"
    assert done.lost["lines"] == 1


def test_a_page_that_was_not_html_is_left_out_and_told(desk: Desk) -> None:
    desk.take(("a.txt", b"Harbour Post\n"))
    [record] = exported(desk, "jsonl")[1]
    desk.take(("labels.jsonl", json.dumps(labelled(record)).encode()))
    done, rows = exported(desk, "dom")
    assert rows == []
    assert done.lost == {"page": 1}
