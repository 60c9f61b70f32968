"""Work in the background as rows: made, taken by one runner, kept up to date, ended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from . import models

ACTIVE = ("queued", "running")
COUNTS = ("summary", "counts")
"""What of a report says how much, and quotes nothing."""
LISTED = 10


@dataclass(frozen=True, slots=True)
class JobRow:
    """One piece of work as it stands; `beat_at` is when its runner was last heard of."""

    id: int
    project_id: int
    person_id: int
    kind: str
    state: str
    options: Mapping[str, Any]
    file: str | None
    done: int
    total: int | None
    report: Mapping[str, Any]
    created_at: str
    beat_at: str | None
    ended_at: str | None

    @property
    def heard_at(self) -> str:
        """When something was last heard of it."""
        return self.beat_at or self.created_at


def add(session: Session, row: Mapping[str, Any]) -> int:
    """Make a job and return its key."""
    job = models.Job(**row)
    session.add(job)
    session.flush()
    return job.id


def find(session: Session, project_id: int, job_id: int) -> JobRow | None:
    """Return a job of a project."""
    job = session.get(models.Job, job_id)
    return _row(job) if job and job.project_id == project_id else None


def recent(session: Session, project_id: int, kinds: Sequence[str]) -> list[JobRow]:
    """Return the last jobs of these kinds in a project, newest first."""
    job = models.Job
    query = select(job).where(job.project_id == project_id, job.kind.in_(kinds)).order_by(job.id.desc()).limit(LISTED)
    return [_row(one) for one in session.scalars(query)]


def change(session: Session, job: JobRow, **values: Any) -> bool:
    """Change a job that still stands as it was read; tells whether it did: somebody else may have been quicker."""
    table = models.Job
    same = (
        table.id == job.id,
        table.state == job.state,
        table.kind == job.kind,
        table.beat_at.is_not_distinct_from(job.beat_at),
    )
    done = session.execute(update(table).where(*same).values(**values))
    return bool(cast("CursorResult[Any]", done).rowcount)


def keep(session: Session, job_id: int, runner: str, **values: Any) -> bool:
    """Write how far a runner is; tells whether the job is still its own, and neither stopped nor taken over."""
    table = models.Job
    mine = (table.id == job_id, table.state.in_(ACTIVE), table.options["runner"].as_string() == runner)
    done = session.execute(update(table).where(*mine).values(**values))
    return bool(cast("CursorResult[Any]", done).rowcount)


def silence(session: Session, project_id: int) -> None:
    """Take every sentence out of what came of a project's imports, and stop those that run; counts stay."""
    job = models.Job
    for one in session.scalars(select(job).where(job.project_id == project_id)):
        one.report = {key: value for key, value in one.report.items() if key in COUNTS}
    running = (job.project_id == project_id, job.state.in_(ACTIVE), job.file.is_not(None))
    session.execute(update(job).where(*running).values(state="stopped"))


def kept(session: Session, project_id: int | None = None) -> dict[int, str]:
    """Return the folders of what was sent, by job, of one project or of all."""
    job = models.Job
    query = select(job.id, job.file).where(job.file.is_not(None))
    rows = session.execute(query if project_id is None else query.where(job.project_id == project_id))
    return {key: file for key, file in rows if file}


def unkept(session: Session, job_ids: Collection[int]) -> None:
    """Write down that what was sent for these jobs is gone."""
    session.execute(update(models.Job).where(models.Job.id.in_(job_ids)).values(file=None))


def _row(job: models.Job) -> JobRow:
    return JobRow(**{name: getattr(job, name) for name in JobRow.__slots__})
