"""Records are read with every check, fitted to a scheme and written in one order."""

import copy
from dataclasses import replace
from typing import Any

import pytest

from annotator.core.constraints import Rules
from annotator.core.errors import Refused
from annotator.core.labels import LAYERS, LayerState, Note, Quote
from annotator.core.operations import COLLECTIONS
from annotator.core.presets import preset
from annotator.core.record_labels import ITEM_KEYS, fit, used_entities
from annotator.core.record_writing import record_labelling, record_value
from annotator.core.records import Number, Record, read_record, spelled
from annotator.core.spans import Span
from annotator.core.text import PageText
from annotator.languages import language
from tests.fixtures import records

EN = language("en")
RULES = Rules(preset("full"), records.NAMES)
PAGE = "page harbour/a.txt"
ANA = f"{PAGE}, labelling Ana"


def fitted(value: dict[str, Any]) -> Record:
    record = read_record(value)
    for one in record.labellings:
        fit(one, RULES, f"page {record.page.name}")
    return record


def change(value: dict[str, Any], path: str, new: Any) -> dict[str, Any]:
    """Set what `path` (`labellings.0.quotes.1.id`) names, or take it out where `new` is `...`."""
    *way, last = path.split(".")
    inner: Any = value
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    if new is ...:
        del inner[last]
    else:
        inner[int(last) if last.isdigit() else last] = new
    return value


def test_the_second_writing_equals_the_first() -> None:
    first = record_value(fitted(records.value()), EN)
    assert record_value(fitted(copy.deepcopy(first)), EN) == first


def test_keys_come_in_the_order_of_the_format() -> None:
    whole = record_value(fitted(records.value()), EN)
    assert list(whole) == ["format", "page", "entities", "labellings"]
    assert " ".join(whole["page"]) == (
        "id name url site language title published story rights sha256 encoding length text source meta"
    )
    labelling = whole["labellings"][0]
    assert " ".join(labelling) == (
        "annotator role status revision scheme seconds started finished layers page lines quotes stances notes"
    )
    assert " ".join(labelling["layers"]["page"]) == "status pass guideline base"
    assert " ".join(labelling["page"]) == "page_type usable reason answers"
    assert " ".join(labelling["lines"][0]) == "n start end label kind dup_of flags text by at origin source"
    assert " ".join(labelling["quotes"][0]) == (
        "id type zone contents cues sources source_kind speaker via addressee parent flags by at origin source"
    )
    assert " ".join(labelling["stances"][0]) == (
        "id level quote holder target polarity explicit evidence by at origin source"
    )
    assert " ".join(labelling["notes"][0]) == "id start end text note by at"
    assert " ".join(whole["entities"][0]) == "id name kind aliases wikidata"


def test_computed_fields_are_ignored_on_reading_and_computed_anew() -> None:
    labelling = record_value(fitted(records.value()), EN)["labellings"][0]
    dup_of = {one["n"]: one["dup_of"] for one in labelling["lines"]}
    assert dup_of == {1: None, 2: None, 4: None, 5: 4, 6: None, 7: None, 8: None}
    quotes = labelling["quotes"]
    assert [(one["id"], one["type"], one["zone"]) for one in quotes] == [
        ("q-1", "direct", "paragraph"),
        ("q-0", "mixed", "paragraph"),
        ("q-2", "direct", "headline"),
    ]
    assert quotes[0]["flags"] == ["discontinuous", "unclosed"]
    assert [one["holder"] for one in labelling["stances"]] == ["e-chloe", "e-dora"]


def test_absent_marks_are_the_annotators_and_imported() -> None:
    lines = record_value(fitted(records.value()), EN)["labellings"][0]["lines"]
    assert [lines[4][key] for key in ("by", "at", "origin")] == ["Ben", "2026-11-22T04:20:01.000Z", "hand"]
    assert [lines[0][key] for key in ("by", "at", "origin", "source")] == ["Ana", None, "imported", None]


def test_a_blank_line_keeps_its_label() -> None:
    lines = record_value(fitted(records.value()), EN)["labellings"][0]["lines"]
    assert [one["n"] for one in lines] == [1, 2, 4, 5, 6, 7, 8]
    assert lines[5]["text"] == " "


