"""Operations on a labelling, their inverses, and who, when and how each label came to be."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import Refused
from annotator.core.labelling import Actor, Labelling, load
from annotator.core.labels import LayerState, Mark
from annotator.core.operations import Operation, PutItem, RemoveItem, SetLines, parse
from annotator.core.text import PageText
from tests.core.strategies import operations, texts

ANA = Actor("Ana", "2026-05-04T10:00:00.000Z")
LATER = Actor("Ana", "2026-05-04T10:00:05.000Z")


def labels(labelling: Labelling) -> dict[str, Any]:
    """The state without status and clock, which no undo takes back."""
    state = labelling.to_json()
    return {key: state[key] for key in ("page", "lines", "quotes", "stances", "notes")}


def on(text: str) -> Labelling:
    """An empty labelling of all layers."""
    return Labelling(PageText(text), {name: LayerState("todo") for name in ("page", "lines", "quotes", "stances")})


def tell(labelling: Labelling, kind: str, payload: dict[str, Any], actor: Actor = ANA) -> Operation:
    """Apply one operation and return its inverse."""
    inverse = labelling.apply(parse(kind, payload), actor)
    assert inverse is not None
    return inverse


def body(first: int, last: int, label: str | None = "body") -> dict[str, Any]:
    """A payload that labels one range."""
    return {"ranges": [{"first": first, "last": last, "label": label, "kind": None}]}


@given(st.data())
def test_undoing_every_operation_backwards_gives_back_each_earlier_state(data: st.DataObject) -> None:
    text = data.draw(texts())
    labelling = Labelling(text)
    labelling.apply(parse("quote.put", {"id": "one", "set": {}}), ANA)
    trail: list[tuple[dict[str, Any], Operation]] = []
    for _ in range(data.draw(st.integers(1, 12))):
        before = labels(labelling)
        op = data.draw(operations(text))
        if isinstance(op, PutItem) and op.of == "stance" and op.values["quote"] not in labelling.quotes:
            continue  # the save constraints refuse a stance on a quote that isn't there
        try:
            inverse = labelling.apply(op, ANA)
        except Refused:
            assert labels(labelling) == before
            continue
        assert inverse is not None
        trail.append((before, inverse))
    for before, inverse in reversed(trail):
        labelling.apply(parse(inverse.kind, inverse.payload()), LATER, [inverse])
        assert labels(labelling) == before


@given(st.data())
def test_a_state_read_back_from_its_json_is_the_same_state(data: st.DataObject) -> None:
    text = data.draw(texts())
    labelling = Labelling(text, {"lines": LayerState("todo", "first", "2", "base")})
    for op in data.draw(st.lists(operations(text), max_size=8)):
        try:
            labelling.apply(op, ANA)
        except Refused:
            continue
    again = Labelling(text)
    load(again, labelling.to_json())
    assert again.to_json() == labelling.to_json()


@given(st.data())
def test_an_operation_read_back_from_its_json_is_the_same_operation(data: st.DataObject) -> None:
    op = data.draw(operations(data.draw(texts())))
    assert parse(op.kind, op.payload()) == op


def test_a_fill_over_blank_lines_labels_the_others_and_is_kept_as_one_run() -> None:
    labelling = on("a\n\nb\n\nc")
    tell(labelling, "lines.set", body(1, 5))
    assert sorted(labelling.lines) == [1, 3, 5]
    assert [(run.first, run.last) for run in labelling.runs()] == [(1, 5)]


def test_a_blank_line_that_was_labelled_by_name_stays_a_run_of_its_own() -> None:
    labelling = on("a\n\nb")
    tell(labelling, "lines.set", body(1, 3))
    tell(labelling, "lines.set", body(2, 2))
    assert [(run.first, run.last) for run in labelling.runs()] == [(1, 1), (2, 2), (3, 3)]


def test_an_undone_fill_gives_each_line_back_its_own_maker_and_time() -> None:
    labelling = on("a\nb\nc")
    tell(labelling, "lines.set", body(1, 1), Actor("Ben", "2026-01-01T00:00:00.000Z"))
    inverse = tell(labelling, "lines.set", body(1, 3, "boilerplate"))
    labelling.apply(parse(inverse.kind, inverse.payload()), LATER, [inverse])
    assert labelling.lines[1].mark == Mark("Ben", "2026-01-01T00:00:00.000Z")
    assert sorted(labelling.lines) == [1]


def test_an_undo_cannot_claim_that_somebody_else_made_a_label() -> None:
    labelling = on("a\nb")
    claim = body(1, 1)
    claim["ranges"][0].update(by="Chloe", at="2020-01-01T00:00:00Z")
    tell(labelling, "lines.set", claim)
    tell(labelling, "quote.put", {"id": "q", "set": {"contents": [[0, 1]], "by": "Chloe"}})
    assert {labelling.lines[1].mark.by, labelling.quotes["q"].mark.by} == {"Ana"}


def test_putting_one_field_leaves_the_others_and_its_inverse_names_that_field_alone() -> None:
    labelling = on("abc")
    tell(labelling, "quote.put", {"id": "q", "set": {"contents": [[0, 1]], "speaker": "p"}})
    inverse = tell(labelling, "quote.put", {"id": "q", "set": {"speaker": None}})
    assert labelling.quotes["q"].contents == ((0, 1),)
    assert isinstance(inverse, PutItem)
    assert inverse.values == {"speaker": "p"}


def test_a_removed_quote_returns_to_its_place_in_the_order() -> None:
    labelling = on("abc")
    for name in ("x", "y", "z"):
        tell(labelling, "quote.put", {"id": name, "set": {"contents": [[0, 1]]}})
    inverse = tell(labelling, "quote.remove", {"id": "y"})
    tell(labelling, inverse.kind, inverse.payload())
    assert [one["id"] for one in labelling.to_json()["quotes"]] == ["x", "y", "z"]


def test_a_quote_that_carries_a_stance_cannot_go_before_it() -> None:
    labelling = on("abc")
    tell(labelling, "quote.put", {"id": "q", "set": {"contents": [[0, 1]]}})
    tell(labelling, "stance.put", {"id": "s", "set": {"quote": "q", "target": "t", "polarity": 1}})
    with pytest.raises(Refused, match="quote q: still carries the stance s"):
        labelling.apply(RemoveItem("quote", "q"), ANA)


def test_removing_what_is_gone_is_refused() -> None:
    with pytest.raises(Refused, match="note n: is not there any more"):
        on("a").apply(RemoveItem("note", "n"), ANA)


def test_a_range_outside_the_page_is_refused() -> None:
    with pytest.raises(Refused, match="lines 1-4 are not within 1-2"):
        on("a\nb").apply(parse("lines.set", body(1, 4)), ANA)


def test_the_first_label_begins_the_task_and_its_layers_and_a_switched_off_layer_stays_off() -> None:
    labelling = on("a")
    labelling.layers["quotes"] = LayerState("off")
    tell(labelling, "lines.set", body(1, 1))
    assert (labelling.status, labelling.started) == ("in_progress", ANA.at)
    assert {name: layer.status for name, layer in labelling.layers.items()} == {
        "page": "in_progress",
        "lines": "in_progress",
        "quotes": "off",
        "stances": "in_progress",
    }


def test_finishing_and_reopening_move_the_layers_and_the_inverse_knows_where_they_were() -> None:
    labelling = on("a")
    inverse = tell(labelling, "status.set", {"status": "done"})
    assert (labelling.finished, labelling.layers["lines"].status) == (ANA.at, "done")
    tell(labelling, inverse.kind, inverse.payload())
    assert (labelling.finished, labelling.layers["lines"].status) == (None, "todo")
    tell(labelling, "status.set", {"status": "skipped", "reason": "not ours"})
    assert labelling.layers["lines"].status == "todo"


def test_page_answers_merge_by_question_and_null_takes_one_back() -> None:
    labelling = on("a")
    tell(labelling, "page.set", {"set": {"page_type": "article", "answers": {"tone": "calm", "era": "old"}}})
    inverse = tell(labelling, "page.set", {"set": {"answers": {"era": None}, "no_body": None}})
    assert labelling.page.answers == {"tone": "calm"}
    tell(labelling, inverse.kind, inverse.payload())
    assert labelling.page.answers == {"tone": "calm", "era": "old"}
    assert labelling.page.page_type == "article"


def test_a_long_pause_counts_as_one_minute_of_work() -> None:
    labelling = on("a")
    for at in ("10:00:00", "10:00:12.5", "12:00:00"):
        labelling.apply(parse("lines.set", body(1, 1)), Actor("Ana", f"2026-05-04T{at}Z"))
    assert labelling.active_ms == 72_500


def test_an_imported_labelling_replaces_everything_and_its_inverse_brings_it_back() -> None:
    labelling = on("a\nb")
    tell(labelling, "lines.set", body(1, 1))
    before = labels(labelling)
    state = on("a\nb").to_json()
    inverse = tell(labelling, "labelling.import", {"labelling": state})
    assert labelling.lines == {}
    assert labelling.status == "todo"
    tell(labelling, inverse.kind, inverse.payload())
    assert labels(labelling) == before


def test_an_entity_changes_no_labelling_and_has_no_inverse() -> None:
    labelling = on("a")
    before = labelling.to_json()
    assert labelling.apply(parse("entity.put", {"id": "e", "set": {"name": "Mira"}}), ANA) is None
    assert labelling.to_json() == before


def test_an_operation_without_its_inverse_recorded_is_stamped_anew() -> None:
    labelling = on("a")
    found = SetLines(())
    labelling.apply(parse("quote.put", {"id": "q", "set": {"contents": [[0, 1]]}}), ANA, [found])
    assert labelling.quotes["q"].mark == Mark("Ana", ANA.at)
