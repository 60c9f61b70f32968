"""Counts of records: by hand on one, and adding up over many."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.statistics import LINES, STEPS, Tally, classes, of_records, ranked, read_tally
from tests.fixtures.bridge import BRIDGE, LAYERS, MAYOR, TEXT, labelling, record

Json = dict[str, Any]


def told(**page: Any) -> Json:
    """A record with its computed fields."""
    value = record(labelling(), **page)
    for one in value["labellings"]:
        one.setdefault("layers", {name: {"status": "done"} for name in LAYERS})
        for quote in one["quotes"]:
            quote["type"] = "direct"
    return value


def test_a_record_is_counted_by_hand() -> None:
    found = of_records([(told(site="x.example", language="en"), "test")]).to_json()
    assert (found["pages"], found["code_points"], found["lines"]) == (1, len(TEXT), TEXT.count("\n") + 1)
    assert found["sites"] == {"x.example": 1}
    assert found["splits"] == {"test": 1}
    assert found["labels"] == {"body": 3, "boilerplate": 2}
    assert found["kinds"]["body"] == {"paragraph": 2, "headline": 1}
    assert (found["quotes"], found["quote_types"], found["source_kinds"]) == (1, {"direct": 1}, {"explicit": 1})
    assert found["speakers"] == {MAYOR["id"]: 1}
    assert found["stances"] == {BRIDGE["id"]: {"1": 1}}
    assert found["names"] == {BRIDGE["id"]: BRIDGE["name"], MAYOR["id"]: MAYOR["name"]}
    assert found["lengths"][str(STEPS[0])] == 1


def test_what_is_not_known_is_counted_as_such() -> None:
    found = of_records([(told(), "train")]).to_json()
    assert (found["sites"], found["languages"]) == ({"": 1}, {"": 1})


@given(st.lists(st.sampled_from(["a.example", "b.example"]), max_size=8), st.integers(0, 8))
def test_parts_add_up_to_the_whole(sites: list[str], cut: int) -> None:
    rows = [(told(site=site), "train") for site in sites]
    parts, whole = of_records(rows[:cut]), of_records(rows)
    parts.merge(of_records(rows[cut:]))
    assert parts == whole
    assert parts.to_json() == whole.to_json()
    assert read_tally(json.loads(json.dumps(whole.to_json()))) == whole


def test_of_a_record_without_text_the_lines_are_told() -> None:
    whole, bare = told(site="x.example"), told(site="x.example")
    del bare["page"]["text"]
    told_of, counted = Tally(), of_records([(whole, "test")])
    told_of.add(bare, "test", TEXT.count("\n") + 1)
    assert told_of == counted


def test_classes_run_from_the_first_to_the_last_that_is_used() -> None:
    tally = Tally()
    for length, lines in ((0, 1), (1999, 4), (200_000, 9999)):
        tally.add_page(length, lines, None, None, "train")
    assert classes(tally.lengths, STEPS)[:3] == [("0-499", 1), ("500-999", 0), ("1,000-1,999", 1)]
    assert classes(tally.lengths, STEPS)[-1] == ("100,000 and more", 1)
    assert classes(tally.line_counts, LINES)[0] == ("0-9", 2)
    assert classes({}, STEPS) == []


def test_words_come_by_their_number() -> None:
    assert ranked({"b": 1, "c": 2, "a": 1}) == [("c", 2), ("a", 1), ("b", 1)]