def test_absent_layers_are_those_of_the_scheme_with_the_labellings_status() -> None:
    record = fitted(records.value())
    assert {name: state.status for name, state in record.labellings[0].labelling.layers.items()} == dict.fromkeys(
        LAYERS, "done"
    )
    value = records.value()
    value["labellings"][0] |= {"quotes": [], "stances": [], "status": "skipped"}
    one = read_record(value).labellings[0]
    fit(one, Rules(preset("body-kinds"), {}), PAGE)
    assert one.labelling.layers == {
        name: LayerState("todo" if name in ("page", "lines") else "off", "main") for name in LAYERS
    }


def test_layers_that_are_told_stay_and_the_others_are_off() -> None:
    value = records.value()
    value["labellings"][0]["layers"] = {"lines": {"status": "done", "pass": "first", "guideline": "2"}}
    labelling = record_value(fitted(value), EN)["labellings"][0]
    assert labelling["layers"]["lines"] == {"status": "done", "pass": "first", "guideline": "2", "base": None}
    assert labelling["layers"]["quotes"] == {"status": "off", "pass": "first", "guideline": None, "base": None}


def test_whole_seconds_are_written_without_a_point() -> None:
    value = records.value()
    assert record_value(read_record(value), EN)["labellings"][0]["seconds"] == 12.5
    value["labellings"][0]["seconds"] = 12.0
    seconds = record_value(read_record(value), EN)["labellings"][0]["seconds"]
    assert (seconds, type(seconds)) == (12, int)


def test_a_labelling_that_does_not_say_how_long_it_took_took_no_time() -> None:
    record = read_record(change(records.value(), "labellings.0.seconds", ...))
    assert record_value(record, EN)["labellings"][0]["seconds"] == 0


def test_labellings_are_ordered_by_role_annotator_and_pass_and_entities_by_id() -> None:
    value = records.value()
    first = value["labellings"][0]
    value["labellings"] = [
        {**first, "annotator": "gold", "role": "gold"},
        {**first, "annotator": "Ben"},
        {**first, "layers": {"lines": {"status": "done", "pass": "second"}}},
        first,
    ]
    whole = record_value(fitted(value), EN)
    told = [(one["annotator"], one["layers"]["lines"]["pass"]) for one in whole["labellings"]]
    assert told == [("Ana", "main"), ("Ana", "second"), ("Ben", "main"), ("gold", "main")]
    assert [one["id"] for one in whole["entities"]] == ["e-bridge", "e-chloe", "e-dora"]


def test_a_finished_page_without_body_lines_counts_as_confirmed() -> None:
    value = records.value()
    value["labellings"][0] |= {"lines": [], "quotes": [], "stances": []}
    assert fitted(value).labellings[0].labelling.page.no_body


def test_the_entities_of_a_labelling_are_its_speakers_holders_and_targets() -> None:
    value = records.value()
    value["labellings"][0]["quotes"][1]["speaker"] = "unknown"
    assert used_entities(read_record(value).labellings[0].labelling) == {"e-chloe", "e-dora", "e-bridge"}


def test_what_the_format_lacks_is_left_out_and_told() -> None:
    value = records.value(colour="red")
    value["labellings"][0]["quotes"][0]["mood"] = "glad"
    assert read_record(value).notices == [
        f"{PAGE}: the field 'colour' is not part of the format and was left out",
        f"{ANA}, quote q-1: the field 'mood' is not part of the format and was left out",
    ]


