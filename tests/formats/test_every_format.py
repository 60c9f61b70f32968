"""What holds for every format in the list: a page comes back as it was, and a bad row stops nothing."""

import importlib
import inspect
import io
import pkgutil
from dataclasses import replace

import pytest

from annotator import formats
from annotator.core.records import PAGE_TEXTS, Record, read_record
from annotator.formats import FORMATS
from annotator.formats.base import Format
from annotator.formats.jsonl import Jsonl
from annotator.formats.rows import Rows
from tests.fixtures import ferry, records
from tests.fixtures.written import written

each = pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
each_way = pytest.mark.parametrize("one", [Jsonl(), Rows()], ids=lambda one: one.name)


def record(name: str) -> Record:
    whole = read_record(records.value())
    return Record(replace(whole.page, name=name), whole.entities, whole.labellings)


@each_way
def test_a_page_comes_back_with_its_text_and_metadata(one: Jsonl | Rows) -> None:
    before = record("harbour/a.txt").page
    [row] = one.read(io.BytesIO(written(one, record("harbour/a.txt")).only), "in")
    assert row.record, row.refusal
    after = row.record.page
    assert (after.name, after.text.text, after.meta) == (before.name, before.text.text, before.meta)
    assert {key: getattr(after, key) for key in PAGE_TEXTS} == {key: getattr(before, key) for key in PAGE_TEXTS}


@each_way
def test_a_bad_row_is_told_with_its_place_and_the_rest_goes_in(one: Jsonl | Rows) -> None:
    raw = written(one, record("a.txt")).only + b"\xff\n" + written(one, record("b.txt")).only
    rows = list(one.read(io.BytesIO(raw), "in"))
    assert [row.record.page.name for row in rows if row.record] == ["a.txt", "b.txt"]
    [refused] = [row for row in rows if row.refusal]
    assert str(refused.refusal).startswith(f"{refused.place}: ")
    assert f"(from byte {raw.index(0xFF)})" in refused.place


@each
def test_the_same_pages_give_the_same_bytes(one: Format) -> None:
    first, second = (written(one, record("a.txt"), record("b.txt")) for _ in range(2))
    assert first.files == second.files
    assert not first.refused
    assert first.files
    assert ("" in first.files) == bool(one.suffix)


@each
def test_no_page_at_all_still_makes_files_that_are_whole(one: Format) -> None:
    assert written(one).files.keys() == {""} if one.suffix else isinstance(written(one).files, dict)


@each
def test_a_page_on_which_nobody_finished_anything_is_no_error(one: Format) -> None:
    page = ferry.page(**ferry.unlabelled("page", "lines", "quotes", "stances"))
    assert not written(one, page, record("a.txt")).refused


def test_a_format_that_was_written_stands_in_the_list() -> None:
    modules = [
        importlib.import_module(f"annotator.formats.{one.name}") for one in pkgutil.iter_modules(formats.__path__)
    ]
    classes = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    classes = {kind for kind in classes if not inspect.isabstract(kind)}
    ours = {kind for kind in classes if kind.__module__.startswith("annotator.formats.") and hasattr(kind, "suffix")}
    assert ours == {type(one) for one in FORMATS}
    assert len({one.name for one in FORMATS}) == len(FORMATS)
