"""The versions that file names give are those of the migrations in the files."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from annotator.store import migrations


def test_a_file_is_named_by_the_version_in_it() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    chain = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]
    assert list(migrations.revisions()) == chain[::-1]


def test_an_upgraded_database_has_the_newest_version(database_url: str) -> None:
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        assert migrations.current_revision(connection) is None
        migrations.upgrade(connection)
        assert migrations.current_revision(connection) == migrations.newest_revision()
    engine.dispose()
