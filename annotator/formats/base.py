"""What a format is: a name, and how it reads and writes neutral records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from annotator.core.errors import Refused
from annotator.core.records import Record


@dataclass(frozen=True, slots=True)
class Row:
    """What a file gave at one place: a record, or why there is none."""

    place: str
    record: Record | None = None
    refusal: Refused | None = None


class Format(Protocol):
    """One file format."""

    name: str
    suffix: str

    def read(self, stream: BinaryIO, source: str) -> Iterator[Row]:
        """Yield what the stream holds, in order; `source` names the file in refusals. One bad row stops nothing."""

    def write(self, records: Iterable[Record], sink: BinaryIO) -> list[Refused]:
        """Write records in order and return the refusals of the pages that were not written."""
