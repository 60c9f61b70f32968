"""What Label Studio exports, whatever its fields are called, becomes labels, or one sentence that names the place."""

import json
from typing import Any

import pytest

from annotator.formats.base import Told
from tests.formats.foreign.story import SPLIT, TEXT, quotes, record, rows, studio, units, where


@pytest.mark.parametrize("offsets", [where, units], ids=["code points", "utf-16"])
def test_label_studio_gives_quotes_lines_and_annotators_by_either_way_of_counting(offsets: Any) -> None:
    found = record([studio(offsets)], "export.json")
    assert (found.page.name, found.page.url, found.page.meta) == (
        "export/12",
        "https://harbour.example/a",
        '{"desk":"city"}',
    )
    [one] = found.labellings
    assert (one.annotator, one.role, one.labelling.status) == ("ana@harbour.example", "annotator", "done")
    assert quotes(one) == [SPLIT]
    assert {n: (line.label, line.kind) for n, line in one.labelling.lines.items()} == {1: ("body", "headline")}
    assert {name for name, state in one.labelling.layers.items() if state.status == "done"} == {"lines", "quotes"}


def test_each_annotation_is_somebody_s_and_a_prediction_is_a_machine_s() -> None:
    task = studio()
    result = task["annotations"][0]["result"]
    task["annotations"] += [
        {"completed_by": 9, "result": result},
        {"completed_by": 10, "result": [], "was_cancelled": True},
    ]
    task["predictions"] = [{"model_version": "tagger-2", "result": result}]
    found = record([task], "export.json")
    names = [(one.annotator, one.role) for one in found.labellings]
    assert names == [("ana@harbour.example", "annotator"), ("user 9", "annotator"), ("tagger-2", "machine")]
    assert any("user 10 skipped the task" in notice for notice in found.notices)


def test_a_label_that_nobody_maps_is_refused_with_how_to_map_it() -> None:
    task = studio()
    task["annotations"][0]["result"][0]["value"]["labels"] = ["PERSON"]
    [row] = rows([task], "export.json")
    assert "label 'PERSON': nothing here is called that; --map PERSON=content" in str(row.refusal)
    assert quotes(record([task], "x.json", Told(names={"PERSON": "content"})).labellings[0]) == [SPLIT]
    left = record([task], "x.json", Told(names={"PERSON": ""})).labellings[0]
    assert quotes(left) == [{"contents": ["“At dawn.”"], "cues": [], "sources": []}]


def test_a_region_whose_words_are_elsewhere_is_refused() -> None:
    task = studio()
    task["annotations"][0]["result"][0]["value"]["start"] += 3
    [row] = rows([task], "export.json")
    assert "is not the '“We sail,”' that it names" in str(row.refusal)


def named(**data: Any) -> dict[str, Any]:
    """The task with other data."""
    return {**studio(), "data": data}


def bare(task: dict[str, Any]) -> dict[str, Any]:
    """The task with regions that don't say their words."""
    for result in task["annotations"][0]["result"]:
        result.get("value", {}).pop("text", None)
    return task


TWO = {"article": TEXT, "headline": "Harbour news", "url": "https://harbour.example/a"}


@pytest.mark.parametrize(
    "task",
    [
        named(**TWO),
        named(**{**TWO, "text": "What they were asked"}),
        bare({**named(**TWO), "data": {"article": TEXT, "title": TEXT}}),
        bare(named(**TWO)),
    ],
    ids=["words", "beside a text", "what describes a page is none", "too short"],
)
def test_the_text_is_the_field_that_the_labels_fit(task: dict[str, Any]) -> None:
    found = record([task], "export.json")
    assert found.page.text.text == TEXT
    assert quotes(found.labellings[0]) == [SPLIT]
    assert "article" not in found.page.meta


