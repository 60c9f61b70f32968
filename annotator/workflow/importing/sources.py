"""Where imports come from: files, folders and zip archives, each given out as named streams."""

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from annotator.core.errors import Refused
from annotator.core.reading import LONGEST_KEY

MIB = 1 << 20
MOST_ENTRIES = 1_000_000
MOST_RATIO = 200
"""How much bigger than its packed form an archive, or one file of it, may be once it is over `HARMLESS` bytes."""
HARMLESS = 16 * MIB
LONGEST_NAME = 1000
ZIP, TEXT, ANNOTATIONS = (".zip",), ".txt", ".ann"
BESIDE = ("annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf", "dropped.jsonl")
"""Files that brat, or our own export, puts beside pages; they hold none."""
MOST_WAITING = 64 * MIB
"""Bytes of annotation files that may wait for their texts."""
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class Source:
    """A stream with the name its page gets; it is open only until the next source is asked for.

    `annotations` are the bytes of the annotation file that lies beside it, as brat's do.
    """

    name: str
    stream: BinaryIO
    annotations: bytes | None = None


def from_paths(paths: Iterable[Path]) -> Iterator[Source | Refused]:
    """Yield every file below `paths`, by name; a page is called by its path below what was given."""
    for path in sorted(paths, key=lambda one: not _annotates(one.name)):
        if path.is_dir():
            for inner in sorted(one for one in path.rglob("*") if not _hidden(one, path)):
                name = inner.relative_to(path).as_posix()
                if inner.is_symlink() and not (inner.exists() and inner.resolve().is_relative_to(path.resolve())):
                    yield Refused(_shown(name), "is a link that leads out of the folder, or nowhere")
                elif inner.is_file():
                    yield from _from_file(inner, name)
        else:
            yield from _from_file(path, path.name)


def from_streams(files: Iterable[tuple[str, BinaryIO]]) -> Iterator[Source | Refused]:
    """Yield uploaded files, archives unpacked; the names they were uploaded under are only names."""
    for name, stream in sorted(files, key=lambda one: not _annotates(one[0])):
        yield from _from_stream(name, stream)


def from_kept(files: Iterable[tuple[str, Path]]) -> Iterator[Source | Refused]:
    """Yield files that lie under other names than those they came under, each opened when it is its turn."""
    for name, path in sorted(files, key=lambda one: not _annotates(one[0])):
        with path.open("rb") as stream:
            yield from _from_stream(name, stream)


def paired(sources: Iterable[Source | Refused]) -> Iterator[Source | Refused]:
    """Yield the sources with annotation files put to their texts; those come first, since they are sorted by name."""
    waiting: dict[str, bytes] = {}
    weight = 0
    for source in sources:
        if isinstance(source, Source) and _annotates(source.name):
            waiting[source.name[: -len(ANNOTATIONS)]] = source.stream.read(MOST_WAITING + 1)
            weight += len(waiting[source.name[: -len(ANNOTATIONS)]])
            if weight > MOST_WAITING:
                waiting.clear()
                weight = 0
                yield Refused(source.name, f"over {MOST_WAITING // MIB} MiB of annotations lie apart from their texts")
        elif isinstance(source, Source) and source.name.lower().endswith(TEXT):
            annotations = waiting.pop(source.name[: -len(TEXT)], None)
            weight -= len(annotations or b"")
            yield replace(source, annotations=annotations)
        else:
            yield source
    yield from (Refused(f"{stem}{ANNOTATIONS}", f"lies beside no {stem}{TEXT}") for stem in waiting)


def checked_name(name: str) -> str:
    """Return a page's name as it is.

    Refuses an empty or endless one, control characters, lone surrogates, and a path that leads out of where it is.
    """
    if not name.strip() or len(name) > LONGEST_NAME or len(name.encode(errors="replace")) > LONGEST_KEY:
        raise Refused(_shown(name), f"a page's name should have 1 to {LONGEST_NAME} characters, {LONGEST_KEY} bytes")
    if any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") for one in name):
        raise Refused(_shown(name), "a page's name should hold no control characters, and be valid UTF-8")
    if ".." in re.split(r"[/\\]", name) or re.match(r"[/\\]|[A-Za-z]:[/\\]", name):
        raise Refused(_shown(name), "a page's name should be a path that leads down, without .. and not from the root")
    return name


