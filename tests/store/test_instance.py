import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from annotator.core.errors import Refused
from annotator.store.instance import Instance
from annotator.store.models import Base, Event


def test_the_migrated_schema_is_the_one_the_models_describe(tmp_path: Path, database_url: str) -> None:
    instance = Instance.open(tmp_path / "instance", database_url)
    with instance.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    instance.close()


def test_opening_twice_keeps_the_secret_and_the_id(tmp_path: Path, database_url: str) -> None:
    first = Instance.open(tmp_path / "a", database_url)
    first.close()
    again = Instance.open(tmp_path / "a", database_url)
    assert (again.secret_key, again.id) == (first.secret_key, first.id)
    again.close()


def test_two_instances_have_different_secrets(tmp_path: Path) -> None:
    one, two = Instance.open(tmp_path / "a"), Instance.open(tmp_path / "b")
    assert one.secret_key != two.secret_key
    one.close()
    two.close()


def test_what_an_instance_leaves_behind_is_its_owners_alone(tmp_path: Path) -> None:
    instance = Instance.open(tmp_path / "a")
    with instance.database.write() as session:
        session.add(Event(at="2026-01-01T00:00:00.000Z", action="test", detail={}))
    assert stat.S_IMODE(instance.folder.stat().st_mode) == 0o700
    modes = {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in instance.folder.iterdir()}
    assert set(modes.values()) == {"0o600"}, modes
    instance.close()


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("dev")
    with pytest.raises(Refused, match="shorter than 32 characters"):
        Instance.open(tmp_path)


def test_a_schema_newer_than_the_code_is_refused_in_one_sentence(tmp_path: Path) -> None:
    Instance.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "annotator.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(Refused, match="newer version"):
        Instance.open(tmp_path)


def test_only_one_server_at_a_time(tmp_path: Path) -> None:
    instance = Instance.open(tmp_path)
    with instance.serving(), pytest.raises(Refused, match="served already"), instance.serving():
        pass
    with instance.serving():
        pass
    instance.close()


def test_a_server_tells_its_address_while_it_runs_only(tmp_path: Path) -> None:
    instance = Instance.open(tmp_path)
    assert instance.served_at is None
    with instance.serving() as announce:
        assert instance.served_at is None
        announce("http://127.0.0.1:9000/and/more")
        announce("http://127.0.0.1:8000")
        assert instance.served_at == "http://127.0.0.1:8000"
    assert instance.served_at is None
    (tmp_path / "serve.lock").write_text("http://127.0.0.1:8000")  # as a killed server leaves it
    assert instance.served_at is None
    instance.close()


@pytest.mark.parametrize("change", ["UPDATE event SET action = 'other'", "DELETE FROM event"])
def test_the_audit_trail_refuses_changes(tmp_path: Path, database_url: str, change: str) -> None:
    instance = Instance.open(tmp_path / "a", database_url)
    with instance.database.write() as session:
        session.add(Event(at="2026-01-01T00:00:00.000Z", action="test", detail={}))
    with pytest.raises(DBAPIError, match="append-only"), instance.database.write() as session:
        session.execute(text(change))
    instance.close()
