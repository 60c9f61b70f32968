"""The example scripts train on the sample project's dataset, in few statements, and learn it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.dataset import environment

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
MOST = 5
each = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)


def statements_until_fit(script: Path) -> int:
    """How many statements there are up to the one that fits, imports not counted."""
    body = [one for one in ast.parse(script.read_text()).body if not isinstance(one, ast.Import | ast.ImportFrom)]
    code = [one for one in body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    fits = [n for n, one in enumerate(code, 1) if ".fit(" in ast.unparse(one)]
    return fits[0]


def test_there_is_one_for_lines_quotes_and_stance() -> None:
    assert [script.stem for script in SCRIPTS] == ["train_lines", "train_quotes", "train_stance"]


@each
def test_an_example_needs_five_statements_up_to_fit(script: Path) -> None:
    assert statements_until_fit(script) <= MOST


@pytest.mark.slow
@each
def test_an_example_learns_the_sample_project(script: Path, sample_dataset: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error::FutureWarning", str(script), str(sample_dataset)]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    learned = re.search(r"(\d+)% (?:of them )?by heart", done.stdout)
    assert learned, done.stdout
    assert int(learned[1]) > 90
    if script.stem == "train_lines":
        assert re.findall(r"^(body|boilerplate): ", done.stdout, re.MULTILINE) == ["boilerplate", "body"]
