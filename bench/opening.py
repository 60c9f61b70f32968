"""Opening the label screen: server time of the page's HTML and of its state, for small, large and long pages."""

from collections.abc import Iterator

from bench.figures import Figure, percentile
from bench.workplace import Caller, Workplace, full_state, timed, workplace

TIMES = 9
LINE = "one three words and a line of them, said nobody\n"
PAGES = (("10 kB", 10_000 // len(LINE), 10), ("1 MB", 1_000_000 // len(LINE), 1000), ("25,000 lines", 25_000, 5000))
"""Name, lines, quotes of three spans each."""
GOALS = {"10 kB": 50.0, "1 MB": 500.0, "25,000 lines": 500.0}


def measure() -> Iterator[Figure]:
    """Ask for screen and state of labelled pages through the app."""
    with workplace() as place:
        for name, lines, quotes in PAGES:
            text = LINE * lines
            task = place.page(f"{name}.txt", text)
            place.fill(task, full_state(text, quotes))
            yield from _open(place, task, name)


def _open(place: Workplace, task: int, name: str) -> Iterator[Figure]:
    caller = Caller(place)
    screen = f"/projects/bench/pages/{place.page_of(task)}/label"
    for what, path in (("HTML", screen), ("state", f"/api/v1/tasks/{task}")):
        ready = [caller.prepared("GET", path) for _ in range(TIMES)]
        sizes: list[int] = []

        def calls(requests: list[object] = ready, seen: list[int] = sizes) -> Iterator[None]:
            for environ in requests:
                status, body = caller.call(environ)
                assert status.startswith("200"), body
                seen.append(len(body))
                yield

        walls, _ = timed(calls())
        label = f"open {name}: {what} ({sizes[0] // 1000} kB)"
        yield Figure(label, percentile(walls, 0.5) * 1000, "ms", GOALS[name])
