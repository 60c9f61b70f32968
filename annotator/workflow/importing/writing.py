"""Prepared pages into the database: what is new, what is known already, what contradicts it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Insert, bindparam, insert, select
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.records import Record, RecordPage
from annotator.store import entities as registry
from annotator.store import models
from annotator.store.pages import METADATA
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow
from annotator.store.upsert import insert_missing
from annotator.workflow import entities

from .labellings import Company, Labellings
from .reading import Options, Prepared
from .report import Event

PAGE = select(models.Page.id).where(
    models.Page.project_id == bindparam("project"), models.Page.uid == bindparam("uid_of_page")
)


def _belonging(table: type[models.Base], *columns: str) -> Insert:
    """A statement that inserts what belongs to a page, which it finds by its id in the project."""
    return insert(table).values(page_id=PAGE.scalar_subquery(), **{name: bindparam(f"its_{name}") for name in columns})


PAGES = insert(models.Page)
TEXTS = _belonging(models.PageText, "text")
SOURCES = _belonging(models.PageSource, "raw", "sha256", "encoding")
NODES = _belonging(models.PageNodes, "nodes")
"""Built once: pages come by the ten thousand."""


@dataclass(frozen=True, slots=True)
class Writer:
    """What one import knows all along: where pages go, how, on whose behalf, and when it began."""

    project: ProjectRow
    options: Options
    by: PersonRow | None
    at: str

    def turn(self, session: Session) -> "Turn":
        """Begin a write transaction; two imports into one project take turns."""
        session.execute(select(models.Project.id).where(models.Project.id == self.project.id).with_for_update())
        return Turn(self, session)


@dataclass(slots=True)
class Known:
    """The pages of the project that a batch could be mistaken for, by name, bytes and id."""

    names: dict[str, models.Page] = field(default_factory=dict)
    digests: dict[str, models.Page] = field(default_factory=dict)
    uids: dict[str, models.Page] = field(default_factory=dict)

    def learn(self, pages: Iterable[models.Page]) -> None:
        """Remember pages; of several with the same bytes the first counts."""
        for page in pages:
            self.names[page.name] = page
            self.digests.setdefault(page.sha256, page)
            self.uids[page.uid] = page


@dataclass(slots=True)
class Fresh:
    """New pages of a batch that are inserted together; `keys` are names, digests and ids of all that ever waited."""

    rows: list[tuple[Json, Prepared]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def put(self, row: Json, one: Prepared) -> None:
        """Let a page wait."""
        self.rows.append((row, one))
        self.keys |= {row["name"], row["sha256"], row["uid"]}

    def meets(self, page: RecordPage) -> bool:
        """Tell whether a page could be mistaken for one that waits, or waited."""
        return not self.keys.isdisjoint((page.name, page.sha256, page.id or page.name))


@dataclass(slots=True)
class Turn:
    """One write transaction of an import."""

    writer: Writer
    session: Session
    company: Company | None = None
    seen: dict[str, Json] = field(default_factory=dict)

    def take(self, batch: Sequence[Prepared]) -> list[Event]:
        """Store a batch; returns what became of each page, in order."""
        known, fresh = Known(), Fresh()
        known.learn(self._there([one.record.page for one in batch]))
        events: list[Event] = []
        for one in batch:
            record = one.record
            events += [Event("notice", record.page.name, notice) for notice in record.notices]
            more, met = record.labellings or record.entities, fresh.meets(record.page)
            if more or met:
                self._insert(fresh)
            if met:
                known.learn(self._there([record.page]))
            if more:
                events += self._with_labels(one, known)
            else:
                events.append(self._plain(one, known, fresh))
        self._insert(fresh)
        return events

    def _there(self, pages: Sequence[RecordPage]) -> list[models.Page]:
        """Return the pages of the project that some could be mistaken for, the oldest first."""
        page = models.Page
        same = (
            page.name.in_([one.name for one in pages]),
            page.sha256.in_([one.sha256 for one in pages]),
            page.uid.in_([one.id for one in pages if one.id]),
        )
        found: set[models.Page] = set()
        for condition in same:
            # One query each: joined by OR, no index would be used.
            found |= set(self.session.scalars(select(page).where(page.project_id == self.writer.project.id, condition)))
        return sorted(found, key=lambda one: one.id)

    def _plain(self, one: Prepared, known: Known, fresh: Fresh) -> Event:
        try:
            page, event = self._placed(one, known)
        except Refused as refused:
            return _refused(one, refused)
        if page is None:
            fresh.put(self._row(one), one)
        return event

    def _with_labels(self, one: Prepared, known: Known) -> list[Event]:
        """Store a page with what belongs to it, or nothing of it at all."""
        try:
            with self.session.begin_nested():
                found, event = self._placed(one, known)
                page = found or self._added(one)
                self._take_entities(page, one.record)
                events = [event, *self._labels(page, one.record, fresh=found is None)]
        except Refused as refused:
            # What the page would have changed in known pages was rolled back with it, people and entities included.
            self.company = None
            self.seen.clear()
            return [_refused(one, refused)]
        if found is None:
            known.learn([page])
        return events

    def _placed(self, one: Prepared, known: Known) -> tuple[models.Page | None, Event]:
        """Return the page where it is known, None where it is new, and what that means; refuses contradictions."""
        page = one.record.page
        place = f"page {page.name}"
        found = known.names.get(page.name)
        erased = next((one for one in (found, known.digests.get(page.sha256)) if one and one.erased_at), None)
        if erased and erased.sha256 == page.sha256:
            raise Refused(place, f"was erased as {erased.name} and doesn't come back: {erased.withdrawn_why}")
        if found and found.sha256 != page.sha256:
            raise Refused(place, "is there with another text, and text never changes; give this one another name")
        if self.writer.options.predictions:
            if found is None:
                raise Refused(place, "is no page of this project; predictions are about pages that are there")
            return found, Event("unchanged", page.name, f"{place} is there already")
        found = found or known.digests.get(page.sha256)
        same_id = known.uids.get(page.id) if page.id else None
        if same_id and same_id is not found:
            raise Refused(place, f"its id {page.id} is that of the page {same_id.name}")
        if found is None:
            return None, Event("added", page.name, f"{place} was added")
        changed = self._fill(found, one.record)
        if found.name != page.name:
            filled = f"; {', '.join(changed)} filled in there" if changed else ""
            return found, Event("duplicate", page.name, f"{place} has the same text as {found.name}{filled}")
        if changed:
            return found, Event("updated", page.name, f"{place} has a new {', '.join(changed)}")
        return found, Event("unchanged", page.name, f"{place} is there already")

    def _fill(self, found: models.Page, record: Record) -> list[str]:
        """Fill empty metadata, or change it where that was asked for; returns what changed."""
        page, changed = record.page, []
        for column in METADATA:
            given, there = getattr(page, column), getattr(found, column)
            if given and given != there and (self.writer.options.update or not there):
                setattr(found, column, given)
                changed.append(column)
        if page.meta not in ("{}", found.meta) and (self.writer.options.update or found.meta == "{}"):
            found.meta = page.meta
            changed.append("meta")
        return changed

    def _row(self, one: Prepared) -> Json:
        page = one.record.page
        return {
            "project_id": self.writer.project.id,
            "uid": page.id or entities.new_id("p"),
            "name": page.name,
            "sha256": page.sha256,
            "length": page.length,
            "line_count": page.text.text.count("\n") + 1,
            "meta": page.meta,
            "source": page.source,
            "added_at": self.writer.at,
            **{column: getattr(page, column) for column in METADATA},
        }

    def _added(self, one: Prepared) -> models.Page:
        fresh, row = Fresh(), self._row(one)
        fresh.put(row, one)
        self._insert(fresh)
        return self.session.scalars(select(models.Page).filter_by(project_id=row["project_id"], uid=row["uid"])).one()

    def _insert(self, fresh: Fresh) -> None:
        if not fresh.rows:
            return
        connection = self.session.connection()
        connection.execute(PAGES, [row for row, _ in fresh.rows])
        texts: list[Json] = []
        sources: list[Json] = []
        maps: list[Json] = []
        for row, one in fresh.rows:
            page = {"project": row["project_id"], "uid_of_page": row["uid"]}
            texts.append({**page, "its_text": one.record.page.text.text})
            if one.raw is not None:
                source: Any = row["source"] or {}
                described = {"its_sha256": source["sha256"], "its_encoding": source["encoding"]}
                sources.append({**page, "its_raw": one.raw, **described})
            if one.nodes is not None:
                maps.append({**page, "its_nodes": one.nodes})
        for statement, rows in ((TEXTS, texts), (SOURCES, sources), (NODES, maps)):
            if rows:
                connection.execute(statement, rows)
        fresh.rows.clear()

    def _take_entities(self, page: models.Page, record: Record) -> None:
        project, predicted = self.writer.project.id, self.writer.options.predictions
        for one in record.entities:
            value = one.to_json()
            if predicted and registry.find(self.session, project, one.id) is None:
                value["status"] = "proposed"
            if self.seen.get(one.id) == value:
                continue
            try:
                entities.put(self.session, project, value, by=self._by)
            except Refused as refused:
                raise refused.within(f"page {page.name}") from None
            self.seen[one.id] = value
        if record.entities and not predicted:
            rows = ({"page_id": page.id, "entity_id": one.id, "project_id": project} for one in record.entities)
            insert_missing(self.session, models.PageEntity, *rows)

    def _labels(self, page: models.Page, record: Record, *, fresh: bool) -> Iterator[Event]:
        if not record.labellings:
            return
        self.company = self.company or Company(self.session, self.writer.project)
        labellings = Labellings(self.company, page, self.writer.options, fresh)
        for one in record.labellings:
            yield from labellings.take(one)

    @property
    def _by(self) -> str:
        return self.writer.by.name if self.writer.by else "import"


def _refused(one: Prepared, refused: Refused) -> Event:
    said = refused.within(one.place) if one.place else refused
    return Event("refused", one.record.page.name, str(said))
