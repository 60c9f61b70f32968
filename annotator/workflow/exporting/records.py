"""Rows of the database as records: pages with the labellings that leave, and the entities that these name."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.answers import composed, restricted
from annotator.core.labels import LAYERS
from annotator.core.record_labels import RecordLabelling, link_bases, used_entities
from annotator.core.records import PAGE_TEXTS, Record, RecordEntity, RecordPage
from annotator.core.text import PageText
from annotator.formats.base import Answer, Loss
from annotator.store import entities, models, pages
from annotator.store.projects import ProjectRow
from annotator.store.state import OF_TASK, TaskState

from .choosing import Picked

ORPHAN = "its quote is not among the quotes that answer"
OF_PAGE = (
    *(models.Page.id, models.Page.uid, models.Page.name, models.Page.sha256, models.Page.length),
    *(models.Page.source, models.Page.meta, *(getattr(models.Page, name) for name in PAGE_TEXTS)),
)
"""What a record says of a page; rows of columns cost a fraction of what objects do."""
TWICE = "a later pass of the same annotator answers"


class Records:
    """The records of a project, read a batch of pages at a time."""

    def __init__(self, session: Session, project: ProjectRow) -> None:
        self.session, self.project = session, project
        self._registry: dict[str, RecordEntity] | None = None

    def batch(self, picked: Sequence[Picked]) -> Iterator[tuple[Picked, Record]]:
        """Yield the record of each page with its picked labellings, each with the layers alone that it answers for."""
        text = models.PageText
        keys = [one.page_id for one in picked]
        query = select(*OF_PAGE, text.text).join(text, text.page_id == models.Page.id).where(models.Page.id.in_(keys))
        found = {page.id: (page, PageText(page.text)) for page in self.session.execute(query)}
        came = entities.came_with(self.session, keys)
        texts = {key: words for key, (_, words) in found.items()}
        whole = self._labellings(texts, {key for one in picked for key in one.tasks})
        for one in picked:
            page, words = found[one.page_id]
            linked = whole.get(one.page_id, {})
            link_bases(list(linked.values()))
            labellings = [
                linked[key] if layers == frozenset(LAYERS) else restricted(linked[key], layers)
                for key, layers in one.tasks.items()
            ]
            named = came.get(page.id, set()).union(*(used_entities(each.labelling) for each in labellings))
            known = [self.registry[each] for each in sorted(named)]
            yield one, Record(page_of(page, words), known, labellings)

    def nodes(self, picked: Sequence[Picked]) -> dict[int, bytes]:
        """Return by page the stored map to the nodes of its HTML, where it has one."""
        table = models.PageNodes
        query = select(table.page_id, table.nodes).where(table.page_id.in_([one.page_id for one in picked]))
        return {page: nodes for page, nodes in self.session.execute(query)}  # noqa: C416 - a row is no pair to mypy

    def original(self, page_id: int) -> bytes | None:
        """Return the bytes that a page was made of; None where they are its text as UTF-8."""
        table = models.PageSource
        return self.session.scalar(select(table.raw).where(table.page_id == page_id))

    def single(self, task: models.Task) -> Record:
        """Return the record of a task's page with that task's labelling and the entities it names."""
        page = self.session.get_one(models.Page, task.page_id)
        words = PageText(pages.text(self.session, page.id))
        person = self.session.get_one(models.Person, task.person_id).name
        one = self._labelling(task, person, TaskState.whole(self.session, task, words))
        return Record(page_of(page, words), [self.registry[key] for key in sorted(used_entities(one.labelling))], [one])

    @property
    def registry(self) -> dict[str, RecordEntity]:
        """The project's entities by id."""
        if self._registry is None:
            self._registry = {one.id: _entity(one) for one in entities.listing(self.session, self.project.id)}
        return self._registry

    def _labellings(self, texts: dict[int, PageText], wanted: set[int]) -> dict[int, dict[int, RecordLabelling]]:
        """Return by page and task every labelling somebody began; a base is needed even where it doesn't leave."""
        task = models.Task
        query = select(*OF_TASK, models.Person.name).join(models.Person, models.Person.id == task.person_id)
        begun = self.session.execute(query.where(task.page_id.in_(texts)).order_by(task.id)).all()
        leaving = {one.page_id for one in begun if one.id in wanted}
        rows = [one for one in begun if one.page_id in leaving]
        states = TaskState.many(self.session, [(one, texts[one.page_id]) for one in rows])
        found: dict[int, dict[int, RecordLabelling]] = {}
        for one, state in zip(rows, states, strict=True):
            found.setdefault(one.page_id, {})[one.id] = self._labelling(one, one.name, state)
        return found

    def _labelling(self, task: Any, person: str, state: TaskState) -> RecordLabelling:
        scheme = self.project.scheme.full_name
        return RecordLabelling(
            annotator=person, role=task.role, labelling=state.labelling, revision=task.rev, scheme=scheme
        )


def as_answer(record: Record, picked: Picked) -> tuple[Answer, list[Loss]]:
    """Return a page as one answer, each layer from the labelling that answers for it, and what that leaves out."""
    tasks = dict(zip(picked.tasks, record.labellings, strict=True))
    by_layer = {layer: tasks[key] for key, layers in picked.tasks.items() for layer in layers}
    by_layer = {layer: one for layer, one in by_layer.items() if one.labelling.layers[layer].status != "off"}
    labelling, orphans = composed(by_layer)
    losses = [Loss(record.page.name, "stances", orphan, ORPHAN) for orphan in orphans]
    return Answer(Record(record.page, record.entities, [labelling]), picked.split, picked.fold), losses


def by_annotator(record: Record, picked: Picked) -> Iterator[tuple[str, Answer, list[Loss]]]:
    """Yield each annotator's answer; of somebody who labelled a layer in two passes, the later one answers."""
    answers: dict[str, dict[str, RecordLabelling]] = {}
    losses: dict[str, list[Loss]] = {}
    for one in record.labellings:
        own, lost = answers.setdefault(one.annotator, {}), losses.setdefault(one.annotator, [])
        for layer, state in one.labelling.layers.items():
            if state.status == "off":
                continue
            if layer in own:
                lost.append(Loss(record.page.name, layer, f"pass {own[layer].pass_name}", TWICE))
            own[layer] = one
    for annotator, own in answers.items():
        labelling, orphans = composed(own)
        lost = [*losses[annotator], *(Loss(record.page.name, "stances", orphan, ORPHAN) for orphan in orphans)]
        yield annotator, Answer(Record(record.page, record.entities, [labelling]), picked.split, picked.fold), lost


def page_of(page: Any, text: PageText) -> RecordPage:
    """Return a page, or a row with the columns `OF_PAGE`, as the record holds it."""
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
