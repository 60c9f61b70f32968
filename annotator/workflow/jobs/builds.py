"""Releases as jobs: the row says what is asked for, and is done in the very transaction that makes the release."""

from typing import Any

from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.store import people
from annotator.workflow import releasing

from .runs import Run

RELEASE = "release"
KINDS = (RELEASE,)


def options(version: str, order: releasing.Order) -> dict[str, Any]:
    """Return what a row keeps of an order."""
    return {"version": version, "order": order.kept()}


def work(run: Run) -> None:
    """Build the release; it is there and the job done at the same moment, or neither."""
    job = run.take()
    with run.db.read() as session:
        person = people.by_id(session, job.person_id)

    def tell(said: str) -> None:
        run.tell(run.done, lambda: {"summary": said})

    def end(session: Session, pages: int) -> None:
        run.done = pages
        run.end(session, "done", {"summary": f"{counted(pages, 'page')} written", "said": ""})

    version, order = job.options["version"], releasing.order_of(job.options["order"])
    releasing.create(run.db, run.project.slug, version, order, person, tell, end)
