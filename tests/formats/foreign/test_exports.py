"""Other tools' exports, in the shapes that they document, become labels that stand where their marks stood."""

import io
import json
from typing import Any

import pytest

from annotator.core.presets import preset
from annotator.core.record_labels import RecordLabelling
from annotator.core.records import Record
from annotator.formats.base import Row, Told
from annotator.formats.foreign.brat import read_pair
from annotator.formats.readers import reader_for

TEXT = "👩‍🚀 Harbour news\n“We sail,” said Mara Lind. “At dawn.”\nShe said that nobody paid.\n"
FULL = Told(scheme=preset("full"))


def where(words: str, nth: int = 0) -> tuple[int, int]:
    """Offsets of words in code points."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def units(words: str, nth: int = 0) -> tuple[int, int]:
    """Offsets of words in UTF-16 code units."""
    start, end = where(words, nth)
    return len(TEXT[:start].encode("utf-16-le")) // 2, len(TEXT[:end].encode("utf-16-le")) // 2


def rows(value: Any, name: str, told: Told = FULL, form: str | None = None) -> list[Row]:
    return list(reader_for(name, form).read(io.BytesIO(json.dumps(value).encode()), name, told))


def record(value: Any, name: str, told: Told = FULL) -> Record:
    [row] = rows(value, name, told)
    assert row.record, row.refusal
    return row.record


def quotes(one: RecordLabelling) -> list[dict[str, list[str]]]:
    """The words of each quote's parts."""
    text = one.labelling.text
    parts = ("contents", "cues", "sources")
    return [
        {part: [text.slice(span) for span in getattr(quote, part)] for part in parts}
        for quote in one.labelling.quotes.values()
    ]


SPLIT = {"contents": ["“We sail,”", "“At dawn.”"], "cues": ["said"], "sources": ["Mara Lind"]}


def studio(offsets: Any = where, **more: Any) -> dict[str, Any]:
    """A task of Label Studio with a quote in two parts, its cue and source, and a headline."""
    marks = [
        ("a", "content", "“We sail,”"),
        ("b", "content", "“At dawn.”"),
        ("c", "cue", "said"),
        ("s", "source", "Mara Lind"),
    ]
    marks.append(("h", "headline", "👩‍🚀 Harbour news"))
    result: list[dict[str, Any]] = [
        {
            "id": key,
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": dict(zip(("start", "end"), offsets(words), strict=True)) | {"labels": [label], "text": words},
        }
        for key, label, words in marks
    ]
    result += [{"type": "relation", "from_id": "a", "to_id": other, "direction": "right"} for other in ("b", "c")]
    result.append({"type": "relation", "from_id": "s", "to_id": "c", "direction": "right"})
    annotation = {
        "id": 7,
        "completed_by": {"id": 3, "email": "ana@harbour.example"},
        "result": result,
        "was_cancelled": False,
    }
    return {
        "id": 12,
        "data": {"text": TEXT, "url": "https://harbour.example/a", "desk": "city"},
        "annotations": [{**annotation, **more}],
    }


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


def test_doccano_counts_utf_16_and_a_part_without_a_content_is_told() -> None:
    lone = [[*units("“We sail,”"), "content"], [*units("👩‍🚀 Harbour news"), "headline"], [*units("said"), "cue"]]
    found = record({"id": 1, "text": TEXT, "label": lone, "Comments": []}, "ben.jsonl")
    [one] = found.labellings
    assert one.annotator == "ben"
    assert quotes(one) == [{"contents": ["“We sail,”"], "cues": [], "sources": []}]
    assert any("cue at" in notice and "related to no content" in notice for notice in found.notices)


def test_doccano_s_relations_make_one_quote() -> None:
    marks = {1: ("“We sail,”", "content"), 2: ("“At dawn.”", "content"), 3: ("said", "cue"), 4: ("Mara Lind", "source")}
    entities = [
        {"id": key, "label": label, **dict(zip(("start_offset", "end_offset"), units(words), strict=True))}
        for key, (words, label) in marks.items()
    ]
    relations = [{"id": key, "from_id": key, "to_id": 1, "type": "part"} for key in (2, 3, 4)]
    found = record({"text": TEXT, "entities": entities, "relations": relations}, "all.jsonl")
    assert quotes(found.labellings[0]) == [SPLIT]


def test_a_row_of_doccano_without_marks_is_a_page_without_a_labelling() -> None:
    assert record({"text": TEXT, "label": []}, "all.jsonl").labellings == []
    [one] = record({"text": TEXT, "label": []}, "all.jsonl", Told(layers=("quotes",))).labellings
    assert one.labelling.layers["quotes"].status == "done"
    assert one.labelling.quotes == {}


