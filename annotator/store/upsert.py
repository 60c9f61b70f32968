"""INSERT ... ON CONFLICT in the dialect of the session's database."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from .models import Base


def insert_missing(session: Session, table: type[Base], row: dict[str, Any]) -> None:
    """Insert a row unless one with the same unique key is there."""
    session.execute(_insert(session, table).values(row).on_conflict_do_nothing())


def insert_or_update(session: Session, table: type[Base], key: tuple[str, ...], row: dict[str, Any]) -> None:
    """Insert a row, or give the one with the same `key` columns its other values."""
    others = {name: value for name, value in row.items() if name not in key}
    session.execute(_insert(session, table).values(row).on_conflict_do_update(index_elements=key, set_=others))


def _insert(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
