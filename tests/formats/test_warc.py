"""Archives of the web: each response in HTML is a page; one that is broken is told with its byte, the rest stays."""

import gzip
import io
import zlib

import pytest

from annotator.formats.base import Row
from annotator.formats.warc import Warc, name_of

HTML = b"Content-Type: text/html; charset=utf-8\r\n"


def record(kind: str, url: str, body: bytes, media_type: str = "application/http; msgtype=response") -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-22T00:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def answer(body: bytes, more: bytes = HTML, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\n" + more + b"\r\n" + body


A = record("response", "https://harbour.example/a", answer("<p>Žuta".encode()))
ZIPPED = record(
    "response",
    "https://harbour.example/b?x=1",
    answer(gzip.compress(b"<p>zipped"), HTML + b"Content-Encoding: gzip\r\n"),
)
CHUNKED = record(
    "response",
    "https://harbour.example/c",
    answer(b"6\r\n<p>one\r\n0\r\n\r\n", HTML + b"Transfer-Encoding: chunked\r\n"),
)
TEXT = record("conversion", "https://harbour.example/d", b"Goli tekst\n", "text/plain")
OTHERS = (
    record("request", "https://harbour.example/a", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request")
    + record("response", "https://harbour.example/gone", answer(b"<p>Gone", status=b"404 Not Found"))
    + record("response", "https://harbour.example/x.png", answer(b"\x89PNG", b"Content-Type: image/png\r\n"))
)


def rows(raw: bytes) -> list[Row]:
    return list(Warc().read(io.BytesIO(raw), "x.warc"))


def texts(found: list[Row]) -> list[str]:
    return [row.record.page.text.text for row in found if row.record]


def refusals(found: list[Row]) -> list[str]:
    return [str(row.refusal) for row in found if row.refusal]


def bare_deflate(words: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(words) + packer.flush()


@pytest.mark.parametrize(
    ("said", "body"),
    [
        (b"Content-Encoding: gzip", b"\n<!doctype html><p>It rains."),
        (b"Content-Encoding: br", b"<p>It rains."),
        (b"Transfer-Encoding: chunked", b"<p>It rains."),
        (b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked", b"c\r\n<p>It rains.\r\n0\r\n\r\n"),
        (b"Content-Encoding: deflate", zlib.compress(b"<p>It rains.")),
        (b"Content-Encoding: deflate", bare_deflate(b"<p>It rains.")),
        (b"Content-Length: 3", b"<p>It rains."),
        (b"Content-Length: 3000", b"<p>It rains."),
    ],
    ids=["gzip", "br", "chunked", "both", "deflate", "bare deflate", "short", "long"],
)
def test_a_body_is_read_as_it_lies_there_whatever_its_header_says(said: bytes, body: bytes) -> None:
    found = rows(record("response", "https://harbour.example/a", answer(body, HTML + said + b"\r\n")))
    assert refusals(found) == []
    assert texts(found) == ["It rains."]


def test_the_charset_of_the_header_is_surer_than_that_of_the_page() -> None:
    page = '<meta charset="utf-8"><p>Вода'.encode("cp1251")
    head = b'Content-Type: text/html; charset="Windows-1251"\r\n'
    [row] = rows(record("response", "https://harbour.example/a", answer(page, head)))
    assert row.record
    assert row.record.page.text.text == "Вода"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_responses_and_texts_become_pages_and_all_else_is_passed_over(packed: bool) -> None:
    whole = [A, OTHERS, ZIPPED, CHUNKED, TEXT]
    found = rows(b"".join(gzip.compress(one) if packed else one for one in whole))
    assert refusals(found) == []
    assert texts(found) == ["Žuta", "zipped", "one", "Goli tekst\n"]
    assert [row.notice for row in found if row.notice] == [
        "3 records are no pages: 1 request, 1 answer without success, 1 image"
    ]
    pages = [row.record.page for row in found if row.record]
    assert [page.name for page in pages] == [f"harbour.example/{one}" for one in ("a", "b?x=1", "c", "d")]
    assert pages[0].url == "https://harbour.example/a"
    assert pages[0].meta == '{"fetched":"2026-11-22T00:00:00Z"}'
    assert found[0].raw == "<p>Žuta".encode()
    assert found[3].raw is None


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("cut", [10, 60, 200])
def test_a_truncated_archive_is_told_with_the_byte_of_the_record_and_the_rest_stays(cut: int, packed: bool) -> None:
    parts = [gzip.compress(one) if packed else one for one in (A, TEXT, CHUNKED)]
    before = len(parts[0]) + len(parts[1])
    found = rows(b"".join(parts)[: before + min(cut, len(parts[2]) - 5)])
    assert texts(found) == ["Žuta", "Goli tekst\n"]
    assert all(f"byte {before}" in one or f"byte {len(parts[0])}" in one for one in refusals(found))


def test_what_is_no_page_is_counted_by_what_it_is() -> None:
    notes = [
        record(kind, "https://harbour.example/a", b"x", "text/plain") for kind in ("warcinfo", "metadata", "revisit")
    ]
    files = [
        record("resource", "https://harbour.example/f", b"x", one) for one in ("text/css", "font/woff2", "image/png")
    ]
    gone = record("response", "https://harbour.example/m", answer(b"", status=b"301 Moved"))
    whole = b"".join([*notes, *files, OTHERS, gone])
    said = "1 request, 2 answers without success, 2 images, 1 font, 1 file that is no HTML"
    said += ", 1 visit that found nothing new, 1 note about a record, 1 note about the archive"
    [row] = rows(whole)
    assert str(row.refusal) == f"x.warc: holds no page: no response, no text made of one but {said}"
    assert rows(A + whole)[-1].notice == f"10 records are no pages: {said}"


def test_what_was_passed_over_before_the_damage_is_told() -> None:
    found = rows(OTHERS + A + b"garbage\r\n" + TEXT)
    assert "after the record at" in refusals(found)[0]
    assert (found[-1].notice or "").startswith("3 records are no pages")


def test_a_record_that_ends_early_is_told() -> None:
    found = rows((A + ZIPPED)[:-30])
    assert texts(found) == ["Žuta"]
    [said] = refusals(found)
    assert said.startswith(f"x.warc, record at byte {len(A)}, https://harbour.example/b?x=1: the record ends after")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "holds no page"),
        (b"no archive at all", "the archive is damaged"),
        (A + b"garbage\r\n" + TEXT, "after the record at byte 0: the archive is damaged"),
        (A.replace(b"Content-Length: ", b"Content-Length: 9999999", 1), "is larger than 32 MiB"),
        (record("response", "https://x.example/", answer(b"\0" * 9, HTML)), "shows no text"),
        (record("response", "https://x.example/", answer(b"nothing packed", HTML + b"Content-Encoding: gzip\r\n")), ""),
    ],
    ids=["empty", "garbage", "between", "length", "no text", "not packed"],
)
def test_a_hostile_archive_is_one_sentence(raw: bytes, says: str) -> None:
    found = rows(raw)
    assert says in " ".join(refusals(found))
    assert all(one.startswith("x.warc") for one in refusals(found))


def test_a_bomb_inside_is_left_at_the_limit_of_a_page() -> None:
    bomb = gzip.compress(b"x" * 40_000_000)
    found = rows(record("response", "https://x.example/", answer(bomb, HTML + b"Content-Encoding: gzip\r\n")) + A)
    assert texts(found) == ["Žuta"]
    assert "is larger than 16 MiB" in refusals(found)[0]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://h.example/a/b.html", "h.example/a/b.html"),
        ("https://h.example/../../etc/passwd", "h.example/_/_/etc/passwd"),
        ("https://me:secret@h.example:8080//a/./b", "h.example_8080/a/b"),
        ("https://h.example/a\r\nb\\c", "h.example/ab_c"),
        ("http://[broken", "_"),
    ],
)
def test_a_name_made_of_an_address_leads_nowhere_else(url: str, name: str) -> None:
    assert name_of(url) == name
    assert len(name_of(url + "x" * 5000).encode()) < 1000
