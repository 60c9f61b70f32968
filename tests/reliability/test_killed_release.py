"""A build of a release is killed at any moment: nothing of it is visible, and run again it is whole."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.store.instance import Instance
from annotator.workflow import projects, releasing
from tests.fixtures.desk import Desk
from tests.fixtures.forked import ROOT
from tests.fixtures.press import gold, page

PAGES = 300


def build(folder: Path) -> subprocess.Popen[bytes]:
    """Start `annotator release create` as a process of its own."""
    command = [sys.executable, "-m", "annotator", "release", "create", "news", "v1", "--instance", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def until_it_writes(home: Path, process: subprocess.Popen[bytes], size: int) -> None:
    """Wait until the build has written so many bytes of its pages, or has ended."""
    while process.poll() is None:
        written = (file.stat().st_size for file in home.glob(".building-*/pages.jsonl"))
        if sum(written) >= size:
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.002)


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 50_000, 400_000])
def test_a_killed_build_is_not_there_and_run_again_it_is_whole(tmp_path: Path, size: int) -> None:
    instance = Instance.open(tmp_path / "instance")
    db, home = instance.database, tmp_path / "instance/releases/news"
    projects.create(db, "News")
    Desk(db).records(*(page(number, gold()) for number in range(PAGES)))
    with build(instance.folder) as process:
        until_it_writes(home, process, size)
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert releasing.listing(db, "news") == []
    assert not (home / "v1").exists()
    with build(instance.folder) as again:
        again.wait()
    [made] = releasing.listing(db, "news")
    assert made.row.manifest["counts"]["pages"] == PAGES
    verdict = releasing.verify(db, "news", "v1")
    assert (verdict.wrong, verdict.good[-1]) == ([], "built again, it is the same to the byte")
    assert sorted(one.name for one in home.iterdir()) == [".lock", "v1"]
    instance.close()
