"""Export: a project's pages with everything labelled on them, streamed from one snapshot, every span verified."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.record_labels import RecordLabelling, link_bases, used_entities
from annotator.core.records import PAGE_TEXTS, Record, RecordEntity, RecordPage
from annotator.core.text import PageText
from annotator.formats import format_named
from annotator.formats.base import Format
from annotator.store import entities, models, pages
from annotator.store import projects as stored
from annotator.store.database import Database
from annotator.store.projects import ProjectRow
from annotator.store.state import TaskState

from . import projects

AT_ONCE = 50
"""Pages that are read with one set of queries."""


@dataclass(slots=True)
class Export:
    """One export on its way out; the counts are complete once `chunks` has ended."""

    db: Database
    project: ProjectRow
    format: Format
    unusable: bool = False
    written: int = 0
    left_out: int = 0
    refused: list[Refused] = field(default_factory=list)

    @property
    def file_name(self) -> str:
        """A name for the file, made by us from the project's address."""
        return f"{self.project.slug}{self.format.suffix}"

    def chunks(self) -> Iterator[bytes]:
        """Yield the file page by page, by name; a page that contradicts itself is refused and left out."""
        with self.db.read() as session:
            for record in self._records(session):
                if not self.unusable and _called_unusable(record):
                    self.left_out += 1
                    continue
                sink = BytesIO()
                refusals = self.format.write([record], sink)
                self.refused += refusals
                self.written += not refusals
                yield sink.getvalue()

    def record_with(self, session: Session, task: models.Task) -> Record:
        """Return the record of a task's page with that task's labelling and the entities it names."""
        page = session.get_one(models.Page, task.page_id)
        words = PageText(pages.text(session, page.id))
        person = session.get_one(models.Person, task.person_id).name
        labelling = self._labelling(session, task, person, words)
        found = (entities.find(session, self.project.id, one) for one in sorted(used_entities(labelling.labelling)))
        return Record(_page(page, words), [_entity(one) for one in found if one], [labelling])

    def summary(self) -> str:
        """Return what was done as a sentence."""
        said = [f"{self.written} {'page' if self.written == 1 else 'pages'} written"]
        if self.left_out:
            said.append(f"{self.left_out} called not usable and left out (--unusable takes them in)")
        if self.refused:
            said.append(f"{len(self.refused)} refused")
        return ", ".join(said)

    def _records(self, session: Session) -> Iterator[Record]:
        names = pages.names(session, self.project.id)
        registry = {one.id: _entity(one) for one in entities.listing(session, self.project.id)}
        for at in range(0, len(names), AT_ONCE):
            yield from self._batch(session, [key for _, key in names[at : at + AT_ONCE]], registry)
            session.expunge_all()

    def _batch(self, session: Session, keys: Sequence[int], registry: dict[str, RecordEntity]) -> Iterator[Record]:
        text = models.PageText
        query = (
            select(models.Page, text.text).join(text, text.page_id == models.Page.id).where(models.Page.id.in_(keys))
        )
        found = {page.id: (page, PageText(words)) for page, words in session.execute(query)}
        came = entities.came_with(session, keys)
        tasks: dict[int, list[tuple[models.Task, str]]] = {}
        for task, person in session.execute(_tasks(keys)):
            tasks.setdefault(task.page_id, []).append((task, person))
        for key in keys:
            page, words = found[key]
            labellings = [self._labelling(session, task, person, words) for task, person in tasks.get(key, ())]
            link_bases(labellings)
            named = came.get(key, set()).union(*(used_entities(one.labelling) for one in labellings))
            yield Record(_page(page, words), [registry[one] for one in sorted(named)], labellings)

    def _labelling(self, session: Session, task: models.Task, person: str, text: PageText) -> RecordLabelling:
        labelling = TaskState.whole(session, task, text).labelling
        scheme = self.project.scheme.full_name
        return RecordLabelling(annotator=person, role=task.role, labelling=labelling, revision=task.rev, scheme=scheme)


def begin(db: Database, project_key: str, format_name: str = "jsonl", *, unusable: bool = False) -> Export:
    """Prepare an export; refuses an unknown project or format at once.

    Labellings that nobody touched stay out; pages called not usable do too, unless `unusable`.
    """
    return Export(db, projects.named(db, project_key), format_named(format_name), unusable)


def single(db: Database, project_key: str, task_id: int) -> bytes:
    """Return the canonical record of a page with one labelling alone; refuses a page that contradicts itself."""
    export = begin(db, project_key)
    with db.read() as session:
        task = session.get_one(models.Task, task_id)
        record = export.record_with(session, task)
    sink = BytesIO()
    for refused in export.format.write([record], sink):
        raise refused
    return sink.getvalue()


def digests(db: Database) -> dict[str, str]:
    """Return the sha256 of each project's canonical export by its slug, pages called not usable included."""
    with db.read() as session:
        slugs = sorted(stored.slugs(session))
    return {slug: _digest(begin(db, slug, unusable=True)) for slug in slugs}


def _digest(export: Export) -> str:
    found = hashlib.sha256()
    for chunk in export.chunks():
        found.update(chunk)
    return found.hexdigest()


def _tasks(keys: Sequence[int]) -> Select[models.Task, str]:
    task = models.Task
    touched = or_(task.status != "todo", task.rev > 0)
    query = select(task, models.Person.name).join(models.Person, models.Person.id == task.person_id)
    return query.where(task.page_id.in_(keys), touched).order_by(task.id)


def _called_unusable(record: Record) -> bool:
    """Tell whether the gold, or where it doesn't say so everybody who answered, calls the page not usable."""
    gold = [one.labelling.page.usable for one in record.labellings if one.role == "gold"]
    answers = [one.labelling.page.usable for one in record.labellings if one.role != "machine"]
    said = [one for one in gold if one is not None] or [one for one in answers if one is not None]
    return bool(said) and not any(said)


def _page(page: models.Page, text: PageText) -> RecordPage:
    texts = {name: getattr(page, name) for name in PAGE_TEXTS}
    return RecordPage(
        id=page.uid,
        name=page.name,
        text=text,
        sha256=page.sha256,
        length=page.length,
        source=page.source,
        meta=page.meta,
        **texts,
    )


def _entity(row: entities.EntityRow) -> RecordEntity:
    aliases = tuple((alias["name"], alias["language"]) for alias in row.aliases)
    return RecordEntity(row.id, row.name, row.kind, aliases, row.wikidata)
