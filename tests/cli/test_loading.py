"""A verb loads what it needs and no more, so that the command line answers at once."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from annotator.cli import verbs
from annotator.cli.table import VERBS

LOADED = """
import sys
from annotator.__main__ import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
print(*(name for name in ("sqlalchemy", "alembic", "flask", "pydantic") if name in sys.modules))
"""


def loaded(folder: Path, *words: str) -> list[str]:
    """Which of the heavy packages are loaded once a verb has run."""
    command = [sys.executable, "-c", LOADED, "--instance", str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    return done.stdout.splitlines()[-1].split()


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    assert loaded(tmp_path, "--help") == []


def test_a_verb_on_a_database_of_this_version_loads_no_migrations(tmp_path: Path) -> None:
    assert "alembic" in loaded(tmp_path, "project", "list")
    assert loaded(tmp_path, "project", "list") == ["sqlalchemy"]


@pytest.mark.parametrize("verb", VERBS)
def test_the_table_leads_to_the_verb_of_that_name(verb: str) -> None:
    found = verbs.get_command(click.Context(verbs), verb)
    assert found
    assert found.name == verb


@pytest.mark.parametrize("verb", VERBS)
def test_the_table_says_what_the_verb_says_of_itself(verb: str) -> None:
    found = verbs.get_command(click.Context(verbs), verb)
    assert found
    assert str(found.help).split()[:2] == VERBS[verb][2].split()[:2]
