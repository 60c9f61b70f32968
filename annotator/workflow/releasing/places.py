"""Where releases lie in an instance: `releases/<project>/<version>`, read-only, each there only once it is whole."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.core.labels import Json
from annotator.store.database import Database, lock_file

ASIDE = ".building-"
READ_ONLY = 0o400


def home(db: Database, slug: str) -> Path:
    """Return the folder of a project's releases; made where it isn't there."""
    folder = db.folder / "releases" / slug
    for one in (folder.parent, folder):
        one.mkdir(mode=0o700, exist_ok=True)
    return folder


def folder_of(db: Database, slug: str, version: str) -> Path:
    """Return the folder of a release."""
    return db.folder / "releases" / slug / version


@contextmanager
def one_at_a_time(db: Database, slug: str) -> Iterator[None]:
    """Let one process at a time change the releases of a project."""
    with lock_file(home(db, slug) / ".lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def workshop(db: Database, slug: str) -> Path:
    """Return a new folder to build in; what a build that was killed left behind is swept away first.

    The caller is the one that may change the releases of the project.
    """
    _sweep(db, slug, f"{ASIDE}*")
    return Path(tempfile.mkdtemp(dir=home(db, slug), prefix=ASIDE))


def sweep(db: Database, slug: str, versions: Collection[str]) -> None:
    """Remove every folder that belongs to none of these versions: what builds left behind that were killed.

    The caller is the one that may change the releases of the project.
    """
    _sweep(db, slug, "*", versions)


def _sweep(db: Database, slug: str, pattern: str, but: Collection[str] = ()) -> None:
    for left in home(db, slug).glob(pattern):
        if left.is_dir() and left.name not in but:
            shutil.rmtree(left)


def files(folder: Path) -> list[str]:
    """Return the names of all files of a release but its manifest, sorted."""
    found = (one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
    return sorted(one for one in found if one != "manifest.json")


def sealed(folder: Path, name: str) -> Json:
    """Bring a file to the disk, make it read-only, and return its digest and size."""
    file = folder / name
    file.chmod(READ_ONLY)
    described = described_file(file)
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
    return described


def described_file(file: Path) -> Json:
    """Return digest and size (bytes) of a file."""
    with file.open("rb") as stream:
        return {"sha256": hashlib.file_digest(stream, "sha256").hexdigest(), "size": file.stat().st_size}


def settle(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
