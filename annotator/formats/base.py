"""What a format is: how it writes what pages say, and how it reads pages with what another tool says of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.language import Language
from annotator.core.presets import preset
from annotator.core.record_writing import record_value
from annotator.core.records import Record, RecordEntity, RecordPage
from annotator.core.scheme import Scheme
from annotator.languages import language_of


@dataclass(frozen=True, slots=True)
class Row:
    """What a file gave at one place: a record, or why there is none, or a notice about the file as a whole.

    `raw` are the page's own bytes where it is made of others than its text, `nodes` the map of `formats/html.py`.
    """

    place: str
    record: Record | None = None
    refusal: Refused | None = None
    notice: str | None = None
    raw: bytes | None = None
    nodes: bytes | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What was said about files that come in, for what they don't say themselves.

    `encoding` is that of text that is not UTF-8; `names` says what another tool's labels are called here ("": left
    out); `layers` are those that its labellings answer even where they hold nothing of them; `annotator` made what
    names nobody; `scheme` is that of the project.
    """

    encoding: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    annotator: str | None = None
    scheme: Scheme = field(default_factory=lambda: preset("full"))


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a page that a format can't hold: its layer, its id or line, and why."""

    page: str
    layer: str
    what: str
    why: str

    def to_json(self) -> Json:
        """Return the row that is written next to the data."""
        return {"page": self.page, "layer": self.layer, "what": self.what, "why": self.why}


@dataclass(frozen=True, slots=True)
class About:
    """What a format may know of the whole: the project's name, its scheme, when it is written (None: not told).

    `apart` tells that labellings of several people leave side by side.
    """

    project: str
    scheme: Scheme
    at: str | None = None
    apart: bool = False


@dataclass(slots=True)
class Answer:
    """One page as it is written: a record with the labelling that answers for it, and the page's split and fold.

    The record has one labelling, in which a layer without an answer is off; for a format that holds `several`, it may
    have more or none. `nodes` is the map to the nodes of its HTML (`html.unpacked`), for a format that is `of_nodes`;
    `original` gives the bytes that the page was made of, or None where they are its text as UTF-8.
    """

    record: Record
    split: str = "train"
    fold: int | None = None
    nodes: bytes | None = None
    original: Callable[[], bytes | None] = lambda: None
    _value: Json | None = field(default=None, repr=False)

    @property
    def page(self) -> RecordPage:
        """The page with its text and metadata."""
        return self.record.page

    @property
    def entities(self) -> dict[str, RecordEntity]:
        """The entities that the page's labels name, by id."""
        return {one.id: one for one in self.record.entities}

    @property
    def language(self) -> Language:
        """The language the page's quotation marks are judged by."""
        return language_of(self.page.language, self.page.text.text)

    @property
    def value(self) -> Json:
        """The canonical record as JSON, computed fields included; refuses a page whose spans don't match its text."""
        if self._value is None:
            self._value = record_value(self.record, self.language)
        return self._value

    @property
    def labels(self) -> Json:
        """The labelling of `value`: its lines, quotes and stances as SCHEME section 10 orders them."""
        labels: Json = self.value["labellings"][0]
        return labels

    def answers(self, layer: str) -> bool:
        """Tell whether the page has an answer in a layer; an empty answer is one."""
        return bool(self.labels["layers"][layer]["status"] == "done")


class Out(Protocol):
    """Where a format writes: one file, or a folder of them."""

    def open(self, name: str = "") -> BinaryIO:
        """Open a file for writing, below the folder; "" is the one file of a format that has but one. Close each."""


class Writer(Protocol):
    """One export on its way into a format."""

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Write a page and return what of it the format can't hold; a page that is `Refused` leaves nothing behind."""

    def end(self) -> None:
        """Write what comes last; files are whole only after it."""


class Format(Protocol):
    """One format that labels leave in.

    `suffix` is the ending of its one file, or empty where it is a folder of files; `several` tells whether it holds
    labellings of several people side by side.
    """

    name: str
    suffix: str
    several: bool

    def writer(self, out: Out, about: About) -> Writer:
        """Begin to write; refuses at once where a library that the format needs is not installed."""


class Reader(Protocol):
    """One format that pages come in, with or without labels."""

    @property
    def name(self) -> str:
        """What it is called where somebody says so."""

    def read(self, stream: BinaryIO, source: str, told: Told = NOTHING) -> Iterator[Row]:
        """Yield what the stream holds, in order; `source` names the file in refusals. One bad row stops nothing."""
