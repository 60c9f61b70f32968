"""The sample project: loads its pages, labellings and people into an instance that is still empty."""

from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO

from sqlalchemy import exists, select

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.database import Database

from . import people, projects
from .importing import Event, import_streams

NAME, SLUG = "Sample", "sample"
LANGUAGES = ("en", "ar", "sr-Cyrl", "sr-Latn")
CAST = (("Ana", "annotator"), ("Ben", "annotator"), ("Chloe", "annotator"), ("Dora", "curator"))
ADMIN = "Admin"
LOADING = "demo_loading"
"""The setting that is there while the sample is being loaded, so that an interrupted load can go on."""


def is_wanted(db: Database) -> bool:
    """Tell whether the instance is empty, or holds a sample whose loading was interrupted."""
    with db.read() as session:
        if session.get(models.Setting, LOADING):
            return True
        return not session.scalar(select(exists(select(models.Project.id)))) and not session.scalar(
            select(exists(select(models.Person.id)))
        )


def load(db: Database) -> Iterator[Event]:
    """Make people and project, then import the sample; yields what became of each page. Safe to run again."""
    sample = files("annotator").joinpath("sample", "news.jsonl")
    if not sample.is_file():
        raise Refused("sample project", "is not part of this installation")
    with db.write() as session:
        session.merge(models.Setting(key=LOADING, value="1"))
    known = {one.name for one in people.everybody(db) if one.can_sign_in}
    with db.read() as session:
        there = session.scalar(select(exists().where(models.Project.slug == SLUG)))
    if not there:
        projects.create(db, NAME, "full", LANGUAGES)
    for name, role in CAST:
        if name not in known:
            people.add(db, name)
        projects.set_member(db, SLUG, name, role)
    if ADMIN not in known:
        people.add(db, ADMIN, admin=True)
    yield from import_streams(db, SLUG, [(sample.name, BytesIO(sample.read_bytes()))])
    with db.write() as session:
        setting = session.get(models.Setting, LOADING)
        if setting:
            session.delete(setting)
