"""Other tools' exports, in the shapes that they document, become labels that stand where their marks stood."""

import io
from typing import Any

import pytest

from annotator.formats.base import Told
from annotator.formats.foreign.brat import read_pair
from annotator.formats.readers import reader_for
from tests.formats.foreign.story import FULL, SPLIT, TEXT, quotes, record, rows, studio, units, where


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


def test_doccano_s_labels_of_a_whole_text_tell_the_type_of_the_page() -> None:
    found = record({"id": 1, "text": TEXT, "label": ["Opinion"], "Comments": []}, "ben.jsonl")
    assert found.labellings[0].labelling.page.page_type == "opinion"
    assert record([{"text": TEXT, "label": ["opinion"], "Comments": []}], "ben.json").labellings
    [row] = rows({"text": TEXT, "label": ["what somebody wrote instead " * 9]}, "ben.jsonl")
    assert "nothing here is called that" in str(row.refusal)
    assert len(str(row.refusal)) < 400


def test_doccano_s_slots_are_read_beside_the_intent() -> None:
    slots = {"text": TEXT, "cats": ["live"], "entities": [[*units("“We sail,”"), "content"]], "Comments": []}
    [one] = record(slots, "ben.jsonl").labellings
    assert (one.labelling.page.page_type, quotes(one)[0]["contents"]) == ("live", ["“We sail,”"])


@pytest.mark.parametrize("label", [[["a", 3, "cue"]], [[1, 2]], [3], [None], [{"start_offset": 1, "label": "cue"}]])
def test_a_label_of_doccano_of_no_known_shape_is_one_sentence(label: Any) -> None:
    [row] = rows({"text": TEXT, "label": label}, "ben.jsonl")
    assert "label 1" in str(row.refusal)


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


@pytest.mark.parametrize(
    ("named", "annotator"),
    [
        ({"_annotator_id": "2026-02-06_10-17-19", "_session_id": "2026-02-06_10-17-19"}, "out"),
        ({"_annotator_id": None, "_session_id": "set-2026-02-06_10-17-19"}, "out"),
        ({"_annotator_id": "2026-02-06_10-17-19", "_session_id": "set-ben"}, "set-ben"),
        ({"_annotator_id": None, "meta": {"annotator": "Ana"}}, "Ana"),
    ],
)
def test_a_session_of_prodigy_without_a_name_names_nobody(named: dict[str, Any], annotator: str) -> None:
    assert record(prodigy(**named), "out.jsonl").labellings[0].annotator == annotator


def test_what_was_accepted_for_a_whole_task_is_the_type_of_the_page() -> None:
    plain: dict[str, Any] = {"spans": [], "relations": []}
    for given in ({"label": "opinion"}, {"accept": ["opinion"], "options": [{"id": "opinion", "text": "Opinion"}]}):
        found = record(prodigy(**plain, **given), "out.jsonl")
        assert (found.labellings[0].labelling.page.page_type, found.page.meta) == ("opinion", "{}")
    [row] = rows(prodigy(**plain, label="SPORT"), "out.jsonl")
    assert "label 'SPORT': nothing here is called that" in str(row.refusal)


def test_the_versions_that_a_review_of_prodigy_settled_are_left_out() -> None:
    found = record(prodigy(versions=[{"text": TEXT, "spans": []}], sessions=["set-ana", "set-ben"]), "out.jsonl")
    assert (found.page.meta, quotes(found.labellings[0])) == ("{}", [SPLIT])


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


def test_what_joins_something_that_is_not_there_is_told() -> None:
    row = read_pair(
        TEXT.encode(), standoff(*MARKS, "E1\tCue:T2 Content:T1 Source:T9", "R1\tX Arg1:T1 Arg2:T8"), "a", FULL
    )
    assert row.record, row.refusal
    assert "page a: what relates to T8, T9 relates to nothing marked" in row.record.notices
    assert quotes(row.record.labellings[0])[0]["cues"] == ["said"]


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
    assert any("coreferences were left out" in notice for notice in found.notices)
    quote["cue"] = {**span("said"), "text": "told"}
    [row] = rows(value, "story.json")
    assert "quote 1, cue: the text at" in str(row.refusal)


def test_what_citron_extracts_lacks_its_text_and_is_one_sentence() -> None:
    extracted = {"quotes": [{"cue": span("said"), "contents": [span("“We sail,”")]}], "source": {"application": "x"}}
    [row] = rows(extracted, "story.json")
    assert str(row.refusal).endswith("page story.json: lacks a 'text' that is a string")


def test_coreferences_of_a_single_quote_are_told() -> None:
    quote = {"cue": span("said"), "sources": [], "contents": [span("“We sail,”")], "coreferences": [span("She")]}
    assert "coreferences were left out" in record({"text": TEXT, "quotes": [quote]}, "story.json").notices[0]


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
