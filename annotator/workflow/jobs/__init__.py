"""Imports and releases in the background, each a row that any screen can show and a thread that does the work.

An import is looked at first (kind `look`) and then done (kind `import`); a release is built (kind `release`). When the
server ends in the middle, the row falls silent, is shown as stopped, and can be started again, which doubles nothing.
"""

import logging
import secrets
import threading
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.errors import Refused
from annotator.store import events, jobs
from annotator.store.database import Database
from annotator.store.jobs import ACTIVE, JobRow
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow
from annotator.workflow import importing, releasing
from annotator.workflow.clock import now

from . import builds, imports
from .builds import RELEASE
from .imports import IMPORT, LOOK
from .runs import BEAT, Run, StoppedError

__all__ = ["IMPORTS", "RELEASES", "Jobs"]

log = logging.getLogger("annotator.jobs")
IMPORTS, RELEASES = imports.KINDS, builds.KINDS
SILENT = timedelta(seconds=20)
"""After that long without a word a runner is thought to be gone."""
FAILED = "Something went wrong on the server; the log names it {}. Starting it again doubles nothing."
CALLED = {LOOK: "import", IMPORT: "import", RELEASE: "build"}


class Jobs:
    """The jobs of one process; one runs at a time, the others wait."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder
        self.turn = threading.Lock()
        self._threads: list[threading.Thread] = []

    def look(
        self, project: ProjectRow, person: PersonRow, files: Iterable[tuple[str, BinaryIO]], options: importing.Options
    ) -> int:
        """Keep what was sent and begin to look at it; returns the job's key. Refuses options that can't be."""
        options.told(project.scheme)
        kept = secrets.token_hex(16)
        try:
            names = list(imports.keep(self.folder, kept, files))
            return self._add(project, person, LOOK, {"names": names, "import": asdict(options)}, kept)
        except BaseException:
            imports.forget(self.folder, kept)
            raise

    def build(self, project: ProjectRow, person: PersonRow, version: str, order: releasing.Order) -> int:
        """Begin to build a release; returns the job's key. Refuses at once what no look at the labels could allow."""
        version, order = releasing.ready(self.db, project, version, order)
        return self._add(project, person, RELEASE, builds.options(version, order))

    def start(self, project: ProjectRow, job_id: int, person: PersonRow) -> None:
        """Import what was looked at, or begin again with what was stopped; refuses what runs or has ended."""
        job = self.find(project, job_id)
        over = job.state == "done" if job.kind == RELEASE else job.file is None
        if job.state in ACTIVE or over:
            raise Refused("", f"this {CALLED[job.kind]} runs already, or is over")
        kind = IMPORT if job.state == "done" else job.kind
        runner = secrets.token_hex(8)
        with self.db.write() as session:
            options = {**job.options, "runner": runner}
            seen = jobs.find(session, project.id, job_id)
            begun = {"kind": kind, "state": "queued", "options": options, "beat_at": now(), "ended_at": None, "done": 0}
            if seen is None or not jobs.change(session, seen, **begun):
                raise Refused("", f"somebody else started or stopped this {CALLED[kind]} just now")
            if kind == IMPORT:
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
            changed = job.state != "done" or job.file is not None
            changed = changed and jobs.change(session, seen, **values)
        if changed and not runs:
            imports.forget(self.folder, job.file)

    def find(self, project: ProjectRow, job_id: int, kinds: Sequence[str] = (*IMPORTS, *RELEASES)) -> JobRow:
        """Return a job as it is to be shown: one whose runner is gone is stopped. Refuses an unknown one."""
        with self.db.read() as session:
            found = jobs.find(session, project.id, job_id)
        if found is None or found.kind not in kinds:
            raise Refused("", f"there is no such {CALLED[kinds[0]]}")
        return _shown(found)

    def recent(self, project: ProjectRow, kinds: Sequence[str]) -> list[JobRow]:
        """Return the last jobs of a project, as they are to be shown."""
        with self.db.read() as session:
            return [_shown(one) for one in jobs.recent(session, project.id, kinds)]

    def wait(self) -> None:
        """Wait until every thread that was begun has ended."""
        for thread in self._threads:
            thread.join()

    def _add(
        self, project: ProjectRow, person: PersonRow, kind: str, options: dict[str, Any], file: str | None = None
    ) -> int:
        runner = secrets.token_hex(8)
        row = {"project_id": project.id, "person_id": person.id, "kind": kind, "file": file, "created_at": now()}
        with self.db.write() as session:
            job_id = jobs.add(session, {**row, "options": {**options, "runner": runner}})
        self._begin(project, job_id, runner)
        return job_id

    def _begin(self, project: ProjectRow, job_id: int, runner: str) -> None:
        run = Run(self.db, project, job_id, runner)
        thread = threading.Thread(target=self._go, args=(run,), name=f"job-{job_id}", daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        thread.start()

    def _go(self, run: Run) -> None:
        """Wait for the turn, work, and say how it ended."""
        try:
            with run.heard():
                while not self.turn.acquire(timeout=BEAT):
                    run.check()
                try:
                    self._work(run)
                finally:
                    self.turn.release()
        except StoppedError:
            return
        except Refused as refused:
            run.fail(f"{refused}.")
        except Exception:
            number = secrets.token_hex(4)
            log.exception("job %s failed, %s", run.job_id, number)
            run.fail(FAILED.format(number))

    def _work(self, run: Run) -> None:
        if self.find(run.project, run.job_id).kind == RELEASE:
            builds.work(run)
        else:
            imports.work(run, self.folder)


def _shown(job: JobRow) -> JobRow:
    heard = datetime.fromisoformat(job.heard_at)
    if job.state in ACTIVE and datetime.now(UTC) - heard > SILENT:
        return replace(job, state="stopped")
    return job
