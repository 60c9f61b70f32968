"""A process is killed in the middle of an import: run again, nothing is doubled and nothing half made is there."""

import io
import json
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from annotator.store import models
from annotator.store.instance import Instance
from annotator.workflow import doctor, importing, jobs, people, projects

HERE = Path(__file__).parents[3]
PAGES = 200
IMPORTER = """
import os, signal, sys
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session
from annotator.store import models
from annotator.store.instance import Instance
from annotator.store.people import find
from annotator.workflow import projects
from annotator.workflow.jobs import Jobs
folder, url, job = sys.argv[1:]
instance = Instance.open(folder, url)
db = instance.database
with db.read() as session:
    dora = find(session, "Dora")
@event.listens_for(Session, "after_commit")
def die(_):
    with db.read() as session:
        if session.scalar(select(func.count(models.Page.id))):
            os.kill(os.getpid(), signal.SIGKILL)

jobs = Jobs(db, instance.folder)
jobs.start(projects.named(db, "news"), int(job), dora)
jobs.wait()
"""
"""Imports, and dies as soon as the first pages are stored: from outside nobody could say when that is."""


def row(number: int) -> str:
    text = f"Page {number}\n“Yes,” said Mara.\n"
    start = text.index("“")
    return json.dumps({"name": f"{number:05}.txt", "text": text, "label": [[start, start + 6, "content"]]})


def count(instance: Instance, model: type[models.Base]) -> int:
    with instance.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.slow
def test_an_import_that_was_killed_is_stopped_and_ends_when_it_is_started_again(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = Instance.open(tmp_path / "instance", database_url)
    db = instance.database
    project, dora = projects.create(db, "News"), people.add(db, "Dora")
    home = jobs.Jobs(db, instance.folder)
    raw = "\n".join(map(row, range(PAGES))).encode()
    job = home.look(project, dora, [("rows.jsonl", io.BytesIO(raw))], importing.Options())
    home.wait()
    command = [sys.executable, "-c", IMPORTER, str(instance.folder), database_url, str(job)]
    assert subprocess.run(command, cwd=HERE, check=False).returncode == -signal.SIGKILL
    stored = count(instance, models.Page)
    assert 0 < stored < PAGES
    # Every page that is there is whole.
    assert count(instance, models.Task) == count(instance, models.PageText) == stored
    monkeypatch.setattr(jobs, "SILENT", timedelta())
    assert home.find(project, job).state == "stopped"
    home.start(project, job, dora)
    monkeypatch.undo()
    home.wait()
    found = home.find(project, job)
    assert found.state == "done"
    assert found.report["counts"] == {"added": PAGES - stored, "unchanged": stored, "labelling": PAGES - stored}
    assert count(instance, models.Page) == count(instance, models.Task) == PAGES
    assert [one.sentence for one in doctor.examine_database(db) if one.level == "error"] == []
    instance.close()
