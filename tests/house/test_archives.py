"""The wheel and the sdist are built without the network, hold what they should, and run outside the checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, tracked

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("archives")]


def run(*command: str | Path, cwd: Path) -> str:
    """What a command says; its complaint is the failure."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "ANNOTATOR_"))}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of the tracked files, and the wheel made from that sdist."""
    checkout = tmp_path_factory.mktemp("copy")
    for path in tracked():
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, checkout / path)
    (checkout / "instance").mkdir(exist_ok=True)
    (checkout / "instance/annotator.db").write_text("private")
    run(sys.executable, "-m", "build", "--no-isolation", cwd=checkout)
    return checkout / "dist"


def test_the_wheel_runs_outside_the_checkout(archives: Path, tmp_path: Path) -> None:
    (wheel,) = archives.glob("*.whl")
    venv.create(tmp_path / "venv")
    python = tmp_path / "venv/bin/python"
    purelib = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    # The dependencies are lent by the environment of the tests, so that no network is needed.
    (Path(purelib) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    assert "serve" in run(tmp_path / "venv/bin/annotator", "--help", cwd=tmp_path)
    where = run(python, "-c", "import annotator; print(annotator.__file__)", cwd=tmp_path).strip()
    assert where == str(Path(purelib) / "annotator/__init__.py")


def test_the_wheel_holds_the_package_with_its_templates_and_static_files(archives: Path) -> None:
    (wheel,) = archives.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    package = {path for path in tracked() if path.startswith("annotator/")}
    beside = {f"annotator/{path}" for path in tracked() if path.startswith(("templates/", "static/"))}
    assert beside
    assert package | beside == {name for name in names if not name.split("/")[0].endswith(".dist-info")}


def test_the_sdist_holds_what_is_tracked_and_nothing_of_the_instance(archives: Path) -> None:
    (sdist,) = archives.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers()}
    assert names - set(tracked()) == {"PKG-INFO"}
    assert not [name for name in names if name.startswith("instance")]
    assert {"LICENSE", "README.md", "Makefile", "requirements/run.txt", "tests/conftest.py"} <= names
