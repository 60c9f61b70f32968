"""Numbers with their nouns."""

import pytest

from annotator.core.counted import counted


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("page",), "0 pages"),
        (1, ("page",), "1 page"),
        (2, ("page",), "2 pages"),
        (12_345, ("page",), "12345 pages"),
        (1, ("entity", "entities"), "1 entity"),
        (3, ("page was", "pages were"), "3 pages were"),
    ],
)
def test_a_number_comes_with_its_noun_in_singular_or_plural(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said


def test_a_screen_writes_long_numbers_with_commas() -> None:
    assert counted(12_345, "page", form=",") == "12,345 pages"
