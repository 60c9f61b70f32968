"""Copying a whole database, of either kind and any schema version, into another one with the same schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import JSON, Connection, MetaData, Table, func, insert, select, text

from .database import Database
from .migrations import current_revision, upgrade

VERSION_TABLE = "alembic_version"
ROWS = 1000
SEQUENCE = text("SELECT pg_get_serial_sequence(:table, :column)")


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """Open a SQLite file as a database; its lock file goes again."""
    database = Database(f"sqlite:///{file}", file.parent)
    try:
        yield database
    finally:
        database.close()


def snapshot(database: Database, file: Path) -> None:
    """Write the database as it is at this moment into a new SQLite file, while others go on writing."""
    file.touch(mode=0o600)
    if database.sqlite:
        with closing(sqlite3.connect(str(database.url.database))) as source:
            source.execute("VACUUM INTO ?", (str(file),))
        return
    with database.read() as session, opened(file) as copy, copy.migrate() as target:
        source_side = session.connection()
        upgrade(target, current_revision(source_side) or "head")
        copy_rows(source_side, target)


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row into a database that has the same tables, all empty."""
    theirs = _tables(target)
    for table in _tables(source).sorted_tables:
        if table.name == VERSION_TABLE:
            continue
        rows = source.execute(select(table).execution_options(yield_per=ROWS))
        for part in rows.mappings().partitions(ROWS):
            target.execute(insert(theirs.tables[table.name]), [dict(row) for row in part])
        _move_sequence(target, theirs.tables[table.name])


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table."""
    tables = _tables(connection).sorted_tables
    return {
        str(table.name): connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
    }


def drop_everything(connection: Connection) -> None:
    """Remove all tables, the append-only ones too."""
    tables = _tables(connection)
    tables.drop_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS refuse_change, refuse_change_unless_erased"))


def _tables(connection: Connection) -> MetaData:
    tables = MetaData()
    tables.reflect(connection)
    for column in (column for table in tables.sorted_tables for column in table.columns):
        if isinstance(column.type, JSON):
            column.type.none_as_null = True
    return tables


def _move_sequence(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count on after the ids that were copied; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key:
        numbered = {"table": f'"{table.name}"', "column": column.name}
        sequence = connection.execute(SEQUENCE, numbered).scalar()
        highest = connection.execute(select(func.max(column))).scalar()
        if sequence and highest:
            connection.execute(select(func.setval(sequence, highest)))
