"""Ten people pull pages at once while leases run out: each page is finished by exactly as many as asked for."""

import contextlib
import random
import re
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import func, select

from annotator.store import models
from annotator.store.instance import Instance
from annotator.workflow import doctor, passes, people, projects, queue
from annotator.workflow.passes import Terms
from tests.fixtures.cast import add_page
from tests.fixtures.forked import Forked
from tests.fixtures.serving import serve
from tests.fixtures.tabs import Tab, lines, operation

NAMES = ("Ana", "Ben", "Chloe", "Edin", "Farid", "Greta", "Hana", "Ivo", "Jana", "Karl")
REDUNDANCY = 2
LEASE = 1
"""Seconds; far shorter than anybody would set it, so that leases run out all the time."""
PATIENCE = 600.0
HABITS = ("finish",) * 14 + ("leave", "begin and leave", "come back late")


@dataclass
class Count:
    """How many labellings have been acknowledged as finished, of how many; everybody stops when it is full."""

    wanted: int
    done: int = 0
    late: int = 0
    surprises: list[str] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self, status: int, body: bytes) -> None:
        with self.changed:
            self.done += status == 200
            self.late += status == 422
            if status not in (200, 422):
                self.surprises.append(f"{status}: {body!r}")
            self.changed.notify_all()

    def full(self, within: float = 0.0) -> bool:
        """Tell whether all is done or something is wrong, waiting that many seconds for it at most."""
        with self.changed:
            return self.changed.wait_for(lambda: self.done >= self.wanted or bool(self.surprises), within)


@dataclass
class Annotator:
    """Somebody who takes page after page, and sometimes walks away from one."""

    tab: Tab
    chance: random.Random

    def work(self, count: Count, until: float) -> None:
        try:
            while not count.full() and time.monotonic() < until:
                task = self.pull()
                if task is None:
                    count.full(within=0.2)
                else:
                    self.label(task, count)
        except Exception as error:  # noqa: BLE001 - a thread's failure has to reach the test
            with count.changed:
                count.surprises.append(repr(error))
                count.changed.notify_all()

    def pull(self) -> int | None:
        """Ask for the next page and open it; None where there is none, or where it was given away on the way."""
        came = self.tab.request("GET", "/projects/harbour/next")
        assert came.status == 303, came.body
        where = came.headers["Location"]
        if "/label" not in where:
            return None
        page = self.tab.request("GET", where)
        found = re.search(r'data-task="(\d+)"', page.body.decode())
        assert found or page.status == 422, page.body
        return int(found[1]) if found else None

    def label(self, task: int, count: Count) -> None:
        habit = self.chance.choice(HABITS)
        state = self.tab.open(task)
        if habit == "leave" or state["task"]["status"] == "done":
            return
        self.tab.save(lines(1, 3))
        if habit == "begin and leave":
            return
        if habit == "come back late" and count.full(within=LEASE * 1.5):
            return
        done = self.tab.save(operation("status.set", {"status": "done", "reason": None}))
        count.add(done.status, done.body)


@contextlib.contextmanager
def served(folders: list[Path], url: str) -> Iterator[list[str]]:
    """One server for each folder, all on one database."""
    running: list[tuple[Forked, str]] = [serve(folder, database=url) for folder in folders]
    try:
        yield [address for _, address in running]
    finally:
        for process, _ in running:
            process.send_signal(signal.SIGTERM)
            with process:
                process.wait(20)


def pulled(instance: Instance, addresses: list[str], pages: int) -> None:
    """Let everybody work until every page is finished as often as asked for, and count."""
    db = instance.database
    projects.create(db, "Harbour", "body")
    for name in NAMES:
        people.add(db, name)
        projects.set_member(db, "harbour", name, "annotator")
    for number in range(pages):
        add_page(instance, "harbour", f"{number:03}.txt", f"Home\nThe ferry sails at {number}.\nImprint")
    passes.change(db, "harbour", "main", Terms(people=REDUNDANCY))
    queue.set_lease(db, LEASE)
    count, crew = Count(pages * REDUNDANCY), []
    for number, name in enumerate(NAMES):
        tab = Tab(addresses[number % len(addresses)], name)
        tab.sign_in(f"/in/{people.make_link(db, name)}")
        crew.append(Annotator(tab, random.Random(name)))
    until = time.monotonic() + PATIENCE
    threads = [threading.Thread(target=one.work, args=(count, until)) for one in crew]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count.surprises == []
    assert count.done == count.wanted
    assert [one.pull() for one in crew] == [None] * len(crew)
    for one in crew:
        one.tab.close()
    with db.read() as session:
        finished = select(models.Task.page_id, func.count(models.Task.person_id.distinct()), func.count())
        rows = session.execute(finished.where(models.Task.status == "done").group_by(models.Task.page_id)).all()
    assert len(rows) == pages
    assert {(people_, labellings) for _, people_, labellings in rows} == {(REDUNDANCY, REDUNDANCY)}
    assert [one.sentence for one in doctor.examine_database(db) if one.level == "error"] == []


@pytest.fixture
def room(tmp_path: Path, database_url: str) -> Iterator[tuple[Instance, list[str]]]:
    """An instance that one process serves on SQLite, and two on PostgreSQL."""
    folders = [tmp_path / "one"] if database_url.startswith("sqlite") else [tmp_path / "one", tmp_path / "two"]
    instance = Instance.open(folders[0], database_url)
    with served(folders, database_url) as addresses:
        yield instance, addresses
    instance.close()


@pytest.mark.slow
def test_ten_people_finish_each_page_as_often_as_asked_for(room: tuple[Instance, list[str]]) -> None:
    pulled(*room, pages=60)


@pytest.mark.soak
def test_ten_people_finish_three_hundred_pages_twice_each(room: tuple[Instance, list[str]]) -> None:
    pulled(*room, pages=300)
