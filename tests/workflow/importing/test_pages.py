"""Raw pages and rows: what is stored, what is told apart, what is refused and in which words."""

import hashlib
import json
from io import BytesIO

import pytest
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.store import models
from annotator.workflow import importing
from annotator.workflow.importing.reading import registered_domain
from tests.fixtures.bridge import record, rows
from tests.fixtures.desk import Desk
from tests.fixtures.press import page

STRANGE = "\ufeffBOM\r\nNBSP\u00a0here\ttab \nLS\u2028PS\u2029\n🎉 e\u0301 \u202eمرحبا\uffff"


def test_text_out_is_bytes_in(desk: Desk) -> None:
    raw = STRANGE.encode()
    assert desk.take(("a.txt", raw)).summary() == "1 page added"
    page = desk.pages()["a.txt"]
    with desk.db.read() as session:
        text = session.scalars(select(models.PageText.text)).one()
        assert not session.scalars(select(models.PageSource)).all()
    assert text.encode() == raw
    assert page.sha256 == hashlib.sha256(raw).hexdigest()
    assert (page.length, page.line_count) == (len(STRANGE), 4)


def test_another_encoding_keeps_the_raw_bytes(desk: Desk) -> None:
    raw = "Zoë said “no”\n".encode("cp1252")
    desk.take(("a.txt", raw), encoding="cp1252")
    with desk.db.read() as session:
        source = session.scalars(select(models.PageSource)).one()
        assert session.scalars(select(models.PageText.text)).one() == "Zoë said “no”\n"
    assert (source.raw, source.sha256, source.encoding) == (raw, hashlib.sha256(raw).hexdigest(), "cp1252")
    assert desk.pages()["a.txt"].source == {
        "sha256": source.sha256,
        "media_type": "text/plain",
        "encoding": "cp1252",
        "renderer": None,
    }


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"a\0b", "a.txt: holds a NUL at byte 1"),
        ("Zoë said “no” to the café\n".encode("cp1252"), "a.txt: is not UTF-8 at byte 2 "),
        (b"ok\n\xed\xa0\x80", "a.txt: is not UTF-8 at byte 3 "),
        (b"", "a.txt: is empty"),
        (b"x" * (1 << 20) + b"xx", "a.txt: line 1, from byte 0 on, is longer than 1 MiB"),
        (b"x\n" * (8 << 20) + b"x", "a.txt: is larger than 16 MiB"),
    ],
    ids=["nul", "latin", "surrogate", "empty", "long line", "large"],
)
def test_a_bad_file_is_named_and_the_rest_goes_in(desk: Desk, raw: bytes, says: str) -> None:
    report = desk.take(("a.txt", raw), ("b.txt", b"fine"))
    assert report.summary() == "1 page added, 1 refused"
    assert says in report.refused[0].sentence
    assert list(desk.pages()) == ["b.txt"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b'{"text": "a', "rows.jsonl, line 2 (from byte 16): is not valid JSON at byte 2"),
        (b'{"text": 5}', "line 2"),
        (b'{"name": "x"}', "lacks a 'text'"),
        (b'["text"]', "should be a JSON object"),
        (b'{"text": "a", "meta": {"n": NaN}}', "is not valid JSON"),
        (b'{"text": "\\ud800"}', "is not valid JSON"),
        (b'{"text": "a\\u0000"}', "NUL"),
        (b'{"text": "a", "name": "a\\nb"}', "no control characters"),
        (b'{"text": "a", "meta": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "line 2"),
        (b'{"text": "\xff"}', "is not UTF-8 at byte 26 "),
    ],
    ids=["cut", "number", "none", "list", "nan", "surrogate", "nul", "name", "deep", "bytes"],
)
def test_a_bad_row_is_placed_and_the_rest_goes_in(desk: Desk, row: bytes, says: str) -> None:
    report = desk.take(("rows.jsonl", b'{"text": "one"}\n' + row + b'\n{"text": "two"}\n'))
    assert report.summary() == "2 pages added, 1 refused"
    assert says in report.refused[0].sentence


