"""Schema versions: which one a database has, and bringing it to the newest.

Every verb asks for the version and next to none migrates, so the machinery of migrations is loaded last of all.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

TABLE = "alembic_version"


def current_revision(connection: Connection) -> str | None:
    """Return the schema version of a database; None where it is empty."""
    if not inspect(connection).has_table(TABLE):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {TABLE}"))  # noqa: S608 - our own name
    return found


def newest_revision() -> str:
    """Return the schema version this code is written for."""
    return revisions()[-1]


def is_known(revision: str) -> bool:
    """Tell whether this code knows a schema version."""
    return revision in revisions()


@cache
def revisions() -> tuple[str, ...]:
    """Return the known versions, oldest first; a migration's file is named by its version and what it does."""
    files = sorted((Path(__file__).parent / "versions").glob("[0-9]*_*.py"))
    if not files:
        raise RuntimeError("the package lacks its migrations")
    return tuple(file.name.partition("_")[0] for file in files)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the database to the newest version or to `revision`, inside the connection's transaction."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
