"""One run of a job, in a thread of its own: how far it is, whether it may go on, how it ended."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from annotator.store import jobs
from annotator.store.database import Database
from annotator.store.jobs import JobRow
from annotator.store.projects import ProjectRow
from annotator.workflow.clock import now

BEAT = 0.5
"""Seconds after which a row is brought up to date."""


class StoppedError(Exception):
    """The job is no longer this runner's."""


@dataclass(slots=True)
class Run:
    """One run; another run of the same job has another `runner`. `done` counts pages, `report` is for the screen."""

    db: Database
    project: ProjectRow
    job_id: int
    runner: str
    done: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)
    lost: threading.Event = field(default_factory=threading.Event)
    told: float = field(default_factory=time.monotonic)

    def tell(self, done: int, report: Callable[[], Mapping[str, Any]]) -> None:
        """Say how far the work is, which the row soon says as well; ends a run whose job was stopped or taken over."""
        self.check()
        if time.monotonic() - self.told > BEAT:
            self.done, self.report, self.told = done, report(), time.monotonic()

    def check(self) -> None:
        """End a run whose job was stopped or taken over."""
        if self.lost.is_set():
            raise StoppedError

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Bring the row up to date while the work goes on, however long a step of it takes."""
        over = threading.Event()
        thread = threading.Thread(target=self._beat, args=(over,), name=f"job-{self.job_id}-beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def take(self) -> JobRow:
        """Say that the work begins, and return what it is."""
        with self.db.write() as session:
            self.keep(session, state="running")
            found = jobs.find(session, self.project.id, self.job_id)
        if found is None:
            raise StoppedError
        return found

    def keep(self, session: Session, **values: Any) -> None:
        """Write the row inside the caller's transaction, which is given up where the job is no longer this run's."""
        far = {"done": self.done, "report": self.report, "beat_at": now(), **values}
        if not jobs.keep(session, self.job_id, self.runner, **far):
            raise StoppedError

    def end(self, session: Session, state: str, report: Mapping[str, Any], **values: Any) -> None:
        """Write how it ended, inside the caller's transaction."""
        self.report = report
        self.keep(session, state=state, ended_at=now(), total=self.done, **values)

    def fail(self, said: str) -> None:
        """Write why it failed, unless the job is somebody else's by now."""
        with suppress(StoppedError), self.db.write() as session:
            self.end(session, "failed", {**self.report, "said": said})

    def _beat(self, over: threading.Event) -> None:
        while not over.wait(BEAT):
            try:
                with self.db.write() as session:
                    self.keep(session)
            except StoppedError:
                self.lost.set()
                return
