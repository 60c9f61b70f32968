"""Benchmarks of extractors get the HTML that a page was made of, byte for byte, and what they can't hold beside it."""

import gzip
import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from annotator.store.database import Database
from annotator.workflow import exporting
from tests.fixtures.desk import Desk

HTML = "<!doctype html><html><body><h1>Мост</h1><p>Он открыт.</p></body></html>".encode()


@pytest.fixture
def harbour(newsroom: Database) -> Desk:
    """A page of HTML and one of text, whose lines Ana has labelled."""
    desk = Desk(newsroom)
    desk.take(("harbour/bridge.html", HTML))
    desk.take(("ferry.txt", b"Ferry\n"))
    whole = b"".join(exporting.everything(desk.db, desk.project).chunks())
    for record in map(json.loads, whole.splitlines()):
        lines, start = [], 0
        for n, text in enumerate(record["page"]["text"].split("\n"), 1):
            span = {"n": n, "start": start, "end": start + len(text), "text": text}
            lines += [{**span, "label": "body", "kind": "paragraph"}] if text.strip() else []
            start += len(text) + 1
        labelling = {"annotator": "Ana", "role": "annotator", "status": "done", "lines": lines}
        desk.take(("labels.jsonl", json.dumps({**record, "labellings": [labelling]}).encode()))
    return desk


def test_a_benchmark_gets_the_html_of_the_pages_that_had_some(harbour: Desk, tmp_path: Path) -> None:
    choice = exporting.Choice(accept_single=True)
    for name in ("article-extraction-benchmark", "chatnoir"):
        list(exporting.begin(harbour.db, harbour.project, name, choice).to_path(tmp_path / name))
    benchmark = tmp_path / "article-extraction-benchmark"
    assert json.loads((benchmark / "ground-truth.json").read_bytes()).keys() == {"harbour-bridge", "ferry"}
    assert [one.name for one in (benchmark / "html").iterdir()] == ["harbour-bridge.html.gz"]
    assert gzip.decompress((benchmark / "html/harbour-bridge.html.gz").read_bytes()) == HTML
    [page] = (tmp_path / "chatnoir/html").rglob("*.html")
    assert page.read_bytes() == HTML
    told = [json.loads(row) for row in (benchmark / "dropped.jsonl").read_text().splitlines()]
    assert {(one["page"], one["layer"]) for one in told} == {("ferry.txt", "lines"), ("harbour/bridge.html", "lines")}


def test_the_archive_that_a_browser_gets_holds_the_same(harbour: Desk, tmp_path: Path) -> None:
    choice = exporting.Choice(accept_single=True)
    one, other = (exporting.begin(harbour.db, harbour.project, "chatnoir", choice) for _ in range(2))
    list(one.to_path(tmp_path / "out"))
    archive = ZipFile(BytesIO(b"".join(other.chunks())))
    out = tmp_path / "out"
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert {name: archive.read(name) for name in archive.namelist()} == files
