"""Agreement over 10,000 pages that two people labelled: counting all of it, then the first view, then a change."""

import json
import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select, update

from annotator.core.labels import Json
from annotator.store import models
from annotator.workflow import agreement, importing, label, people, projects
from bench.figures import Figure
from bench.workplace import PROJECT, Caller, Workplace, full_state, workplace

PAGES = 10_000
QUOTES = 8
SITES = 40
LINE = "one three words and a line of them, said somebody at the harbour\n"
KINDS = ("paragraph", "nav", "caption", "related", "footer", "headline")
HERE = f"/projects/{PROJECT}/agreement"


def measure() -> Iterator[Figure]:
    """Label every page twice, count, look."""
    with workplace() as place:
        _fill(place)
        project = projects.named(place.db, PROJECT)
        question = agreement.Question("main")
        began = time.perf_counter()
        agreement.current(place.db, project, question)
        spent = time.perf_counter() - began
        yield Figure(f"counting {PAGES} pages anew, a page", spent / PAGES * 1000, "ms")
        caller = Caller(place)
        yield Figure(f"first view of {PAGES} pages, counts kept and no sums", _view(caller, HERE), "s")
        yield Figure(f"first view of {PAGES} pages, sums kept", _view(caller, HERE), "s", 2.0)
        for by in ("page", "site", "week", "pair", "kind"):
            _view(caller, f"{HERE}?by={by}")
            yield Figure(f"the same by {by}", _view(caller, f"{HERE}?by={by}"), "s", 2.0)
        yield Figure("a list of lines that differ", _view(caller, f"{HERE}/places?what=lines"), "s", 2.0)
        with place.db.write() as session:
            some = select(models.Task.id).order_by(models.Task.id).limit(20)
            session.execute(update(models.Task).where(models.Task.id.in_(some)).values(rev=models.Task.rev + 1))
        yield Figure("view after 20 labellings changed", _view(caller, HERE), "s", 2.0)
        with place.db.write() as session:
            task = session.scalars(select(models.Task.id).order_by(models.Task.id).limit(1)).one()
            session.execute(update(models.Task).where(models.Task.id == task).values(rev=models.Task.rev + 1))
        began = time.perf_counter()
        agreement.count_finished(place.db, task)
        yield Figure("bringing sums up to date after a page was finished", (time.perf_counter() - began) * 1000, "ms")


def _view(caller: Caller, path: str) -> float:
    environ = caller.prepared("GET", path)
    began = time.perf_counter()
    status, body = caller.call(environ)
    assert status.startswith("200"), body
    assert b"pages counted;" not in body
    return time.perf_counter() - began


def _fill(place: Workplace) -> None:
    """Label one page properly as two people do, and copy the rows for the others."""
    me = next(one for one in people.everybody(place.db) if one.name == "Ana")
    projects.set_member(place.db, PROJECT, "Ana", "curator")
    file = place.instance.folder / "pages.jsonl"
    with file.open("w") as sink:
        for number in range(PAGES):
            text = f"one three words, page {number:05}\n" + LINE * 90
            row = {"name": f"{number:05}.txt", "text": text, "language": "en", "site": f"{number % SITES}.example"}
            sink.write(json.dumps(row) + "\n")
    for _ in importing.import_paths(place.db, PROJECT, [file]):
        pass
    with place.db.read() as session:
        pages = session.execute(select(models.Page.id, models.Page.sha256).order_by(models.Page.id)).all()
    ben = people.add(place.db, "Ben").id
    text = "one three words, page 00000\n" + LINE * 90
    firsts = [label.open_task(place.db, place.project, pages[0][0], person) for person in (me.id, ben)]
    for side, task in enumerate(firsts):
        place.fill(task, _state(text, side))
    with place.db.write() as session:
        session.execute(update(models.Task).values(status="done"))
        session.execute(update(models.TaskLayer).values(status="done"))
        for model in (models.Task, models.TaskLayer, models.LineRun, models.Quote):
            for first in firsts:
                _copy(session, model, first, [(first + 2 * n, *pages[n]) for n in range(1, len(pages))])


def _state(text: str, side: int) -> Json:
    state = full_state(text, QUOTES - side)
    for n, line in enumerate(state["lines"]):
        line["kind"] = KINDS[(n + (side if n % 7 == 0 else 0)) % len(KINDS)]
        line["label"] = "body" if n % (9 + side) else "boilerplate"
    return {**state, "notes": []}


def _copy(session: Any, model: Any, first: int, others: list[tuple[int, int, str]]) -> None:
    table = model.__table__
    own = table.c.id if model is models.Task else table.c.task_id
    rows = [dict(row) for row in session.execute(select(*table.c).where(own == first)).mappings()]
    for at in range(0, len(others), 1000):
        session.connection().execute(
            insert(model), [_copied(row, *other) for other in others[at : at + 1000] for row in rows]
        )


def _copied(row: dict[str, Any], task: int, page: int, digest: str) -> dict[str, Any]:
    if "page_id" in row:
        return {**row, "id": task, "page_id": page, "text_sha256": digest}
    return {**row, "task_id": task}
