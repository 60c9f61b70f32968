"""INSERT ... ON CONFLICT in the dialect of the session's database."""

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from .models import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert_missing(session: Session, table: type[Base], *rows: dict[str, Any]) -> None:
    """Insert rows of the same columns, but none where one with the same unique key is there."""
    session.flush()
    session.connection().execute(_missing(session.get_bind().dialect.name, table), rows)


def insert_or_update(session: Session, table: type[Base], key: tuple[str, ...], *rows: dict[str, Any]) -> None:
    """Insert rows of the same columns, or give those with the same `key` columns their other values."""
    if rows:
        session.flush()
        statement = _updating(session.get_bind().dialect.name, table, key, tuple(rows[0]))
        session.connection().execute(statement, rows)


@cache
def _missing(dialect: str, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    """A statement that is built once, since an import executes it for each of its labellings."""
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _updating(
    dialect: str, table: type[Base], key: tuple[str, ...], columns: tuple[str, ...]
) -> "sqlite.Insert | postgresql.Insert":
    statement = _insert(dialect, table)
    others = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=others)


def _insert(dialect: str, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    # Only the dialect in use is loaded: the other one takes a tenth of a verb's start.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as into_postgresql  # noqa: PLC0415

        return into_postgresql(table)
    from sqlalchemy.dialects.sqlite import insert as into_sqlite  # noqa: PLC0415

    return into_sqlite(table)
