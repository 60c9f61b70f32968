"""The instance folder: secret key, database brought up to date, and the lock that allows one server."""

import fcntl
import os
import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from annotator.core.errors import Refused

from .database import Database, lock_file
from .migrations import current_revision, is_known, newest_revision, upgrade
from .models import Setting

SHORTEST_KEY = 32
SERVE_LOCK = "serve.lock"
"""Locked while a server runs; holds its address."""


@dataclass(frozen=True)
class Instance:
    """One installation's data: everything a run leaves behind lies in `folder`, the database perhaps elsewhere."""

    folder: Path
    secret_key: str
    database: Database
    id: str

    @classmethod
    def open(
        cls,
        folder: Path | str,
        url: str | None = None,
        before_migration: Callable[[Database, Path], None] | None = None,
    ) -> "Instance":
        """Open the instance in `folder`, making folder, secret and schema where they are missing.

        `url` is the database's address (else `ANNOTATOR_DATABASE_URL`, else SQLite in the folder).
        `before_migration(database, folder)` is called before an existing schema is changed.
        Refuses a schema newer than this version, an unusable secret and a network file system.
        """
        folder = Path(folder).resolve()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            secret = _secret_key(folder / "secret_key")
            address = url or os.environ.get("ANNOTATOR_DATABASE_URL") or f"sqlite:///{folder / 'annotator.sqlite3'}"
            database = Database(address, folder)
        except OSError as error:
            raise Refused(str(folder), f"can't be used as instance folder: {error.strerror}") from None
        try:
            _bring_up_to_date(database, folder, before_migration)
            with database.read() as session:
                known = session.scalars(select(Setting.value).where(Setting.key == "instance_id")).one()
        except BaseException as error:
            database.close()
            if isinstance(error, DBAPIError):
                raise Refused("database", f"can't be opened: {error.orig}") from None
            raise
        return cls(folder, secret, database, known)

    @contextmanager
    def serving(self) -> Iterator[Callable[[str], None]]:
        """Hold the lock of the one server on this instance; refuses when another holds it.

        Gives a function that takes the address at which people reach the server, for `served_at`.
        """
        with lock_file(self.folder / SERVE_LOCK) as file:
            if not _locked(file):
                raise Refused("", f"{self.folder} is being served already")

            def announce(address: str) -> None:
                file.truncate(0)
                file.seek(0)
                file.write(address.encode())
                file.flush()

            announce("")
            yield announce
            announce("")

    @property
    def served_at(self) -> str | None:
        """The address at which people reach the server that runs; None where none runs or none is known."""
        with lock_file(self.folder / SERVE_LOCK) as file:
            address = file.read().decode()
            # A killed server leaves its address behind, but not its lock.
            return address if address and not _locked(file) else None

    def close(self) -> None:
        """Give back the database's connections."""
        self.database.close()


def _locked(file: BinaryIO) -> bool:
    """Lock a file for this process until it is closed; tells whether nobody else had it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _secret_key(file: Path) -> str:
    """Return the key that signs cookies; made at the first run, readable by its owner alone."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_hex(SHORTEST_KEY))
    except FileExistsError:
        pass
    key = file.read_text().strip()
    if len(key) < SHORTEST_KEY:
        raise Refused(
            str(file), f"the secret key is shorter than {SHORTEST_KEY} characters; delete the file to get a new one"
        )
    return key


def _bring_up_to_date(
    database: Database, folder: Path, before_migration: Callable[[Database, Path], None] | None
) -> None:
    # The folder's lock lets two processes that start together make one schema, on PostgreSQL too.
    with lock_file(folder / "schema.lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with database.engine.execution_options(readonly=True).connect() as connection:
            found = current_revision(connection)
        if found == newest_revision():
            return
        if found and not is_known(found):
            raise Refused("database", "was made by a newer version of annotator; install that version to open it")
        if found and before_migration:
            before_migration(database, folder)
        with database.migrate() as connection:
            upgrade(connection)
            if not found:
                connection.execute(insert(Setting).values(key="instance_id", value=uuid.uuid4().hex))