def test_a_field_that_is_called_text_is_it_where_nothing_speaks_against_it() -> None:
    found = record([bare(named(text=TEXT, copy=TEXT))], "export.json")
    assert (found.page.text.text, found.page.meta) == (
        TEXT,
        json.dumps({"copy": TEXT}, ensure_ascii=False, separators=(",", ":")),
    )


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            {"a": TEXT, "b": TEXT},
            "nothing tells which field is the page (a, b); --map a=text says it is",
        ),
        ({"a": "One", "b": "Two"}, "no one field is what all labels are about (a, b); --map a=text says it is"),
        ({"dialogue": [{"text": "Hi"}], "n": 3}, "none of its fields is a text (dialogue, n)"),
        ({}, "none of its fields is a text (there are none)"),
    ],
)
def test_a_task_whose_text_nothing_tells_is_one_sentence_with_its_fields(data: dict[str, Any], says: str) -> None:
    [row] = rows([named(**data)], "export.json")
    assert f"page export/12, data: {says}" in str(row.refusal)


def test_who_says_which_field_is_the_text_is_believed_and_labels_of_the_other_are_told() -> None:
    task = named(title="Mara Lind sails", body=TEXT)
    other = {"id": "t", "type": "labels", "from_name": "label", "to_name": "title"}
    task["annotations"][0]["result"].append(
        {**other, "value": {"start": 0, "end": 9, "text": "Mara Lind", "labels": ["source"]}}
    )
    [row] = rows([task], "export.json")
    assert "no one field is what all labels are about (title, body)" in str(row.refusal)
    found = record([task], "export.json", Told(names={"body": "text"}))
    assert quotes(found.labellings[0]) == [SPLIT]
    assert found.notices == ["page export/12: labels of title are about another text than 'body' and were left out"]


def test_words_whose_white_space_was_not_kept_are_where_they_stand() -> None:
    text = TEXT.replace("said Mara", "said \u00a0 Mara")
    start = text.index("said")
    end = text.index(" Lind")
    value = {"start": start, "end": end, "labels": ["cue"], "text": "said Mara"}
    task = named(text=text)
    task["annotations"][0]["result"] = [{"id": "a", "type": "labels", "to_name": "text", "value": value}]
    assert "cue at" in record([task], "export.json").notices[0]
    value["text"] = "says Mara"
    [row] = rows([task], "export.json")
    assert "is not the 'says Mara' that it names" in str(row.refusal)


def test_of_two_annotations_of_one_person_the_later_counts_and_the_other_is_told() -> None:
    task = studio(updated_at="2026-05-02T10:00:00Z")
    [later] = task["annotations"]
    task["annotations"].append({**later, "id": 8, "updated_at": "2026-05-01T10:00:00Z", "result": later["result"][:1]})
    task["predictions"] = [
        {"id": 5, "model_version": "tagger-2", "created_at": "2026-04-01T10:00:00Z", "result": later["result"][:1]},
        {"id": 6, "model_version": "tagger-2", "created_at": "2026-04-02T10:00:00Z", "result": later["result"]},
    ]
    found = record([task], "export.json")
    assert [(one.annotator, one.role, quotes(one)) for one in found.labellings] == [
        ("ana@harbour.example", "annotator", [SPLIT]),
        ("tagger-2", "machine", [SPLIT]),
    ]
    said = ["ana@harbour.example annotated it more than once; 8 of 2026-05-01T10:00:00Z was left out"]
    said.append("tagger-2 annotated it more than once; 5 of 2026-04-01T10:00:00Z was left out")
    assert found.notices == [f"page export/12: {one}" for one in said]


def test_a_task_that_holds_predictions_alone_is_one_of_label_studio_s() -> None:
    task = studio()
    guessed = [{"model_version": "tagger-2", "result": task.pop("annotations")[0]["result"]}]
    [one] = record([{**task, "predictions": guessed}], "tasks.json").labellings
    assert (one.annotator, one.role, quotes(one)) == ("tagger-2", "machine", [SPLIT])


def test_drafts_and_what_is_named_by_number_alone_are_told() -> None:
    found = record([{**studio(), "drafts": [{"id": 1, "result": []}], "predictions": [11, 12]}], "export.json")
    assert [one.annotator for one in found.labellings] == ["ana@harbour.example"]
    said = ["1 draft was not submitted and left out", "2 predictions named by number alone and left out"]
    assert found.notices == [f"page export/12: {one}" for one in said]


