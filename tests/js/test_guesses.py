"""What the plain rules propose: sources, cues, speakers, kinds; and the nesting of spans for the painter."""

from collections.abc import Callable

import pytest

Check = Callable[..., list[str]]

pytestmark = pytest.mark.browser


def test_the_right_name_verb_speaker_and_kind_are_proposed(check: Check) -> None:
    assert check("guesses", "candidates", "quotations", "schemes", "folding") == []


def test_overlapping_spans_nest_and_cover_each_character_exactly(check: Check) -> None:
    assert check("segments") == []


def test_runs_gaps_and_progress_follow_the_labels(check: Check) -> None:
    assert check("lines") == []
