"""The formats there are, in one explicit list; each is a file of its own."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from annotator.core.errors import Refused
from annotator.core.records import Record

from .article_extraction_benchmark import ArticleExtractionBenchmark
from .base import Format, Row
from .brat import Brat
from .cas import Cas
from .chatnoir import Chatnoir
from .citron import Citron
from .cleaneval import Cleaneval
from .conll import Conll
from .csv_lines import Csv
from .directquote import DirectQuote
from .docbin import DocBin
from .doccano import Doccano
from .huggingface import Huggingface, HuggingfaceJsonl
from .json_lines import read_rows
from .jsonl import Jsonl, record_of
from .label_studio import LabelStudio
from .polnear import Polnear
from .prodigy import Prodigy
from .rows import Rows, page_of
from .semeval import Semeval
from .xlsx import Xlsx

FORMATS: tuple[Format, ...] = (
    Jsonl(),
    Rows(),
    Huggingface(),
    HuggingfaceJsonl(),
    DocBin(),
    Cas(),
    Xlsx(),
    Conll(),
    Brat(),
    LabelStudio(),
    Doccano(),
    Prodigy(),
    Semeval(),
    ArticleExtractionBenchmark(),
    Csv(),
    Citron(),
    Polnear(),
    DirectQuote(),
    Cleaneval(),
    Chatnoir(),
)


def format_named(name: str) -> Format:
    """Return the format of that name; an unknown one is refused with the names there are."""
    found = next((one for one in FORMATS if one.name == name), None)
    if found is None:
        raise Refused("", f"there is no format {name!r}; the formats are {', '.join(one.name for one in FORMATS)}")
    return found


def read_json_lines(stream: BinaryIO, source: str) -> Iterator[Row]:
    """Yield what a JSON Lines file holds, canonical records and plain rows alike: each row says itself what it is."""

    def read(value: dict[str, Any], name: str) -> Record:
        return record_of(value) if "format" in value else page_of(value, name)

    return read_rows(stream, source, read)
