"""Near-duplicates: what is compared, how well a sketch estimates, and that bands find what is alike."""

import random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import sketches
from tests.fixtures.stories import changed, story

HASHES = st.sets(st.integers(0, 2**32 - 1), min_size=sketches.FEWEST, max_size=200)


def of(text: str) -> set[int]:
    """The shingles of a text's prose."""
    return sketches.shingles(sketches.prose(text.lower()))


def pair(rng: random.Random, share: float, size: int = 300) -> tuple[set[int], set[int]]:
    """Two random sets with that Jaccard index."""
    common = round(2 * size * share / (1 + share))
    both = {rng.getrandbits(32) for _ in range(common)}
    one, other = ({rng.getrandbits(32) for _ in range(size - common)} for _ in range(2))
    return both | one, both | other


@given(HASHES)
def test_a_sketch_is_the_same_for_the_same_set_and_survives_the_store(found: set[int]) -> None:
    made = sketches.sketch(found)
    assert made is not None
    assert len(made) == sketches.BINS
    assert sketches.sketch(sorted(found)) == made
    assert sketches.unpack(sketches.pack(made)) == made


@given(HASHES)
def test_bands_are_numbers_that_both_databases_hold(found: set[int]) -> None:
    numbers = sketches.bands(sketches.sketch(found) or ())
    assert len(numbers) == 32
    assert all(-(2**63) <= one < 2**63 for one in numbers)


def test_what_has_too_few_shingles_is_like_nothing() -> None:
    assert sketches.sketch(set(range(sketches.FEWEST - 1))) is None
    assert sketches.sketch(of("too short")) is None


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("size", [30, 300, 3000])
def test_the_estimate_is_near_the_truth_for_short_texts_too(share: float, size: int) -> None:
    rng = random.Random(size)
    off = []
    for _ in range(150):
        one, other = pair(rng, share, size)
        made = sketches.sketch(one), sketches.sketch(other)
        off.append(sketches.likeness(made[0] or (), made[1] or ()) - sketches.jaccard(one, other))
    assert abs(mean(off)) < 0.02
    assert sum(abs(one) > 0.15 for one in off) < 15


@pytest.mark.parametrize(("share", "least", "most"), [(0.5, 0.99, 1.0), (0.3, 0.9, 1.0), (0.01, 0.0, 0.03)])
def test_bands_find_what_is_alike_and_pass_over_what_is_not(share: float, least: float, most: float) -> None:
    rng = random.Random(1)
    found = 0
    for _ in range(300):
        one, other = (sketches.bands(sketches.sketch(made) or ()) for made in pair(rng, share))
        found += bool(set(one) & set(other))
    assert least <= found / 300 <= most


def test_a_story_with_a_tenth_of_its_words_changed_is_still_alike_and_another_is_not() -> None:
    one = of(story("dam"))
    assert 0.35 < sketches.jaccard(one, of(changed(story("dam"), 0.1))) < 0.6
    assert sketches.jaccard(one, of(story("strike"))) < 0.01
    assert sketches.jaccard(set(), set()) == 0.0


def test_short_lines_and_what_a_site_repeats_are_not_compared() -> None:
    notice = "this site keeps a few crumbs on your machine so that it knows you when you come back."
    text = f"menu\nnews\n{notice}\n  {notice} \nelsewhere\n{notice[:-1]} and other teasers"
    assert list(sketches.prose(text)) == [notice, notice]
    assert list(sketches.prose(text, {sketches.line_key(notice)})) == []
