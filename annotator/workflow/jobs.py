"""Imports in the background: what was sent is kept, looked at, and stored once somebody says so.

A job is looked at first (kind `look`) and then imported (kind `import`), by a thread of the server. Its row says how
far it is, so that any screen can; when the server ends in the middle, the row falls silent, is shown as stopped, and
can be started again, which doubles nothing.
"""

import logging
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.errors import Refused
from annotator.store import events, jobs, people
from annotator.store.database import Database
from annotator.store.jobs import ACTIVE, JobRow
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow

from . import importing
from .clock import now

log = logging.getLogger("annotator.jobs")
UPLOADS = "uploads"
BEAT = 0.5
"""Seconds after which a row is brought up to date."""
SILENT = timedelta(seconds=20)
"""After that long without a word a runner is thought to be gone."""
SAID_AT_MOST = 200
FAILED = "Something went wrong on the server; the log names it {}. Starting it again doubles nothing."


class _StoppedError(Exception):
    """The job is no longer this runner's."""


class Jobs:
    """The jobs of one process; one runs at a time, the others wait."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder / UPLOADS
        self.turn = threading.Lock()
        self._threads: list[threading.Thread] = []

    def look(
        self, project: ProjectRow, person: PersonRow, files: Iterable[tuple[str, BinaryIO]], options: importing.Options
    ) -> int:
        """Keep what was sent and begin to look at it; returns the job's key. Refuses options that can't be."""
        options.told(project.scheme)
        kept = secrets.token_hex(16)
        folder = self.folder / kept
        try:
            names = list(_kept(folder, files))
            row = {"project_id": project.id, "person_id": person.id, "kind": "look", "file": kept, "created_at": now()}
            runner = secrets.token_hex(8)
            row["options"] = {"names": names, "import": asdict(options), "runner": runner}
            with self.db.write() as session:
                job_id = jobs.add(session, row)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._begin(project, job_id, runner)
        return job_id

    def start(self, project: ProjectRow, job_id: int, person: PersonRow) -> None:
        """Import what was looked at, or begin again with what was stopped; refuses what runs or has ended."""
        job = self.find(project, job_id)
        if job.state in ACTIVE or job.file is None:
            raise Refused("", "this import runs already, or is over")
        kind = "import" if job.state == "done" else job.kind
        runner = secrets.token_hex(8)
        with self.db.write() as session:
            options = {**job.options, "runner": runner}
            seen = jobs.find(session, project.id, job_id)
            begun = {"kind": kind, "state": "queued", "options": options, "beat_at": now(), "ended_at": None, "done": 0}
            if seen is None or not jobs.change(session, seen, **begun):
                raise Refused("", "somebody else started or stopped this import just now")
            if kind == "import":
                events.record(
                    session, now(), "import.started", person.id, project=project.slug, files=len(job.options["names"])
                )
        self._begin(project, job_id, runner)

    def stop(self, project: ProjectRow, job_id: int) -> None:
        """Stop what runs; of what does not, forget what was sent."""
        job = self.find(project, job_id)
        with self.db.write() as session:
            seen = jobs.find(session, project.id, job_id)
            if seen is None:
                return
            runs = job.state in ACTIVE
            values = {"state": "stopped", "ended_at": now()} | ({} if runs else {"file": None})
            changed = jobs.change(session, seen, **values)
        if changed and not runs:
            self.forget(job.file)

    def find(self, project: ProjectRow, job_id: int) -> JobRow:
        """Return a job as it is to be shown: one whose runner is gone is stopped. Refuses an unknown one."""
        with self.db.read() as session:
            found = jobs.find(session, project.id, job_id)
        if found is None:
            raise Refused("", "there is no such import")
        return _shown(found)

    def recent(self, project: ProjectRow) -> list[JobRow]:
        """Return the last jobs of a project, as they are to be shown."""
        with self.db.read() as session:
            return [_shown(one) for one in jobs.recent(session, project.id)]

    def wait(self) -> None:
        """Wait until every thread that was begun has ended."""
        for thread in self._threads:
            thread.join()

    def _begin(self, project: ProjectRow, job_id: int, runner: str) -> None:
        run = _Run(self, project, job_id, runner)
        thread = threading.Thread(target=run.go, name=f"job-{job_id}", daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        thread.start()

    def forget(self, kept: str | None) -> None:
        """Remove what was sent."""
        if kept:
            shutil.rmtree(self.folder / kept, ignore_errors=True)


@dataclass(slots=True)
class _Run:
    """One run of a job, in a thread of its own; another run of the same job has another `runner`."""

    home: Jobs
    project: ProjectRow
    job_id: int
    runner: str
    report: importing.Report = field(default_factory=importing.Report)

    def go(self) -> None:
        """Wait for the turn, run, and say how it ended."""
        try:
            while not self.home.turn.acquire(timeout=BEAT):
                self._keep()
            try:
                self._import()
            finally:
                self.home.turn.release()
        except _StoppedError:
            return
        except Refused as refused:
            self._end("failed", f"{refused}.")
        except Exception:
            number = secrets.token_hex(4)
            log.exception("job %s failed, %s", self.job_id, number)
            self._end("failed", FAILED.format(number))

    def _import(self) -> None:
        job, db = self.home.find(self.project, self.job_id), self.home.db
        with db.read() as session:
            person = people.by_id(session, job.person_id)
        folder = self.home.folder / (job.file or "")
        files = [(name, folder / str(number)) for number, name in enumerate(job.options["names"])]
        options = importing.Options(**job.options["import"])
        self._keep(state="running")
        look, beat = job.kind == "look", time.monotonic()
        for event in importing.import_kept(db, self.project.slug, files, options, person, look=look):
            self.report.count(event)
            if time.monotonic() - beat > BEAT:
                self._keep()
                beat = time.monotonic()
        self._end("done")
        if not look:
            self.home.forget(job.file)

    def _keep(self, **values: Any) -> None:
        with self.home.db.write() as session:
            far = {"done": self.report.pages, "report": _told(self.report), "beat_at": now(), **values}
            if not jobs.keep(session, self.job_id, self.runner, **far):
                raise _StoppedError

    def _end(self, state: str, said: str = "") -> None:
        values: dict[str, Any] = {"state": state, "ended_at": now(), "total": self.report.pages}
        values["report"] = {**_told(self.report), "said": said}
        if state == "done" and self.home.find(self.project, self.job_id).kind == "import":
            values["file"] = None
        with suppress(_StoppedError):
            self._keep(**values)


def _kept(folder: Path, files: Iterable[tuple[str, BinaryIO]]) -> Iterator[str]:
    """Write files into a folder under numbers, and yield the names they came under, which are only names."""
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700)
    for number, (name, stream) in enumerate(files):
        with os.fdopen(os.open(folder / str(number), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
            shutil.copyfileobj(stream, sink)
            sink.flush()
            os.fsync(sink.fileno())
        yield name


def _told(report: importing.Report) -> Mapping[str, Any]:
    """Return a report as it is kept: of many sentences the first."""
    said = {name: [one.sentence for one in getattr(report, name)[:SAID_AT_MOST]] for name in ("refused", "notices")}
    more = {name: max(0, len(getattr(report, name)) - SAID_AT_MOST) for name in said}
    return {"summary": report.summary(), "counts": dict(report.counts), **said, "more": more}


def _shown(job: JobRow) -> JobRow:
    heard = datetime.fromisoformat(job.heard_at)
    if job.state in ACTIVE and datetime.now(UTC) - heard > SILENT:
        return replace(job, state="stopped")
    return job