@pytest.mark.parametrize(
    ("path", "new", "says"),
    [
        ("format", "annotator.page/2", "record: its format is not 'annotator.page/1'"),
        ("page", [], "page: should be an object, not a list"),
        ("page.name", "", "page: 'name' should be a non-empty string, not ''"),
        ("page.text", ..., f"{PAGE}: lacks the field 'text'"),
        ("page.text", 3, f"{PAGE}: 'text' should be a string"),
        ("page.text", "\ud800", f"{PAGE}: the text holds a lone surrogate at 0"),
        ("page.length", 3, f"{PAGE}: the text has {len(records.TEXT)} code points, not 3"),
        ("page.sha256", "0", f"{PAGE}: the text's sha256 is "),
        ("page.encoding", "latin-1", f"{PAGE}: the encoding of a record's text is always 'utf-8'"),
        ("page.id", "", f"{PAGE}: 'id' should be a non-empty string, not ''"),
        ("page.source", {"digest": "0"}, f"{PAGE}, source: has an unknown field 'digest'"),
        ("page.meta", [], f"{PAGE}, meta: should be an object, not a list"),
        ("entities.0.kind", "CAT", f"{PAGE}, entity e-dora: 'kind' is 'CAT'"),
        ("entities.0.id", "e-chloe", f"{PAGE}, entity e-chloe: is in the record twice and differs"),
        ("labellings.0.role", "boss", f"{PAGE}, labelling 1: 'role' is 'boss'"),
        ("labellings.0.annotator", "gold", f"{PAGE}, labelling gold: 'gold' is the annotator of the role gold"),
        ("labellings.0.status", ..., f"{ANA}: lacks the field 'status'"),
        ("labellings.0.revision", -1, f"{ANA}: 'revision' should lie between 0 and"),
        ("labellings.0.seconds", "3", f"{ANA}: 'seconds' should be a number from 0 on, not '3'"),
        ("labellings.0.seconds", float("inf"), f"{ANA}: 'seconds' should be a number from 0 on, not inf"),
        ("labellings.0.seconds", True, f"{ANA}: 'seconds' should be a number from 0 on, not True"),
        ("labellings.0.layers", {"liens": {}}, f"{ANA}, layers: has an unknown field 'liens'"),
        ("labellings.0.layers", {"lines": {"status": "skipped"}}, f"{ANA}, layers, lines: 'status' is 'skipped'"),
        ("labellings.0.page", {"usable": "yes"}, f"{ANA}, page answers: 'usable' should be true, false or null"),
        ("labellings.0.lines.1.n", 10, f"{ANA}, line 10: the page's lines are 1-9"),
        ("labellings.0.lines.1.n", 6, f"{ANA}, line 6: is labelled twice"),
        ("labellings.0.lines.1.end", 3, f"{ANA}, line 1: the line is 0-14, not 0-3"),
        ("labellings.0.lines.1.text", "Harbour Post", f"{ANA}, line 1: the text at 0-14 is"),
        ("labellings.0.lines.1.label", None, f"{ANA}, line 1: lacks its label"),
        ("labellings.0.lines.1.label", "corpse", f"{ANA}, line 1: the label 'corpse' is none of body"),
        ("labellings.0.lines.1.kind", "gossip", f"{ANA}, line 1: the scheme news/1 has no kind 'gossip'"),
        ("labellings.0.lines.1.flags", ["odd"], f"{ANA}, line 1: the flag 'odd' is none of mixed, unsure"),
        ("labellings.0.quotes.1.id", "q-1", f"{ANA}, quote q-1: is there twice"),
        ("labellings.0.quotes.0.source_kind", ..., f"{ANA}, quote q-1: lacks the field 'source_kind'"),
        ("labellings.0.quotes.0.source_kind", "rumour", f"{ANA}, quote q-1: 'source_kind' is 'rumour'"),
        ("labellings.0.quotes.0.speaker", "e-x", f"{ANA}, quote q-1, speaker: there is no entity 'e-x'"),
        (
            "labellings.0.quotes.0.cues.0.text",
            "sald",
            f"{ANA}, quote q-1, cue 1: the text at 110-114 is 'said', not 'sald'",
        ),
        ("labellings.0.quotes.0.cues.0.text", ..., f"{ANA}, quote q-1, cue 1: lacks the field 'text'"),
        ("labellings.0.quotes.0.cues.0.end", 10**9, f"{ANA}, quote q-1, cue 1: the span 110-1000000000 is empty or"),
        ("labellings.0.quotes.0.contents.1.start", 95, f"{ANA}, quote q-1, content 2: "),
        ("labellings.0.quotes.0.contents", "x", f"{ANA}, quote q-1: 'contents' should be a list"),
        ("labellings.0.stances.0.quote", "q-9", f"{ANA}, stance s-1: its quote 'q-9' is not there any more"),
        ("labellings.0.stances.0.polarity", 1.0, f"{ANA}, stance s-1: 'polarity' is 1.0"),
        ("labellings.0.stances.0.polarity", 2, f"{ANA}, stance s-1: this project has no polarity 2"),
        ("labellings.0.notes.0.note", "", f"{ANA}, note n-1: 'note' should be a non-empty string"),
        ("labellings.0.notes.0.text", "dusk", f"{ANA}, note n-1: the text at "),
    ],
)
def test_a_record_that_contradicts_itself_is_refused_with_the_place(path: str, new: Any, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        fitted(change(records.value(), path, new))
    assert str(refusal.value).startswith(says)


def test_a_labelling_belongs_to_one_pass_unless_it_is_gold() -> None:
    layers = {"page": {"status": "done", "pass": "one"}, "lines": {"status": "done", "pass": "two"}}
    value = records.value()
    value["labellings"][0]["layers"] = layers
    with pytest.raises(Refused, match="name several passes \\(one, two\\); a labelling belongs to one"):
        read_record(value)
    value["labellings"][0] |= {"annotator": "gold", "role": "gold"}
    assert read_record(value).labellings[0].pass_name == "one"


def test_a_layer_that_the_project_lacks_is_refused() -> None:
    value = records.value()
    value["labellings"][0]["layers"] = {"quotes": {"status": "done"}}
    with pytest.raises(Refused, match="layer quotes: this project doesn't label it"):
        fit(read_record(value).labellings[0], Rules(preset("body"), {}), PAGE)


@pytest.mark.parametrize("role", ["annotator", "gold"])
def test_the_same_labelling_twice_is_refused(role: str) -> None:
    value = records.value()
    first = {**value["labellings"][0], "role": role, "annotator": "gold" if role == "gold" else "Ana"}
    value["labellings"] = [first, first]
    with pytest.raises(Refused, match=f"is there twice as {role}"):
        read_record(value)


@pytest.mark.parametrize("broken", ["text", "line", "span", "note"])
def test_a_page_whose_labels_dont_fit_is_not_written(broken: str) -> None:
    record = fitted(records.value())
    labelling = record.labellings[0].labelling
    mark = labelling.quotes["q-1"].mark
    if broken == "line":
        labelling.lines[99] = labelling.lines[1]
    elif broken == "span":
        labelling.quotes["q-3"] = Quote(id="q-3", position=9, mark=mark, contents=(Span(0, 10_000),))
    elif broken == "note":
        labelling.notes["n-2"] = Note(id="n-2", position=9, mark=mark, start=3, end=3, note="x")
    else:
        record.page = replace(record.page, text=PageText(records.TEXT.replace("May", "Mai")))
    with pytest.raises(Refused) as refusal:
        record_value(record, EN)
    assert refusal.value.place.startswith(PAGE)


def test_a_labelling_is_written_alone_too() -> None:
    record = fitted(records.value())
    assert record_labelling(record.labellings[0], EN, PAGE) == record_value(record, EN)["labellings"][0]


def test_numbers_of_the_metadata_keep_their_spelling() -> None:
    meta = {"b": Number("1.50"), "a": [Number("-0"), 2, None, True, "š\n"], "c": {}}
    assert spelled(meta, "here") == '{"b":1.50,"a":[-0,2,null,true,"š\\n"],"c":{}}'


def test_metadata_nested_without_end_is_refused() -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    with pytest.raises(Refused, match="nested deeper than 100"):
        read_record(records.value(meta={"deep": deep}))


def test_the_source_of_a_page_is_kept() -> None:
    source = {"sha256": "00", "media_type": "text/html", "encoding": None, "renderer": "plain/1"}
    assert record_value(read_record(records.value(source=source)), EN)["page"]["source"] == source


def test_every_collection_has_its_keys() -> None:
    assert set(ITEM_KEYS) == set(COLLECTIONS)
