"""Workbooks for viewing: opened by openpyxl, no cell a formula, what is too long told."""

import hashlib
import io
from typing import Any

import openpyxl
import pytest

from annotator.core.presets import preset
from annotator.formats import xlsx
from annotator.formats.xlsx import Xlsx
from tests.fixtures import records
from tests.fixtures.answers import answer
from tests.fixtures.written import written


def sheets(content: bytes) -> dict[str, list[dict[str, Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {}
    for sheet in book.worksheets:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return found


def page(text: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    value = records.value(text=text, length=len(text), sha256=hashlib.sha256(text.encode()).hexdigest())
    value["labellings"][0].update(lines=lines, quotes=[], stances=[], notes=[])
    return value


def one_line(text: str) -> dict[str, Any]:
    return page(text, [{"n": 1, "start": 0, "end": len(text), "label": "body", "kind": "paragraph", "text": text}])


def test_each_layer_has_its_sheet() -> None:
    found = sheets(written(Xlsx(), answer()).only)
    assert list(found) == ["pages", "lines", "quotes", "stances", "notes"]
    assert (found["pages"][0]["page"], found["pages"][0]["usable"]) == ("harbour/a.txt", "yes")
    assert [(row["line"], row["label"], row["kind"]) for row in found["lines"]][:2] == [
        (1, "boilerplate", "nav"),
        (2, "body", "headline"),
    ]
    first = found["quotes"][0]
    assert (first["content"], first["speaker"]) == ("“The bridge opens in May,” … “All of it.", "Chloe Marsh")
    assert first["offsets"] == "contents 83-109 128-139; cues 110-114; sources 115-126"
    assert [(row["target"], row["polarity"]) for row in found["stances"]] == [
        ("opening the bridge in May", 1),
        ("opening the bridge in May", "unclear"),
    ]
    assert found["notes"][0]["remark"] == "twice"


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(1)", "+1", "-1", "@a", "http://harbour.example", "007", "{=1}"])
def test_no_cell_is_a_formula_a_link_or_a_guessed_number(text: str) -> None:
    content = written(Xlsx(), answer(one_line(text))).only
    sheet = openpyxl.load_workbook(io.BytesIO(content))["lines"]
    cell = sheet.cell(2, 9)
    assert (cell.value, cell.hyperlink) == (text, None)
    assert cell.data_type in ("s", "inlineStr")


def test_what_a_cell_cannot_hold_is_cut_and_told() -> None:
    text = "a" + "\U0001f600" * 20_000
    done = written(Xlsx(), answer(one_line(text)))
    assert [(loss.layer, loss.what, loss.why) for loss in done.losses] == [("lines", "1", xlsx.CUT)]
    [row] = sheets(done.only)["lines"]
    assert row["text"] == text[: 1 + (xlsx.CELL_UNITS - 1) // 2]


def test_odd_characters_neither_break_the_workbook_nor_vanish_untold() -> None:
    done = written(Xlsx(), answer(one_line("a\x0cb\rc \ufffe_x0041_ <&\"' \u2028 é")))
    [row] = sheets(done.only)["lines"]
    assert [loss.why for loss in done.losses] == [xlsx.REPLACED]
    assert "_x0041_ <&\"' \u2028 é" in row["text"].replace("_x005F_", "_")


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 4)
    found = sheets(written(Xlsx(), answer()).only)
    assert [len(found[name]) for name in ("lines", "lines 2", "lines 3")] == [3, 3, 1]
    assert found["lines 3"][0]["line"] == 8


def test_a_layer_that_the_project_lacks_has_no_sheet() -> None:
    done = written(Xlsx(), scheme=preset("body"))
    assert list(sheets(done.only)) == ["pages", "lines", "notes"]