def prodigy(**more: Any) -> dict[str, Any]:
    marks = [("“We sail,”", "content"), ("“At dawn.”", "content"), ("said", "cue"), ("Mara Lind", "source")]
    spans = [dict(zip(("start", "end"), where(words), strict=True)) | {"label": label} for words, label in marks]
    relations = [
        {"head": 1, "child": 2, "head_span": spans[0], "child_span": other, "label": "part"} for other in spans[1:]
    ]
    task = {"text": TEXT, "_input_hash": 1, "_task_hash": 2, "answer": "accept", "_annotator_id": "set-ana"}
    return {**task, "spans": spans, "relations": relations, "meta": {"site": "harbour.example"}, **more}


def test_prodigy_counts_code_points_and_joins_by_relations() -> None:
    found = record(prodigy(), "out.jsonl")
    assert found.page.site == "harbour.example"
    assert found.labellings[0].annotator == "set-ana"
    assert quotes(found.labellings[0]) == [SPLIT]


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_a_task_that_was_not_accepted_is_no_labelling(answer: str) -> None:
    found = record(prodigy(answer=answer), "out.jsonl")
    assert found.labellings == []
    assert any(f"answered {answer!r}" in notice for notice in found.notices)


def test_a_span_of_prodigy_whose_words_are_elsewhere_is_refused() -> None:
    start, end = where("said")
    span = {"start": start + 1, "end": end + 1, "label": "cue", "text": "said"}
    [row] = rows(prodigy(spans=[span], relations=[]), "out.jsonl")
    assert "span 1: the text at 29-33 is not the 'said' that it names" in str(row.refusal)


def test_what_stands_beside_a_task_of_prodigy_is_kept() -> None:
    page = record(prodigy(url="https://harbour.example/1", priority=3, _view_id="relations"), "out.jsonl").page
    assert (page.url, page.site, page.meta) == ("https://harbour.example/1", "harbour.example", '{"priority":3}')


@pytest.mark.parametrize("polarity", ["--1", "9" * 5000, "-"])
def test_a_polarity_that_is_no_number_is_one_sentence(polarity: str) -> None:
    about = {"id": "s", "level": "page", "holder": "e1", "target": "e2", "polarity": polarity}
    span = {"start": 0, "end": 3, "label": "evidence", "stance": about}
    [row] = rows(prodigy(spans=[span], relations=[]), "out.jsonl")
    assert "'polarity' is" in str(row.refusal)


def standoff(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode()


def at(words: str) -> str:
    return "{} {}".format(*where(words))


MARKS = (
    f"T1\tContent {at('“We sail,”')};{at('“At dawn.”')}\t“We sail,” “At dawn.”",
    f"T2\tCue {at('said')}\tsaid",
    f"T3\tSource {at('Mara Lind')}\tMara Lind",
)


@pytest.mark.parametrize(
    "joins",
    [
        ("E1\tCue:T2 Content:T1 Source:T3",),
        ("R1\tPart Arg1:T1 Arg2:T2", "R2\tSays Arg1:T3 Arg2:T2"),
        ("*\tEquiv T1 T2 T3",),
    ],
    ids=["event", "relations", "equivalence"],
)
def test_brat_joins_spans_of_fragments_by_events_and_relations(joins: tuple[str, ...]) -> None:
    more = ("A1\tNegation T1", "#1\tAnnotatorNotes T1\tlooks right")
    row = read_pair(TEXT.encode(), standoff(*MARKS, *joins, *more), "day/a.txt", FULL)
    assert row.record, row.refusal
    [one] = row.record.labellings
    assert quotes(one) == [SPLIT]
    assert [note.note for note in one.labelling.notes.values()] == ["looks right"]
    assert any("the attribute Negation of T1 was left out" in notice for notice in row.record.notices)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("T1\tContent 0", "line 1"),
        ("T1\tContent 0 9999\tx", "outside the text"),
        ("nonsense", "is no line of brat"),
        ("E1\tX:T9", ""),
    ],
)
def test_a_broken_line_of_brat_is_told(line: str, says: str) -> None:
    row = read_pair(TEXT.encode(), standoff(line), "a.txt", FULL)
    assert says in str(row.refusal or "")
    assert bool(row.refusal) == bool(says)