def test_a_row_may_say_what_is_known_of_its_page(desk: Desk) -> None:
    given = {"url": "https://news.dunmore.example.co.uk/a", "language": "en", "title": "A", "published": "2026-04-18"}
    given |= {"story": "dam", "rights": "CC0-1.0"}
    desk.records({"text": "a", "name": "a", "meta": {"id": 1.50}, **given})
    page = desk.pages()["a"]
    assert {name: getattr(page, name) for name in given} == given
    assert page.site == "example.co.uk"
    assert page.meta == '{"id":1.5}'


def test_a_date_that_is_none_counts_as_not_known_and_is_told_with_its_line_and_field(desk: Desk) -> None:
    given = [{"text": "a", "name": "a", "published": "yesterday"}, {"text": "b", "name": "b", "published": "2026-04"}]
    report = desk.records(*given, page(3, published="2026-13-01"))
    said = "which is no date like 2026-11-22 or 2026-11-22T08:00:00Z, and counts as not known"
    assert [one.sentence.partition("rows.jsonl, line ")[2].partition(" (")[0] for one in report.notices] == ["1", "3"]
    assert f"page a: 'published' is 'yesterday', {said}" in report.notices[0].sentence
    assert f"page 3.txt: 'published' is '2026-13-01', {said}" in report.notices[1].sentence
    assert {name: one.published for name, one in desk.pages().items()} == {"a": None, "b": "2026-04", "3.txt": None}


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    files = [("a.txt", b"one"), ("b.txt", b"two"), ("rows.jsonl", b'{"text": "three", "url": "https://a.example"}')]
    desk.take(*files)
    before = desk.export()
    assert desk.take(*files).summary() == "3 pages unchanged"
    assert desk.export() == before


@pytest.mark.parametrize("key", ["site", "story"])
def test_what_is_too_long_for_an_index_refuses_its_page_and_no_other(desk: Desk, key: str) -> None:
    # Of random signs, since PostgreSQL packs others into its index.
    long = "".join(hashlib.sha512(bytes([number])).hexdigest() for number in range(100))
    report = desk.take(
        ("rows.jsonl", json.dumps({"text": "a", "name": "a", key: long}).encode() + b'\n{"text": "b", "name": "b"}')
    )
    assert report.summary() == "1 page added, 1 refused"
    assert f"page a: '{key}' should have 2500 bytes at most" in report.refused[0].sentence


def test_the_same_bytes_under_another_name_are_a_duplicate(desk: Desk) -> None:
    desk.take(("a.txt", b"one"))
    report = desk.records({"text": "one", "name": "b.txt", "title": "One"})
    assert report.notices[0].sentence == "page b.txt has the same text as a.txt; title filled in there"
    assert list(desk.pages()) == ["a.txt"]
    assert desk.pages()["a.txt"].title == "One"


def test_a_duplicate_within_one_import_is_seen_too(desk: Desk) -> None:
    report = desk.records({"text": "one", "name": "a"}, {"text": "one", "name": "b", "title": "One"})
    assert report.summary() == "1 page added, 1 duplicate"
    assert desk.pages()["a"].title == "One"


def test_what_came_earlier_in_an_import_is_known_after_a_duplicate_between(desk: Desk) -> None:
    lines = [
        {"name": "a", "text": "It rains."},
        {"name": "b", "text": "It snows."},
        {"name": "c", "text": "It snows."},
        {"name": "a", "text": "It hails."},
        {"name": "d", "text": "It rains."},
    ]
    report = desk.records(*lines)
    assert (report.counts["added"], report.counts["duplicate"], report.counts["refused"]) == (2, 2, 1)
    assert sorted(desk.pages()) == ["a", "b"]


def test_the_same_name_with_other_bytes_is_refused(desk: Desk) -> None:
    desk.take(("a.txt", b"one"))
    report = desk.take(("a.txt", b"two"))
    assert "a.txt is there with another text" in report.refused[0].sentence.replace("page a.txt:", "a.txt")


