"""Spans and quotes of two labellings meet one to one, as many as can."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.agreement.matching import aligned, matched
from annotator.core.spans import Span

spans = st.tuples(st.integers(0, 12), st.integers(1, 5)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
some = st.sets(spans, max_size=5)


def iou(a: Span, b: Span) -> float:
    both = set(range(*a)) & set(range(*b))
    return len(both) / len(set(range(*a)) | set(range(*b))) if both else -1


def most(a: set[Span], b: set[Span], share: float) -> int:
    """By trying every pairing."""
    few, many = sorted([sorted(a), sorted(b)], key=len)
    return max(
        (sum(iou(x, y) >= share for x, y in zip(few, order, strict=False)) for order in permutations(many, len(few))),
        default=0,
    )


@given(some, some, st.sampled_from([0.0, 0.5]))
def test_no_pairing_matches_more_spans(a: set[Span], b: set[Span], share: float) -> None:
    assert matched(a, b, share) == most(a, b, share)


def test_a_greedy_choice_is_taken_back_for_a_larger_matching() -> None:
    assert matched({Span(0, 10), Span(8, 12)}, {Span(0, 3), Span(9, 11)}) == 2
    assert matched({Span(0, 4), Span(3, 9)}, {Span(3, 4), Span(0, 2)}) == 2


def test_quotes_align_from_a_half_of_their_characters_on() -> None:
    a = {"a1": [Span(0, 10)], "a2": [Span(20, 30)]}
    assert aligned(a, {"b1": [Span(0, 5)], "b2": [Span(20, 24)]}) == [("a1", "b1")]


def test_the_better_score_wins_and_then_the_earlier_quote() -> None:
    a = {"a1": [Span(0, 10)], "a2": [Span(0, 9)]}
    assert aligned(a, {"b1": [Span(0, 9)]}) == [("a2", "b1")]
    same = {"later": [Span(5, 9)], "first": [Span(0, 4)]}
    assert aligned({"x": [Span(0, 4), Span(5, 9)]}, same) == [("x", "first")]


def test_contents_that_are_apart_count_together() -> None:
    assert aligned({"a": [Span(0, 4), Span(10, 14)]}, {"b": [Span(0, 4), Span(10, 12)]}) == [("a", "b")]
