"""Backups: one zip with the whole database, made while people work, checked before it counts, and restored."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from sqlalchemy import delete, select

from annotator import __version__
from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.store import copying, models
from annotator.store.database import Database
from annotator.store.instance import Instance
from annotator.store.migrations import current_revision, is_known, newest_revision, upgrade

from . import exporting, withdrawing
from .clock import now
from .doctor import examine_database

FORMAT = "annotator.backup/1"
DATABASE, MANIFEST = "database.sqlite3", "manifest.json"
CHUNK = 1 << 20


def back_up(database: Database, sink: BinaryIO) -> dict[str, int]:
    """Write a verified backup of the database to `sink` and return its rows by table; refuses an unsound one.

    The secret key is not in it. The schema may be older than this code; then its log is not replayed.
    """
    with _workshop(database.folder) as folder:
        file = folder / DATABASE
        copying.snapshot(database, file)
        with copying.opened(file) as copy:
            manifest = _described(copy)
            if manifest["revision"] == newest_revision():
                _refuse_unsound(copy)
                manifest["exports"] = exporting.digests(copy)
        manifest["sha256"] = _digest(file)
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(file, DATABASE)
            archive.writestr(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    rows: dict[str, int] = manifest["rows"]
    return rows


def before_migration(database: Database, folder: Path) -> None:
    """Keep a verified backup in the instance folder before its schema changes."""
    _set_aside(database, folder, "before-migration")


def restore(instance: Instance, file: Path, *, force: bool = False, verify: bool = False) -> list[str]:
    """Put a backup into an empty instance and return what was done, in sentences.

    `force` empties a used instance first and keeps its backup aside. `verify` replays the whole log
    and compares the digests of all exports with those of the day of the backup. What was erased after the backup was
    made, as the instance's ledger has it, is erased again. Refuses a file that is no whole backup, one of a newer
    version, and a used instance without `force`.
    """
    with _workshop(instance.folder) as folder:
        manifest = _unpacked(file, folder)
        said: list[str] = []
        if _is_used(instance.database):
            if not force:
                raise Refused(str(instance.folder), "holds projects or people already; --force puts them aside")
            said.append(f"what was there is kept in {_set_aside(instance.database, instance.folder, 'before-restore')}")
        with copying.opened(folder / DATABASE) as copy:
            with copy.migrate() as connection:
                upgrade(connection)
            _fill(instance.database, copy)
    erased_again = list(withdrawing.repeat(instance.database))
    rows = manifest["rows"]
    said.append(
        f"restored {counted(rows.get('page', 0), 'page')}, {counted(rows.get('task', 0), 'labelling')}, "
        f"{counted(rows.get('op', 0), 'operation')}"
    )
    said += erased_again
    if verify:
        said.append(_verified(instance.database, manifest.get("exports"), erased=bool(erased_again)))
    return said


def _fill(database: Database, copy: Database) -> None:
    with copy.read() as source, database.migrate() as target:
        copying.drop_everything(target)
        upgrade(target)
        copying.copy_rows(source.connection(), target)
        # Whoever was signed in on the day of the backup has to sign in again.
        for table in (models.Session, models.SignInLink):
            target.execute(delete(table))


def _verified(database: Database, exports: dict[str, str] | None, *, erased: bool) -> str:
    _refuse_unsound(database)
    if erased:
        return "the log gives the stored labels; the exports aren't those of the backup, since pages were erased again"
    if exports is None:
        return "the log gives the stored labels; the backup, of an older version, has no digests of exports to compare"
    found = exporting.digests(database)
    wrong = sorted(name for name in {*exports, *found} if exports.get(name) != found.get(name))
    if wrong:
        raise Refused(f"project {wrong[0]}", "its export is not the one of the day of the backup")
    return f"the log gives the stored labels, and the exports of all projects ({len(found)}) are those of the backup"


def _set_aside(database: Database, folder: Path, reason: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    kept = folder / f"{reason}-{stamp}.zip"
    aside = kept.with_suffix(".part")
    aside.touch(mode=0o600)
    with aside.open("wb") as sink:
        back_up(database, sink)
    return aside.rename(kept)


def _described(copy: Database) -> dict[str, Any]:
    with copy.read() as session:
        connection = session.connection()
        revision, rows = current_revision(connection), copying.counts(connection)
    return {"format": FORMAT, "version": __version__, "made_at": now(), "revision": revision, "rows": rows}


def _refuse_unsound(database: Database) -> None:
    wrong = [one.sentence for one in examine_database(database) if one.level == "error"]
    if wrong:
        raise Refused("database", f"is not sound: {wrong[0]}" + (f" (and {len(wrong) - 1} more)" if wrong[1:] else ""))


def _is_used(database: Database) -> bool:
    with database.read() as session:
        tables = (models.Project, models.Person)
        return any(session.scalars(select(table.id).limit(1)).first() is not None for table in tables)


def _unpacked(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest: dict[str, Any] = orjson.loads(archive.read(MANIFEST))
            with archive.open(DATABASE) as packed, (folder / DATABASE).open("wb") as target:
                while piece := packed.read(CHUNK):
                    target.write(piece)
        known = manifest["format"] == FORMAT
        digest, revision = manifest["sha256"], manifest["revision"]
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError):
        raise Refused(str(file), "is no whole backup of annotator") from None
    if not known or not is_known(revision):
        raise Refused(str(file), f"was made by a newer version ({manifest.get('version')}); restore it with that one")
    if _digest(folder / DATABASE) != digest:
        raise Refused(str(file), "is damaged: its database doesn't have the sha256 that was written down")
    return manifest


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as inside:
        yield Path(inside)
