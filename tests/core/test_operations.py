"""Reading operations from outside, and telling which of them get in each other's way."""

from typing import Any

import pytest

from annotator.core.conflicts import conflict
from annotator.core.errors import Refused
from annotator.core.operations import parse


@pytest.mark.parametrize(
    ("kind", "payload", "sentence"),
    [
        ("lines.paint", {}, "operation: there is no kind 'lines.paint'"),
        ("quote.eat", {"id": "q"}, "operation: there is no kind 'quote.eat'"),
        ("lines.set", [], "lines.set: should be an object, not a list"),
        ("lines.set", {"ranges": {}}, "'ranges' should be a list, not an object"),
        ("lines.set", {"ranges": [{"first": 1, "last": True}]}, "range 1: 'last' should be a whole number, not true"),
        ("lines.set", {"ranges": [{"first": 1, "last": 1, "label": 5}]}, "'label' should be a string or null, not 5"),
        ("quote.put", {"set": {}}, "lacks the field 'id'"),
        ("quote.put", {"id": "", "set": {}}, "'id' should be a non-empty string"),
        ("quote.put", {"id": "q", "set": {"speeker": "x"}}, "quote q: has an unknown field 'speeker'"),
        ("quote.put", {"id": "q", "set": {"contents": [[1]]}}, "quote q: 'contents' should hold pairs"),
        ("quote.put", {"id": "q", "set": {"flags": [1]}}, "'flags' should hold strings only"),
        ("quote.put", {"id": "q", "set": {"origin": "stolen"}}, "'origin' is 'stolen'; it should be one of hand"),
        ("stance.put", {"id": "s", "set": {"polarity": True}}, "'polarity' is true"),
        ("stance.put", {"id": "s", "set": {"explicit": "yes"}}, "'explicit' should be true, false or null"),
        ("page.set", {"set": {"answers": {"tone": 3}}}, "page, answers: 'tone' should be a string"),
        ("entity.put", {"id": "e", "set": {"nmae": "x"}}, "entity e: has an unknown field 'nmae'"),
        ("status.set", {"status": "x" * 90}, "it should be one of todo"),
        ("labelling.import", {"labelling": None}, "should be an object, not null"),
    ],
)
def test_a_payload_that_does_not_fit_is_refused_in_a_sentence(kind: str, payload: object, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse(kind, payload)
    assert sentence in str(refusal.value)


def lines(first: int, last: int) -> tuple[str, dict[str, Any]]:
    """A line operation on one range."""
    return "lines.set", {"ranges": [{"first": first, "last": last, "label": None}]}


def quote(item: str, **values: object) -> tuple[str, dict[str, Any]]:
    """A change of some fields of a quote."""
    return "quote.put", {"id": item, "set": values}


@pytest.mark.parametrize(
    ("ours", "theirs", "meet"),
    [
        (lines(1, 3), lines(3, 5), True),
        (lines(1, 2), lines(3, 5), False),
        (quote("q", speaker="a"), quote("q", speaker="b"), True),
        (quote("q", speaker="a"), quote("q", source_kind="none"), False),
        (quote("q", speaker="a"), quote("r", speaker="b"), False),
        (quote("q", speaker="a"), ("quote.remove", {"id": "q"}), True),
        (quote("q", speaker="a"), ("stance.remove", {"id": "q"}), False),
        (lines(1, 9), quote("q", speaker="a"), False),
        (("page.set", {"set": {"usable": True}}), ("page.set", {"set": {"page_type": "other"}}), False),
        (("page.set", {"set": {"answers": {"a": "x"}}}), ("page.set", {"set": {"answers": {"a": "y"}}}), True),
        (("page.set", {"set": {"answers": {"a": "x"}}}), ("page.set", {"set": {"answers": {"b": "y"}}}), False),
        (("status.set", {"status": "done"}), ("status.set", {"status": "skipped"}), True),
        (("status.set", {"status": "done"}), lines(1, 1), False),
        (("entity.put", {"id": "e", "set": {"name": "A"}}), ("entity.put", {"id": "e", "set": {"name": "B"}}), True),
        (("labelling.import", {"labelling": {}}), lines(1, 1), True),
    ],
)
def test_two_operations_conflict_when_they_change_the_same_field_of_the_same_thing(
    ours: tuple[str, Any], theirs: tuple[str, Any], meet: bool
) -> None:
    assert conflict(parse(*ours), parse(*theirs)) is meet
    assert conflict(parse(*theirs), parse(*ours)) is meet


def test_the_computed_flag_is_never_stored() -> None:
    op = parse("quote.put", {"id": "q", "set": {"flags": ["unsure", "discontinuous", "unclosed", "unsure"]}})
    assert op.payload()["set"]["flags"] == ["unclosed", "unsure"]
