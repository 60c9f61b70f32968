"""Several threads at once: no update is lost, and whoever saves doesn't wait long for a bulk job."""

import threading
import time
from pathlib import Path

import pytest

from annotator.store import models
from annotator.store.instance import Instance
from annotator.workflow import doctor, label
from tests.workflow.label.conftest import Desk, lay_out, lines


def test_two_tabs_that_save_at_once_lose_nothing(instance: Instance) -> None:
    desk = lay_out(instance, {"a.txt": "word\n" * 60})
    ops = {tab: [desk.op("lines.set", lines(n, n)) for n in range(1 + tab, 61, 4)] for tab in range(4)}
    failures: list[BaseException] = []

    def save_all(tab: int) -> None:
        try:
            for op in ops[tab]:
                batch = {"text_sha256": desk.sha256, "client": f"tab {tab}", "base_rev": 0, "ops": [op]}
                label.save(desk.db, desk.task, desk.people["Ana"], label.read_batch(batch))
        except BaseException as error:  # noqa: BLE001 - a thread's failure has to reach the test
            failures.append(error)

    threads = [threading.Thread(target=save_all, args=(tab,)) for tab in ops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert label.operations_since(desk.db, desk.task, 0)["rev"] == 60
    labelled = {n for run in desk.labels()["lines"] for n in range(run["first"], run["last"] + 1)}
    assert labelled == set(range(1, 61))
    assert [one for one in doctor.examine_database(desk.db) if one.level == "error"] == []


def test_one_person_opening_a_page_in_two_tabs_gets_one_task(desk: Desk) -> None:
    found: list[int] = []
    page, ben = desk.pages["b.txt"], desk.people["Ben"]
    threads = [
        threading.Thread(target=lambda: found.append(label.open_task(desk.db, desk.project, page, ben)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


@pytest.mark.slow
def test_a_save_gets_its_turn_while_a_bulk_job_writes(tmp_path: Path) -> None:
    instance = Instance.open(tmp_path / "instance")
    desk = lay_out(instance, {"a.txt": "word\n" * 60})
    over = threading.Event()

    def bulk() -> None:
        while not over.is_set():
            with desk.db.write() as session:
                began = time.monotonic()
                while time.monotonic() - began < 0.1:
                    at = "2026-11-22T04:20:00.000Z"
                    session.add(models.Event(at=at, action="bulk", detail={}))
                    session.flush()

    thread = threading.Thread(target=bulk)
    thread.start()
    waits = []
    for n in range(1, 16):
        began = time.monotonic()
        desk.save("lines.set", lines(n, n))
        waits.append(time.monotonic() - began)
    over.set()
    thread.join()
    assert max(waits) < 1
    instance.close()
