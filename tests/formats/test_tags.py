"""A page whose tags would keep the parser busy for minutes is refused before it is parsed; any other is not."""

import contextlib
import io
import time

import pytest

from annotator.core.errors import Refused
from annotator.formats.html import Html
from annotator.formats.tags import check_tags

MANY = range(20_000)


@pytest.mark.parametrize(
    "tag",
    [
        "<p " + " ".join(f"a{n}=1" for n in MANY) + ">",
        "<p/" + "/".join(f"a{n}" for n in MANY) + ">",
        "<p " + "".join(f"a{n}='>'" for n in MANY) + ">",
        '<!-- <p a=" --><p ' + " ".join(f"a{n}" for n in MANY) + ">",
        ("<p " + " ".join(f"a{n}" for n in range(1000)) + ">") * 200,
    ],
    ids=["words", "slashes", "ends of tags as values", "behind a comment", "many tags"],
)
def test_tags_of_too_many_attributes_are_refused_with_their_line(tag: str) -> None:
    [row] = list(Html().read(io.BytesIO(f"<html>\n{tag}words".encode()), "a.html"))
    assert str(row.refusal) == "a.html: the tag in line 2 of its HTML has too many attributes"


def test_a_page_of_as_many_names_as_tags_is_refused() -> None:
    with pytest.raises(Refused, match="more than 20,000 different attributes"):
        check_tags("".join(f"<p a{number}=1>x" for number in range(30_000)))
    check_tags("".join(f"<p a{number % 500}=1>x" for number in range(30_000)))


@pytest.mark.parametrize("times", [10_000, 200_000])
def test_lists_without_end_are_refused_before_they_are_drawn(times: int) -> None:
    [row] = Html().read(io.BytesIO(b"<ul><li>a" * times), "a.html")
    why = "a.html: its lists lie so deep in each other that its text would be larger than 16 MiB"
    assert str(row.refusal) == why


@pytest.mark.parametrize(
    "raw",
    [
        b"<ul><li>a" * 300,
        b"<ul><li>Port</li><li>City</li></ul>" * 20_000,
        b"<ul><li>" * 2000 + b"</li></ul>" * 2000 + b"a",
    ],
    ids=["deep", "many", "blank"],
)
def test_lists_that_a_page_may_have_are_taken(raw: bytes) -> None:
    [row] = Html().read(io.BytesIO(raw), "a.html")
    assert row.record


def test_what_a_page_says_of_itself_is_heard_in_time_however_often_it_says_it() -> None:
    said = b"""<meta name=a content=b><script type="application/ld+json">{}</script>""" * 50_000
    before = time.process_time()
    [row] = Html().read(io.BytesIO(b'<meta property="og:title" content="The bridge">' + said + b"<p>x"), "a.html")
    assert row.record
    assert row.record.page.title == "The bridge"
    assert time.process_time() - before < 20


@pytest.mark.parametrize(
    "html",
    ['<p data-state="' + "one word > another " * 50_000 + '">', "<p class='a b' id=x>words" * 50_000],
    ids=["a long value", "many tags"],
)
def test_what_is_only_long_is_taken(html: str) -> None:
    check_tags(html)


@pytest.mark.parametrize("sign", ["<a", "<a ", "<!--", '<a b="', "<a b='", "<a =", "<"])
def test_looking_takes_a_second_whatever_the_page_repeats(sign: str) -> None:
    html = sign * 500_000
    before = time.process_time()
    with contextlib.suppress(Refused):
        check_tags(html)
    assert time.process_time() - before < 5
