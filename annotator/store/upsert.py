"""INSERT ... ON CONFLICT in the dialect of the session's database."""

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from .models import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert_missing(session: Session, table: type[Base], row: dict[str, Any]) -> None:
    """Insert a row unless one with the same unique key is there."""
    session.execute(_insert(session, table).values(row).on_conflict_do_nothing())


def insert_or_update(session: Session, table: type[Base], key: tuple[str, ...], row: dict[str, Any]) -> None:
    """Insert a row, or give the one with the same `key` columns its other values."""
    others = {name: value for name, value in row.items() if name not in key}
    session.execute(_insert(session, table).values(row).on_conflict_do_update(index_elements=key, set_=others))


def _insert(session: Session, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    # Only the dialect in use is loaded: the other one takes a tenth of a verb's start.
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as into_postgresql  # noqa: PLC0415

        return into_postgresql(table)
    from sqlalchemy.dialects.sqlite import insert as into_sqlite  # noqa: PLC0415

    return into_sqlite(table)
