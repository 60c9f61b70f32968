"""The rows for training: what each config says of a page, and which pages are in it."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.core.errors import Refused
from annotator.core.presets import preset
from annotator.formats.base import Answer
from annotator.formats.tables import Tables
from tests.fixtures import records
from tests.fixtures.answers import answer, labelled_by

FULL = preset("full")
LAYERS = ("page", "lines", "quotes", "stances")


def rows(given: Answer, *, apart: bool = False, scheme: str = "full") -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for config, row in Tables(preset(scheme), apart=apart).rows(given)[0]:
        found.setdefault(config, []).append(row)
    return found


def layers(**statuses: str) -> dict[str, Any]:
    return {layer: {"status": statuses.get(layer, "done"), "pass": "main"} for layer in LAYERS}


def test_lines_hold_every_line_so_that_joined_they_are_the_text() -> None:
    [row] = rows(answer())["lines"]
    assert "\n".join(row["text"]) == records.TEXT
    cut = [records.TEXT[start:end] for start, end in zip(row["start"], row["end"], strict=True)]
    assert cut == row["text"]


def test_no_score_is_asked_of_lines_that_are_optional_or_have_no_label() -> None:
    value = records.value()
    value["labellings"][0]["lines"][0]["label"] = "optional"
    [row] = rows(answer(value))["lines"]
    unlabelled = [2, 8]
    assert [n for n, score in enumerate(row["score"]) if not score] == sorted([*unlabelled, 5])
    assert [row["label"][n] for n in unlabelled] == [None, None]
    assert (row["label"][5], row["kind"][5]) == ("optional", "paragraph")


def test_quotes_are_told_with_offsets_into_the_text() -> None:
    [row] = rows(answer())["quotes"]
    assert [one["id"] for one in row["quotes"]] == ["q-1", "q-0", "q-2"]
    spans = [span for one in row["quotes"] for part in ("contents", "cues", "sources") for span in one[part]]
    assert len(spans) == 8
    assert all(row["text"][span["start"] : span["end"]] == span["text"] for span in spans)
    assert (row["quotes"][0]["speaker_id"], row["quotes"][0]["speaker_name"]) == ("e-chloe", "Chloe Marsh")


def test_a_page_without_quotes_is_kept_as_a_negative() -> None:
    value = records.value()
    value["labellings"][0].update(quotes=[], stances=[])
    found = rows(answer(value))
    assert [row["quotes"] for row in found["quotes"]] == [[]]
    assert "attribution" not in found


def test_an_attribution_has_its_lines_with_one_more_on_both_sides_and_spans_relative_to_them() -> None:
    first, second, _ = rows(answer())["attribution"]
    lines = records.TEXT.split("\n")
    assert first["context"] == "\n".join(lines[4:8])
    assert second["context"] == "\n".join(lines[5:8])
    for row in (first, second):
        spans = [span for part in ("contents", "cues", "sources") for span in row[part]]
        assert all(row["context"][span["start"] : span["end"]] == span["text"] for span in spans)
        assert records.TEXT.startswith(row["context"], row["context_start"])


def test_a_stance_has_the_lines_of_its_quote_or_the_whole_page() -> None:
    on_quote, on_page = rows(answer())["stance"]
    assert on_quote["text"] == records.TEXT.split("\n")[5]
    assert (on_quote["holder"], on_quote["target"], on_quote["label"]) == (
        "Chloe Marsh",
        "opening the bridge in May",
        "favor",
    )
    assert (on_page["text"], on_page["label"], on_page["level"]) == (records.TEXT, "unclear", "page")
    for row in (on_quote, on_page):
        assert all(row["text"][span["start"] : span["end"]] == span["text"] for span in row["evidence"])


def test_no_stance_is_a_label_too() -> None:
    labels = Tables(preset("stance")).shapes["stance"]["label"].names
    assert "none" in labels
    given = answer()
    given.value["labellings"][0]["stances"][1].update(polarity="none", evidence=[])
    assert [row["label"] for row in rows(given, scheme="stance")["stance"]] == ["favor", "none"]


def test_a_page_is_in_a_config_only_where_its_layer_is_answered() -> None:
    found = rows(labelled_by("Ana", layers=layers(lines="in_progress", stances="off")))
    assert found.keys() == {"quotes", "attribution", "pages"}


def test_gold_answers_and_else_the_only_labelling_that_is_done() -> None:
    assert "lines" in rows(labelled_by("Ana", "Ben", "gold"))
    assert "lines" in rows(labelled_by("Ana"))
    assert rows(labelled_by("Ana", "Ben")).keys() == {"pages"}


def test_the_labellings_of_several_people_stand_apart_for_soft_labels() -> None:
    found = rows(labelled_by("Ana", "Ben", layers=layers(quotes="todo", stances="todo")), apart=True)["annotators"]
    assert [(row["annotator"], row["role"], row["pass"]) for row in found] == [
        ("Ana", "annotator", "main"),
        ("Ben", "annotator", "main"),
    ]
    assert found[0]["lines"][0] == {"n": 1, "start": 0, "end": 14, "label": "boilerplate", "kind": "nav"}
    assert found[0]["quotes"] is None


def test_a_stance_whose_quote_is_not_there_is_told_as_lost() -> None:
    given = labelled_by("Ana", layers=layers(quotes="in_progress"))
    found, losses = Tables(FULL).rows(given)
    assert [(one.layer, one.what) for one in losses] == [("stances", "s-1")]
    assert [row["stance"] for config, row in found if config == "stance"] == ["s-2"]


def test_a_page_that_is_in_no_split_is_left_out_and_told() -> None:
    found, [loss] = Tables(FULL).rows(answer(split="none"))
    assert found == []
    assert (loss.layer, loss.what) == ("page", "harbour/a.txt")


def test_what_a_scheme_has_switched_off_is_in_no_column() -> None:
    shapes = Tables(preset("body"), apart=True).shapes
    assert shapes.keys() == {"lines", "pages", "annotators"}
    assert "kind" not in shapes["lines"]
    assert "quotes" not in shapes["annotators"]
    assert "via" not in Tables(preset("attribution")).shapes["attribution"]
    assert "via" in Tables(FULL).shapes["attribution"]


def test_a_label_that_the_scheme_lacks_is_refused_with_the_page() -> None:
    with pytest.raises(Refused, match=r"page harbour/a\.txt: the project's scheme has no label 'nav'"):
        Tables(replace(FULL, kinds=FULL.kinds[:1])).rows(answer())


def test_each_row_has_the_columns_that_are_told_and_no_others() -> None:
    tables = Tables(FULL, apart=True)
    found, _ = tables.rows(labelled_by("Ana", "Ben", "gold"))
    assert {config for config, _ in found} == tables.shapes.keys()
    assert all(list(row) == list(tables.shapes[config]) for config, row in found)