def test_a_span_of_brat_whose_words_are_elsewhere_is_refused() -> None:
    crlf = TEXT.replace("\n", "\r\n").encode()
    row = read_pair(crlf, standoff(MARKS[1]), "a.txt", FULL)
    assert "T2: the text at 28-32 is not the 'said' that it names" in str(row.refusal)
    assert read_pair(TEXT.encode(), standoff(MARKS[1]), "a.txt", FULL).record
    assert read_pair(crlf, standoff("T2\tCue 28 32"), "a.txt", FULL).record, "without words there is nothing to compare"


def test_an_empty_file_of_brat_is_no_labelling() -> None:
    row = read_pair(TEXT.encode(), b"", "a.txt", FULL)
    assert row.record
    assert row.record.labellings == []


def span(words: str, nth: int = 0) -> dict[str, Any]:
    start, end = where(words, nth)
    return {"start": start, "end": end, "text": words}


def test_citron_gives_quotes_and_tells_what_it_leaves_out() -> None:
    quote: dict[str, Any] = {
        "cue": span("said"),
        "sources": [span("Mara Lind")],
        "contents": [span("“We sail,”"), span("“At dawn.”")],
    }
    value = {"text": TEXT, "quotes": [quote], "coreference_groups": [[span("Mara Lind"), span("She")]]}
    found = record(value, "story.json")
    assert found.page.name == "story.json"
    assert quotes(found.labellings[0]) == [SPLIT]
    assert any("coreference groups" in notice for notice in found.notices)
    quote["cue"] = {**span("said"), "text": "told"}
    [row] = rows(value, "story.json")
    assert "quote 1, cue: the text at" in str(row.refusal)


def test_a_source_that_is_a_pronoun_is_one() -> None:
    value = {
        "text": TEXT,
        "language": "en",
        "quotes": [{"contents": [span("that nobody paid")], "sources": [span("She")]}],
    }
    [quote] = record(value, "story.json").labellings[0].labelling.quotes.values()
    assert quote.source_kind == "pronoun"


def test_a_line_takes_the_label_of_its_larger_part_and_a_small_part_is_told() -> None:
    start, _ = where("“We sail,”")
    marks: list[Any] = [[start, start + 30, "paragraph"], [*units("She"), "caption"]]
    found = record(
        {"text": TEXT, "label": [[one + 1, end + 1, label] for one, end, label in marks[:1]] + marks[1:]}, "a.jsonl"
    )
    lines = found.labellings[0].labelling.lines
    assert {n: (line.kind, line.flags) for n, line in lines.items()} == {2: ("paragraph", ("mixed",))}
    assert any("line 3 is marked in its smaller part" in notice for notice in found.notices)


def test_a_span_over_several_lines_is_taken_apart_at_the_line_ends() -> None:
    start, end = where("“At dawn.”")[0], where("said that")[1]
    found = record({"text": TEXT, "spans": [{"start": start, "end": end, "label": "content"}]}, "a.jsonl")
    assert quotes(found.labellings[0])[0]["contents"] == ["“At dawn.”", "She said that"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'[{"data": {"text": "a"}, "annotations": [', "in the middle of its JSON"),
        (b'[{"data": {"text": "a', "in the middle of a string"),
        (b'[{"data": {"text": NaN}, "annotations": []}]', "is not valid JSON"),
        (b'[{"data": {"text": "\\ud800"}, "annotations": []}]', "is not valid JSON"),
        (b'{"annotations": 3}', "no tool writes JSON like this"),
        (b"[]", "holds no JSON object"),
        (b'[{"data": {"text": "abc"}, "annotations": [{"result": [{"value": 3}]}]}]', "should be an object"),
        (b'[{"data": {"text": "a\\u0000"}, "annotations": []}]', "holds a NUL"),
        (b"[" * 200_000, "in the middle of its JSON"),
        (b'[{"a":' * 200_000, "in the middle of its JSON"),
    ],
)
def test_a_hostile_file_is_one_sentence(raw: bytes, says: str) -> None:
    [row] = list(reader_for("x.json").read(io.BytesIO(raw), "x.json", FULL))
    assert says in str(row.refusal)
    assert str(row.refusal).startswith("x.json")


def test_a_bad_element_stops_nothing_and_a_large_file_is_read_in_pieces() -> None:
    long = {"data": {"text": '\\"{[\n' * 300_000}, "annotations": []}
    found = rows([{"data": 1, "annotations": []}, long, studio()], "x.json", form="label-studio")
    assert [bool(row.record) for row in found] == [False, True, True]
    assert "element 1 (from byte 1)" in str(found[0].refusal)
