"""A desk to save at: an instance with the fixed cast, one project, one page and Ana's task on it."""

import hashlib
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from annotator.core.presets import FULL
from annotator.core.text import PageText
from annotator.store import models
from annotator.store.database import Database
from annotator.store.instance import Instance
from annotator.workflow import label
from tests.fixtures.migrated import fresh

AT = "2026-11-22T04:20:00.000Z"
TEXT = """Home
The mayor said “we will build”, and left.

“No,” said Mr Brook. “Never.”
\t
Share 🎉 this
Footer\r
"""
ENTITIES = {"e-mayor": "PER", "e-brook": "PER", "e-bridge": "ISSUE"}


def identity(number: int) -> str:
    """A UUID that is the same in each run."""
    return str(uuid.UUID(int=number))


@dataclass
class Desk:
    """Where a test saves; each call of `save` is a batch of its own unless told otherwise."""

    instance: Instance
    project: int
    people: dict[str, int]
    pages: dict[str, int]
    task: int = 0
    sha256: str = ""
    rev: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def db(self) -> Database:
        return self.instance.database

    def op(
        self, kind: str, payload: dict[str, Any], step: str | None = None, undoes: str | None = None
    ) -> dict[str, Any]:
        """An operation in its JSON form, with a new id."""
        op_id = identity(next(self.numbers))
        return {"op_id": op_id, "step": step or op_id, "undoes": undoes, "kind": kind, "payload": payload}

    def send(
        self, *ops: dict[str, Any], client: str = "tab", base: int | None = None, person: str = "Ana", sha256: str = ""
    ) -> label.Saved:
        """Save operations as one batch, like the tab `client` that has seen revision `base`."""
        base_rev = self.rev if base is None else base
        batch = {"text_sha256": sha256 or self.sha256, "client": client, "base_rev": base_rev, "ops": list(ops)}
        saved = label.save(self.db, self.task, self.people[person], label.read_batch(batch))
        self.rev = saved.rev
        return saved

    def save(self, kind: str, payload: dict[str, Any], **how: Any) -> label.Saved:
        """Save one operation."""
        return self.send(self.op(kind, payload), **how)

    def labels(self) -> dict[str, Any]:
        """The labels as the screen would get them now."""
        labels: dict[str, Any] = label.task_state(self.db, self.task, self.people["Ana"])["labels"]
        return labels


def lines(first: int, last: int, name: str | None = "body", **more: Any) -> dict[str, Any]:
    """Payload of lines.set with one range."""
    return {"ranges": [{"first": first, "last": last, "label": name, **more}]}


def lay_out(instance: Instance, texts: dict[str, str]) -> Desk:
    """Put cast, project, entities and pages into an empty instance and open Ana's task on the first page."""
    with instance.database.write() as session:
        people = [models.Person(name=name, created_at=AT) for name in ("Ana", "Ben", "Chloe", "Dora")]
        project = models.Project(slug="news", name="News", scheme=FULL.stored(), languages=["en"], created_at=AT)
        session.add_all([*people, project])
        session.flush()
        session.add(models.Pass(project_id=project.id, name="main", layers=list(FULL.layers), guideline="1"))
        for name, kind in ENTITIES.items():
            session.add(
                models.Entity(project_id=project.id, id=name, name=name, kind=kind, by="Dora", at=AT, aliases=[])
            )
        pages = {name: _page(project.id, name, text) for name, text in texts.items()}
        session.add_all(pages.values())
        session.flush()
        session.add_all(models.PageText(page_id=pages[name].id, text=text) for name, text in texts.items())
        ids = {name: page.id for name, page in pages.items()}
        desk = Desk(instance, project.id, {person.name: person.id for person in people}, ids)
    first, text = next(iter(texts.items()))
    desk.task = label.open_task(desk.db, desk.project, desk.pages[first], desk.people["Ana"])
    desk.sha256 = PageText(text).digest
    return desk


def _page(project: int, name: str, text: str) -> models.Page:
    digest = hashlib.sha256(text.encode()).hexdigest()
    size = {"length": len(text), "line_count": text.count("\n") + 1}
    return models.Page(project_id=project, uid=name, name=name, language="en", sha256=digest, added_at=AT, **size)


@pytest.fixture
def instance(tmp_path: Path, migrated_url: str) -> Iterator[Instance]:
    opened = fresh(tmp_path / "instance", migrated_url)
    yield opened
    opened.close()


@pytest.fixture
def desk(instance: Instance) -> Desk:
    return lay_out(instance, {"a.txt": TEXT, "b.txt": "One\nTwo\n", "c.txt": "Three\n"})
