"""Imports in the background: looked at before anything is stored, stored once, and started again without doubling."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow
from annotator.workflow import importing, people, projects
from annotator.workflow.clock import now
from annotator.workflow.jobs import Jobs

FILES = [("a.txt", b"One"), ("b.txt", b"Two"), ("same.txt", b"One"), ("bad.txt", b"a\0b")]
ROW = {"text": "“Yes,” said Mara.", "name": "c", "label": [[0, 6, "content"]]}


class Yard:
    """A project with a curator, and the jobs of one process."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder
        self.project: ProjectRow = projects.create(db, "News")
        self.dora: PersonRow = people.add(db, "Dora")
        self.jobs = Jobs(db, folder)

    def look(self, *files: tuple[str, bytes], **options: object) -> int:
        sent = [(name, io.BytesIO(raw)) for name, raw in files]
        job = self.jobs.look(self.project, self.dora, sent, importing.Options(**options))  # type: ignore[arg-type]
        self.jobs.wait()
        return job

    def start(self, job: int) -> None:
        self.jobs.start(self.project, job, self.dora)
        self.jobs.wait()

    def count(self, model: type[models.Base]) -> int:
        with self.db.read() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    def kept(self) -> list[str]:
        return sorted(one.name for one in (self.folder / "uploads").rglob("*") if one.is_file())

    def set(self, job: int, **values: object) -> None:
        """Put a job's row into a state that only a killed server leaves."""
        with self.db.write() as session:
            session.execute(update(models.Job).where(models.Job.id == job).values(**values))


@pytest.fixture
def yard(database: Database, tmp_path: Path) -> Yard:
    return Yard(database, tmp_path / "instance-files")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> None:
    (tmp_path / "instance-files").mkdir(exist_ok=True)


def test_a_look_tells_what_would_happen_and_stores_nothing(yard: Yard) -> None:
    job = yard.look(*FILES, ("rows.jsonl", json.dumps(ROW).encode()))
    found = yard.jobs.find(yard.project, job)
    assert (found.kind, found.state, found.total) == ("look", "done", 5)
    assert found.report["summary"] == "3 pages added, 1 duplicate, 1 labelling, 1 refused"
    assert found.report["refused"] == ["bad.txt: holds a NUL at byte 1, line 1; it may not be text"]
    assert yard.count(models.Page) == yard.count(models.Task) == 0
    assert yard.count(models.Person) == 1
    assert yard.kept() == ["0", "1", "2", "3", "4"]


def test_what_was_looked_at_is_stored_just_so_and_what_was_sent_is_removed(yard: Yard) -> None:
    job = yard.look(*FILES)
    told = yard.jobs.find(yard.project, job).report
    yard.start(job)
    found = yard.jobs.find(yard.project, job)
    assert (found.kind, found.state, found.report) == ("import", "done", told)
    assert yard.count(models.Page) == 2
    assert yard.kept() == []
    with pytest.raises(Refused, match="runs already, or is over"):
        yard.start(job)


def test_a_look_knows_the_pages_of_its_own_earlier_batches(yard: Yard) -> None:
    many = [{"name": f"{n}.txt", "text": f"Page {n}"} for n in range(450)]
    again = [
        {"name": "0.txt", "text": "Other"},
        {"name": "x.txt", "text": "Page 7"},
        {"name": "8.txt", "text": "Page 8"},
    ]
    rows = "\n".join(json.dumps(one) for one in many + again).encode()
    job = yard.look(("rows.jsonl", rows))
    told = yard.jobs.find(yard.project, job).report["summary"]
    assert told == "450 pages added, 1 page unchanged, 1 duplicate, 1 refused"
    yard.start(job)
    assert yard.jobs.find(yard.project, job).report["summary"] == told


def test_a_job_whose_server_was_killed_is_stopped_and_starting_it_again_doubles_nothing(yard: Yard) -> None:
    job = yard.look(*FILES)
    list(importing.import_streams(yard.db, "news", [("a.txt", io.BytesIO(b"One"))]))
    yard.set(job, kind="import", state="running", beat_at=now(-timedelta(minutes=1)))
    fresh = Jobs(yard.db, yard.folder)
    assert fresh.find(yard.project, job).state == "stopped"
    fresh.start(yard.project, job, yard.dora)
    fresh.wait()
    found = fresh.find(yard.project, job)
    assert (found.state, found.report["summary"]) == ("done", "1 page added, 1 page unchanged, 1 duplicate, 1 refused")
    assert yard.count(models.Page) == 2


def test_a_job_that_is_heard_of_is_not_started_twice(yard: Yard) -> None:
    job = yard.look(*FILES)
    yard.set(job, state="running", beat_at=now())
    with pytest.raises(Refused, match="runs already"):
        yard.start(job)


def test_what_is_not_wanted_is_forgotten(yard: Yard) -> None:
    job = yard.look(*FILES)
    yard.jobs.stop(yard.project, job)
    found = yard.jobs.find(yard.project, job)
    assert (found.state, found.file) == ("stopped", None)
    assert yard.kept() == []
    assert yard.count(models.Page) == 0


def test_a_run_that_was_taken_over_stores_no_more(yard: Yard) -> None:
    job = yard.look(*FILES)
    with yard.jobs.turn:
        yard.jobs.start(yard.project, job, yard.dora)
        yard.jobs.stop(yard.project, job)
    yard.jobs.wait()
    assert yard.jobs.find(yard.project, job).state == "stopped"
    assert yard.count(models.Page) == 0
    yard.start(job)
    assert yard.count(models.Page) == 2


def test_options_that_can_not_be_are_refused_before_anything_is_kept(yard: Yard) -> None:
    with pytest.raises(Refused, match="there is no 'person'"):
        yard.look(*FILES, names={"PER": "person"})
    assert yard.kept() == []
    assert yard.count(models.Job) == 0


def test_names_of_files_are_only_names(yard: Yard) -> None:
    job = yard.look(("../../evil.txt", b"Evil"), ("good.txt", b"Good"))
    assert yard.kept() == ["0", "1"]
    assert yard.jobs.find(yard.project, job).report["summary"] == "1 page added, 1 refused"


def test_starting_is_in_the_audit_trail(yard: Yard) -> None:
    yard.start(yard.look(*FILES))
    with yard.db.read() as session:
        [event] = session.scalars(select(models.Event).where(models.Event.action == "import.started"))
    assert (event.person_id, event.detail) == (yard.dora.id, {"project": "news", "files": 4})