@pytest.mark.parametrize(("update", "title"), [(False, "Old"), (True, "New")])
def test_metadata_that_is_there_changes_on_request_only(desk: Desk, update: bool, title: str) -> None:
    desk.records({"text": "one", "name": "a", "title": "Old"})
    desk.records({"text": "one", "name": "a", "title": "New"}, update=update)
    assert desk.pages()["a"].title == title


@pytest.mark.parametrize(("option", "site"), [(False, None), (True, "harbour-courier")])
def test_a_folder_names_the_site_on_request(desk: Desk, option: bool, site: str | None) -> None:
    desk.take(("harbour-courier/a.txt", b"one"), site_from_folder=option)
    assert desk.pages()["harbour-courier/a.txt"].site == site


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.news.example.co.uk:8080/a?b", "example.co.uk"),
        ("example.org/path", "example.org"),
        ("https://192.0.2.7/a", None),
        ("https://[2001:db8::1]/a", None),
        ("https://localhost/", None),
        ("http://[bad", None),
        ("co.uk", None),
        ("https://news.example%2Fa.com", None),
        ("https://example.com\\@example.net/", None),
        ("https://пример.срб/вест", "пример.срб"),
    ],
)
def test_a_site_is_the_registered_domain(url: str, domain: str | None) -> None:
    assert registered_domain(url) == domain


def test_an_id_belongs_to_one_page(desk: Desk) -> None:
    report = desk.records(record(id="p-1"), record(id="p-1", text="other", name="b.txt"))
    assert report.refused[0].sentence.endswith("page b.txt: its id p-1 is that of the page bridge.txt")


def test_an_unknown_project_is_refused_at_once(desk: Desk) -> None:
    with pytest.raises(Refused, match="is no project"):
        importing.import_streams(desk.db, "nwes", [])


def test_an_import_that_was_interrupted_can_be_run_again(desk: Desk) -> None:
    values = [{"text": f"page {n}", "name": f"{n:04}"} for n in range(500)]
    events = importing.import_streams(desk.db, "news", [("rows.jsonl", _stream(values))])
    for _ in range(250):
        next(events)
    events.close()  # type: ignore[attr-defined]
    there = len(desk.pages())
    assert 250 <= there < 500
    report = desk.records(*values)
    assert report.counts == {"unchanged": there, "added": 500 - there}
    assert len(desk.pages()) == 500


def _stream(values: list[dict[str, str]]) -> BytesIO:
    return BytesIO(rows(*values))


def test_what_storing_refuses_is_placed_in_its_file(desk: Desk) -> None:
    first, other = b'{"name": "a", "text": "one"}\n', b'{"name": "a", "text": "two"}\n'
    refused = desk.take(("rows.jsonl", first + other)).refused
    assert [one.sentence[:45] for one in refused] == [f"rows.jsonl, line 2 (from byte {len(first)}), page a: is"]


@pytest.mark.parametrize("name", ["../up", "a/../../up", "..", "/etc/page", "a\\\\..\\\\up", "\\\\up", "C:/page"])
def test_a_row_that_names_a_way_out_is_refused(desk: Desk, name: str) -> None:
    rows = f'{{"name": "{name}", "text": "one"}}\n{{"name": "a..b/c...d", "text": "two"}}\n'
    report = desk.take(("rows.jsonl", rows.encode()))
    assert list(desk.pages()) == ["a..b/c...d"]
    assert report.refused[0].sentence.startswith("rows.jsonl, line 1 (from byte 0), ")
    assert "a path that leads down" in report.refused[0].sentence


def test_a_name_too_long_for_an_index_stops_nothing(desk: Desk) -> None:
    longest, longer = ("".join(chr(0x4E00 + (one * 7919 + size) % 20000) for one in range(size)) for size in (833, 834))
    report = desk.take((longest, b"one"), (longer, b"two"))
    assert list(desk.pages()) == [longest]
    assert "1 to 1000 characters, 2500 bytes" in report.refused[0].sentence
