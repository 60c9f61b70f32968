"""The dashboard of 10,000 pages takes less than a second of this computer's work, and so do the labels by site."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert

from annotator.store import models, people
from annotator.store.instance import Instance
from annotator.workflow import people as doors
from annotator.workflow import progress, projects
from annotator.workflow.clock import now

PAGES, RUNS = 10_000, 12


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time; how busy the machine is says nothing about the program."""
    began = time.process_time()
    work()
    return time.process_time() - began


def fill(instance: Instance, key: int) -> None:
    """Two finished labellings of each page, a run of lines after the other."""
    mark = {"by": "Ana", "at": None, "origin": "hand", "source": None}
    page = {"project_id": key, "language": "en", "sha256": "", "length": 9, "line_count": 60, "added_at": now()}
    task = {"role": "annotator", "status": "done", "text_sha256": "", "finished": now(), "active_ms": 60_000}
    numbers = range(1, PAGES + 1)
    with instance.database.write() as session:
        pass_id = session.query(models.Pass.id).filter_by(project_id=key).scalar()
        owners = [one.id for one in (people.find(session, "Ana"), people.find(session, "Ben")) if one]
        tasks = [
            {**task, "id": 2 * n + turn, "page_id": n, "pass_id": pass_id, "person_id": owner}
            for n in numbers
            for turn, owner in enumerate(owners)
        ]
        rows: dict[type[models.Base], list[dict[str, object]]] = {
            models.Page: [{**page, "id": n, "uid": str(n), "name": str(n), "site": f"site-{n % 12}"} for n in numbers],
            models.Task: tasks,
            models.TaskLayer: [
                {"task_id": one["id"], "layer": "lines", "status": "done", "pass_name": "main"} for one in tasks
            ],
            models.LineRun: [
                {"task_id": one["id"], "first": 5 * run + 1, "last": 5 * run + 5, "label": "body", "flags": [], **mark}
                for one in tasks
                for run in range(RUNS)
            ],
        }
        for table, values in rows.items():
            session.execute(insert(table), values)


@pytest.mark.slow
def test_ten_thousand_pages_are_counted_in_under_a_second(tmp_path: Path, sqlite_url: str) -> None:
    instance = Instance.open(tmp_path / "instance", sqlite_url)
    db = instance.database
    key = projects.create(db, "Big", "body").id
    for name in ("Ana", "Ben"):
        doors.add(db, name)
        projects.set_member(db, "big", name, "annotator")
    fill(instance, key)
    board = progress.dashboard(db, key)
    assert (board.passes[0].done, board.passes[0].to_adjudicate) == (PAGES, PAGES)
    assert sum(site.lines["body", None] for site in progress.labels(db, key)) == 2 * PAGES * RUNS * 5
    ana = next(one for one in doors.everybody(db) if one.name == "Ana")
    for work in (
        lambda: progress.dashboard(db, key),
        lambda: progress.labels(db, key),
        lambda: progress.own_work(db, ana),
    ):
        assert spent(work) < 1
    instance.close()
