"""A crew at work: an instance with the fixed cast, a project with some pages, and a clock that tests can turn."""

import hashlib
import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from annotator.store import models
from annotator.store.database import Database
from annotator.store.instance import Instance
from annotator.workflow import label, people, projects, queue
from annotator.workflow.clock import now
from tests.fixtures.migrated import fresh

TEXT = "Home\nThe ferry will sail.\nImprint\n"
PAST = "2020-01-01T00:00:00.000Z"


@dataclass
class Crew:
    """The project `harbour` and those who work on it; pages are named a.txt, b.txt, ..."""

    instance: Instance
    project: int
    people: dict[str, int]
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def db(self) -> Database:
        return self.instance.database

    def page(self, name: str, language: str | None = "en", site: str | None = None, text: str = TEXT) -> int:
        """Put a page into the project."""
        digest = hashlib.sha256(f"{text}{name}".encode()).hexdigest()
        size = {"length": len(text) + len(name), "line_count": text.count("\n") + 1, "added_at": now()}
        with self.db.write() as session:
            known = {"uid": name, "name": name, "language": language, "site": site, "sha256": digest}
            row = models.Page(project_id=self.project, **known, **size)
            session.add(row)
            session.flush()
            session.add(models.PageText(page_id=row.id, text=f"{text}{name}"))
            return row.id

    def next(self, person: str, after: str = "", pass_name: str | None = None) -> str | None:
        """The page the queue gives somebody, by name."""
        came = self.key(after) if after else 0
        task = queue.next_task(self.db, self.project, self.people[person], after=came, pass_name=pass_name)
        return self.about(task)[0] if task else None

    def open(self, person: str, page: str, pass_name: str | None = None) -> int:
        """Open a page by its address; gives the task."""
        return label.open_task(self.db, self.project, self.key(page), self.people[person], pass_name)

    def key(self, page: str) -> int:
        with self.db.read() as session:
            return session.scalars(select(models.Page.id).where(models.Page.name == page)).one()

    def about(self, task: int) -> tuple[str, str]:
        """Page and pass of a task, by name."""
        with self.db.read() as session:
            found = session.get_one(models.Task, task)
            page, one = session.get_one(models.Page, found.page_id), session.get_one(models.Pass, found.pass_id)
            return page.name, one.name

    def save(self, person: str, task: int, *ops: tuple[str, dict[str, Any]]) -> label.Saved:
        """Save operations to a task as one batch."""
        with self.db.read() as session:
            found = session.get_one(models.Task, task)
            rev, digest = found.rev, found.text_sha256
        sent = []
        for kind, payload in ops:
            op_id = str(uuid.UUID(int=next(self.numbers)))
            sent.append({"op_id": op_id, "step": op_id, "undoes": None, "kind": kind, "payload": payload})
        batch = {"text_sha256": digest, "client": "tab", "base_rev": rev, "ops": sent}
        return label.save(self.db, task, self.people[person], label.read_batch(batch))

    def begin(self, person: str, page: str, pass_name: str | None = None) -> int:
        """Open a page and mark its lines."""
        task = self.open(person, page, pass_name)
        ranges = [{"first": 1, "last": 1, "label": "boilerplate"}, {"first": 2, "last": 4, "label": "body"}]
        self.save(person, task, ("lines.set", {"ranges": ranges}))
        return task

    def finish(self, person: str, page: str, pass_name: str | None = None) -> int:
        """Label a page and finish it."""
        task = self.begin(person, page, pass_name)
        self.save(person, task, ("status.set", {"status": "done"}))
        return task

    def let_leases_run_out(self) -> None:
        with self.db.write() as session:
            session.execute(update(models.Task).values(lease_until=PAST))

    def status(self, task: int) -> str:
        with self.db.read() as session:
            return session.get_one(models.Task, task).status


@pytest.fixture
def crew(tmp_path: Path, migrated_url: str) -> Iterator[Crew]:
    """A crew on an empty project of preset `body`, on SQLite and on PostgreSQL."""
    opened = fresh(tmp_path / "instance", migrated_url)
    yield assembled(opened)
    opened.close()


@pytest.fixture
def pages(crew: Crew) -> Callable[[str], None]:
    """Puts pages into the crew's project."""

    def put(names: str) -> None:
        for name in names.split():
            crew.page(name)

    return put


def assembled(instance: Instance, preset: str = "body") -> Crew:
    """Put the cast and the project `harbour` into an empty instance."""
    db = instance.database
    projects.create(db, "Harbour", preset)
    for name in ("Ana", "Ben", "Chloe", "Dora"):
        people.add(db, name)
        projects.set_member(db, "harbour", name, "curator" if name == "Dora" else "annotator")
    keys = {one.name: one.id for one in people.everybody(db)}
    return Crew(instance, projects.named(db, "harbour").id, keys)
