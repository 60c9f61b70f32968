"""Whatever form pages come in, they are stored whole: bytes, maps, labels; running it again doubles nothing."""

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from annotator.core.errors import Refused
from annotator.formats.html import unpacked
from annotator.store import models
from annotator.workflow import exporting, importing, projects
from tests.fixtures.desk import Desk

HTML = b'<html lang="en"><title>Ferry</title><body><h1>The ferry</h1><p>It sails <b>at dawn</b>.'
TEXT = "The ferry\n“We sail,” said Mara Lind.\n"


def ann() -> bytes:
    quote, cue = TEXT.index("“We"), TEXT.index("said")
    spans = f"T1\tcontent {quote} {quote + 10}\t{TEXT[quote : quote + 10]}\nT2\tcue {cue} {cue + 4}\tsaid\n"
    return f"{spans}R1\tof Arg1:T2 Arg2:T1\n".encode()


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name.replace("__", "."), raw)
    return packed.getvalue()


def count(desk: Desk, model: type[models.Base]) -> int:
    with desk.db.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_page_of_html_keeps_its_bytes_and_the_map_to_its_nodes(desk: Desk) -> None:
    for _ in range(2):
        report = desk.take(("harbour/ferry.html", HTML))
        assert report.refused == []
    assert report.summary() == "1 page unchanged"
    with desk.db.read() as session:
        page = session.scalars(select(models.Page)).one()
        source = session.get_one(models.PageSource, page.id)
        nodes = unpacked(session.get_one(models.PageNodes, page.id).nodes)
        text = session.get_one(models.PageText, page.id).text
    assert (page.title, page.language) == ("Ferry", "en")
    assert source.raw == HTML
    assert page.source
    assert page.source["sha256"] == hashlib.sha256(HTML).hexdigest()
    assert [text[start:end] for start, end, _ in nodes] == ["The ferry", "It sails", "at dawn", "."]


def test_an_archive_of_the_web_and_a_table_come_in_with_their_addresses(desk: Desk) -> None:
    head = "WARC/1.1\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://news.harbour.example/a\r\n"
    wet = gzip.compress(
        f"{head}Content-Type: text/plain\r\nWARC-Record-ID: <urn:x>\r\nContent-Length: 5\r\n\r\nFerry\r\n\r\n".encode()
    )
    report = desk.take(("x.warc.wet.gz", wet), ("t.csv", b"name,text,url\nb,Other,https://www.lantern.example/b\n"))
    assert report.summary() == "2 pages added"
    sites = {name: page.site for name, page in desk.pages().items()}
    assert sites == {"news.harbour.example/a": "harbour.example", "b": "lantern.example"}


@pytest.mark.parametrize("look", [False, True], ids=["import", "preview"])
def test_what_of_an_archive_is_no_page_is_said_in_the_report(desk: Desk, tmp_path: Path, look: bool) -> None:
    head = "WARC/1.1\r\nWARC-Type: {}\r\nWARC-Target-URI: https://news.harbour.example/a\r\nContent-Type: {}\r\n"
    raw = "".join(
        f"{head.format(kind, media)}WARC-Record-ID: <urn:x>\r\nContent-Length: 5\r\n\r\nFerry\r\n\r\n"
        for kind, media in (("request", "application/http"), ("conversion", "text/plain"), ("resource", "image/png"))
    )
    (tmp_path / "0").write_text(raw, newline="")
    report = importing.Report()
    for event in importing.import_kept(desk.db, "news", [("x.warc", tmp_path / "0")], look=look):
        report.count(event)
    assert [one.sentence for one in report.notices] == ["x.warc: 2 records are no pages: 1 request, 1 image"]
    assert report.summary() == "1 page added"


def test_what_is_said_of_a_file_stands_before_what_is_said_of_its_pages(desk: Desk) -> None:
    head = "WARC/1.1\r\nWARC-Type: {}\r\nWARC-Target-URI: https://h.example/{}\r\nWARC-Record-ID: <urn:x>\r\n"
    kinds = ("conversion", "conversion", "request")
    raw = "".join(f"{head.format(kind, n)}Content-Length: 5\r\n\r\nFerry\r\n\r\n" for n, kind in enumerate(kinds))
    report = desk.take(*((name, raw.encode()) for name in ("x.warc", "y.warc")))
    assert [one.sentence.partition(":")[0] for one in report.notices[:2]] == ["x.warc", "y.warc"]
    assert report.notices[2].kind == "duplicate"


def test_a_zip_of_brat_comes_in_with_its_labels_and_twice_is_once(desk: Desk) -> None:
    packed = zipped(a__txt=TEXT.encode(), a__ann=ann(), b__txt=b"Alone", annotation__conf=b"[entities]", c__ann=b"")
    for _ in range(2):
        report = desk.take(("brat.zip", packed), annotator="Ana")
        assert [event.sentence for event in report.refused] == ["c.ann: lies beside no c.txt"]
    assert (count(desk, models.Page), count(desk, models.Task)) == (2, 1)
    [record] = [json.loads(row) for row in desk.export().splitlines() if b'"a.txt"' in row]
    [labelling] = record["labellings"]
    assert (labelling["annotator"], labelling["layers"]["quotes"]["status"]) == ("Ana", "done")
    assert [span["text"] for span in labelling["quotes"][0]["contents"]] == ["“We sail,”"]


def test_annotations_that_come_before_or_after_their_text_meet_it(desk: Desk) -> None:
    report = desk.take(("a.txt", TEXT.encode()), ("a.ann", ann()))
    assert report.counts["labelling"] == 1


def test_a_folder_of_our_own_that_holds_what_was_dropped_is_no_page(desk: Desk, tmp_path: Path) -> None:
    for name, raw in (
        ("dropped.jsonl", b'{"page":"a"}\n'),
        ("pages.csv", b"file,page,split\na.txt,a,train\n"),
        ("a.txt", b"A"),
    ):
        folder = tmp_path / "export"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(raw)
    report = importing.Report()
    for event in importing.import_paths(desk.db, "news", [tmp_path / "export"]):
        report.count(event)
    assert report.summary() == "1 page added"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"names": {"PER": "person"}}, "--map PER=person: there is no 'person'"),
        ({"layers": ("mood",)}, "--layer: this project has no layer 'mood'"),
        ({"format": "papyrus"}, "--format: nothing reads 'papyrus'"),
    ],
)
def test_what_is_told_wrongly_is_refused_before_anything_is_read(
    desk: Desk, options: dict[str, object], says: str
) -> None:
    with pytest.raises(Refused, match=says.split(":", maxsplit=1)[0]) as refused:
        desk.take(("a.txt", b"A"), **options)
    assert says in str(refused.value)
    assert desk.pages() == {}


def test_a_label_outside_the_project_s_layers_is_refused_with_the_page(desk: Desk) -> None:
    projects.create(desk.db, "Bodies", "body")
    bodies = Desk(desk.db, "bodies")
    report = bodies.take(("a.jsonl", json.dumps({"text": TEXT, "label": [[10, 20, "content"]]}).encode()))
    assert "layer quotes: this project doesn't label it" in report.refused[0].sentence
    assert bodies.pages() == {}


def test_what_comes_in_goes_out_by_the_plain_export(desk: Desk) -> None:
    task = {"text": TEXT, "label": [[10, 20, "content"]], "name": "a"}
    desk.take(("ben.jsonl", json.dumps(task).encode()))
    [row] = b"".join(exporting.begin(desk.db, "news").chunks()).splitlines()
    assert json.loads(row)["labellings"][0]["annotator"] == "ben"
