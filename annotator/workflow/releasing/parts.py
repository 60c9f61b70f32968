"""The data files of a release, in one explicit list: records, records without text, splits, and rows to train on."""

from pathlib import Path
from typing import BinaryIO, Protocol

import orjson

from annotator.core import record_writing, standoff
from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.records import Record
from annotator.formats import FORMATS
from annotator.formats.base import About, Answer, Format, Out
from annotator.languages import language_of
from annotator.store.projects import ProjectRow
from annotator.workflow.exporting.choosing import Picked
from annotator.workflow.exporting.outs import Below, Folder
from annotator.workflow.exporting.records import as_answer

from .asking import Order

PAGES, STANDOFF, SPLITS, DROPPED = "pages.jsonl", "standoff.jsonl", "splits.jsonl", "dropped.jsonl"
ROWS = {"huggingface-jsonl": "rows"}
"""Formats whose files a release holds as well, by the folder they lie in; one that isn't there is left out."""


class Part(Protocol):
    """One kind of data file of a release."""

    name: str

    def add(self, one: Picked, record: Record, *, published: bool) -> Json | None:
        """Write a page; `published` tells whether its text may leave. The records return what they wrote."""

    def end(self) -> str:
        """Close the files, and say what of the pages is not in them; nothing where all is."""


class Pages:
    """Canonical records; of a page whose text may not leave, a stand-off record in a file of its own."""

    name = "records"

    def __init__(self, out: Out) -> None:
        self.files = {True: out.open(PAGES), False: out.open(STANDOFF)}

    def add(self, one: Picked, record: Record, *, published: bool) -> Json | None:
        """Write the record, verified span by span."""
        del one
        language = language_of(record.page.language, record.page.text.text)
        value = record_writing.record_value(record, language, _fragment)
        if not published:
            value = standoff.without_text(value)
        self.files[published].write(orjson.dumps(value) + b"\n")
        return value

    def end(self) -> str:
        """Close both files."""
        for file in self.files.values():
            file.close()
        return ""


class Splits:
    """Which split and which fold each page is in."""

    name = "splits"

    def __init__(self, out: Out) -> None:
        self.file: BinaryIO = out.open(SPLITS)

    def add(self, one: Picked, record: Record, *, published: bool) -> None:
        """Write a row."""
        del published
        page = record.page
        row = {"id": page.id, "name": page.name, "sha256": page.sha256, "split": one.split, "fold": one.fold}
        self.file.write(orjson.dumps(row) + b"\n")

    def end(self) -> str:
        """Close the file."""
        self.file.close()
        return ""


class Rows:
    """A format for training, with what it can't hold beside it: only pages whose text may leave are in it."""

    def __init__(self, one: Format, out: Out, about: About, *, apart: bool) -> None:
        self.name, self.several = one.name, one.several
        self.writer = one.writer(out, about) if one.several or not apart else None
        self.losses = out.open(DROPPED)
        self.unpublished = 0

    def add(self, one: Picked, record: Record, *, published: bool) -> None:
        """Write a page; a format for one answer a page gets each layer from the labelling that answers for it."""
        if not published:
            self.unpublished += 1
            return
        if self.writer is None:
            return
        try:
            answer, losses = (Answer(record, one.split, one.fold), []) if self.several else as_answer(record, one)
            losses += self.writer.add(answer)
        except Refused as refused:
            raise refused.within(self.name) from None
        for loss in losses:
            self.losses.write(orjson.dumps(loss.to_json()) + b"\n")

    def end(self) -> str:
        """End the format, and say which pages are not in it."""
        self.losses.close()
        if self.writer is None:
            return "not written: several labellings answer for a page; gold, or --accept-single, gives one answer"
        self.writer.end()
        return f"without {counted(self.unpublished, 'page')} whose text may not leave" if self.unpublished else ""


def parts(folder: Path, project: ProjectRow, order: Order) -> list[Part]:
    """Return the parts of a release, ready to be written to its folder."""
    out, about = Folder(folder), About(project.slug, project.scheme, apart=order.choice.apart)
    made: list[Part] = [Pages(out), Splits(out)]
    for one in FORMATS:
        if one.name in ROWS:
            below = Below(out, ROWS[one.name], f"{ROWS[one.name]}{one.suffix}")
            made.append(Rows(one, below, about, apart=order.choice.apart))
    return made


def _fragment(meta: str) -> orjson.Fragment:
    return orjson.Fragment(meta.encode())
