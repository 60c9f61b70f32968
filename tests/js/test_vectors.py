"""The ES modules give what the shared vectors say; the core reads the same vectors in Python."""

from collections.abc import Callable

import pytest

Check = Callable[..., list[str]]

pytestmark = pytest.mark.browser


def test_white_space_is_what_python_takes_for_it(check: Check) -> None:
    assert check("whitespace", "whitespace") == []


def test_lines_and_offsets_of_tricky_texts_are_code_points(check: Check) -> None:
    assert check("text", "text") == []


def test_labels_of_lines_become_runs_and_come_back(check: Check) -> None:
    assert check("runs", "runs") == []


def test_each_operation_applies_and_its_inverse_takes_it_back(check: Check) -> None:
    assert check("operations", "operations") == []


def test_quotations_are_found_by_the_marks_of_the_language(check: Check) -> None:
    assert check("quotations", "quotations") == []


def test_selections_snap_to_words_sentences_and_graphemes(check: Check) -> None:
    assert check("words", "words", "quotations") == []


def test_folding_finds_a_name_without_its_marks(check: Check) -> None:
    assert check("folding", "folding") == []


def test_a_sentence_is_read_for_who_says_what_in_each_language(check: Check) -> None:
    assert check("readings", "readings") == []
