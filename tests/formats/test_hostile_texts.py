"""Whatever signs a text holds: the spans in a file are the text's own, by the file's own way of counting."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings

from annotator.core.records import Record
from annotator.formats import FORMATS
from annotator.formats.article_extraction_benchmark import ArticleExtractionBenchmark
from annotator.formats.base import Format
from annotator.formats.brat import Brat
from annotator.formats.cells import unguard
from annotator.formats.citron import Citron
from annotator.formats.conll import Conll
from annotator.formats.csv_lines import Csv
from annotator.formats.directquote import DirectQuote
from annotator.formats.doccano import Doccano
from annotator.formats.label_studio import LabelStudio
from annotator.formats.polnear import Polnear
from annotator.formats.prodigy import Prodigy
from annotator.formats.semeval import Semeval
from tests.fixtures import hostile
from tests.fixtures.written import written

thorough = settings(max_examples=150, deadline=None)
ROLES = {"contents": "content", "cues": "cue", "sources": "source", "via": "via"}


def marked(record: Record) -> Counter[tuple[str, str]]:
    """Label and words of all that a flat list of spans should hold."""
    text, labelling = record.page.text, record.labellings[0].labelling
    lines = [(label.label, text.line_text(n).strip()) for n, label in labelling.lines.items() if not text.is_blank(n)]
    parts = [
        (label, text.slice(span))
        for quote in labelling.quotes.values()
        for role, label in ROLES.items()
        for span in getattr(quote, role)
    ]
    evidence = [("evidence", text.slice(span)) for stance in labelling.stances.values() for span in stance.evidence]
    return Counter([*lines, *parts, *evidence])


def rows(content: bytes) -> list[str]:
    """The rows of a file, which are the same for those who take other signs for the end of a line as well."""
    text = content.decode()
    assert text.split("\n")[:-1] == text.splitlines()
    return text.splitlines()


def only(one: Format, record: Record) -> Any:
    return json.loads(written(one, record).only)


@thorough
@given(hostile.records())
def test_spans_of_prodigy_are_slices_by_code_points(record: Record) -> None:
    task = only(Prodigy(), record)
    found = Counter((one["label"], task["text"][one["start"] : one["end"]]) for one in task["spans"])
    assert (task["text"], found) == (record.page.text.text, marked(record))


@thorough
@given(hostile.records())
def test_spans_of_doccano_are_slices_by_utf_16_units(record: Record) -> None:
    row = only(Doccano(), record)
    units = row["text"].encode("utf-16-le")
    found = {(label, units[2 * start : 2 * end].decode("utf-16-le")) for start, end, label in row["label"]}
    assert found == set(marked(record))


@thorough
@given(hostile.records())
def test_regions_of_label_studio_are_slices_by_code_points(record: Record) -> None:
    [task] = only(LabelStudio(), record)
    text = task["data"]["text"]
    regions = [one for one in task["annotations"][0]["result"] if one["type"] == "labels"]
    values = [one["value"] for one in regions]
    assert all(one["text"] == text[one["start"] : one["end"]] for one in values)
    assert Counter((one["labels"][0], one["text"]) for one in values) == marked(record)
    assert len({one["id"] for one in regions}) == len(regions)


def bound(content: bytes, text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Id, type and fragments of each span in a file of brat, its text compared."""
    for row in rows(content):
        if row.startswith("T"):
            key, head, words = row.split("\t", 2)
            kind, where = head.split(" ", 1)
            fragments = [text[slice(*map(int, one.split()))] for one in where.split(";")]
            assert " ".join(fragments) == words
            yield key, kind, fragments


@thorough
@given(hostile.records())
def test_fragments_of_brat_are_slices_by_code_points_and_hold_no_end_of_a_line(record: Record) -> None:
    text = record.page.text.text
    files = written(Brat(), record).files
    assert files["a.txt"].decode() == text
    listed = list(bound(files["a.ann"], text))
    found = {(kind, "".join("".join(parts).split())) for _, kind, parts in listed if kind in ("body", "boilerplate")}
    expected = {(kind, "".join(words.split())) for kind, words in marked(record) if kind in ("body", "boilerplate")}
    assert found == expected
    assert len({key for key, _, _ in listed}) == len(listed)


@thorough
@given(hostile.records())
def test_an_event_of_polnear_has_spans_that_are_there(record: Record) -> None:
    files = written(Polnear(), record).files
    content = files["train/attributions/a.ann"]
    keys = {key for key, _, _ in bound(content, record.page.text.text)}
    for row in rows(content):
        if row.startswith("E"):
            assert {one.split(":")[1] for one in row.split("\t")[1].split()} <= keys


@thorough
@given(hostile.records())
def test_words_of_conll_are_slices_and_their_tags_begin_before_they_go_on(record: Record) -> None:
    text, before = record.page.text.text, ["O"] * 3
    for row in rows(written(Conll(), record).only):
        if not row or row.startswith("# "):
            before = ["O"] * 3
            continue
        _, form, place, *tags = row.split("\t")
        start, end = (int(one) for one in re.findall(r"\d+", place))
        assert form == text[start:end]
        assert len(tags) == 3
        for tag, last in zip(tags, before, strict=True):
            assert not tag.startswith("I-") or last.endswith(tag[1:])
        before = tags


@thorough
@given(hostile.records())
def test_each_line_comes_back_from_csv(record: Record) -> None:
    table = csv.DictReader(io.StringIO(written(Csv(), record).only.decode(), newline=""))
    listed = list(table)
    assert "\n".join(unguard(one["text"]) for one in listed) == record.page.text.text
    assert not [one for one in listed if one["text"].startswith(("=", "+", "-", "@", "\t", "\r"))]


@thorough
@given(hostile.records())
def test_spans_of_citron_are_slices_by_code_points(record: Record) -> None:
    files = written(Citron(), record).files
    whole = json.loads(files["train/a.json"])
    parts = [span for one in whole["quotes"] for span in (one["cue"], *one["sources"], *one["contents"])]
    parts += [span for group in whole["coreference_groups"] for span in group]
    assert all(whole["text"][one["start"] : one["end"]] == one["text"] for one in parts)


@thorough
@given(hostile.records())
def test_rows_of_semeval_have_four_cells_and_rows_of_directquote_two(record: Record) -> None:
    assert {row.count("\t") for row in rows(written(Semeval(), record).only)} == {3}
    assert {len(row.split(" ")) for row in rows(written(DirectQuote(), record).only) if row} == {2}


@thorough
@given(hostile.records())
def test_the_body_is_its_lines_to_the_character(record: Record) -> None:
    text, labelling = record.page.text, record.labellings[0].labelling
    body = [n for n, one in sorted(labelling.lines.items()) if one.label == "body" and not text.is_blank(n)]
    truth = json.loads(written(ArticleExtractionBenchmark(), record).files["ground-truth.json"])
    assert truth["a"]["articleBody"] == "\n".join(map(text.line_text, body))


@settings(max_examples=30, deadline=None)
@given(hostile.records())
def test_no_format_refuses_a_page_for_its_signs(record: Record) -> None:
    for one in FORMATS:
        assert not written(one, record).refused
