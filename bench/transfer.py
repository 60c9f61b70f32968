"""Importing 10,000 pages of 6 kB, exporting them with ten spans each, and what the doctor needs for all that."""

import json
import resource
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Update, insert, select, update

from annotator.store import models
from annotator.workflow import doctor, exporting, importing, label
from bench.figures import Figure
from bench.workplace import PROJECT, Workplace, full_state, workplace

PAGES = 10_000
BYTES = 6000
QUOTES = 3
"""Quotes of three spans each, and as many notes: a dozen spans a page."""
FIRST_BYTE = 2.0
MEMORY = 150.0
LINE = "one three words and a line of them, said somebody at the harbour\n"


def measure() -> Iterator[Figure]:
    """Import from JSON Lines, give every page the same labels, export, examine."""
    with workplace() as place:
        file = place.instance.folder / "pages.jsonl"
        _write(file)
        began = time.perf_counter()
        _take(place, file)
        yield Figure("import 10,000 pages of 6 kB", time.perf_counter() - began, "s", 3.0)
        _label_all(place)
        yield from _export(place, "jsonl", 4.0)
        yield from _export(place, "huggingface", 8.0)
        began = time.perf_counter()
        wrong = [one.sentence for one in doctor.examine(place.instance) if one.level == "error"]
        assert not wrong, wrong
        yield Figure("doctor on all of it", time.perf_counter() - began, "s")


def _export(place: Workplace, form: str, goal: float) -> Iterator[Figure]:
    """Export the pages as a browser gets them, a folder as an archive."""
    before = most = _resident()
    first, size, began = 0.0, 0, time.perf_counter()
    for chunk in exporting.begin(place.db, PROJECT, form).chunks():
        if chunk and not size:
            first = time.perf_counter() - began
        size += len(chunk)
        most = max(most, _resident())
    took = time.perf_counter() - began
    yield Figure(f"export of them to {form}, labelled ({size // 1_000_000} MB)", took, "s", goal)
    yield Figure(f"export to {form}: first byte", first, "s", FIRST_BYTE)
    yield Figure(f"export to {form}: growth of memory", (most - before) / 1e6, "MB", MEMORY)


def _resident() -> int:
    """Return the bytes of memory that this process has now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def _text(number: int) -> str:
    return f"one three words, page {number:05}\n" + LINE * (BYTES // len(LINE))


def _write(file: Path) -> None:
    with file.open("w") as sink:
        for number in range(PAGES):
            sink.write(json.dumps({"name": f"{number:05}.txt", "text": _text(number), "language": "en"}) + "\n")


def _take(place: Workplace, file: Path) -> None:
    report = importing.Report()
    for event in importing.import_paths(place.db, PROJECT, [file]):
        report.count(event)
    assert not report.refused, report.refused[0].sentence


def _label_all(place: Workplace) -> None:
    """Label one page properly, and copy the rows for the others: ten thousand saves are another bench."""
    with place.db.read() as session:
        pages = session.execute(select(models.Page.id, models.Page.sha256).order_by(models.Page.id)).all()
    first = label.open_task(place.db, place.project, pages[0][0], place.person)
    place.fill(first, {**full_state(_text(0), QUOTES), "lines": []})
    with place.db.write() as session:
        for done in (update(models.Task).where(models.Task.id == first), _layers_of(first)):
            session.execute(done.values(status="done"))
        for model in (models.Task, models.TaskLayer, models.LineRun, models.Quote, models.Note, models.Op):
            table = model.__table__
            own = table.c.id if model is models.Task else table.c.task_id
            rows = [dict(row) for row in session.execute(select(*table.c).where(own == first)).mappings()]
            copies = [_copied(row, first + n, *pages[n]) for n in range(1, len(pages)) for row in rows]
            if copies:
                session.connection().execute(insert(model), copies)


def _layers_of(task: int) -> Update:
    return update(models.TaskLayer).where(models.TaskLayer.task_id == task)


def _copied(row: dict[str, Any], task: int, page: int, digest: str) -> dict[str, Any]:
    if "page_id" in row:
        return {**row, "id": task, "page_id": page, "text_sha256": digest}
    row = {**row, "task_id": task}
    if "op_id" in row:
        del row["seq"]
        row["op_id"] = row["step"] = str(uuid.uuid4())
    return row
