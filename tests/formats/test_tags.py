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
