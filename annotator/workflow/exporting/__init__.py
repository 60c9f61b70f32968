"""Export: what a project's pages say, streamed from one snapshot into a format, every span verified."""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import count, islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

import orjson
from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.labels import LAYERS
from annotator.core.records import Record
from annotator.formats import format_named
from annotator.formats.base import About, Answer, Format, Loss, Out, Writer
from annotator.store import models
from annotator.store import projects as stored
from annotator.store.database import Database
from annotator.store.projects import ProjectRow
from annotator.workflow import projects

from .choosing import AT_ONCE, Choice, Picked, Tally, chosen, pages, settled
from .outs import IN_MEMORY, Below, Folder, OneFile, Pipe, Zipped, whole_file, whole_folder
from .records import Records, as_answer, by_annotator

__all__ = ["Choice", "Export", "Tally", "begin", "digests", "single"]

EVERYTHING = Choice(drafts=True, unusable=True)
DROPPED = "dropped.jsonl"


@dataclass(slots=True)
class Export:
    """One export on its way out; `tally`, `refused` and `lost` are complete once it has ended."""

    db: Database
    project: ProjectRow
    format: Format
    choice: Choice
    tally: Tally = field(default_factory=Tally)
    refused: list[Refused] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    _losses: IO[bytes] = field(default_factory=BytesIO)

    @property
    def apart(self) -> bool:
        """Tell whether each annotator's labels get a file or folder of their own."""
        return not self.format.several and (self.choice.apart or self.choice.drafts)

    @property
    def is_folder(self) -> bool:
        """Tell whether it makes a folder rather than one file."""
        return self.apart or not self.format.suffix

    @property
    def file_name(self) -> str:
        """A name for the file, made by us from the project's address; a folder is sent as a zip archive."""
        return f"{self.project.slug}{'.zip' if self.is_folder else self.format.suffix}"

    def count(self) -> Tally:
        """Return what would be written, without writing anything."""
        tally = Tally()
        with self.db.read() as session:
            for _ in self._chosen(session, tally):
                pass
        return tally

    def chunks(self) -> Iterator[bytes]:
        """Yield the file piece by piece; a page that contradicts itself is refused and left out."""
        pipe = Pipe()
        stream = cast("BinaryIO", pipe)
        folder = Zipped(stream) if self.is_folder else None
        with SpooledTemporaryFile(IN_MEMORY) as self._losses:
            for _ in self._written(folder or OneFile(stream)):
                yield pipe.taken()
            if folder:
                with folder.open(DROPPED) as dropped:
                    self._tell(dropped)
                folder.close()
        yield pipe.taken()

    def to_path(self, target: Path) -> Iterator[int]:
        """Write a file or folder that is there only once it is whole; yields the number of pages as it goes on."""
        with ExitStack() as stack:
            self._losses = stack.enter_context(SpooledTemporaryFile(IN_MEMORY))
            if self.is_folder:
                path = stack.enter_context(whole_folder(target))
                yield from self._written(Folder(path))
                beside = path / DROPPED
            else:
                yield from self._written(OneFile(stack.enter_context(whole_file(target))))
                beside = target.with_name(f"{target.name}.{DROPPED}")
            if self.lost:
                with beside.open("wb") as dropped:
                    self._tell(dropped)
            else:
                beside.unlink(missing_ok=True)

    def counted(self) -> str:
        """Return what would be written, counted before anything is, as sentences without the last full stop."""
        tally = self.count()
        pages = ", ".join([f"{counted(tally.pages, 'page')} to write", *tally.reasons()])
        if not tally.labellings:
            return pages
        answers = counted(tally.labellings, "labelling answers", "labellings answer")
        layers = ", ".join(f"{name} of {tally.layers[name]}" for name in LAYERS if tally.layers[name])
        return f"{pages}. {answers}{f', for {layers}' if layers else ''}"

    def summary(self) -> str:
        """Return what was done as a sentence."""
        said = [f"{counted(self.tally.pages - len(self.refused), 'page')} written", *self.tally.reasons()]
        if self.refused:
            said.append(f"{len(self.refused)} refused")
        if self.lost:
            what = ", ".join(f"{count} in {layer}" for layer, count in sorted(self.lost.items()))
            said.append(f"what the format can't hold was dropped: {what}")
        return ", ".join(said)

    def _tell(self, dropped: IO[bytes]) -> None:
        """Write what the format couldn't hold next to the data."""
        self._losses.seek(0)
        shutil.copyfileobj(self._losses, dropped)

    def _chosen(self, session: Session, tally: Tally) -> Iterator[Picked]:
        keys = pages(session, self.project.id, self.choice, tally)
        return chosen(session, self.project.id, keys, self.choice, tally, keep=self.format.several)

    def _written(self, out: Out) -> Iterator[int]:
        """Write everything to `out`; yields the number of pages after each."""
        with self.db.read() as session:
            desk = _Desk(self, out)
            records = Records(session, self.project)
            picked = self._chosen(session, self.tally)
            pages_done = 0
            of_nodes = getattr(self.format, "of_nodes", False)
            while batch := list(islice(picked, AT_ONCE)):
                nodes = records.nodes(batch) if of_nodes else {}
                for one, record in records.batch(batch):
                    original = partial(records.original, one.page_id)
                    self._take(desk, one, record, nodes.get(one.page_id), original)
                    pages_done += 1
                    yield pages_done
                session.expunge_all()
            desk.end()
            yield pages_done

    def _take(
        self,
        desk: "_Desk",
        one: Picked,
        record: Record,
        nodes: bytes | None,
        original: Callable[[], bytes | None],
    ) -> None:
        try:
            for whose, answer, losses in self._answers(one, record):
                answer.nodes, answer.original = nodes, original
                for loss in (*losses, *desk.writer(whose).add(answer)):
                    self.lost[loss.layer] += 1
                    self._losses.write(orjson.dumps(loss.to_json()) + b"\n")
        except Refused as refused:
            self.refused.append(refused)

    def _answers(self, one: Picked, record: Record) -> Iterator[tuple[str, Answer, list[Loss]]]:
        if self.format.several:
            yield "", Answer(record, one.split, one.fold), []
        elif self.apart:
            yield from by_annotator(record, one)
        else:
            yield "", *as_answer(record, one)


