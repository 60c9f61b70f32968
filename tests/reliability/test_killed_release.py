"""A build of a release is killed at any moment: nothing of it is visible, and run again it is whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from annotator.cli import verbs
from annotator.store.instance import Instance
from annotator.workflow import projects, releasing
from tests.fixtures.cut import cut
from tests.fixtures.desk import Desk
from tests.fixtures.press import gold, page

PAGES = 300
PROGRAM = "from annotator.__main__ import main; main()"


@pytest.mark.slow
@pytest.mark.parametrize("size", [50_000, 400_000, 800_000])
def test_a_killed_build_is_not_there_and_run_again_it_is_whole(tmp_path: Path, size: int) -> None:
    instance = Instance.open(tmp_path / "instance")
    db, home = instance.database, tmp_path / "instance/releases/news"
    projects.create(db, "News")
    Desk(db).records(*(page(number, gold()) for number in range(PAGES)))
    db.checkpoint()  # or the first file to grow might be the database's
    create = ("release", "create", "news", "v1", "--instance", str(instance.folder))
    cut(PROGRAM, *create, size=size)
    assert max(file.stat().st_size for file in home.glob(".building-*/*")) == size
    assert releasing.listing(db, "news") == []
    assert not (home / "v1").exists()
    assert CliRunner().invoke(verbs, create).exit_code == 0
    [made] = releasing.listing(db, "news")
    assert made.row.manifest["counts"]["pages"] == PAGES
    verdict = releasing.verify(db, "news", "v1")
    assert (verdict.wrong, verdict.good[-1]) == ([], "built again, it is the same to the byte")
    assert sorted(one.name for one in home.iterdir()) == [".lock", "v1"]
    instance.close()
