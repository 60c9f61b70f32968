"""The doors open: targets are explained, the pipeline runs what people run, and set-up rests when all is right."""

import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.house.checkout import ROOT

PROMISED = ["setup", "run", "test", "fast", "lint", "format", "bench", "soak", "shots", "dist", "lock", "clean"]


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A checkout whose .venv claims to hold the run set: the set-up script beside a lock and a stamp."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(ROOT / ".venv/bin/python")
    version = subprocess.run([tmp_path / ".venv/bin/python", "-V"], capture_output=True, check=True).stdout
    lock = (tmp_path / "requirements/run.txt").read_bytes()
    (tmp_path / ".venv/installed").write_bytes(b"run\n" + version + lock)
    return tmp_path


def setup(checkout: Path, wanted: str = "run") -> subprocess.CompletedProcess[str]:
    """Run the set-up script where neither uv nor pip can install anything."""
    surroundings = {"PATH": "/usr/bin:/bin", "ANNOTATOR_NO_UV": "1"}
    command = ["sh", str(checkout / "requirements/setup.sh"), wanted]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)


def test_make_help_explains_every_promised_target() -> None:
    answer = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    explained = re.findall(r"^  make (\w+) +\w", answer, re.MULTILINE)
    assert set(PROMISED) <= set(explained)


def test_the_pipeline_runs_what_people_run() -> None:
    pipeline = ROOT / ".ci/run"
    if not (ROOT / ".git").exists():
        pytest.skip("an unpacked archive has no pipeline")
    assert pipeline.stat().st_mode & 0o111
    assert pipeline.read_text(encoding="utf-8").splitlines()[-1] == "exec make test"


def test_a_second_set_up_does_nothing_and_is_quick(prepared: Path) -> None:
    began = time.perf_counter()
    done = setup(prepared)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("changed", ["lock", "interpreter", "wanted"])
def test_set_up_begins_again_when_something_changed(prepared: Path, changed: str) -> None:
    wanted = "all" if changed == "wanted" else "run"
    # What cannot be installed shows that installing was tried, without the network.
    (prepared / f"requirements/{wanted}.txt").write_text("no such package==1\n")
    if changed == "interpreter":
        (prepared / ".venv/installed").write_text("run\nPython 3.11.0a1\nno such package==1\n")
    done = setup(prepared, wanted)
    assert done.returncode == 1
    assert done.stderr.startswith(f"installing 1 packages of requirements/{wanted}.txt\n")
    assert f"setup: pip could not install requirements/{wanted}.txt" in done.stderr
    assert not (prepared / ".venv/installed").exists(), "a half-done set-up must not look done"


def test_an_interpreter_too_old_is_named_in_one_sentence(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    surroundings = {"PATH": "/usr/bin:/bin", "PYTHON": "/no/such/python"}
    command = ["sh", str(tmp_path / "requirements/setup.sh"), "run"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
    assert done.returncode == 1
    assert re.fullmatch(
        r"setup: Python 3\.11 or newer is needed and /no/such/python is not; name one with [^\n]*\n", done.stderr
    )
