"""The keys of the adjudication screen mean one thing each and can be typed anywhere; moving finds what is open."""

from collections.abc import Callable

import pytest

Check = Callable[..., list[str]]

pytestmark = pytest.mark.browser


def test_each_decision_has_a_key_on_every_layout_and_moving_goes_round(check: Check) -> None:
    assert check("adjudication", "schemes", "layouts") == []