def hypertext(text: str, start: int) -> dict[str, Any]:
    value = {"start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]", "startOffset": 0, "endOffset": 9}
    value |= {"text": "“We sail,”", "hypertextlabels": ["content"]}
    value["globalOffsets"] = {"start": start, "end": start + 10}
    task = named(text=text)
    task["annotations"][0]["result"] = [{"id": "h", "type": "hypertextlabels", "to_name": "text", "value": value}]
    return task


def test_a_place_in_html_is_refused_unless_the_whole_text_tells_it_as_well() -> None:
    assert quotes(record([hypertext(TEXT, where("“We")[0])], "export.json").labellings[0])[0]["contents"] == [
        "“We sail,”"
    ]
    [row] = rows([hypertext("<p>“We sail,”</p>", 0)], "export.json")
    assert "region h: is a place in HTML, by the path to a node, which can't be found in a text" in str(row.refusal)
    plain = record([{"id": 1, "data": {"text": "<p>“We sail,”</p>"}, "annotations": []}], "export.json")
    assert "its text is HTML, which came in as it is written" in plain.notices[0]


def flat(**more: Any) -> dict[str, Any]:
    """The annotation of `studio` as a row of JSON-MIN."""
    results = studio()["annotations"][0]["result"]
    row = {"article": TEXT, "desk": "city", "id": 12, "label": [one["value"] for one in results if "value" in one]}
    row |= {"annotator": "ana@harbour.example", "annotation_id": 7, "lead_time": 3.1}
    return {**row, "created_at": "2026-05-01T10:00:00Z", "updated_at": "2026-05-01T10:00:00Z", **more}


def test_json_min_gives_the_spans_that_it_holds_an_annotator_a_row() -> None:
    found = [row.record for row in rows([flat(), flat(annotator=9, annotation_id=8)], "min.json")]
    assert [(one.page.name, one.page.meta) for one in found if one] == [("min/12", '{"desk":"city"}')] * 2
    made = [labelling for one in found if one for labelling in one.labellings]
    assert [one.annotator for one in made] == ["ana@harbour.example", "user 9"]
    assert quotes(made[0])[0]["contents"] == ["“We sail,”"]
    assert made[0].labelling.lines[1].kind == "headline"
    assert found[0]
    assert any("cue at" in one and "related to no content" in one for one in found[0].notices)


@pytest.mark.parametrize(
    ("region", "says"),
    [
        ({}, "page min/12, annotation of ana@harbour.example, region label 6: lacks the field 'start'"),
        ({"start": "/p[1]/text()[1]", "end": 4}, "region label 6: is a place in HTML"),
        (
            {"start": 9, "end": 12, "text": "nowhere"},
            "region label 6: the text at 9-12 is not the 'nowhere' that it names",
        ),
        ({"start": True, "end": 12}, "region label 6: 'start' should be a whole number, not true"),
    ],
)
def test_a_row_of_json_min_that_is_not_whole_is_one_sentence(region: dict[str, Any], says: str) -> None:
    row = flat()
    row["label"].append({"labels": ["content"], **region})
    [found] = rows([row], "min.json")
    assert says in str(found.refusal)


def test_what_json_min_says_of_no_region_in_particular_is_told() -> None:
    kinds = ["headline", {"start": 0, "end": 5, "choices": ["a", "b"]}]
    found = record([flat(kinds=kinds, words=[{"start": 0, "end": 5, "text": ["x", "y"]}])], "min.json")
    left = [one for one in found.notices if "of a region was left out" in one]
    assert [one.partition(": ")[2].split(" of")[0] for one in left] == [
        "choices 'kinds'",
        "choices 'kinds'",
        "textarea 'words'",
    ]


def test_what_is_said_of_a_region_without_a_label_is_told() -> None:
    task = studio()
    place = {"start": 0, "end": 3, "choices": ["headline"]}
    task["annotations"][0]["result"].append({"id": "k", "type": "choices", "from_name": "kind", "value": place})
    said = "what is said of region k was left out, since it has no label: kind"
    assert record([task], "export.json").notices == [f"page export/12: {said}"]
