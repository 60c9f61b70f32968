"""Guidelines: a new version beside the old ones, for which passes it counts, and who has read it."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.store import events, guidelines, models
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.upsert import insert_or_update

from .clock import now

LONGEST = 200_000
LONGEST_CHANGE = 500


def publish(db: Database, project_id: int, text: str, change: str, passes: Collection[str], by: PersonRow) -> str:
    """Add a version of the guideline and let `passes` be done under it; returns its number.

    Refuses an empty text or note, a text that is the newest one already, and a pass that isn't there.
    """
    text, change = text.replace("\r\n", "\n").strip() + "\n", " ".join(change.split())
    _check(text, change)
    with db.write() as session:
        known = guidelines.versions(session, project_id)
        if known and known[0].text.strip() == text.strip():
            raise Refused("guideline", f"says the same as version {known[0].version}")
        numbers = [int(one.version) for one in known if one.version.isdecimal()]
        version = str(max(numbers, default=0) + 1)
        row = models.Guideline(project_id=project_id, version=version, text=text, change=change)
        row.made_at, row.made_by = now(), by.name
        session.add(row)
        for name in passes:
            _pass(session, project_id, name).guideline = version
        _tell(session, project_id, by, version)
        detail = {"project_id": project_id, "version": version, "change": change, "passes": sorted(passes)}
        events.record(session, now(), "guideline.made", by.id, **detail)
    return version


def confirm(db: Database, project_id: int, version: str, by: PersonRow) -> int:
    """Note that somebody has read a version; their unfinished labellings are done under it from now on.

    Returns how many labellings those are. Only passes that ask for this version are meant; what is done keeps the
    version it was done under.
    """
    with db.write() as session:
        if guidelines.find(session, project_id, version) is None:
            raise Refused("guideline", f"has no version {version!r}")
        _tell(session, project_id, by, version)
        task, page = models.Task, models.Page
        own = select(task.id).join(page, page.id == task.page_id).join(models.Pass, models.Pass.id == task.pass_id)
        own = own.where(page.project_id == project_id, task.person_id == by.id, task.role == "annotator")
        own = own.where(task.status.in_(("todo", "in_progress")), models.Pass.guideline == version)
        layer = models.TaskLayer
        older = layer.guideline.is_distinct_from(version)
        moved = set(session.scalars(select(layer.task_id).where(layer.task_id.in_(own), older)))
        if moved:
            session.execute(update(layer).where(layer.task_id.in_(own)).values(guideline=version))
        events.record(
            session, now(), "guideline.read", by.id, project_id=project_id, version=version, labellings=len(moved)
        )
    return len(moved)


def _check(text: str, change: str) -> None:
    if not text.strip() or len(text) > LONGEST:
        raise Refused("guideline", f"should have 1 to {LONGEST:,} characters")
    if not change or len(change) > LONGEST_CHANGE:
        raise Refused("what changed", f"should be told in 1 to {LONGEST_CHANGE} characters")
    if "\0" in text + change:
        raise Refused("guideline", "holds a NUL character")


def _pass(session: Session, project_id: int, name: str) -> models.Pass:
    own = select(models.Pass).where(models.Pass.project_id == project_id, models.Pass.name == name)
    found = session.scalars(own).one_or_none()
    if found is None:
        raise Refused(name, "is no pass of this project")
    return found


def _tell(session: Session, project_id: int, person: PersonRow, version: str) -> None:
    row = {"project_id": project_id, "person_id": person.id, "version": version, "at": now()}
    insert_or_update(session, models.GuidelineSeen, ("project_id", "person_id"), row)
