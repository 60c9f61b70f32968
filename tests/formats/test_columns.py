"""Tables come in page by page: text or HTML in a column, what is known in others."""

import csv
import hashlib
import io
import json

import pytest

from annotator.core.records import read_record
from annotator.formats.base import Row, Told
from annotator.formats.columns import Columns
from annotator.formats.csv_lines import Csv
from tests.fixtures import records
from tests.fixtures.written import written


def rows(raw: bytes, **told: str) -> list[Row]:
    return list(Columns().read(io.BytesIO(raw), "t.csv", Told(**told)))  # type: ignore[arg-type]


def table(*lines: list[str], delimiter: str = ",") -> bytes:
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter).writerows(lines)
    return sink.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_known_columns_describe_the_page_and_the_rest_is_metadata(delimiter: str) -> None:
    header = ["name", "text", "url", "language", "desk", "score"]
    raw = table(
        header, ["a", 'One,\r\n"two"; =3\tx\n', "https://h.example/a", "en", "city", "1.50"], delimiter=delimiter
    )
    [row] = rows(b"\xef\xbb\xbf" + raw)
    assert row.record
    page = row.record.page
    assert (page.name, page.text.text, page.url) == ("a", 'One,\r\n"two"; =3\tx\n', "https://h.example/a")
    assert (page.language, json.loads(page.meta)) == ("en", {"desk": "city", "score": "1.50"})


def test_a_table_of_label_studio_is_told_to_hold_no_labels() -> None:
    head = ["text", "id", "label", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"]
    notice, row = rows(
        table(head, ["Ferry", "1", '[{"start": 0, "end": 5, "labels": ["cue"]}]', "1", "2", "", "", "3"])
    )
    assert "come in as metadata; its JSON holds them" in (notice.notice or "")
    assert row.record
    assert row.record.labellings == []


def test_a_column_of_html_is_rendered_and_its_source_kept() -> None:
    [row] = rows(table(["html", "title"], ["<title>own</title><p>Žuta <b>kuća</b>", "given"]))
    assert row.record
    page = row.record.page
    assert (page.name, page.text.text, page.title) == ("t.csv:2", "Žuta kuća", "given")
    assert row.raw == "<title>own</title><p>Žuta <b>kuća</b>".encode()
    assert row.nodes


def test_a_cell_of_ten_megabytes_is_taken() -> None:
    words = ("word " * 20 + "\n") * 100_000
    [row] = rows(table(["name", "text"], ["long", words]))
    assert row.record
    assert row.record.page.text.text == words


def test_a_text_that_begins_like_a_formula_or_a_quotation_stays_as_it_is() -> None:
    found = rows(table(["text"], ["=1+1"], ["'-5', she said"], ["@home"]))
    assert [row.record.page.text.text for row in found if row.record] == ["=1+1", "'-5', she said", "@home"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "t.csv, line 1: the table lacks a column text or html"),
        (b"a,b\n1,2\n", "t.csv, line 1: the table lacks a column text or html"),
        (b"text,text\n1,2\n", "line 1: the column 'text' is there twice"),
        (b'text\n"a\n', "t.csv, line 2: is no proper CSV"),
        (b'text\ngood\n"a"b\n', "t.csv, line 3: is no proper CSV"),
        (b"text,name\na\n", "t.csv, line 2: has 1 cells less than the first line"),
        (b"text\na,b\n", "t.csv, line 2: has 1 cells more than the first line"),
        ("text\nŽuta kuća na kraju grada\n".encode("cp1250"), "t.csv: is not utf-8"),
        (b"text\n" + b"x" * 2_000_000 + b"\n", "line 2: line 1, from byte 0 on, is longer than 1 MiB"),
        (b'text\n"' + b"x\n" * 9_000_000, "t.csv, line 2: is no proper CSV (field larger"),
        (b"text\na\0b\n", "holds a NUL"),
        (
            b"page,n,start,end,label,kind,split,text\na,1,0,4,body,,train,abc\n",
            "page a, line 1: the table says 1 at 0-4",
        ),
        (
            b"page,n,start,end,label,kind,split,text\na,2,0,3,body,,train,abc\n",
            "page a, line 1: the table says 2 at 0-3",
        ),
    ],
    ids=[
        "empty",
        "columns",
        "twice",
        "open",
        "quote",
        "less",
        "more",
        "encoding",
        "line",
        "cell",
        "nul",
        "span",
        "number",
    ],
)
def test_a_bad_table_is_told_with_its_line(raw: bytes, says: str) -> None:
    assert says in " ".join(str(row.refusal) for row in rows(raw) if row.refusal)


def test_a_bad_row_stops_nothing_and_another_encoding_can_be_told() -> None:
    found = rows(b"text,name\none,a\ntwo\nthree,c\n")
    assert [bool(row.record) for row in found] == [True, False, True]
    [row] = rows("text\nŽuta\n".encode("cp1250"), encoding="cp1250")
    assert row.record
    assert row.record.page.text.text == "Žuta"
    [row] = rows("text\nŽuta\n".encode("utf-16-le"), encoding="utf-16")
    assert str(row.refusal) == "t.csv: is not utf-16; nothing after it was read"
    assert "there is no text encoding 'klingon'" in str(rows(b"text\na\n", encoding="klingon")[0].refusal)


def test_our_own_table_of_lines_comes_back_as_pages_with_guarded_cells_freed() -> None:
    lines = ["=SUM(A1)", "'quoted'", "\tindented \r", "", "-5 degrees"]
    text = "\n".join(lines)
    value = records.value(text=text, length=len(text), sha256=hashlib.sha256(text.encode()).hexdigest())
    value["labellings"] = [{**records.LABELLING, "quotes": [], "stances": [], "notes": [], "lines": []}]
    at = 0
    for n, line in enumerate(lines, 1):
        entry = {"n": n, "start": at, "end": at + len(line), "text": line, "label": "body", "kind": "paragraph"}
        value["labellings"][0]["lines"] += [entry] if line else []
        at += len(line) + 1
    raw = written(Csv(), read_record(value)).only
    assert b"'=SUM" in raw
    [row] = rows(raw)
    assert row.record, row.refusal
    assert row.record.page.text.text == text
    [one] = row.record.labellings
    assert {n: label.kind for n, label in one.labelling.lines.items()} == dict.fromkeys((1, 2, 3, 5), "paragraph")
