"""Verifying a release: every file's digest, every span against its text, and whether it can be built again."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator import __version__
from annotator.core import standoff
from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.labels import Json
from annotator.core.pseudonyms import Pseudonyms
from annotator.core.records import read_record
from annotator.store import releases as stored
from annotator.store.database import Database
from annotator.store.releases import Gone

from . import places, reading
from .asking import order_of
from .building import MANIFEST, Build
from .parts import PAGES, STANDOFF


@dataclass(slots=True)
class Verdict:
    """What verifying found: what holds, in sentences, and what is wrong."""

    good: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def verify(
    db: Database, shown_name: str, slug: str, row: stored.ReleaseRow, tell: Callable[[str], None] = lambda _: None
) -> Verdict:
    """Return what is true of a release's files, and of building it again from the database as it is now."""
    folder, verdict = places.folder_of(db, slug, row.version), Verdict()
    if not folder.is_dir():
        verdict.wrong.append(f"{shown_name}: its files are not in this instance")
    else:
        check_files(folder, row.manifest, verdict)
        check_records(folder, verdict, tell)
    with db.read() as session:
        gone = stored.gone(session, row.id)
    if gone:
        _check_gone(folder, gone, verdict)
    _rebuild(db, slug, row, gone, verdict, tell)
    return verdict


def check_files(folder: Path, manifest: Json, verdict: Verdict) -> None:
    """Compare the files of a folder with the manifest that the database keeps."""
    named: Json = manifest["files"]
    there = places.files(folder)
    for name in sorted({*named, *there}):
        if name not in there:
            verdict.wrong.append(f"{name} is missing")
        elif name not in named:
            verdict.wrong.append(f"{name} doesn't belong to the release")
        elif places.described_file(folder / name) != named[name]:
            verdict.wrong.append(f"{name} is not what was written: its sha256 differs")
    try:
        same = reading.manifest_of(folder) == manifest
    except Refused as refused:
        verdict.wrong.append(str(refused))
        return
    if not same:
        verdict.wrong.append(f"{MANIFEST} is not the one that was written")
    if not verdict.wrong:
        verdict.good.append(f"{counted(len(named), 'file has', 'files have')} the sha256 that was written down")


def check_records(folder: Path, verdict: Verdict, tell: Callable[[str], None]) -> None:
    """Check every record: digest and length of its text, and each span."""
    checked = 0
    for name in (PAGES, STANDOFF):
        try:
            for value in reading.rows(folder / name):
                _check_record(value)
                checked += 1
                if checked % 100 == 0:
                    tell(f"{checked} records checked")
        except (Refused, KeyError, TypeError) as error:
            verdict.wrong.append(f"{name}: {error if isinstance(error, Refused) else 'a record lacks a field'}")
            return
    verdict.good.append(f"every span of {counted(checked, 'page')} is where its record says")


def _check_record(value: Json) -> None:
    if value.get("format") == standoff.FORMAT:
        standoff.check_spans(value)
    else:
        read_record(value)


def _check_gone(folder: Path, gone: list[Gone], verdict: Verdict) -> None:
    erased = {one.uid for one in gone if one.erased_at}
    said = f", {len(erased)} of them erased" if erased else ""
    verdict.good.append(f"{counted(len(gone), 'page')} withdrawn since it was made{said}")
    left = [value["page"]["id"] for value in _all(folder) if value["page"]["id"] in erased]
    verdict.wrong += [f"page {uid} was erased, and its text is still here; erase it again" for uid in left]


def _all(folder: Path) -> Iterator[Json]:
    for name in (PAGES, STANDOFF):
        yield from reading.rows(folder / name)


def _rebuild(
    db: Database, slug: str, row: stored.ReleaseRow, gone: list[Gone], verdict: Verdict, tell: Callable[[str], None]
) -> None:
    """Build the release again, aside, and say whether the same bytes come out; that they don't is nothing wrong."""
    if gone:
        verdict.good.append("it can't be built again as it was, since pages were withdrawn")
        return
    if row.manifest["tool"]["version"] != __version__:
        verdict.good.append(f"it was built by version {row.manifest['tool']['version']}, this is {__version__}")
        return
    with db.read() as session:
        project = stored.project_of(session, row.id)
    with places.one_at_a_time(db, slug):
        folder = places.workshop(db, slug)
        try:
            people = Pseudonyms(row.options["people"])
            built = Build(db, project, row.version, order_of(row.options), folder, people, tell).run()
        except Refused as refused:
            verdict.good.append(f"it can't be built again from the database as it is now: {refused}")
            return
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    if built.sha256 == row.sha256:
        verdict.good.append("built again, it is the same to the byte")
        return
    before, after = row.manifest["files"], built.manifest["files"]
    differ = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    verdict.good.append(
        f"the database has gone on since: built again, {', '.join(differ) or MANIFEST} would differ; the release stands"
    )
