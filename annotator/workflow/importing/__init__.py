"""Import pages, rows and records from files, folders, archives and streams; each page whole or not at all."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from annotator.core.errors import Refused
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.workflow import projects, splitting
from annotator.workflow.clock import now

from .looking import Look
from .reading import Options, Prepared, prepared
from .report import Event, Report
from .sources import Source, from_kept, from_paths, from_streams, paired
from .writing import Writer

__all__ = ["Event", "Options", "Prepared", "Report", "import_kept", "import_paths", "import_streams"]

MOST_WAITING, MOST_BYTES = 200, 4_000_000
"""Pages, and bytes of text, that are read before they are written."""
TURN = 0.08
"""Seconds after which a write transaction ends; others are waiting to save."""
AT_ONCE, LABELLING = 100, 10
"""Plain pages that are written between two looks at the clock, and as how many of them a labelling counts."""
Write = Callable[[Database, Writer, list[Prepared]], Iterator[Event]]
"""Takes what was prepared, and tells what became of it."""


def import_paths(
    db: Database, project_key: str, paths: Iterable[Path], options: Options | None = None, by: PersonRow | None = None
) -> Iterator[Event]:
    """Import files, folders and zip archives; yields what became of each page once it is stored for good.

    Running it again after an interruption doubles nothing. Refuses an unknown project at once.
    """
    return _run(db, project_key, from_paths(paths), options or Options(), by)


def import_streams(
    db: Database,
    project_key: str,
    files: Iterable[tuple[str, BinaryIO]],
    options: Options | None = None,
    by: PersonRow | None = None,
) -> Iterator[Event]:
    """Import uploaded files, each a name and a stream that can be sought in; else as `import_paths`."""
    return _run(db, project_key, from_streams(files), options or Options(), by)


def import_kept(
    db: Database,
    project_key: str,
    files: Iterable[tuple[str, Path]],
    options: Options | None = None,
    by: PersonRow | None = None,
    *,
    look: bool = False,
) -> Iterator[Event]:
    """Import files that were kept under names of ours, each with the name it came under; else as `import_paths`.

    With `look` it tells what would happen, and stores nothing.
    """
    write = Look().write if look else None
    return _run(db, project_key, from_kept(files), options or Options(), by, write)


def _run(
    db: Database,
    key: str,
    sources: Iterable[Source | Refused],
    options: Options,
    by: PersonRow | None,
    write: Write | None = None,
) -> Iterator[Event]:
    project = projects.named(db, key)
    told = options.told(project.scheme)
    events = _events(
        db, Writer(project, options, by, now()), prepared(paired(sources), options, told), write or _written
    )
    return events if write else _placed(db, project.id, events)


def _events(db: Database, writer: Writer, pages: Iterable[Prepared | Refused | Event], write: Write) -> Iterator[Event]:
    waiting: list[Prepared] = []
    weight = 0
    for one in pages:
        if isinstance(one, Refused):
            yield Event("refused", one.place, str(one))
            continue
        if isinstance(one, Event):
            yield one
            continue
        waiting.append(one)
        weight += one.weight
        if len(waiting) >= MOST_WAITING or weight >= MOST_BYTES:
            yield from write(db, writer, waiting)
            waiting, weight = [], 0
    yield from write(db, writer, waiting)


def _placed(db: Database, project_id: int, events: Iterator[Event]) -> Iterator[Event]:
    """Pass events on, and then give new pages their split, where the project has a plan."""
    yield from events
    for name, why in splitting.place(db, project_id).none:
        yield Event("notice", name, f"page {name} is in no split: {why}")


def _written(db: Database, writer: Writer, waiting: list[Prepared]) -> Iterator[Event]:
    """Write all that waits, in as many transactions as others' patience asks for."""
    at = 0
    while at < len(waiting):
        events: list[Event] = []
        with db.write() as session:
            until = time.monotonic() + TURN
            turn = writer.turn(session)
            while at < len(waiting) and time.monotonic() < until:
                end = _end(waiting, at)
                events += turn.take(waiting[at:end])
                at = end
        yield from events


def _end(waiting: list[Prepared], at: int) -> int:
    weight = 0
    while at < len(waiting) and weight < AT_ONCE:
        weight += 1 + LABELLING * len(waiting[at].record.labellings)
        at += 1
    return at
