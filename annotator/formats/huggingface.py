"""Datasets for Hugging Face's `datasets`: a folder of tables by config and split, and a card that describes them.

`huggingface` writes Parquet; `huggingface-jsonl` writes the same rows as JSON Lines, for which no library is needed.
A table is written in files of a few megabytes, each of which is whole when the next is begun, so that memory stays flat
and a download begins at once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotator.core.labels import LAYERS, Json

from .base import About, Answer, Loss, Out
from .dataset_card import Card
from .extras import needed
from .shapes import Names, Shape
from .tables import Tables
from .writers import put

FILE_CHARACTERS = 8_000_000
"""A file of a table is written when its pages have this many characters."""
LABEL_CHARACTERS = 500
"""What a label counts beside its page's text; that is about what it needs in memory."""
CARD = "README.md"


class Huggingface:
    """Writes Parquet, with labels as numbers that the schema names."""

    name = "huggingface"
    suffix = ""
    several = True

    def writer(self, out: Out, about: About) -> "Dataset":
        """Begin the folder."""
        needed("pyarrow.parquet", "parquet", self.name)
        tables = Tables(about.scheme, apart=about.apart, numbers=True)
        return Dataset(out, Card(about, tables.shapes), tables, ".parquet", parquet)


class HuggingfaceJsonl:
    """Writes JSON Lines, with labels as names."""

    name = "huggingface-jsonl"
    suffix = ""
    several = True

    def writer(self, out: Out, about: About) -> "Dataset":
        """Begin the folder."""
        tables = Tables(about.scheme, apart=about.apart)
        return Dataset(out, Card(about, tables.shapes), tables, ".jsonl", json_lines)


@dataclass(slots=True)
class Waiting:
    """The rows of one config and split that are in no file yet, the weight of their pages, and how many files are."""

    rows: list[Json] = field(default_factory=list)
    weight: int = 0
    files: int = 0


@dataclass(slots=True)
class Dataset:
    """One dataset on its way into a folder; `encoded` makes a file's bytes of rows and their shape."""

    out: Out
    card: Card
    tables: Tables
    ending: str
    encoded: Callable[[Sequence[Json], Json], bytes]
    waiting: dict[tuple[str, str], Waiting] = field(default_factory=dict)

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Take a page's rows."""
        rows, losses = self.tables.rows(answer)
        for config, row in rows:
            self.waiting.setdefault((config, answer.split), Waiting()).rows.append(row)
        counts = Counter(config for config, _ in rows)
        weight = _weight(answer) if rows else 0
        for config in counts:
            waiting = self.waiting[config, answer.split]
            waiting.weight += weight
            if waiting.weight >= FILE_CHARACTERS:
                self._write(config, answer.split, waiting)
        if rows:
            self.card.count(answer, counts)
        return losses

    def end(self) -> None:
        """Write what is left, and the card."""
        for (config, split), waiting in sorted(self.waiting.items()):
            if waiting.rows:
                self._write(config, split, waiting)
        put(self.out, CARD, self.card.text(self.ending).encode())

    def _write(self, config: str, split: str, waiting: Waiting) -> None:
        name = f"{config}/{split}-{waiting.files:05}{self.ending}"
        content = self.encoded(waiting.rows, self.tables.shapes[config])
        put(self.out, name, content)
        self.card.bytes[config, split] += len(content)
        waiting.rows, waiting.weight, waiting.files = [], 0, waiting.files + 1


def parquet(rows: Sequence[Json], shape: Json) -> bytes:
    """Return rows as a file of Parquet, its schema told to `datasets` as well."""
    arrow = needed("pyarrow", "parquet", "huggingface")
    info = orjson.dumps({"info": {"features": features(shape)}})
    schema = arrow.schema([(key, _arrow(one)) for key, one in shape.items()], metadata={b"huggingface": info})
    sink = arrow.BufferOutputStream()
    table = arrow.Table.from_pylist(rows, schema)
    needed("pyarrow.parquet", "parquet", "huggingface").write_table(table, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def json_lines(rows: Sequence[Json], shape: Json) -> bytes:
    """Return rows as JSON Lines."""
    del shape
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def features(shape: Shape) -> Any:
    """Return a shape as `datasets` writes features as JSON."""
    if isinstance(shape, Names):
        return {"names": list(shape.names), "_type": "ClassLabel"}
    if isinstance(shape, list):
        return {"feature": features(shape[0]), "_type": "List"}
    if isinstance(shape, dict):
        return {key: features(one) for key, one in shape.items()}
    return {"dtype": shape, "_type": "Value"}


def _arrow(shape: Shape) -> Any:
    arrow = needed("pyarrow", "parquet", "huggingface")
    if isinstance(shape, list):
        return arrow.list_(_arrow(shape[0]))
    if isinstance(shape, dict):
        return arrow.struct([(key, _arrow(one)) for key, one in shape.items()])
    return arrow.int64() if isinstance(shape, Names) else arrow.type_for_alias(shape)


def _weight(answer: Answer) -> int:
    labels = sum(len(one[layer]) for one in answer.value["labellings"] for layer in LAYERS[1:])
    return len(answer.page.text) + LABEL_CHARACTERS * labels
