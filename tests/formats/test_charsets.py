"""Bytes of HTML are read as a browser would read them, and what was read otherwise is told."""

import io

import pytest

from annotator.formats.base import Told
from annotator.formats.charsets import decoded
from annotator.formats.html import Html
from annotator.formats.rawtext import likely


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


def meta(label: str, words: str, codec: str) -> bytes:
    """A page that names its encoding, in bytes of another house's name for it."""
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
    return f"{head}<p>{words}".encode(codec)


@pytest.mark.parametrize(
    ("label", "codec", "words"),
    [
        ("shift_jis", "cp932", "①㈱髙﨑～"),
        ("x-sjis", "cp932", "大臣①"),
        ("euc-kr", "cp949", "똠방각하 뷁"),
        ("gb2312", "gb18030", "镕㐂€"),
        ("big5", "big5hkscs", "喺啲嘢"),
        ("tis-620", "cp874", "ไทย “ก”"),
        ("iso-8859-1", "cp1252", "“café” €"),
        ("iso-8859-9", "cp1254", "İğ “"),
        ("windows-1256", "cp1256", "قال الوزير پ"),
        ("x-mac-cyrillic", "mac-cyrillic", "Вода"),
    ],
)
def test_no_sign_is_lost_that_a_browser_knows_under_the_name(label: str, codec: str, words: str) -> None:
    html, used, notices = decoded(meta(label, words, codec))
    assert words in html
    assert (used, notices) == (codec, [])


@pytest.mark.parametrize(
    "before",
    [
        "<script>" + "var x = 1;" * 2000 + "</script>",
        '<!-- <meta charset="utf-8"> -->',
        """<script>document.write('<meta charset="utf-8">')</script>""",
        '<meta http-equiv="Content-Style-Type" content="text/css; charset=UTF-8">',
        '<meta charset="win-of-the-east">',
        '<?xml version="1.0" encoding="utf-8"?>',
    ],
    ids=["late", "comment", "script", "style", "unknown", "xml"],
)
def test_the_tag_that_names_the_encoding_is_found_and_no_other(before: str) -> None:
    raw = (before + '<meta charset="windows-1251"></head><body><p>Вода</p>').encode("cp1251")
    html, used, _ = decoded(raw)
    assert "<p>Вода" in html
    assert used == "cp1251"


def test_a_tag_in_the_body_says_nothing() -> None:
    assert decoded('<body><pre><meta charset="windows-1251"></pre><p>Вода'.encode())[1] == "utf-8"


def test_an_unknown_name_that_came_with_it_leaves_the_choice_to_the_page() -> None:
    raw = '<meta charset="windows-1251"><p>Вода'.encode("cp1251")
    assert decoded(raw, "none")[1] == "cp1251"
    assert decoded(raw, "koi8-r")[1] == "koi8-r"


def test_utf8_is_known_under_any_name_and_told() -> None:
    raw = '<meta charset="gb2312"><p>话剧《约定》'.encode()
    html, used, [notice] = decoded(raw)
    assert "话剧《约定》" in html
    assert (used, notice) == ("utf-8", "says that it is gb18030, but its bytes are UTF-8: read as that")


def test_what_somebody_says_who_imports_it_stands_before_what_the_page_says() -> None:
    raw = '<meta charset="utf-8"><p>髙①'.encode("cp932")
    [row] = Html().read(io.BytesIO(raw), "a.html", Told(encoding="cp932"))
    assert row.record
    assert row.record.page.text.text == "髙①"
    [row] = Html().read(io.BytesIO(raw), "a.html", Told(encoding="no-such"))
    assert str(row.refusal) == "a.html: there is no text encoding 'no-such'"


SERBIAN = "Ministar je rekao da će most biti otvoren u maju, a građani su srećni što žive ovde. "
GERMAN = "Der Minister sagte, die Brücke werde im Mai eröffnet; die Bürger freuen sich über „schöne“ Tage. "
NORWEGIAN = "Statsråden sa at brua åpner i mai, og at været blir bedre når våren kommer; „så fint“. "


@pytest.mark.parametrize("times", [1, 8])
@pytest.mark.parametrize(
    ("codec", "words"),
    [("cp1250", SERBIAN), ("iso8859_2", SERBIAN), ("cp1252", GERMAN), ("cp1252", NORWEGIAN)],
)
def test_letters_tell_central_european_bytes_from_western_ones(codec: str, words: str, times: int) -> None:
    raw = (words * times).encode(codec)
    guess = likely(raw)
    assert guess
    assert raw.decode(guess) == words * times


def test_scripts_do_not_hide_what_the_words_are_written_in() -> None:
    script = """<script>window.addEventListener("load", function () { var one = 1; });</script>""" * 50
    words = "Министр сказал: «Вода в реке поднялась, мост закрыт». Люди ждут весны."
    html, used, _ = decoded(f"<html><head>{script}</head><body><p>{words}".encode("cp1251"))
    assert (used, words in html) == ("cp1251", True)
