"""The sample project is whole: its records match its pages, and its labels keep the scheme's rules.

Stands alone with the standard library, so that a mistake in the code that reads records cannot hide one in the sample.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[2] / "annotator" / "sample"
PRESETS = ("body", "body-kinds", "quotes", "attribution", "stance", "full")
ZONES = {"headline", "standfirst", "crosshead", "paragraph", "list", "ticker"}
ROLES = ("contents", "cues", "sources", "via", "addressee")
BODY_KINDS = {"headline", "standfirst", "paragraph", "list", "note", "crosshead"}
EXAMPLE = re.compile(r"^\* (?:Right|Wrong): ‹(.+?)› `(.+?):(\d+)` ", re.MULTILINE)

Json = dict[str, Any]
ROWS = (SAMPLE / "news.jsonl").read_bytes().decode().rstrip("\n").split("\n")
RECORDS: list[Json] = [json.loads(row) for row in ROWS]
BY_NAME: dict[str, Json] = {record["page"]["name"]: record for record in RECORDS}
LABELLED: list[tuple[Json, Json]] = [(record, labelling) for record in RECORDS for labelling in record["labellings"]]
DONE = [(record, labelling) for record, labelling in LABELLED if labelling["status"] == "done"]


def spans_of(labelling: Json) -> Iterator[Json]:
    """Every span of quotes, stances and notes of a labelling."""
    for quote in labelling["quotes"]:
        for role in ROLES:
            yield from quote[role]
    for stance in labelling["stances"]:
        yield from stance["evidence"]
    yield from labelling["notes"]


def overlap(one: Json, other: Json) -> bool:
    """Whether two spans share a character."""
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def labelling_of(name: str, annotator: str) -> Json:
    """The labelling that `annotator` made of the page `name`."""
    return next(found for found in BY_NAME[name]["labellings"] if found["annotator"] == annotator)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["page"]["name"])
def test_a_record_holds_exactly_the_bytes_of_its_page(record: Json) -> None:
    page = record["page"]
    raw = (SAMPLE / "pages" / page["name"]).read_bytes()
    assert page["text"].encode() == raw
    assert page["sha256"] == hashlib.sha256(raw).hexdigest()
    assert page["length"] == len(page["text"])


def test_every_page_file_has_a_record_and_names_are_sorted() -> None:
    files = {path.relative_to(SAMPLE / "pages").as_posix() for path in (SAMPLE / "pages").rglob("*.txt")}
    assert [record["page"]["name"] for record in RECORDS] == sorted(files)


def test_records_are_written_compactly_with_their_own_letters() -> None:
    assert [json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in RECORDS] == ROWS


def test_every_span_text_is_the_slice_of_the_page_between_its_offsets() -> None:
    spans = [(record["page"]["text"], span) for record, labelling in LABELLED for span in spans_of(labelling)]
    assert len(spans) > 500
    for text, span in spans:
        assert span["text"] == text[span["start"] : span["end"]]
        assert span["text"] == span["text"].strip() != ""
        assert "\n" not in span["text"]


def test_every_line_record_is_the_line_it_numbers() -> None:
    for record, labelling in LABELLED:
        lines = record["page"]["text"].split("\n")
        for line in labelling["lines"]:
            assert line["text"] == lines[line["n"] - 1] == record["page"]["text"][line["start"] : line["end"]]
            if line["label"] != "optional":
                assert (line["label"] == "body") == (line["kind"] in BODY_KINDS)


def test_a_repeated_line_names_its_first_occurrence() -> None:
    lines = {line["n"]: line for line in labelling_of("harbour-courier/dam-phone-call.txt", "gold")["lines"]}
    assert lines[53]["kind"] == lines[54]["kind"] == "caption"
    assert (lines[53]["dup_of"], lines[54]["dup_of"]) == (None, 53)


def test_finished_labellings_label_every_line_that_is_not_blank() -> None:
    for record, labelling in DONE:
        filled = [n for n, line in enumerate(record["page"]["text"].split("\n"), 1) if line.strip()]
        assert [line["n"] for line in labelling["lines"]] == filled


def test_quotes_of_finished_labellings_are_complete() -> None:
    for _, labelling in DONE:
        for quote in labelling["quotes"]:
            assert quote["contents"]
            assert quote["zone"] in ZONES
            if quote["source_kind"] in ("explicit", "pronoun"):
                assert quote["sources"]
                assert quote["speaker"]
            else:
                assert not quote["sources"]


def test_the_parts_of_a_quote_keep_out_of_each_other() -> None:
    for _, labelling in LABELLED:
        for quote in labelling["quotes"]:
            contents = quote["contents"]
            assert all(before["end"] <= after["start"] for before, after in pairwise(contents))
            for part in quote["cues"] + quote["sources"]:
                assert not any(overlap(part, content) for content in contents)


def test_stances_are_unique_and_their_evidence_lies_inside_the_quote() -> None:
    for _, labelling in LABELLED:
        quotes = {quote["id"]: quote for quote in labelling["quotes"]}
        keys = [(s["level"], s["quote"], s["holder"], s["target"]) for s in labelling["stances"]]
        assert len(keys) == len(set(keys))
        for stance in labelling["stances"]:
            assert stance["holder"] != stance["target"]
            if stance["level"] == "quote":
                quote = quotes[stance["quote"]]
                extent = quote["contents"] + quote["cues"]
                assert stance["holder"] == quote["speaker"]
                assert min(part["start"] for part in extent) <= min(e["start"] for e in stance["evidence"])
                assert max(e["end"] for e in stance["evidence"]) <= max(part["end"] for part in extent)


def test_speakers_holders_and_targets_are_entities_of_the_record() -> None:
    for record, labelling in LABELLED:
        known = {entity["id"] for entity in record["entities"]} | {"unknown"}
        used = {quote["speaker"] for quote in labelling["quotes"]}
        used |= {stance[field] for stance in labelling["stances"] for field in ("holder", "target")}
        assert used <= known


def test_an_entity_is_the_same_wherever_it_comes_along() -> None:
    seen: dict[str, Json] = {}
    for entity in (entity for record in RECORDS for entity in record["entities"]):
        assert seen.setdefault(entity["id"], entity) == entity
    assert {entity["kind"] for entity in seen.values()} == {"PER", "ORG", "GPE", "ISSUE"}
    korvin = {alias["language"] for alias in seen["hedda-korvin"]["aliases"]}
    assert korvin == {"en", "sr-Cyrl", "sr-Latn", "ar"}


def test_the_pages_are_of_four_sites_and_tell_the_same_events_in_four_scripts() -> None:
    pages = [record["page"] for record in RECORDS]
    languages = [page["language"] for page in pages]
    assert len(pages) >= 14
    assert len({page["site"] for page in pages}) == 4
    assert [languages.count(language) for language in ("ar", "sr-Cyrl", "sr-Latn")] == [2, 2, 2]
    for story in ("dam-call", "port-strike"):
        assert len({page["language"] for page in pages if page["story"] == story}) == 4


def test_the_awkward_texts_are_there() -> None:
    windows = BY_NAME["valley-lantern/korvin-answers-minister.txt"]["page"]["text"]
    assert windows.startswith("\ufeff")
    assert windows.count("\r\n") == windows.count("\n") > 70
    live = labelling_of("harbour-courier/strike-live.txt", "Ana")
    text = BY_NAME["harbour-courier/strike-live.txt"]["page"]["text"]
    assert any(ord(letter) > 0xFFFF for letter in text[: live["quotes"][2]["contents"][0]["start"]])
    assert "2024-40-17" in windows
    assert "\u00a0" in windows


def test_the_two_serbian_scripts_tell_one_text() -> None:
    for story in ("brana-telefon", "strajk-luka"):
        cyrillic, latin = (BY_NAME[f"glas-ilmare/{script}/{story}.txt"]["page"]["text"] for script in ("cyr", "lat"))
        assert cyrillic.count("\n") == latin.count("\n")
        assert cyrillic.count("„") == latin.count("„") > 0
        assert re.search("[а-яА-Я]", cyrillic)
        assert not re.search("[а-яА-Я]", latin)


def test_every_kind_of_quote_flag_page_and_source_occurs() -> None:
    quotes = [quote for _, labelling in DONE for quote in labelling["quotes"]]
    assert {quote["type"] for quote in quotes} == {"direct", "indirect", "mixed"}
    assert {quote["source_kind"] for quote in quotes} == {"explicit", "pronoun", "implicit"}
    flags = {flag for quote in quotes for flag in quote["flags"]}
    assert flags == {"continuation-paragraph", "discontinuous", "unclosed", "verbatim-unmarked"}
    assert any(quote["parent"] for quote in quotes)
    assert any(quote["via"] for quote in quotes)
    assert {labelling["page"]["page_type"] for _, labelling in DONE} >= {"article", "opinion", "live", "error"}


def test_both_sides_of_the_dam_are_heard() -> None:
    stances = [stance for _, labelling in DONE for stance in labelling["stances"]]
    sides = {(stance["holder"], stance["polarity"]) for stance in stances if "dam" in stance["target"]}
    assert {("hedda-korvin", 1), ("tibor-maslan", -1), ("ilse-dragomar", 0)} <= sides


def test_ana_and_ben_finish_the_same_pages_and_disagree_on_each() -> None:
    both = [r for r in RECORDS if {"Ana", "Ben"} <= {found["annotator"] for found in r["labellings"]}]
    assert len(both) == 6
    for record in both:
        ana, ben = (labelling_of(record["page"]["name"], who) for who in ("Ana", "Ben"))
        content = [[[c["text"] for c in quote["contents"]] for quote in found["quotes"]] for found in (ana, ben)]
        kinds = [[line["kind"] for line in found["lines"]] for found in (ana, ben)]
        assert content[0] != content[1]
        assert kinds[0] != kinds[1]
    assert sum(any(found["role"] == "gold" for found in record["labellings"]) for record in both) == 3


def test_something_is_left_to_do_and_something_is_half_done() -> None:
    assert sum(not record["labellings"] for record in RECORDS) >= 5
    assert [labelling["annotator"] for _, labelling in LABELLED if labelling["status"] == "in_progress"] == ["Ana"]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_example_of_a_guideline_stands_on_the_line_it_names(preset: str) -> None:
    guideline = (SAMPLE / "guidelines" / f"{preset}.md").read_text(encoding="utf-8")
    examples = EXAMPLE.findall(guideline)
    assert len(examples) == 2 * len(re.findall(r"^\*\*[A-Z]\d+\. ", guideline, re.MULTILINE)) > 0
    for snippet, place, number in examples:
        page = next(record["page"] for record in RECORDS if record["page"]["name"].endswith(f"/{place}.txt"))
        line = page["text"].split("\n")[int(number) - 1]
        assert all(part in line for part in snippet.split(" … ")), f"{place}:{number} lacks {snippet}"
