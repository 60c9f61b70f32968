"""CPU and wall time of one save inside the server, on an empty page and on one that holds 20,000 spans."""

from collections.abc import Iterator

from annotator.workflow import label
from bench.figures import Figure, percentile
from bench.workplace import Caller, Op, Workplace, batch, full_state, operation, timed, workplace

SAVES = 300
WARM_UP = 30
LINE = "one three words and a line of them\n"
NEWEST = 2**31 - 1
GOAL_CPU = 2.0
GOAL_QUICK = 50.0


def measure() -> Iterator[Figure]:
    """Save marks of three kinds in turn, one a request."""
    with workplace() as place:
        small = LINE * 200
        task = place.page("small.txt", small)
        yield from _save(place, task, small, "small page")
        large = LINE * 5000
        task = place.page("large.txt", large)
        place.fill(task, full_state(large, 5000))
        yield from _save(place, task, large, "page with 20,000 spans")


def _save(place: Workplace, task: int, text: str, where: str) -> Iterator[Figure]:
    caller = Caller(place)
    rev = label.operations_since(place.db, task, NEWEST)["rev"]
    path = f"/api/v1/tasks/{task}/ops"
    ready = [caller.prepared("POST", path, batch(text, rev + n, _op(n))) for n in range(WARM_UP + SAVES)]

    def calls(some: list[object]) -> Iterator[None]:
        for environ in some:
            status, body = caller.call(environ)
            assert status.startswith("200"), body
            yield

    timed(calls(ready[:WARM_UP]))
    walls, cpu = timed(calls(ready[WARM_UP:]))
    yield Figure(f"save, {where}: CPU", cpu / SAVES * 1000, "ms", GOAL_CPU)
    yield Figure(f"save, {where}: p50", percentile(walls, 0.5) * 1000, "ms")
    yield Figure(f"save, {where}: p99", percentile(walls, 0.99) * 1000, "ms", GOAL_QUICK)


def _op(n: int) -> Op:
    line = 1 + n % 200
    start = (line - 1) * len(LINE)
    match n % 3:
        case 0:
            ranges = [{"first": line, "last": line, "label": "body" if n % 2 else "boilerplate"}]
            return operation("lines.set", {"ranges": ranges})
        case 1:
            return operation("quote.put", {"id": f"q-new-{n}", "set": {"contents": [[start, start + 3]]}})
        case _:
            values = {"start": start, "end": start + 3, "note": "here"}
            return operation("note.put", {"id": f"n-new-{n}", "set": values})
