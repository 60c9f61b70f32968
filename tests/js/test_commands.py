"""The table of commands is free of collisions, fits the scheme and can be typed on any keyboard; undo walks back."""

from collections.abc import Callable

import pytest

Check = Callable[..., list[str]]

pytestmark = pytest.mark.browser


def test_each_key_has_one_meaning_and_each_command_a_key_on_every_layout(check: Check) -> None:
    assert check("commands", "schemes", "layouts") == []


def test_undo_and_redo_walk_the_same_states_and_survive_a_reload(check: Check) -> None:
    assert check("history") == []
