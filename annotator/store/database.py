"""The database connection: how transactions begin on SQLite and PostgreSQL, and whose turn it is to write."""

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from annotator.core.errors import Refused

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "afs", "lustre", "fuse.sshfs", "fuse.glusterfs"}
LONG_TURN = 0.02
"""After a longer write transaction (seconds) its thread rests, so that a bulk job can't starve those who wait."""
REST = 0.004


class Database:
    """One database; `read` and `write` give a session that lives as long as its transaction."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = _parsed(url)
        self.folder = folder
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._turn = threading.Lock()
        self._turn_file: BinaryIO | None = None
        if self.sqlite:
            file = Path(self.url.database or "")
            _refuse_network(file.parent)
            file.touch(mode=0o600)
            self._turn_file = lock_file(folder / "write.lock")
        self.engine = self._engine()
        # Labels of one task come from several queries, which have to see the same moment.
        snapshot = {} if self.sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(readonly=True, **snapshot)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session on one consistent snapshot; nothing it changes is kept."""
        with Session(self._reader, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session that is committed at the end, or rolled back where an exception leaves it.

        On SQLite one writer at a time, over all threads and processes; keep it below 200 ms.
        """
        with self._own_turn(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def migrate(self) -> Iterator[Connection]:
        """Give a connection in one transaction, with every other writer kept out."""
        with self._own_turn(), self.engine.begin() as connection:
            yield connection

    def checkpoint(self) -> None:
        """Let the database file hold what the write-ahead log does, and empty the log, as far as readers let it."""
        if self.sqlite:
            connection = self.engine.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            finally:
                connection.close()

    def close(self) -> None:
        """Give back connections and the lock file."""
        self.engine.dispose()
        if self._turn_file:
            self._turn_file.close()

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        if self._turn_file is None:
            yield
            return
        with self._turn:
            fcntl.flock(self._turn_file, fcntl.LOCK_EX)
            began = time.monotonic()
            try:
                yield
            finally:
                fcntl.flock(self._turn_file, fcntl.LOCK_UN)
        if time.monotonic() - began > LONG_TURN:
            time.sleep(REST)

    def _engine(self) -> Engine:
        options: dict[str, Any] = {"json_serializer": _dump, "json_deserializer": orjson.loads, "pool_size": 20}
        if not self.sqlite:
            return create_engine(self.url, pool_pre_ping=True, **options)
        engine = create_engine(self.url, connect_args={"check_same_thread": False}, **options)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine


def lock_file(path: Path) -> BinaryIO:
    """Open a file that is only there to be locked, for its owner alone."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b")


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions lose updates without a word: they begin too late.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    readonly = connection.get_execution_options().get("readonly")
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


def _dump(value: object) -> str:
    return orjson.dumps(value).decode()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Refused(
            "database", "its address should look like sqlite:////path/to/file or postgresql://host/name"
        ) from None
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise Refused("database", "only SQLite files and PostgreSQL are supported")
    return parsed


def _refuse_network(folder: Path) -> None:
    """Refuse a folder whose file system can't lock reliably; SQLite would corrupt the database there."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return
    lines = [line.split() for line in mounts.read_text().splitlines()]
    where = folder.resolve()
    holding = [(len(mount), kind) for _, mount, kind, *_ in lines if where.is_relative_to(mount)]
    kind = max(holding, default=(0, ""))[1]
    if kind in NETWORK:
        raise Refused(
            str(folder), f"lies on a network file system ({kind}); SQLite needs a local disk, or use PostgreSQL"
        )
