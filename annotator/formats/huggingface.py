"""Datasets for Hugging Face's `datasets`: a folder of tables by config and split, and a card that describes them.

`huggingface` writes Parquet; `huggingface-jsonl` writes the same rows as JSON Lines, for which no library is needed.
A table is written in files of a few megabytes, each of which is whole when the next is begun, so that memory stays flat
and a download begins at once.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import orjson

from annotator.core.labels import LAYERS, Json

from .base import About, Answer, Loss, Out
from .dataset_card import Card
from .extras import needed
from .shapes import Names, Shape
from .tables import Tables
from .writers import put

FIRST_CHARACTERS, FILE_CHARACTERS = 500_000, 4_000_000
"""A file of a table is written when its pages have this many characters; the first is small: a download begins soon."""
LABEL_CHARACTERS = 500
"""What a label counts beside its page's text."""
ROWS_AT_ONCE = 50
"""Rows that wait as they are; more are packed, since packed they need a tenth of the memory."""
CARD = "README.md"


class Huggingface:
    """Writes Parquet, with labels as numbers that the schema names."""

    name = "huggingface"
    suffix = ""
    several = True

    def writer(self, out: Out, about: About) -> "Dataset":
        """Begin the folder."""
        tables = Tables(about.scheme, apart=about.apart, numbers=True)
        return Dataset(out, Card(about, tables.shapes), tables, Parquet(tables.shapes))


class HuggingfaceJsonl:
    """Writes JSON Lines, with labels as names."""

    name = "huggingface-jsonl"
    suffix = ""
    several = True

    def writer(self, out: Out, about: About) -> "Dataset":
        """Begin the folder."""
        tables = Tables(about.scheme, apart=about.apart)
        return Dataset(out, Card(about, tables.shapes), tables, JsonLines())


class Packing(Protocol):
    """How rows become files: packed a few at a time, then joined."""

    ending: str

    def pack(self, rows: Sequence[Json], config: str) -> Any:
        """Return rows of a config as they wait for their file."""

    def join(self, packs: Sequence[Any]) -> bytes:
        """Return the file of some packs, at least one."""


class Parquet:
    """Rows as tables of Arrow, whose schema tells `datasets` the names of labels as well."""

    ending = ".parquet"

    def __init__(self, shapes: Mapping[str, Json]) -> None:
        """Prepare for tables of these shapes; refuses where the library is not installed."""
        self.arrow = needed("pyarrow", "parquet", Huggingface.name)
        self.files = needed("pyarrow.parquet", "parquet", Huggingface.name)
        self.schemas = {config: self._schema(shape) for config, shape in shapes.items()}

    def pack(self, rows: Sequence[Json], config: str) -> Any:
        """Return a table."""
        return self.arrow.Table.from_pylist(rows, self.schemas[config])

    def join(self, packs: Sequence[Any]) -> bytes:
        """Return a file with one group of rows."""
        sink = self.arrow.BufferOutputStream()
        self.files.write_table(self.arrow.concat_tables(packs), sink, compression="zstd")
        content: bytes = sink.getvalue().to_pybytes()
        # What Arrow keeps for the next time is more than all else that waits here.
        self.arrow.default_memory_pool().release_unused()
        return content

    def _schema(self, shape: Json) -> Any:
        info = orjson.dumps({"info": {"features": features(shape)}})
        fields = [(key, self._type(one)) for key, one in shape.items()]
        return self.arrow.schema(fields, metadata={b"huggingface": info})

    def _type(self, shape: Shape) -> Any:
        arrow = self.arrow
        if isinstance(shape, list):
            return arrow.list_(self._type(shape[0]))
        if isinstance(shape, dict):
            return arrow.struct([(key, self._type(one)) for key, one in shape.items()])
        return arrow.int64() if isinstance(shape, Names) else arrow.type_for_alias(shape)


class JsonLines:
    """Rows as lines of JSON."""

    ending = ".jsonl"

    def pack(self, rows: Sequence[Json], config: str) -> Any:
        """Return lines."""
        del config
        return b"".join(orjson.dumps(row) + b"\n" for row in rows)

    def join(self, packs: Sequence[Any]) -> bytes:
        """Return all lines."""
        return b"".join(packs)


@dataclass(slots=True)
class Waiting:
    """What is in no file yet of one config and split, the weight of its pages, and how many files there are."""

    rows: list[Json] = field(default_factory=list)
    packs: list[Any] = field(default_factory=list)
    weight: int = 0
    files: int = 0


@dataclass(slots=True)
class Dataset:
    """One dataset on its way into a folder."""

    out: Out
    card: Card
    tables: Tables
    packing: Packing
    waiting: dict[tuple[str, str], Waiting] = field(default_factory=dict)

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Take a page's rows."""
        rows, losses = self.tables.rows(answer)
        for config, row in rows:
            self.waiting.setdefault((config, answer.split), Waiting()).rows.append(row)
        counts = Counter(config for config, _ in rows)
        weight = _weight(answer) if rows else 0
        for config, count in counts.items():
            # Each labelling of a page comes with its text.
            self._weigh(config, answer.split, weight * count if config == "annotators" else weight)
        if rows:
            self.card.count(answer, counts)
        return losses

    def end(self) -> None:
        """Write what is left, and the card."""
        for (config, split), waiting in sorted(self.waiting.items()):
            if waiting.weight:
                self._write(config, split, waiting)
        put(self.out, CARD, self.card.text(self.packing.ending).encode())

    def _weigh(self, config: str, split: str, weight: int) -> None:
        waiting = self.waiting[config, split]
        waiting.weight += weight
        if waiting.weight >= (FILE_CHARACTERS if waiting.files else FIRST_CHARACTERS):
            self._write(config, split, waiting)
        elif len(waiting.rows) >= ROWS_AT_ONCE:
            self._pack(config, waiting)

    def _pack(self, config: str, waiting: Waiting) -> None:
        if waiting.rows:
            waiting.packs.append(self.packing.pack(waiting.rows, config))
            waiting.rows = []

    def _write(self, config: str, split: str, waiting: Waiting) -> None:
        self._pack(config, waiting)
        content = self.packing.join(waiting.packs)
        put(self.out, f"{config}/{split}-{waiting.files:05}{self.packing.ending}", content)
        waiting.packs, waiting.weight, waiting.files = [], 0, waiting.files + 1


def card_of(folder: Path, about: About) -> str:
    """Return the card of a folder of JSON Lines as its rows are now, after some were taken out."""
    card = Card(about, Tables(about.scheme, apart=about.apart).shapes)
    for file in folder.glob(f"*/*{JsonLines.ending}"):
        config, split = file.parent.name, file.name.rpartition("-")[0]
        with file.open("rb") as lines:
            for line in lines:
                card.rows[config, split] += 1
                if config == "pages":
                    page = orjson.loads(line)["page"]
                    card.count_page(page["language"], page["rights"])
    return card.text(JsonLines.ending)


def features(shape: Shape) -> Any:
    """Return a shape as `datasets` writes features as JSON."""
    if isinstance(shape, Names):
        return {"names": list(shape.names), "_type": "ClassLabel"}
    if isinstance(shape, list):
        return {"feature": features(shape[0]), "_type": "List"}
    if isinstance(shape, dict):
        return {key: features(one) for key, one in shape.items()}
    return {"dtype": shape, "_type": "Value"}


def _weight(answer: Answer) -> int:
    labels = sum(len(one[layer]) for one in answer.value["labellings"] for layer in LAYERS[1:])
    return len(answer.page.text) + LABEL_CHARACTERS * labels