def _from_file(path: Path, name: str) -> Iterator[Source | Refused]:
    try:
        with path.open("rb") as stream:
            yield from _from_stream(name, stream)
    except OSError as error:
        yield Refused(_shown(name), f"can't be read: {(error.strerror or str(error)).lower()}")


def _from_stream(name: str, stream: BinaryIO) -> Iterator[Source | Refused]:
    try:
        checked_name(name)
    except Refused as refused:
        yield refused
        return
    if name.lower().endswith(ZIP):
        yield from _from_archive(name, stream)
    else:
        yield Source(name, stream)


def _from_archive(name: str, stream: BinaryIO) -> Iterator[Source | Refused]:
    folder = PurePosixPath(name).parent
    try:
        archive = zipfile.ZipFile(stream)
    except BROKEN as error:
        yield Refused(name, f"is no zip archive that can be read ({_reason(error)})")
        return
    with archive:
        entries = [one for one in archive.infolist() if not one.is_dir() and not _hidden_name(one.filename)]
        if len(entries) > MOST_ENTRIES:
            yield Refused(name, f"holds {len(entries)} files; {MOST_ENTRIES} are the most")
            return
        budget = Budget(f"zip archive {name}", max(HARMLESS, stream.seek(0, 2) * MOST_RATIO))
        for entry in sorted(entries, key=lambda one: one.filename):
            if budget.left < 0:
                return
            try:
                _check_entry(entry)
            except Refused as refused:
                yield refused.within(f"zip archive {name}")
                continue
            try:
                most = max(HARMLESS, entry.compress_size * MOST_RATIO)
                with archive.open(entry) as unpacked:
                    counted = Counted(cast("RawIOBase", unpacked), Budget(entry.filename, most), budget)
                    yield Source(str(folder / entry.filename), cast("BinaryIO", BufferedReader(counted, MIB)))
            except BROKEN as error:
                yield Refused(f"zip archive {name}, {_shown(entry.filename)}", f"is damaged ({_reason(error)})")


class Budget:
    """Bytes that may still be unpacked; more than that is a bomb."""

    def __init__(self, place: str, most: int) -> None:
        self.place, self.left = place, most

    def spend(self, count: int) -> None:
        """Take `count` bytes off; refuses when the budget is used up."""
        self.left -= count
        if self.left < 0:
            raise Refused(self.place, f"unpacks to more than {MOST_RATIO} times its size; it was left there")


class Counted(RawIOBase):
    """A stream that counts the bytes it really gives, since an archive may lie about its sizes."""

    def __init__(self, stream: RawIOBase, *budgets: Budget) -> None:
        super().__init__()
        self._stream, self._budgets = stream, budgets

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read into `buffer`; refuses once a budget is used up."""
        piece = self._stream.read(len(buffer)) or b""
        for budget in self._budgets:
            budget.spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse what no honest archive of pages holds: a way out of it, a link, a secret, an archive in the archive."""
    name, place = entry.filename, _shown(entry.filename)
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "" in parts:
        raise Refused(place, "its name leads out of the archive")
    checked_name(name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(place, "is a link, not a file")
    if entry.flag_bits & 1:
        raise Refused(place, "is encrypted")
    if name.lower().endswith(ZIP):
        raise Refused(place, "is an archive inside an archive; unpack it first")


def _hidden(path: Path, below: Path) -> bool:
    return _hidden_name(path.relative_to(below).as_posix())


def _annotates(name: str) -> bool:
    return name.lower().endswith(ANNOTATIONS)


def _hidden_name(name: str) -> bool:
    """Tell whether a file is one that systems put beside those people mean."""
    parts = name.replace("\\", "/").split("/")
    return ".." not in parts and (
        parts[-1] in BESIDE or "__MACOSX" in parts or any(one.startswith(".") for one in parts)
    )


def _shown(name: str) -> str:
    """Return a name that can be printed anywhere."""
    shown = "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in name)
    return shown if len(shown) <= 200 else f"{shown[:197]}..."


def _reason(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
