"""Untrusted JSON is read field by field."""

import pytest

from annotator.core.errors import Refused
from annotator.core.labelling import Labelling, load
from annotator.core.operations import parse
from annotator.core.reading import Fields
from annotator.core.text import PageText


def test_a_missing_whole_number_is_told() -> None:
    with pytest.raises(Refused, match="here: lacks the field 'n'"):
        Fields({}, "here").integer("n")


def test_an_entity_goes_into_the_log_as_it_came() -> None:
    payload = {"id": "e-1", "set": {"name": "Dora Finn", "kind": "PER"}}
    assert parse("entity.put", payload).payload() == payload


def test_a_run_without_a_label_labels_nothing() -> None:
    labelling = Labelling(PageText("a"))
    load(labelling, {**labelling.to_json(), "lines": [{"first": 1, "last": 1, "label": None}]})
    assert labelling.lines == {}


def test_an_id_is_short_enough_for_an_index() -> None:
    assert Fields({"id": "č" * 1250}, "quote").identifier("id")
    with pytest.raises(Refused, match="quote: 'id' should have 2500 bytes at most"):
        Fields({"id": "č" * 1251}, "quote").identifier("id")
