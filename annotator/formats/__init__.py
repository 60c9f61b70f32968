"""The formats there are, in one explicit list; each is a file of its own."""

from annotator.core.errors import Refused

from .article_extraction_benchmark import ArticleExtractionBenchmark
from .base import Format
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
from .dom import Dom
from .huggingface import Huggingface, HuggingfaceJsonl
from .jsonl import Jsonl
from .label_studio import LabelStudio
from .polnear import Polnear
from .prodigy import Prodigy
from .rows import Rows
from .semeval import Semeval
from .xlsx import Xlsx

FORMATS: tuple[Format, ...] = (
    Jsonl(),
    Rows(),
    Huggingface(),
    HuggingfaceJsonl(),
    DocBin(),
    Cas(),
    Dom(),
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
