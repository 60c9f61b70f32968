"""Releases built in the background: there with their job or not at all, stopped, killed, and begun again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.database import Database
from annotator.store.instance import Instance
from annotator.workflow import jobs, people, projects, releasing
from annotator.workflow.clock import now
from annotator.workflow.exporting import Choice
from annotator.workflow.jobs import RELEASES, Jobs
from annotator.workflow.releasing import Order
from tests.fixtures.cut import cut
from tests.fixtures.desk import Desk
from tests.fixtures.press import gold, page

PAGES = 120
BUILDER = """
import sys
from annotator.store.instance import Instance
from annotator.store.people import find
from annotator.workflow import projects
from annotator.workflow.exporting import Choice
from annotator.workflow.jobs import Jobs
from annotator.workflow.releasing import Order
instance = Instance.open(sys.argv[1], sys.argv[2])
db = instance.database
with db.read() as session:
    dora = find(session, "Dora")
jobs = Jobs(db, instance.folder)
jobs.build(projects.named(db, "news"), dora, "v1", Order(Choice()))
jobs.wait()
"""


class Foundry:
    """A project of two pages with gold, a curator, and the jobs of one process."""

    def __init__(self, db: Database, pages: int = 2) -> None:
        self.db, self.project, self.dora = db, projects.create(db, "News"), people.add(db, "Dora")
        Desk(db).records(*(page(number, gold()) for number in range(pages)))
        self.jobs = Jobs(db, db.folder)

    def build(self, version: str = "v1", *, leaks_ok: str | None = None) -> int:
        job = self.jobs.build(self.project, self.dora, version, Order(Choice(), leaks_ok=leaks_ok))
        self.jobs.wait()
        return job

    def state(self, job: int) -> tuple[str, str]:
        found = self.jobs.find(self.project, job, RELEASES)
        return found.state, found.report.get("said", "")

    def versions(self) -> list[str]:
        return [one.row.version for one in releasing.listing(self.db, "news")]

    def set(self, job: int, **values: object) -> None:
        """Put a job's row into a state that only a killed server leaves."""
        with self.db.write() as session:
            session.execute(update(models.Job).where(models.Job.id == job).values(**values))


@pytest.fixture
def foundry(database: Database) -> Foundry:
    return Foundry(database)


def test_a_release_that_is_built_aside_is_the_one_that_is_built_at_once(foundry: Foundry) -> None:
    assert foundry.state(foundry.build()) == ("done", "")
    shown = releasing.show(foundry.db, "news", "v1")
    assert (shown.row.made_by, shown.row.manifest["counts"]["pages"]) == ("Dora", 2)
    assert releasing.verify(foundry.db, "news", "v1").good[-1] == "built again, it is the same to the byte"


def test_what_no_build_could_mend_is_refused_before_there_is_a_job(foundry: Foundry) -> None:
    foundry.build()
    for version, reason in (("", "is no version"), ("V1", "is there already, as v1")):
        with pytest.raises(Refused, match=reason):
            foundry.build(version)
    with foundry.db.read() as session:
        assert session.query(models.Job).count() == 1


def test_a_build_that_is_refused_says_why_and_can_be_begun_again(foundry: Foundry) -> None:
    with foundry.db.write() as session:
        for one, split in zip(session.query(models.Page), ("train", "test"), strict=True):
            one.story, one.split = "levy", split
    job = foundry.build()
    state, said = foundry.state(job)
    assert (state, "the same story (levy)" in said, foundry.versions()) == ("failed", True, [])
    with foundry.db.write() as session:
        session.execute(update(models.Page).values(split="train"))
    foundry.jobs.start(foundry.project, job, foundry.dora)
    foundry.jobs.wait()
    assert (foundry.state(job), foundry.versions()) == (("done", ""), ["v1"])
    with pytest.raises(Refused, match="this build runs already, or is over"):
        foundry.jobs.start(foundry.project, job, foundry.dora)


def test_a_build_that_was_stopped_before_its_last_word_leaves_no_release(foundry: Foundry) -> None:
    with foundry.jobs.turn:
        job = foundry.jobs.build(foundry.project, foundry.dora, "v1", Order(Choice()))
        foundry.jobs.stop(foundry.project, job)
    foundry.jobs.wait()
    assert (foundry.state(job)[0], foundry.versions()) == ("stopped", [])


def test_a_build_that_was_taken_over_makes_no_release_beside_the_other(foundry: Foundry) -> None:
    with foundry.jobs.turn:
        job = foundry.jobs.build(foundry.project, foundry.dora, "v1", Order(Choice()))
        foundry.set(job, options={"version": "v1", "order": Order(Choice()).kept(), "runner": "somebody else"})
    foundry.jobs.wait()
    assert (foundry.state(job)[0], foundry.versions()) == ("queued", [])


def test_a_release_whose_end_can_not_be_written_down_is_not_there(foundry: Foundry) -> None:
    def gone(*_: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        releasing.create(foundry.db, "news", "v1", Order(Choice()), end=gone)
    assert foundry.versions() == []
    assert foundry.state(foundry.build()) == ("done", "")


def test_a_build_is_no_import_and_the_other_way_round(foundry: Foundry) -> None:
    job = foundry.build()
    with pytest.raises(Refused, match="there is no such import"):
        foundry.jobs.find(foundry.project, job, jobs.IMPORTS)
    assert foundry.jobs.recent(foundry.project, jobs.IMPORTS) == []


def test_stopping_what_is_done_changes_nothing(foundry: Foundry) -> None:
    job = foundry.build()
    foundry.jobs.stop(foundry.project, job)
    assert foundry.state(job) == ("done", "")


def test_a_row_is_heard_of_while_a_step_takes_long(foundry: Foundry) -> None:
    with foundry.jobs.turn:
        job = foundry.jobs.build(foundry.project, foundry.dora, "v1", Order(Choice()))
        foundry.set(job, beat_at=now(-timedelta(minutes=1)))
        while foundry.state(job)[0] == "stopped":
            pass
        assert foundry.state(job)[0] == "queued"
    foundry.jobs.wait()
    assert foundry.versions() == ["v1"]


@pytest.mark.slow
def test_a_build_whose_server_is_killed_is_stopped_invisible_and_whole_when_begun_again(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = Instance.open(tmp_path / "instance", database_url)
    foundry = Foundry(instance.database, PAGES)
    home = instance.folder / "releases/news"
    instance.database.checkpoint()  # or the first file to grow would be SQLite's
    cut(BUILDER, str(instance.folder), database_url, size=200_000)
    assert max(file.stat().st_size for file in home.glob(".building-*/*")) == 200_000
    [row] = foundry.jobs.recent(foundry.project, RELEASES)
    assert (row.state, foundry.versions(), (home / "v1").exists()) == ("running", [], False)
    monkeypatch.setattr(jobs, "SILENT", timedelta())
    assert foundry.state(row.id)[0] == "stopped"
    foundry.jobs.start(foundry.project, row.id, foundry.dora)
    monkeypatch.undo()
    foundry.jobs.wait()
    assert foundry.state(row.id) == ("done", "")
    verdict = releasing.verify(foundry.db, "news", "v1")
    assert (verdict.wrong, verdict.good[-1]) == ([], "built again, it is the same to the byte")
    assert sorted(one.name for one in home.iterdir()) == [".lock", "v1"]
    instance.close()
