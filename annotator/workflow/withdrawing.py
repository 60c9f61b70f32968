"""Taking pages out: withdrawn ones leave queue, exports and later releases, erased ones lose their words for good."""

import os
from collections.abc import Iterator
from pathlib import Path

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.store import erasing, events, models, texts
from annotator.store import projects as stored
from annotator.store.database import Database
from annotator.store.people import PersonRow

from . import projects
from .clock import now
from .jobs import imports
from .releasing import forgetting

LEDGER = "erased.jsonl"
"""What was erased, in the instance's folder beside the database: a backup that is older knows nothing of it."""
LONGEST = 2000
COMMAND_LINE = "command line"


def withdraw(db: Database, project_key: str, name: str, reason: str, by: PersonRow | None = None) -> None:
    """Take a page out of queue, exports and later releases; refuses an unknown page, and one that is out already."""
    reason = _checked(reason)
    with db.write() as session:
        project, page = _page(session, project_key, name)
        if page.withdrawn_at:
            raise Refused(f"page {page.name}", f"was withdrawn already: {page.withdrawn_why}")
        _mark(page, reason, by)
        _record(session, "page.withdrawn", by, project=project, page=page.name, reason=reason)


def restore(db: Database, project_key: str, name: str, by: PersonRow | None = None) -> None:
    """Let a withdrawn page take part again; refuses one that isn't out, or was erased."""
    with db.write() as session:
        project, page = _page(session, project_key, name)
        if page.erased_at:
            raise Refused(f"page {page.name}", "was erased, and its text is nowhere to come back from")
        if not page.withdrawn_at:
            raise Refused(f"page {page.name}", "is not withdrawn")
        page.withdrawn_at = page.withdrawn_by = page.withdrawn_why = None
        _record(session, "page.restored", by, project=project, page=page.name)


def erase(db: Database, project_key: str, name: str, reason: str, by: PersonRow | None = None) -> list[str]:
    """Erase a page for good from database, kept releases and files sent to be imported; returns sentences about it.

    Left are name, id, digest, length, offsets of labels, and the reason. First comes the ledger, last the releases:
    killed in between, erasing again does what is left.
    """
    reason = _checked(reason)
    with db.read() as session:
        project, page = _page(session, project_key, name, locked=False)
        row = {"project": project, "id": page.uid, "sha256": page.sha256}
        again = page.erased_at is not None
    row |= {"at": now(), "by": by.name if by else COMMAND_LINE, "reason": reason}
    if not again:
        _write_down(db.folder / LEDGER, row)
    said = [f"page {name}: its text, bytes, notes and metadata are gone from the database"]
    with db.write() as session:
        project, page = _page(session, project_key, name)
        _erase(session, page, reason, by)
        _record(session, "page.erased", by, project=project, page=page.name, sha256=page.sha256, reason=reason)
        page_id, project_id = page.id, page.project_id
    texts.forget(row["sha256"])
    db.checkpoint()
    if sent := imports.forget_all(db, db.folder, project_id):
        said.append(f"{counted(sent, 'import')}: the files that were kept for it are gone")
    said += [
        f"release {project}@{version}: its files hold the page no more" for version in forgetting.forget(db, page_id)
    ]
    return [*said, "backups made before still hold it; restoring one into this instance erases it again"]


def repeat(db: Database) -> Iterator[str]:
    """Erase again what the ledger says, after an older backup was restored; yields a sentence for each page."""
    for row in _ledger(db.folder / LEDGER):
        with db.write() as session:
            project = stored.find(session, row["project"])
            found = erasing.find(session, project.id, row["id"], row["sha256"]) if project else []
            pages = [(page.id, page.name) for page in found if not page.erased_at]
            for page in found:
                if not page.erased_at:
                    _erase(session, page, row["reason"], None)
                    about = {"project": row["project"], "page": page.name, "sha256": page.sha256}
                    _record(session, "page.erased", None, **about, reason=row["reason"])
        texts.forget(row["sha256"])
        for key, name in pages:
            forgetting.forget(db, key)
            db.checkpoint()
            if project:
                imports.forget_all(db, db.folder, project.id)
            yield f"page {name} was erased on {row['at'][:10]}, and again now"


def _erase(session: Session, page: models.Page, reason: str, by: PersonRow | None) -> None:
    if not page.withdrawn_at:
        _mark(page, reason, by)
    page.withdrawn_why = reason
    page.erased_at = page.erased_at or now()
    erasing.erase(session, page)


def _mark(page: models.Page, reason: str, by: PersonRow | None) -> None:
    page.withdrawn_at, page.withdrawn_by, page.withdrawn_why = now(), by.name if by else COMMAND_LINE, reason


def _page(session: Session, project_key: str, name: str, *, locked: bool = True) -> tuple[str, models.Page]:
    project = projects.within(session, project_key)
    query = select(models.Page).where(models.Page.project_id == project.id, models.Page.name == name)
    page = session.scalars(query.with_for_update() if locked else query).one_or_none()
    if page is None:
        raise Refused(f"page {name}", f"is no page of {project.slug}")
    return project.slug, page


def _record(session: Session, action: str, by: PersonRow | None, **detail: str) -> None:
    events.record(session, now(), action, by.id if by else None, **detail)


def _checked(reason: str) -> str:
    words = " ".join(reason.split())
    if not 1 <= len(words) <= LONGEST or "\0" in words:
        raise Refused("reason", f"should have 1 to {LONGEST} characters")
    return words


def _write_down(file: Path, row: Json) -> None:
    """Append a row to the ledger, on disk before anything is erased."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as stream:
        stream.write(orjson.dumps(row) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def _ledger(file: Path) -> Iterator[Json]:
    """Yield the rows of the ledger; what a power cut left half-written is passed over: nothing was erased."""
    if not file.exists():
        return
    for line in file.read_bytes().split(b"\n"):
        try:
            row = orjson.loads(line) if line else None
        except ValueError:
            continue
        if row:
            yield row
