"""The versions that file names give are those of the migrations in the files."""

from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from annotator.store import migrations, models
from annotator.store.instance import Instance
from annotator.workflow import people


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


def test_a_database_of_the_first_version_is_upgraded_with_what_is_in_it(tmp_path: Path, database_url: str) -> None:
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        migrations.upgrade(connection, "0001")
        assert "keys" not in {one["name"] for one in inspect(connection).get_columns("person")}
        old = {"name": "Ana", "admin": True, "can_sign_in": True, "created_at": "2026-01-01T00:00:00.000Z"}
        names = ", ".join(old)
        values = ", ".join(f":{name}" for name in old)
        connection.execute(text(f"INSERT INTO person ({names}) VALUES ({values})"), old)
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('instance_id', 'harbour')"))
    engine.dispose()
    instance = Instance.open(tmp_path / "instance", database_url)
    assert instance.id == "harbour"
    people.set_keys(instance.database, 1, {"letters": False, "keys": {}})
    with instance.database.read() as session:
        (ana,) = session.query(models.Person)
        assert (ana.name, ana.admin, ana.keys) == ("Ana", True, {"letters": False, "keys": {}})
    instance.close()
