"""Lines that repeat an earlier one."""

from annotator.core.repeats import bare, repeats
from annotator.core.text import PageText


def test_bullets_and_white_space_go_from_the_start_until_nothing_changes() -> None:
    assert bare("  • ◦\u00a0■ Ana • Ben \r") == "Ana • Ben"


def test_a_line_points_to_the_first_of_its_kind() -> None:
    text = PageText("  • In this photo\n    In this photo \nother\n▪ In this photo\r\nother.")
    assert repeats(text) == {2: 1, 4: 1}


def test_blank_lines_and_lone_bullets_repeat_nothing() -> None:
    assert repeats(PageText("\n\n•\n • \n")) == {}
