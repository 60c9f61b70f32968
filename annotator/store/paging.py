"""Long lists a part at a time: from a key on, so that what comes in meanwhile neither doubles nor hides anything."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import models
from .pages import PageRow


@dataclass(frozen=True, slots=True)
class LabellingRow:
    """Whose labelling of which page it is, in which pass, and how far."""

    id: int
    page_id: int
    page: str
    person: str
    in_pass: str
    role: str
    status: str
    rev: int
    finished: str | None


def pages(
    session: Session, project_id: int, after: int, limit: int, **wanted: str | None
) -> tuple[list[PageRow], int | None]:
    """Return pages with a key above `after` that were not withdrawn, and the key to go on from (None at the end).

    `wanted` are columns of a page with the value they should have; None leaves a column alone.
    """
    page = models.Page
    query = select(page).where(page.project_id == project_id, page.id > after, page.withdrawn_at.is_(None))
    query = query.where(*(getattr(page, name) == value for name, value in wanted.items() if value is not None))
    rows = session.scalars(query.order_by(page.id).limit(limit + 1)).all()
    found = [PageRow(**{name: getattr(one, name) for name in PageRow.__slots__}) for one in rows[:limit]]
    return found, found[-1].id if len(rows) > limit else None


def labellings(
    session: Session, project_id: int, after: int, limit: int, person_id: int | None = None, **wanted: Any
) -> tuple[list[LabellingRow], int | None]:
    """Return labellings with a key above `after`, and the key to go on from (None at the end).

    With `person_id` only what that person made as an annotator; `wanted` has page, person, in_pass, role and status.
    """
    task, page, person, in_pass = models.Task, models.Page, models.Person, models.Pass
    columns = {
        "page": page.id,
        "person": person.name,
        "in_pass": in_pass.name,
        "role": task.role,
        "status": task.status,
    }
    shown = (task.id, page.id, page.name, person.name, in_pass.name, task.role, task.status, task.rev, task.finished)
    query = select(*shown).select_from(task).join(page, page.id == task.page_id)
    query = query.join(person, person.id == task.person_id).join(in_pass, in_pass.id == task.pass_id)
    query = query.where(page.project_id == project_id, task.id > after)
    query = query.where(*(columns[name] == value for name, value in wanted.items() if value is not None))
    if person_id is not None:
        query = query.where(task.person_id == person_id, task.role == "annotator")
    rows = session.execute(query.order_by(task.id).limit(limit + 1)).all()
    found = [LabellingRow(*row) for row in rows[:limit]]
    return found, found[-1].id if len(rows) > limit else None
