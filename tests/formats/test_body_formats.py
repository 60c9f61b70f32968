"""Bodies, lines and stances in the formats of benchmarks and spreadsheets."""

import csv
import gzip
import hashlib
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from annotator.core.records import Record
from annotator.formats.article_extraction_benchmark import ArticleExtractionBenchmark
from annotator.formats.base import Answer
from annotator.formats.cells import guard, unguard
from annotator.formats.chatnoir import Chatnoir
from annotator.formats.cleaneval import Cleaneval
from annotator.formats.csv_lines import Csv
from annotator.formats.semeval import Semeval
from tests.fixtures import ferry, hostile
from tests.fixtures.written import Written, written

BODY = (
    "Ferry leaves at noon\n“It leaves at noon,” Chloe Marsh said, “and Dora says the pier is closed.”\n  • Bring a coat"
)


def truth(done: Written) -> Any:
    return json.loads(done.files["ground-truth.json"])


def at(url: str, record: Record) -> Record:
    return Record(replace(record.page, url=url), record.entities, record.labellings)


def test_a_body_is_a_set_of_lines_and_optional_ones_are_out() -> None:
    done = written(
        ArticleExtractionBenchmark(), at("https://post.example/ferry", ferry.page()), ferry.page("b", lines=[])
    )
    assert truth(done) == {
        "harbour-ferry": {"articleBody": BODY, "url": "https://post.example/ferry"},
        "b": {"articleBody": "", "url": ""},
    }


def test_a_page_whose_lines_nobody_finished_has_no_body_that_could_be_compared() -> None:
    page = ferry.page(**ferry.unlabelled("lines"))
    for one in (ArticleExtractionBenchmark(), Cleaneval(), Chatnoir()):
        [loss] = [loss for loss in written(one, page).losses if loss.layer == "lines"]
        assert (loss.what, loss.why) == ("page", "nobody has finished this layer here, so the page is left out")
    assert truth(written(ArticleExtractionBenchmark(), page)) == {}
    assert written(Cleaneval(), page).files.keys() == {"pages.csv"}


def test_the_html_that_a_page_was_made_of_stands_beside_its_body() -> None:
    raw = "<p>Пристань".encode("cp1251")
    source = {"sha256": hashlib.sha256(raw).hexdigest(), "media_type": "text/html", "encoding": "cp1251"}
    one = ferry.page()
    made = Record(replace(one.page, source={**source, "renderer": None}), one.entities, one.labellings)
    files = written(ArticleExtractionBenchmark(), Answer(made, original=lambda: raw)).files
    assert gzip.decompress(files["html/harbour-ferry.html.gz"]).decode() == "<p>Пристань"
    assert files["pages.csv"].decode().splitlines()[1] == "harbour-ferry,harbour/ferry.txt,train"
    files = written(
        Chatnoir(), Answer(made, original=lambda: raw), Answer(ferry.page("b"), original=lambda: b"x")
    ).files
    assert files.keys() == {"ground-truth/harbour.jsonl", f"html/harbour/{source['sha256']}.html"}
    assert files[f"html/harbour/{source['sha256']}.html"] == raw


def test_paragraphs_of_cleaneval_begin_with_what_they_are() -> None:
    done = written(Cleaneval(), at("https://post.example/ferry", ferry.page()))
    assert done.files["harbour-ferry.txt"].decode().split("\n") == [
        "URL: https://post.example/ferry",
        "",
        "<h>Ferry leaves at noon",
        "<p>“It leaves at noon,” Chloe Marsh said, “and Dora says the pier is closed.”",
        "<l>• Bring a coat",
        "",
    ]


def test_rows_of_chatnoir_are_sorted_by_the_digest_of_the_source() -> None:
    one, two = ferry.page("z"), hostile.record("other")
    source = {"sha256": "0" * 64, "media_type": "text/html", "encoding": "utf-8", "renderer": "x"}
    imported = Record(replace(two.page, source=source), two.entities, two.labellings)
    rows = [
        json.loads(row) for row in written(Chatnoir(), one, imported).files["ground-truth/harbour.jsonl"].splitlines()
    ]
    assert [row["page_id"] for row in rows] == ["0" * 64, hashlib.sha256(ferry.TEXT.encode()).hexdigest()]
    assert rows[1] == {"page_id": rows[1]["page_id"], "plaintext": BODY, "source": ["harbour", "z"]}


def test_csv_has_a_row_a_line() -> None:
    done = written(Csv(), Answer(ferry.page(), "test"))
    table = list(csv.DictReader(io.StringIO(done.only.decode(), newline="")))
    assert list(table[0]) == ["page", "n", "start", "end", "label", "kind", "split", "text"]
    assert [(row["n"], row["label"], row["kind"]) for row in table[3:6]] == [
        ("4", "", ""),
        ("5", "body", "list"),
        ("6", "optional", "paragraph"),
    ]
    for row in table:
        assert unguard(row["text"]) == ferry.TEXT[int(row["start"]) : int(row["end"])]
    assert {row["split"] for row in table} == {"test"}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "'", "'=1", "''x", "plain", "", "1=1", "'plain"]
)
def test_a_guarded_cell_is_no_formula_and_comes_back(text: str) -> None:
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard(guard(text)) == text


def test_a_stance_of_a_quote_is_about_its_words_and_one_of_a_page_about_the_body() -> None:
    done = written(Semeval(), ferry.page())
    head, *rows = done.only.decode().splitlines()
    assert head == "ID\tTarget\tTweet\tStance"
    quoted = "“It leaves at noon,” “and Dora says the pier is closed.”"
    assert rows == [
        f"harbour/ferry.txt#s-for\t=the bridge\t{quoted}\tFAVOR",
        f"harbour/ferry.txt#s-none\t=the bridge\t{' '.join(BODY.split())}\tNONE",
    ]
    assert ("s-unclear", "the format has no word for 'unclear'") in {(loss.what, loss.why) for loss in done.losses}


@pytest.mark.parametrize(
    ("polarity", "word"), [(2, "FAVOR"), (1, "FAVOR"), (0, "NEUTRAL"), (-1, "AGAINST"), (-2, "AGAINST")]
)
def test_the_strength_of_a_stance_is_told_where_it_is_lost(polarity: int, word: str) -> None:
    stance = {"id": "s", "level": "page", "holder": "e 1%", "target": "e-2", "polarity": polarity}
    done = written(Semeval(), ferry.page(stances=[stance]))
    assert done.only.decode().splitlines()[1].endswith(f"\t{word}")
    assert any("strength" in loss.why for loss in done.losses) == (abs(polarity) == 2)
