"""The shapes that most formats have: one file with a piece a page, or a folder with a few files a page."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

from .base import About, Answer, Loss, Out, Writer
from .cells import row
from .dropping import Keeps, dropped, silent
from .naming import FileNames

TABLE = "pages.csv"
"""The file of a folder that tells which page is in which file."""


class Pieces:
    """Writes one file, page after page; `between` goes between two pages."""

    def __init__(
        self,
        sink: BinaryIO,
        piece: Callable[[Answer], tuple[bytes, Sequence[Loss]]],
        *,
        first: bytes = b"",
        between: bytes = b"",
        last: bytes = b"",
    ) -> None:
        self.sink, self.piece, self.between, self.last = sink, piece, between, last
        self._begun = False
        sink.write(first)

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Write what a page gives; nothing is written of a page that gives nothing or is refused."""
        content, losses = self.piece(answer)
        if content:
            if self._begun:
                self.sink.write(self.between)
            self._begun = True
            self.sink.write(content)
        return losses

    def end(self) -> None:
        """Write the end of the file and close it."""
        self.sink.write(self.last)
        self.sink.close()


class Documents:
    """Writes files for each page into a folder, and a table of pages and their files."""

    def __init__(self, out: Out, files: Callable[[Answer, str], tuple[Mapping[str, bytes], Sequence[Loss]]]) -> None:
        """Begin; `files` is given a page and a stem for its files, of which the table names the first."""
        self.out, self.files = out, files
        self._names = FileNames()
        self._table = out.open(TABLE)
        self._table.write(row(("file", "page", "split")))

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Write a page's files; a page that gives none is not in the table."""
        # A page that contradicts itself is refused here, before it has a name.
        answer.value  # noqa: B018
        stem = self._names.stem(answer.page.name)
        files, losses = self.files(answer, stem)
        for name, content in files.items():
            put(self.out, name, content)
        if files:
            self._table.write(row((next(iter(files)), answer.page.name, answer.split)))
        return losses

    def end(self) -> None:
        """Close the table."""
        self._table.close()


class OneLayer(ABC):
    """A format of a few files a page about one layer alone; a page on which nobody finished the layer has none.

    A format says its `name`, what it `keeps` and its `layer`, and makes the `files` of a page, the first for the table.
    """

    suffix = ""
    several = False
    keeps: Keeps
    layer: str

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a folder."""
        return Documents(out, lambda answer, stem: self._finished(answer, stem, about))

    @abstractmethod
    def files(self, answer: Answer, stem: str, about: About) -> tuple[Mapping[str, bytes], Sequence[Loss]]:
        """Return the files of a page by name, and what of its quotes or lines they don't hold."""

    def _finished(self, answer: Answer, stem: str, about: About) -> tuple[Mapping[str, bytes], Sequence[Loss]]:
        losses = dropped(answer, self.keeps)
        if unsaid := silent(answer, self.layer):
            return {}, [*losses, *unsaid]
        files, more = self.files(answer, stem, about)
        return files, [*losses, *more]


def put(out: Out, name: str, content: bytes) -> None:
    """Write one whole file."""
    with out.open(name) as sink:
        sink.write(content)
