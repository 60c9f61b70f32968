from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from annotator.cli import verbs
from annotator.store.instance import Instance


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(verbs, [str(one) for one in arguments])


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """An instance folder with a project and a person in it."""
    folder = tmp_path / "used"
    assert run("project", "create", "Harbour news", "--instance", folder).exit_code == 0
    assert run("user", "add", "Ana", "--instance", folder).exit_code == 0
    return folder


def test_a_backup_is_restored_and_verified_into_an_instance_that_did_not_exist(used: Path, tmp_path: Path) -> None:
    file = tmp_path / "monday.zip"
    made = run("backup", "-o", file, "--instance", used)
    assert (made.exit_code, file.stat().st_mode & 0o777) == (0, 0o600)
    restored = run("restore", file, "--verify", "--instance", tmp_path / "new")
    assert restored.exit_code == 0, restored.output
    assert "Harbour news" in run("project", "list", "--instance", tmp_path / "new").output


def test_a_used_instance_asks_for_force(used: Path, tmp_path: Path) -> None:
    file = tmp_path / "monday.zip"
    run("backup", "-o", file, "--instance", used)
    refused = run("restore", file, "--instance", used)
    assert (refused.exit_code, "--force" in refused.output) == (1, True)
    assert run("restore", file, "--force", "--instance", used).exit_code == 0


def test_the_doctor_ends_with_status_1_when_something_is_wrong(used: Path) -> None:
    healthy = run("doctor", "--instance", used)
    assert (healthy.exit_code, "WRONG" in healthy.output) == (0, False)
    instance = Instance.open(used)
    with instance.database.write() as session:
        row = "INSERT INTO page (project_id, uid, name, sha256, length, line_count, encoding, meta, added_at)"
        session.execute(text(f"{row} VALUES (1, 'u', 'a.txt', '0', 1, 1, 'utf-8', '{{}}', '')"))
    instance.close()
    ill = run("doctor", "--instance", used)
    assert (ill.exit_code, "page a.txt" in ill.output) == (1, True)


@pytest.mark.parametrize("verb", ["backup", "restore", "doctor"])
def test_the_help_of_each_verb_shows_an_example(verb: str) -> None:
    assert f"annotator {verb}" in run(verb, "--help").output.split("Example:")[1]
