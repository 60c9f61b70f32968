"""A hundred saves a second from twenty people, each sent on time whether or not the others were answered."""

import queue
import signal
import threading
import time
from collections.abc import Iterator

from annotator.workflow import label, people, projects
from bench.figures import Figure, percentile
from bench.workplace import PROJECT, Workplace, workplace
from tests.fixtures.serving import serve
from tests.fixtures.tabs import Tab, note

PEOPLE = 20
RATE = 100
SECONDS = 10
TEXT = "one three words and a line of them\n" * 200


def measure() -> Iterator[Figure]:
    """Send saves to a real server at a steady rate; a wait begins when the save should have been sent."""
    with workplace() as place:
        task = place.page("page.txt", TEXT)
        process, url = serve(place.instance.folder)
        try:
            tabs = [_tab(place, url, number, place.page_of(task)) for number in range(PEOPLE)]
            waits = _send(tabs)
        finally:
            process.send_signal(signal.SIGTERM)
            with process:
                process.wait()
    late = [wait * 1000 for wait in waits]
    yield Figure(f"{RATE} saves a second: p50", percentile(late, 0.5), "ms")
    yield Figure(f"{RATE} saves a second: p95", percentile(late, 0.95), "ms")
    yield Figure(f"{RATE} saves a second: p99", percentile(late, 0.99), "ms", 50.0)


def _tab(place: Workplace, url: str, number: int, page: int) -> Tab:
    name = f"Person {number}"
    person = people.add(place.db, name).id
    projects.set_member(place.db, PROJECT, name, "annotator")
    tab = Tab(url, name)
    tab.reach(url)
    tab.sign_in(f"/in/{people.make_link(place.db, name)}")
    tab.open(label.open_task(place.db, place.project, page, person))
    return tab


def _send(tabs: list[Tab]) -> list[float]:
    waits: list[float] = []
    idle: queue.SimpleQueue[Tab] = queue.SimpleQueue()
    for tab in tabs:
        idle.put(tab)

    def save(number: int, due: float) -> None:
        tab = idle.get()
        answer = tab.save(note(f"n-{number}"))
        waits.append(time.perf_counter() - due)
        assert answer.status == 200, answer.body
        idle.put(tab)

    began = time.perf_counter()
    threads: list[threading.Thread] = []
    for number in range(RATE * SECONDS):
        due = began + number / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
        threads.append(threading.Thread(target=save, args=(number, due)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert len(waits) == RATE * SECONDS, "some saves failed"
    return waits
