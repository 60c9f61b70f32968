"""Label Studio, doccano and Prodigy: labels as spans, in files that these tools import."""

import json
from typing import Any
from xml.etree import ElementTree as ET

from annotator.core.presets import preset
from annotator.formats.doccano import Doccano
from annotator.formats.label_studio import LabelStudio, configuration
from annotator.formats.prodigy import Prodigy
from tests.fixtures import ferry
from tests.fixtures.written import written


def tasks(*pages: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written(LabelStudio(), *pages).only)
    return found


def test_tasks_of_label_studio_are_one_array_however_many_there_are() -> None:
    assert tasks() == []
    assert [one["data"]["name"] for one in tasks(ferry.page("a"), ferry.page("b"))] == ["a", "b"]


def test_parts_of_a_quote_are_tied_to_its_first_content() -> None:
    [task] = tasks(ferry.page())
    result = task["annotations"][0]["result"]
    regions = {one["id"]: one["value"]["text"] for one in result if one["type"] == "labels"}
    ties = [
        (regions[one["from_id"]], regions[one["to_id"]], one["labels"]) for one in result if one["type"] == "relation"
    ]
    outer = "“It leaves at noon,”"
    parts = ["“and Dora says the pier is closed.”", "said", "Chloe Marsh"]
    assert [tie for tie in ties if tie[0] == outer] == [(outer, part, ["part of the quote"]) for part in parts]
    assert ("leaves at noon,", outer, ["about the quote"]) in ties


def test_what_a_region_has_no_field_for_is_said_of_the_region() -> None:
    [task] = tasks(ferry.page())
    said = {
        (one["value"]["start"], one["from_name"]): one["value"][one["type"] if one["type"] == "choices" else "text"]
        for one in task["annotations"][0]["result"]
        if one["type"] in ("choices", "textarea")
    }
    start = ferry.TEXT.index("“It")
    assert said[start, "speaker"] == ["Chloe\tMarsh"]
    assert said[start, "flags"] == ["discontinuous", "unsure"]
    evidence = ferry.TEXT.index("leaves at noon,")
    assert (said[evidence, "polarity"], said[evidence, "target"]) == (["1"], ["=the bridge"])
    assert said[ferry.TEXT.index("• Bring"), "kind"] == ["list"]


def test_the_labelling_interface_has_every_tag_and_value_that_tasks_use() -> None:
    top = ET.fromstring(configuration(preset("full")))
    tags = {one.get("name"): {each.get("value") for each in one} for one in top if one.get("name")}
    relations = {one.get("value") for one in top.iter("Relation")}
    for one in tasks(ferry.page())[0]["annotations"][0]["result"]:
        if one["type"] == "relation":
            assert relations.issuperset(one["labels"])
        elif one["type"] == "textarea":
            assert one["from_name"] in tags
        else:
            assert tags[one["from_name"]].issuperset(one["value"][one["type"]])


def test_gold_is_ground_truth() -> None:
    def truth(**labelling: str) -> bool:
        return bool(tasks(ferry.page(**labelling))[0]["annotations"][0]["ground_truth"])

    assert truth(annotator="gold", role="gold")
    assert not truth()


def test_a_page_without_labels_has_an_empty_annotation() -> None:
    empty = ferry.page(lines=[], quotes=[], stances=[])
    assert tasks(empty)[0]["annotations"][0]["result"] == []
    assert json.loads(written(Doccano(), empty).only)["label"] == []
    assert json.loads(written(Prodigy(), empty).only)["spans"] == []


def test_doccano_counts_an_emoji_as_two() -> None:
    row = json.loads(written(Doccano(), ferry.page()).only)
    start = ferry.TEXT.index("Ferry")
    assert [start + 2, start + 22, "body"] in row["label"]


def test_doccano_tells_what_flat_spans_cannot_say() -> None:
    told = {
        (loss.layer, loss.why.removeprefix("the format has no place for "))
        for loss in written(Doccano(), ferry.page()).losses
    }
    assert ("quotes", "their speaker") in told
    assert ("quotes", "which parts make up one quote") in told
    assert ("stances", "their target") in told
    assert ("lines", "their kind") in told


def test_a_span_of_prodigy_names_its_quote_and_invents_no_hash() -> None:
    task = json.loads(written(Prodigy(), ferry.page()).only)
    outer = [one for one in task["spans"] if one.get("quote", {}).get("id") == "q-outer"]
    assert [one["label"] for one in outer] == ["content", "content", "cue", "source"]
    assert outer[0]["quote"]["speaker"] == "e 1%"
    assert {one["id"] for one in task["entities"]} >= {"e 1%", "e-2"}
    assert not [name for name in task if name.startswith("_") or name == "tokens"]
    assert not [name for one in task["spans"] for name in one if name.startswith("token")]


def test_stances_without_evidence_are_told_by_name() -> None:
    for one in (LabelStudio(), Doccano(), Prodigy()):
        told = {loss.what for loss in written(one, ferry.page()).losses if loss.why == "it has no evidence to stand on"}
        assert told == {"s-none", "s-unclear"}
