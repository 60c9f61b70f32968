"""Rows to train on in a release: the pages whose text may leave, one answer each, and what was dropped beside them."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.presets import preset
from annotator.core.records import read_record
from annotator.formats.base import About, Format
from annotator.formats.jsonl import Jsonl
from annotator.workflow.exporting.choosing import Picked
from annotator.workflow.exporting.outs import Folder
from annotator.workflow.releasing.parts import Rows
from tests.fixtures.bridge import LAYERS, layers
from tests.fixtures.press import gold, page


class Narrow(Jsonl):
    """The canonical format as one that takes a single answer a page."""

    several = False


def written(folder: Path, one: Format, *, apart: bool) -> tuple[list[dict[str, Any]], str]:
    rows = Rows(one, Folder(folder), About("news", preset("full")), apart=apart)
    for number, published in ((1, True), (2, False)):
        record = read_record(page(number, gold(layers=layers("main", *LAYERS))))
        rows.add(Picked(number, "train", {7: frozenset(LAYERS)}), record, published=published)
    said = rows.end()
    return [json.loads(line) for file in folder.iterdir() for line in file.read_bytes().splitlines()], said


class InFolder(Narrow):
    """The same, as a file of a folder."""

    def writer(self, out: Any, about: About) -> Any:
        return super().writer(Named(out), about)


class Several(InFolder):
    """The same, for several labellings."""

    several = True


class Named:
    """A folder whose one file has a name."""

    def __init__(self, out: Any) -> None:
        self.out = out

    def open(self, name: str = "") -> Any:
        return self.out.open(name or "rows.jsonl")


@pytest.mark.parametrize(("one", "apart"), [(InFolder(), False), (Several(), False), (Several(), True)])
def test_only_pages_whose_text_may_leave_are_in_them(tmp_path: Path, one: Format, apart: bool) -> None:
    found, said = written(tmp_path, one, apart=apart)
    assert [row["page"]["name"] for row in found] == ["1.txt"]
    assert said == "without 1 page whose text may not leave"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["dropped.jsonl", "rows.jsonl"]


def test_a_format_for_one_answer_is_not_written_where_there_are_several(tmp_path: Path) -> None:
    found, said = written(tmp_path, InFolder(), apart=True)
    assert (found, said.startswith("not written: several labellings")) == ([], True)
