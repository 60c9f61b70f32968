"""What the plain rules propose: sources, cues, speakers, kinds, boundaries; how spans nest when painted."""

from collections.abc import Callable

import pytest

Check = Callable[..., list[str]]

pytestmark = pytest.mark.browser


def test_the_right_name_verb_and_speaker_are_proposed(check: Check) -> None:
    assert check("guesses", "candidates", "quotations", "folding") == []


def test_kinds_are_guessed_from_words_and_neighbours(check: Check) -> None:
    assert check("kinds", "schemes") == []


def test_a_story_is_found_between_what_surrounds_it(check: Check) -> None:
    assert check("boundaries") == []


def test_overlapping_spans_nest_and_cover_each_character_exactly(check: Check) -> None:
    assert check("segments") == []


def test_runs_gaps_and_progress_follow_the_labels(check: Check) -> None:
    assert check("lines") == []
