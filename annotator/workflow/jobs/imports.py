"""Imports as jobs: what was sent is kept until it is stored, or nobody wants it any more."""

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from annotator.store import jobs, people
from annotator.store.database import Database
from annotator.workflow import importing

from .runs import Run

LOOK, IMPORT = "look", "import"
KINDS = (LOOK, IMPORT)
UPLOADS = "uploads"
SAID_AT_MOST = 200
ON_ITS_WAY = 3600
"""Seconds within which an upload without a job may still become one."""


def work(run: Run, instance: Path) -> None:
    """Look at what was sent, or store it; what was stored is removed from where it was kept."""
    job, report = run.take(), importing.Report()
    with run.db.read() as session:
        person = people.by_id(session, job.person_id)
    folder = instance / UPLOADS / (job.file or "")
    files = [(name, folder / str(number)) for number, name in enumerate(job.options["names"])]
    options, look = importing.Options(**job.options["import"]), job.kind == LOOK
    for event in importing.import_kept(run.db, run.project.slug, files, options, person, look=look):
        report.count(event)
        run.tell(report.pages, lambda: told(report))
    run.done = report.pages
    with run.db.write() as session:
        run.end(session, "done", {**told(report), "said": ""}, **({} if look else {"file": None}))
    if not look:
        forget(instance, job.file)


def keep(instance: Path, kept: str, files: Iterable[tuple[str, BinaryIO]]) -> Iterator[str]:
    """Write files into a folder under numbers, and yield the names they came under, which are only names."""
    folder = instance / UPLOADS / kept
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700)
    for number, (name, stream) in enumerate(files):
        with os.fdopen(os.open(folder / str(number), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
            shutil.copyfileobj(stream, sink)
            sink.flush()
            os.fsync(sink.fileno())
        yield name


def forget(instance: Path, kept: str | None) -> None:
    """Remove what was sent."""
    if kept:
        shutil.rmtree(instance / UPLOADS / kept, ignore_errors=True)


def forget_all(db: Database, instance: Path, project_id: int) -> int:
    """Remove what was sent for a project's imports and lies here still, and what no job names any more.

    Returns for how many imports. What was begun in the last hour and has no job yet may be on its way in.
    """
    with db.read() as session:
        ours, named = jobs.kept(session, project_id), set(jobs.kept(session).values())
    for kept in ours.values():
        forget(instance, kept)
    with db.write() as session:
        jobs.unkept(session, ours)
    for folder in (instance / UPLOADS).glob("*"):
        if folder.name not in named and time.time() - folder.stat().st_mtime > ON_ITS_WAY:
            forget(instance, folder.name)
    return len(ours)


def told(report: importing.Report) -> Mapping[str, Any]:
    """Return a report as it is kept: of many sentences the first."""
    said = {name: [one.sentence for one in getattr(report, name)[:SAID_AT_MOST]] for name in ("refused", "notices")}
    more = {name: max(0, len(getattr(report, name)) - SAID_AT_MOST) for name in said}
    return {"summary": report.summary(), "counts": dict(report.counts), **said, "more": more}
