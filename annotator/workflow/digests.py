"""One digest a project over everything an export of it holds, to tell whether two instances would export the same."""

import hashlib
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.store import models
from annotator.store.database import Database
from annotator.store.state import TaskState
from annotator.store.texts import page_text


def export_digests(db: Database) -> dict[str, str]:
    """Return the sha256 of each project's pages, entities and labellings, by the project's slug."""
    with db.read() as session:
        projects = session.execute(select(models.Project.slug, models.Project.id).order_by(models.Project.slug))
        return {slug: _digest(session, project_id) for slug, project_id in projects.all()}


def _digest(session: Session, project_id: int) -> str:
    found = hashlib.sha256()
    entities = select(models.Entity).where(models.Entity.project_id == project_id)
    for entity in sorted(session.scalars(entities), key=lambda one: one.id):
        found.update(_bytes([entity.id, entity.name, entity.kind, entity.aliases, entity.wikidata]))
    pages = session.execute(select(models.Page.name, models.Page.id).where(models.Page.project_id == project_id))
    for _, page_id in sorted(pages.all()):
        _add_page(session, page_id, found)
        session.expunge_all()
    return found.hexdigest()


def _add_page(session: Session, page_id: int, found: Any) -> None:
    page = session.get_one(models.Page, page_id)
    told = (
        page.uid,
        page.name,
        page.url,
        page.site,
        page.language,
        page.title,
        page.published,
        page.story,
        page.rights,
    )
    text = page_text(session, page_id, page.sha256)
    found.update(_bytes([*told, page.meta, page.source, text.digest, len(text)]))
    query = select(models.Task, models.Person.name).join(models.Person, models.Person.id == models.Task.person_id)
    tasks = session.execute(query.where(models.Task.page_id == page_id)).all()
    for task, person in sorted(tasks, key=lambda one: (one[0].role, one[1], one[0].pass_id)):
        labels = TaskState.whole(session, task, text).labelling.to_json()
        found.update(_bytes([task.role, person, task.rev, labels]))


def _bytes(value: object) -> bytes:
    return orjson.dumps(value) + b"\n"
