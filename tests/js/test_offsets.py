"""The selection of the window and the code points of the page are the same thing, both ways."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.browser


def test_a_selection_comes_back_as_the_code_points_it_was_made_of(check: Callable[..., list[str]]) -> None:
    assert check("offsets", "text") == []
