"""Where exports go: a file or a folder that is there once it is whole, or a stream on its way to a browser."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import IO, BinaryIO, cast

from annotator.core.errors import Refused
from annotator.formats.base import Out

IN_MEMORY = 1 << 20
"""Bytes that wait in memory: of a file of a zipped folder until it is whole, of what a format can't hold."""


class OneFile:
    """The one file of a format, as a stream that is there already."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def open(self, name: str = "") -> BinaryIO:
        """Return the stream; what closes it leaves it open for its owner."""
        del name
        return cast("BinaryIO", Kept(self.stream))


class Kept(RawIOBase):
    """A stream whose closing is its owner's."""

    def __init__(self, stream: IO[bytes], then: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.stream, self.then = stream, then

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write all of `data`."""
        return self.stream.write(data)

    def close(self) -> None:
        """Do what was to be done then."""
        if not self.closed:
            super().close()
            self.then()


class Folder:
    """A folder on disk; files may lie in folders below it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, name: str = "") -> BinaryIO:
        """Open a new file below the folder."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("xb")


class Zipped:
    """A folder as a zip archive that is written as its files are closed, so that it can be streamed."""

    def __init__(self, stream: BinaryIO) -> None:
        self.archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def open(self, name: str = "") -> BinaryIO:
        """Open a file of the archive."""
        aside = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it is in the archive

        def put() -> None:
            with aside:
                aside.seek(0)
                # A fixed time: the same labels give the same bytes.
                entry = zipfile.ZipInfo(name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with self.archive.open(entry, "w", force_zip64=True) as inside:
                    shutil.copyfileobj(aside, inside)

        return cast("BinaryIO", Kept(aside, put))

    def close(self) -> None:
        """Write the end of the archive."""
        self.archive.close()


class Below:
    """A part of another place: its files carry a prefix, its one file a name."""

    def __init__(self, out: Out, folder: str, file: str) -> None:
        self.out, self.folder, self.file = out, folder, file

    def open(self, name: str = "") -> BinaryIO:
        """Open a file below the prefix."""
        return self.out.open(f"{self.folder}/{name}" if name else self.file)


class Pipe(RawIOBase):
    """A stream that is read piecewise while it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = BytesIO()

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Keep `data` until it is taken."""
        return self._waiting.write(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        found = self._waiting.getvalue()
        self._waiting = BytesIO()
        return found


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Give a stream that becomes `target` only once everything is in it and on disk.

    A new file is readable by its owner alone, as everything that comes out of an instance.
    """
    if target.is_dir() or not target.parent.is_dir():
        raise Refused(str(target), "is a folder" if target.is_dir() else "its folder isn't there")
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as aside:
        try:
            yield cast("BinaryIO", aside)
            aside.flush()
            os.fsync(aside.fileno())
            if target.exists():
                Path(aside.name).chmod(target.stat().st_mode & 0o777)
            Path(aside.name).replace(target)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a folder that becomes `target` only once everything is in it; refuses one that holds something."""
    if not target.parent.is_dir():
        raise Refused(str(target), "its folder isn't there")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(str(target), "is there already; name a folder that is new or empty")
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        yield aside
        if target.is_dir():
            target.rmdir()
        aside.replace(target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
