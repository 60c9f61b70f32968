"""Lines, offsets and spans of a page's text."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import Refused
from annotator.core.spans import Span, covered, holds, shared
from annotator.core.text import PageText
from tests.core.strategies import texts


@given(texts())
def test_lines_are_split_on_line_feeds_alone_and_put_together_they_are_the_text(text: PageText) -> None:
    lines = [text.line_text(n) for n in range(1, text.line_count + 1)]
    assert lines == text.text.split("\n")
    assert "\n".join(lines) == text.text


@given(texts(), st.data())
def test_every_offset_lies_on_the_line_whose_span_holds_it_or_its_newline(text: PageText, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    span = text.line_span(text.line_at(offset))
    assert span.start <= offset <= span.end


def test_a_line_separator_a_form_feed_and_a_carriage_return_belong_to_their_line() -> None:
    text = PageText("a\u2028b\x0cc\r\nd")
    assert [text.line_text(n) for n in (1, 2)] == ["a\u2028b\x0cc\r", "d"]


def test_a_line_is_blank_when_python_calls_it_white_space() -> None:
    text = PageText("\u00a0\t\r\n\u200b\n\n x")
    assert [text.is_blank(n) for n in range(1, 5)] == [True, False, True, False]


def test_a_range_names_its_non_blank_lines_and_a_range_of_one_line_names_that_line() -> None:
    text = PageText("a\n\nb\n \nc")
    assert list(text.named(1, 5)) == [1, 3, 5]
    assert list(text.named(2, 2)) == [2]


def test_the_digest_is_that_of_the_utf8_bytes() -> None:
    raw = "\ufeffكتب\r\n😀".encode()
    assert PageText(raw.decode()).digest == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        ((2, 2), "empty"),
        ((4, 99), "outside the text of 12"),
        ((-1, 2), "outside"),
        ((2, 8), "runs over the end of line 1"),
        ((1, 5), "begins or ends with white space"),
    ],
)
def test_a_span_that_does_not_fit_is_refused_with_the_reason(span: tuple[int, int], reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refusal:
        PageText("He said\nno. ").check_span(Span(*span) if span != (1, 5) else Span(2, 4), "quote q")
    assert refusal.value.place == "quote q"


def test_a_refusal_can_be_put_inside_a_larger_place() -> None:
    inner = Refused("quote q-1", "is odd")
    assert str(inner.within("page a.txt")) == "page a.txt, quote q-1: is odd"
    assert str(Refused("", "is odd").within("page a.txt")) == "page a.txt: is odd"


PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: Span(p[0], p[0] + p[1])), max_size=6)


@given(PAIRS, PAIRS)
def test_covered_and_shared_count_characters_as_sets_do(some: list[Span], others: list[Span]) -> None:
    one, two = ({at for span in spans for at in range(*span)} for spans in (some, others))
    assert covered(some) == len(one)
    assert shared(some, others) == len(one & two)


@given(PAIRS, PAIRS)
def test_spans_hold_others_when_each_lies_inside_one(some: list[Span], others: list[Span]) -> None:
    assert holds(some, others) == all(any(o.start <= s.start and s.end <= o.end for o in some) for s in others)


def test_trimming_takes_white_space_from_both_ends() -> None:
    assert Span(0, 6).trimmed("\u00a0 ab\t\n") == Span(2, 4)
    assert Span(0, 2).trimmed("  ") == Span(2, 2)


def test_spans_overlap_when_they_share_a_character() -> None:
    assert Span(0, 3).overlaps(Span(2, 5))
    assert not Span(0, 3).overlaps(Span(3, 5))
