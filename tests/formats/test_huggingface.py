"""Datasets for Hugging Face: opened by `datasets` and pyarrow, lossless, in files of limited size."""

import json
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from annotator.core.errors import Refused
from annotator.formats import format_named, huggingface
from annotator.formats.base import Answer, Format
from annotator.formats.jsonl import row_of
from annotator.formats.shapes import Names, Shape
from annotator.formats.tables import Tables
from tests.fixtures import records
from tests.fixtures.answers import RULES, answer, labelled_by
from tests.fixtures.dataset import Load
from tests.fixtures.written import Written, written

PARQUET, JSONL = format_named("huggingface"), format_named("huggingface-jsonl")
BOTH = pytest.mark.parametrize("one", [PARQUET, JSONL], ids=lambda one: one.name)
LAYERS = ("page", "lines", "quotes", "stances")


def in_folder(folder: Path, done: Written) -> Path:
    for name, content in done.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def three_splits() -> list[Answer]:
    pages = [("a.txt", "train"), ("b.txt", "train"), ("c.txt", "validation"), ("d.txt", "test"), ("e.txt", "none")]
    return [answer(records.value(name=name, id=f"p-{name}"), split=split) for name, split in pages]


def named(shape: Shape, value: Any) -> Any:
    """A row with the names of its labels in place of their numbers."""
    if value is None:
        return None
    if isinstance(shape, Names):
        return shape.names[value]
    if isinstance(shape, list):
        return [named(shape[0], one) for one in value]
    return {key: named(one, value[key]) for key, one in shape.items()} if isinstance(shape, dict) else value


def rows_of(one: Format, done: Written, config: str, split: str = "train") -> list[Any]:
    files = [done.files[name] for name in sorted(done.files) if name.startswith(f"{config}/{split}-")]
    if one is JSONL:
        return [json.loads(line) for file in files for line in file.splitlines()]
    shape = Tables(RULES.scheme, apart=True).shapes[config]
    return [named(shape, row) for file in files for row in pyarrow.parquet.read_table(memory(file)).to_pylist()]


def memory(content: bytes) -> Any:
    return pyarrow.BufferReader(content)


@BOTH
def test_datasets_opens_each_config_with_its_splits_and_label_names(
    one: Format, tmp_path: Path, load_dataset: Load
) -> None:
    folder = in_folder(tmp_path / "out", written(one, *three_splits()))
    lines = load_dataset(folder, "lines")
    assert {split: len(rows) for split, rows in lines.items()} == {"train": 2, "validation": 1, "test": 1}
    assert lines["train"].features["label"].feature.names == list(RULES.scheme.labels)
    assert lines["train"].features["kind"].feature.names == [kind.id for kind in RULES.scheme.kinds]
    first = lines["train"][0]
    assert "\n".join(first["text"]) == records.TEXT
    assert [lines["train"].features["label"].feature.int2str(n) for n in first["label"] if n is not None][:2] == [
        "boilerplate",
        "body",
    ]
    quotes = load_dataset(folder, "quotes")["train"]
    [kind] = {type(inner).__name__ for inner in [quotes.features["quotes"].feature["type"]]}
    assert kind == "ClassLabel"
    stance = load_dataset(folder, "stance")["train"]
    assert stance.features["label"].names == ["favor", "against", "neutral", "unclear", "none"]
    assert load_dataset(folder, "attribution")["test"].num_rows == 3


@BOTH
def test_the_config_of_pages_is_the_canonical_record(one: Format) -> None:
    given = labelled_by("gold")
    [row] = rows_of(one, written(one, given), "pages")
    for labels in row["labellings"]:
        labels["page"]["answers"] = json.loads(labels["page"]["answers"])
        for stance in labels["stances"]:
            polarity = stance["polarity"]
            stance["polarity"] = int(polarity) if polarity.lstrip("-").isdigit() else polarity
    row["page"]["meta"] = json.loads(row["page"]["meta"])
    canonical = row_of(given.record)
    assert json.loads(canonical) == row
    assert json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" == canonical


def test_both_forms_hold_the_same_rows() -> None:
    given = labelled_by("Ana", "Ben", "gold")
    for config in ("lines", "quotes", "attribution", "stance", "pages"):
        assert rows_of(PARQUET, written(PARQUET, given), config) == rows_of(JSONL, written(JSONL, given), config)


@BOTH
def test_pages_of_no_split_are_left_out_and_told(one: Format) -> None:
    done = written(one, *three_splits())
    assert [(loss.page, loss.layer) for loss in done.losses] == [("e.txt", "page")]


@BOTH
def test_a_long_table_becomes_several_files_in_which_nothing_is_missing(
    one: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{n:02}.txt" for n in range(9)]
    pages = [answer(records.value(name=name, id=f"p-{name}")) for name in names]
    whole = rows_of(one, written(one, *pages), "quotes")
    monkeypatch.setattr(huggingface, "FIRST_CHARACTERS", 5_000)
    monkeypatch.setattr(huggingface, "FILE_CHARACTERS", 15_000)
    parts = written(one, *pages)
    sizes = [len(content) for name, content in sorted(parts.files.items()) if name.startswith("quotes/")]
    assert len(sizes) > 2
    assert sizes[0] < sizes[1]
    assert rows_of(one, parts, "quotes") == whole
    assert [row["page"] for row in whole] == names


def test_the_card_tells_language_license_size_and_rights() -> None:
    shared = [records.value(name=f"{n}.txt", id=f"p-{n}", rights="CC0-1.0", language="sr-Latn") for n in range(2)]
    card = written(JSONL, *[answer(value) for value in shared]).files["README.md"].decode()
    assert '\nlanguage:\n  - "sr"\nlicense: "other"\n' in card
    assert '\nsize_categories:\n  - "n<1K"\n' in card
    assert "* CC0-1.0: 2 pages" in card
    assert 'license: "unknown"' in written(JSONL, answer()).files["README.md"].decode()


def test_a_missing_library_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(
        Refused, match=r"huggingface: needs pyarrow, which is not installed: pip install '.*\[parquet\]'"
    ):
        written(PARQUET)
    assert written(JSONL, answer()).files


def test_the_sample_project_opens_as_its_gold(sample_dataset: Path, load_dataset: Load) -> None:
    lines = load_dataset(sample_dataset, "lines")["train"]
    assert [row["page"].split("/")[-1] for row in lines] == [
        "brana-telefon.txt",
        "dam-phone-call.txt",
        "korvin-answers-minister.txt",
    ]
    texts = [text for row in lines for text, score in zip(row["text"], row["score"], strict=True) if score]
    assert len(texts) > 150
