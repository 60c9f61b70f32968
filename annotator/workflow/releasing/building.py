"""Building a release: chosen labellings on one snapshot into a folder of files, and the manifest that names them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import orjson
from sqlalchemy.orm import Session

from annotator import __version__
from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.pseudonyms import Pseudonyms
from annotator.core.records import Record
from annotator.core.rights import may_publish
from annotator.store import releases as stored
from annotator.store.database import Database
from annotator.store.projects import ProjectRow
from annotator.workflow.exporting.choosing import AT_ONCE, Choice, Picked, Tally, chosen, pages, settled
from annotator.workflow.exporting.records import Records

from . import places
from .asking import Order
from .card import card
from .figures import Counts, agreed, guidelines
from .leakage import Leak, compared, leaks
from .parts import Part, parts

FORMAT = "annotator.release/1"
MANIFEST, CARD, STATISTICS = "manifest.json", "README.md", "statistics.json"
Tell = Callable[[str], None]


@dataclass(slots=True)
class Built:
    """What a build came to: the manifest as it was written, the pages in it, and who is who."""

    order: Order
    manifest: Json
    sha256: str
    page_ids: list[int]
    people: Pseudonyms


@dataclass(slots=True)
class Build:
    """One build on its way; the same database and order give the same bytes, since no file holds a clock."""

    db: Database
    project: ProjectRow
    version: str
    order: Order
    folder: Path
    people: Pseudonyms
    tell: Tell = lambda _: None
    counts: Counts = field(default_factory=Counts)
    tally: Tally = field(default_factory=Tally)

    def run(self) -> Built:
        """Write all files and return what came of it; refuses leaks without a reason, and a release of nothing."""
        with self.db.read() as session:
            keys = [one.page_id for one in picked(session, self.project.id, self.order.choice, Tally())]
        if not keys:
            raise Refused(
                f"{self.project.slug}@{self.version}", "would hold no page; nothing that was chosen is finished"
            )
        agreement = agreed(self.db, self.project, keys, self.tell)
        with self.db.read() as session:
            self.order = replace(self.order, choice=settled(session, self.project.id, self.order.choice))
            keys = [one.page_id for one in picked(session, self.project.id, self.order.choice, Tally())]
            found = leaks(session, self.project.id, keys)
            if found and self.order.leaks_ok is None:
                raise Refused(f"{self.project.slug}@{self.version}", _leaking(found))
            dropped = self._write(session, picked(session, self.project.id, self.order.choice, self.tally))
            about = self._about(session, agreement, found, dropped)
        return self._finished(about, keys)

    def _write(self, session: Session, chosen: Iterator[Picked]) -> dict[str, str]:
        """Write every page to every part; returns what a part left out, by its name."""
        records, done = Records(session, self.project), 0
        writers = parts(self.folder, self.project, self.order)
        while batch := list(islice(chosen, AT_ONCE)):
            for one, record in records.batch(batch):
                self._take(writers, one, record)
            done += len(batch)
            session.expunge_all()
            self.tell(f"{counted(done, 'page')} written")
        return {part.name: said for part in writers if (said := part.end())}

    def _take(self, writers: list[Part], one: Picked, record: Record) -> None:
        published = may_publish(record.page.rights)
        if not self.order.names:
            labellings = [self.people.masked(each) for each in record.labellings]
            record = Record(record.page, record.entities, labellings)
        for part in writers:
            value = part.add(one, record, published=published)
            if value is not None:
                lines = record.page.text.text.count("\n") + 1
                self.counts.take(value, one.split, lines, published=published)

    def _about(self, session: Session, agreement: Json, found: list[Leak], dropped: dict[str, str]) -> Json:
        return {
            "format": FORMAT,
            "project": {"slug": self.project.slug, "name": self.project.name},
            "version": self.version,
            "tool": {"name": "annotator", "version": __version__},
            "options": self.order.shown(self.people),
            "scheme": self.project.scheme.stored(),
            "guidelines": guidelines(session, self.project.id),
            "counts": self.counts.to_json(),
            "left_out": dict(sorted(self.tally.left_out.items())),
            "not_written": dropped,
            "agreement": agreement,
            "compared": compared(session, self.project.id),
            "leaks": [one.to_json() for one in found],
        }

    def _finished(self, about: Json, keys: list[int]) -> Built:
        (self.folder / CARD).write_text(card(about), encoding="utf-8")
        (self.folder / STATISTICS).write_bytes(written(self.counts.tally.to_json()))
        about["files"] = {name: places.sealed(self.folder, name) for name in places.files(self.folder)}
        (self.folder / MANIFEST).write_bytes(written(about))
        sha256 = places.sealed(self.folder, MANIFEST)["sha256"]
        places.settle(self.folder)
        return Built(self.order, about, sha256, keys, self.people)


def picked(session: Session, project_id: int, choice: Choice, tally: Tally) -> Iterator[Picked]:
    """Yield what of each page would be in a release, by name; pages without an answer are counted and left out."""
    choice = settled(session, project_id, choice)
    keys = pages(session, project_id, choice, tally)
    return chosen(session, project_id, keys, choice, tally, keep=False)


def people_of(session: Session, project_id: int) -> Pseudonyms:
    """Return who is who in a project: as its last release has it, then who labelled since, in the order they began."""
    before = stored.listing(session, project_id)
    known = before[-1].options["people"] if before else {}
    return Pseudonyms(known, stored.first_labelled(session, project_id))


def written(manifest: Json) -> bytes:
    """Return a manifest as its file holds it."""
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n"


def _leaking(found: list[Leak]) -> str:
    named = "; ".join(f"{one.a} and {one.b} have {one.why}" for one in found[:3])
    more = f"; and {len(found) - 3} more" if len(found) > 3 else ""
    return f"pages in different splits leak: {named}{more}. --leaks-ok REASON builds it and says so in its card"