@dataclass(slots=True)
class _Desk:
    """The writers of one export: one, or one an annotator."""

    export: Export
    out: Out
    writers: dict[str, Writer] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not self.export.apart:
            self.writer("")

    def writer(self, whose: str) -> Writer:
        """Return the writer of an annotator's labels, begun if need be."""
        if whose not in self.writers:
            export = self.export
            apart = export.choice.apart or export.choice.drafts
            about = About(export.project.slug, export.project.scheme, apart=apart)
            out = self.out
            if export.apart:
                name = _file_name(whose, self.names)
                self.names.add(name)
                out = Below(out, name, f"{name}{export.format.suffix}")
            self.writers[whose] = export.format.writer(out, about)
        return self.writers[whose]

    def end(self) -> None:
        """End all writers."""
        for writer in self.writers.values():
            writer.end()


def begin(db: Database, project_key: str, format_name: str = "jsonl", choice: Choice | None = None) -> Export:
    """Prepare an export; refuses an unknown project, format or layer at once.

    One labelling answers for each page and layer, its gold; in a project without gold every finished one is given.
    """
    project = projects.named(db, project_key)
    wanted = (choice or Choice()).checked()
    with db.read() as session:
        wanted = settled(session, project.id, wanted)
    return Export(db, project, format_named(format_name), wanted)


def everything(db: Database, project_key: str) -> Export:
    """Prepare an export of the canonical records with all labellings as they stand, finished or not."""
    return begin(db, project_key, choice=EVERYTHING)


def single(db: Database, project_key: str, task_id: int) -> bytes:
    """Return the canonical record of a page with one labelling alone; refuses a page that contradicts itself."""
    export = begin(db, project_key)
    with db.read() as session:
        record = Records(session, export.project).single(session.get_one(models.Task, task_id))
    sink = BytesIO()
    writer = export.format.writer(OneFile(sink), About(export.project.slug, export.project.scheme))
    writer.add(Answer(record))
    return sink.getvalue()


def digests(db: Database) -> dict[str, str]:
    """Return the sha256 of each project's canonical export by its slug, with everything in it."""
    with db.read() as session:
        slugs = sorted(stored.slugs(session))
    return {slug: _digest(everything(db, slug).chunks()) for slug in slugs}


def _digest(chunks: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def _file_name(annotator: str, taken: Collection[str]) -> str:
    """Return a name for an annotator's file that is safe on every disk and none of those `taken`."""
    plain = "".join(one if one.isalnum() else "-" for one in annotator).strip("-").lower() or "annotator"
    numbered = (f"{plain}-{number}" for number in count(2))
    return plain if plain not in taken else next(one for one in numbered if one not in taken)
