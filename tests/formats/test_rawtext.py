"""Raw bytes become a page's text, or one sentence says why not."""

import pytest

from annotator.core.errors import Refused
from annotator.formats import rawtext
from annotator.formats.rawtext import check_text, decode

SERBIAN = "Министарка је рекла да „ништа није одлучено“ и да ће мост бити отворен у мају. "


@pytest.mark.parametrize("text", ["\ufeffa\r\nb\r", "a\u2028b\u00a0 \t", "👩‍🚀 é", "\uffff", "سلام", "\n"])
def test_bytes_in_are_text_out(text: str) -> None:
    page = decode(text.encode())
    assert page.text.text == text
    assert page.source is None


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "is empty"),
        (b"a\nb\0c", "holds a NUL at byte 3, line 2"),
        (b"a\n\xed\xa0\x80", "is not UTF-8 at byte 2 (0xED), line 2"),
        (b"a\n" + "café déjà vu, très bien".encode("latin-1"), "at byte 5 (0xE9), line 2; it looks like cp1252"),
        (SERBIAN.encode("cp1251"), "it looks like cp1251"),
        (b"PAR1\x15\xff\x00", "is Parquet, which can't be imported"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF, which can't be imported"),
        (b"PK\3\4\xff", "is a zip archive or Office file by another name, which can't be imported"),
        ("Žućko je đak, šta će biti s mostom".encode("cp1250"), "it looks like cp1250"),
        (SERBIAN.encode("utf-16"), "it looks like utf-16"),
        (b"ok\n" + b"x" * (1 << 20) + b"y\n", "line 2, from byte 3 on, is longer than 1 MiB"),
    ],
)
def test_what_is_no_page_is_refused_in_one_sentence(raw: bytes, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        decode(raw)
    assert says in str(refusal.value)


def test_a_line_of_one_mebibyte_is_taken() -> None:
    assert len(decode(b"x" * (1 << 20) + b"\n").text) == (1 << 20) + 1


def test_a_page_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rawtext, "PAGE_BYTES", 10)
    for take in (lambda: decode(b"x" * 11), lambda: check_text("š" * 6)):
        with pytest.raises(Refused, match="is larger than"):
            take()


def test_another_encoding_is_read_when_told_and_its_bytes_are_described() -> None:
    page = decode(SERBIAN.encode("cp1251"), "windows-1251")
    assert page.text.text == SERBIAN
    assert page.source
    assert {key: page.source[key] for key in ("media_type", "encoding")} == {
        "media_type": "text/plain",
        "encoding": "cp1251",
    }
    assert decode(b"plain", "ascii").source is None


@pytest.mark.parametrize(
    ("raw", "encoding", "says"),
    [
        (b"a", "nonsense", "there is no text encoding 'nonsense'"),
        (b"a", "rot13", "there is no text encoding 'rot13'"),
        (b"ab\xff", "ascii", "is not ascii at byte 2"),
        (b"\\ud800", "unicode_escape", "holds a lone surrogate in line 1, character 0"),
    ],
)
def test_an_encoding_that_does_not_fit_is_refused(raw: bytes, encoding: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        decode(raw, encoding)
