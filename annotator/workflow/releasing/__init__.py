"""Releases: chosen labellings frozen into a folder of files that anybody can check, and that can be built again."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.statistics import Tally, read_tally
from annotator.store import events
from annotator.store import releases as stored
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow
from annotator.store.releases import ReleaseRow
from annotator.workflow import projects
from annotator.workflow.clock import now
from annotator.workflow.exporting import Tally as Chosen

from . import places
from .asking import Order, checked_version, order_of
from .building import STATISTICS, Build, people_of, picked
from .comparing import Difference, compare
from .joining import Joined, join
from .packing import packed
from .verifying import Verdict
from .verifying import verify as examined

__all__ = [
    "Difference",
    "Joined",
    "Order",
    "Shown",
    "Verdict",
    "archive",
    "create",
    "diff",
    "join",
    "listing",
    "order_of",
    "preview",
    "ready",
    "show",
    "verify",
]

COMMAND_LINE = "command line"
GONE = "its files are not in this instance; a backup holds the database alone"


@dataclass(frozen=True, slots=True)
class Shown:
    """A release as screens and the command line show it; `withdrawn` counts its pages that went since."""

    project: ProjectRow
    row: ReleaseRow
    folder: Path
    withdrawn: int

    @property
    def name(self) -> str:
        """How the release is called elsewhere."""
        return f"{self.project.slug}@{self.row.version}"

    @property
    def card(self) -> str:
        """The card, in Markdown; refuses where the files are not here."""
        file = self.folder / "README.md"
        if not file.is_file():
            raise Refused(self.name, GONE)
        return file.read_text(encoding="utf-8")

    @property
    def statistics(self) -> Tally:
        """What its pages and labels came to as it was built; refuses where the files are not here."""
        file = self.folder / STATISTICS
        if not file.is_file():
            raise Refused(self.name, GONE)
        return read_tally(orjson.loads(file.read_bytes()))


def create(
    db: Database,
    project_key: str,
    version: str,
    order: Order,
    by: PersonRow | None = None,
    tell: Callable[[str], None] = lambda _: None,
    end: Callable[[Session, int], None] = lambda *_: None,
) -> Shown:
    """Build a release and return it; refuses a version that is taken, leaks without a reason, a release of nothing.

    It is built aside and visible only once it is whole; killed in the middle, it can be built again. `end` gets the
    transaction that makes it visible and the number of its pages; what it raises leaves no release.
    """
    project = projects.named(db, project_key)
    version, order = checked_version(version), order.checked()
    with places.one_at_a_time(db, project.slug):
        ready(db, project, version, order)
        with db.read() as session:
            people = people_of(session, project.id)
        folder = places.workshop(db, project.slug)
        try:
            built = Build(db, project, version, order, folder, people, tell).run()
            final = places.folder_of(db, project.slug, version)
            # Without a row it is what a build left behind that was killed at the last moment.
            shutil.rmtree(final, ignore_errors=True)
            folder.replace(final)
            places.settle(final.parent)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        row = {
            "project_id": project.id,
            "version": version,
            "made_at": now(),
            "made_by": by.name if by else COMMAND_LINE,
        }
        row |= {"options": built.order.stored(built.people), "manifest": built.manifest, "sha256": built.sha256}
        with db.write() as session:
            end(session, len(built.page_ids))
            stored.add(session, row, built.page_ids)
            actor, pages = by.id if by else None, len(built.page_ids)
            events.record(session, now(), "release.made", actor, project=project.slug, version=version, pages=pages)
    return show(db, project.slug, version)


def ready(db: Database, project: ProjectRow, version: str, order: Order) -> tuple[str, Order]:
    """Return version and order, checked; refuses a version that is taken."""
    version, order = checked_version(version), order.checked()
    with db.read() as session:
        for one in stored.listing(session, project.id):
            # In other letters too: not every disk tells them apart.
            if one.version.casefold() == version.casefold():
                raise Refused(
                    f"{project.slug}@{version}",
                    f"is there already, as {one.version}, and never changes; name another version",
                )
    return version, order


def listing(db: Database, project_key: str) -> list[Shown]:
    """Return the releases of a project, the oldest first."""
    project = projects.named(db, project_key)
    with db.read() as session:
        rows = stored.listing(session, project.id)
        return [_shown(db, project, one, len(stored.gone(session, one.id))) for one in rows]


def show(db: Database, project_key: str, version: str) -> Shown:
    """Return a release; refuses a version that there isn't with those there are."""
    project = projects.named(db, project_key)
    with db.read() as session:
        found = stored.find(session, project.id, version)
        if found is None:
            known = ", ".join(one.version for one in stored.listing(session, project.id))
            raise Refused(
                f"{project.slug}@{version}",
                f"is no release; there is {known}" if known else "is no release; there is none yet",
            )
        return _shown(db, project, found, len(stored.gone(session, found.id)))


def verify(db: Database, project_key: str, version: str, tell: Callable[[str], None] = lambda _: None) -> Verdict:
    """Return what is true of a release: its files, its spans, its pages that went since, whether it builds again."""
    shown = show(db, project_key, version)
    return examined(db, shown.name, shown.project.slug, shown.row, tell)


def diff(db: Database, project_key: str, old: str, new: str) -> Difference:
    """Return what changed from one release of a project to another."""
    before, after = (show(db, project_key, version) for version in (old, new))
    people = {**before.row.options["people"], **after.row.options["people"]}
    return compare(_folder(before), _folder(after), people)


def preview(db: Database, project_key: str, order: Order) -> str:
    """Return what a release would hold, as a sentence, before anything is built."""
    project, tally, choice = projects.named(db, project_key), Chosen(), order.checked().choice
    with db.read() as session:
        for _ in picked(session, project.id, choice, tally):
            pass
    pages = counted(tally.pages, "page")
    labels = counted(tally.labellings, "labelling")
    return ", ".join([f"{pages} with {labels} would be in it", *tally.reasons()])


def archive(shown: Shown) -> Iterator[bytes]:
    """Yield a release as a zip archive; refuses at once where its files are not here."""
    return packed(_folder(shown), f"{shown.project.slug}-{shown.row.version}")


def _folder(shown: Shown) -> Path:
    if not shown.folder.is_dir():
        raise Refused(shown.name, GONE)
    return shown.folder


def _shown(db: Database, project: ProjectRow, row: ReleaseRow, withdrawn: int) -> Shown:
    return Shown(project, row, places.folder_of(db, project.slug, row.version), withdrawn)
