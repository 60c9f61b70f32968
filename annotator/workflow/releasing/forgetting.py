"""Taking an erased page out of the files of kept releases; its id, digest, offsets and reason stay there."""

import shutil
from pathlib import Path

import orjson

from annotator.core import standoff
from annotator.core.labels import Json
from annotator.core.scheme import restore
from annotator.formats import huggingface
from annotator.formats.base import About
from annotator.store import models
from annotator.store import releases as stored
from annotator.store.database import Database
from annotator.store.releases import Gone, ReleaseRow

from . import places, reading
from .building import MANIFEST, written
from .parts import PAGES, ROWS, SPLITS, STANDOFF

WITHDRAWN = "withdrawn.jsonl"
NAMING = ("id", "page", "page_id", "name", "sha256")
"""Columns by which a row of any file of a release says which page it is about."""


def forget(db: Database, page_id: int) -> list[str]:
    """Take an erased page out of every release that holds it; returns the versions whose files changed.

    Whatever killed an earlier attempt, this one does what it left.
    """
    with db.read() as session:
        page = session.get_one(models.Page, page_id)
        slug = session.get_one(models.Project, page.project_id).slug
        project_id = page.project_id
    # Not before a build has ended that began while the page was still there.
    with places.one_at_a_time(db, slug), db.read() as session:
        places.sweep(db, slug, [one.version for one in stored.listing(session, project_id)])
        versions = [one.version for one in stored.holding(session, page_id)]
    changed = []
    for version in versions:
        with places.one_at_a_time(db, slug):
            with db.read() as session:
                row = stored.find(session, project_id, version)
                gone = (
                    next((one for one in stored.gone(session, row.id) if one.page_id == page_id), None) if row else None
                )
            if row and gone and _forget(db, slug, row, gone):
                changed.append(version)
    return changed


def _forget(db: Database, slug: str, row: ReleaseRow, page: Gone) -> bool:
    """Write the files that hold the page anew, aside, and put each in its place; tells whether any did."""
    folder = places.folder_of(db, slug, row.version)
    if not folder.is_dir():
        return False
    aside = places.workshop(db, slug)
    try:
        kept: list[Json] = []
        changed = [name for name in places.files(folder) if _rewrite(folder / name, aside / name, name, page, kept)]
        if not changed and page.uid in row.manifest.get("withdrawn", ()):
            return False
        if kept:
            _add(folder / WITHDRAWN, aside / WITHDRAWN, page, kept)
            # First, so that nothing is lost between two files.
            changed.insert(0, WITHDRAWN)
        for name in changed:
            _put(folder, aside, name)
        _count_rows(folder, aside, slug, row)
        _describe(db, folder, aside, row, page)
        return True
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _put(folder: Path, aside: Path, name: str) -> None:
    """Put a file that was written aside in its place."""
    places.sealed(aside, name)
    (aside / name).replace(folder / name)


def _count_rows(folder: Path, aside: Path, slug: str, row: ReleaseRow) -> None:
    """Let the card of the rows say what they are now: `datasets` refuses a split that it names and that has no row."""
    scheme, apart = restore(row.manifest["scheme"]), row.manifest["options"]["choice"]["apart"]
    for below in ROWS.values():
        card = f"{below}/{huggingface.CARD}"
        if (folder / card).is_file():
            about = About(slug, scheme, apart=apart)
            (aside / below).mkdir(exist_ok=True)
            (aside / card).write_text(huggingface.card_of(folder / below, about), encoding="utf-8")
            _put(folder, aside, card)


def _describe(db: Database, folder: Path, aside: Path, row: ReleaseRow, page: Gone) -> None:
    """Let manifest and row say what the files are now, and what they were as they were built."""
    manifest = dict(row.manifest)
    manifest["as_built"] = manifest.get("as_built", row.manifest["files"])
    manifest["withdrawn"] = sorted({*manifest.get("withdrawn", ()), page.uid})
    manifest["files"] = {name: places.described_file(folder / name) for name in places.files(folder)}
    (aside / MANIFEST).write_bytes(written(manifest))
    _put(folder, aside, MANIFEST)
    places.settle(folder)
    with db.write() as session:
        session.get_one(models.Release, row.id).manifest = manifest


def _rewrite(before: Path, after: Path, name: str, page: Gone, kept: list[Json]) -> bool:
    """Copy a file without the page; tells whether it had it, and adds to `kept` what of its record stays."""
    if not name.endswith(".jsonl") or name == WITHDRAWN:
        return False
    found = False
    after.parent.mkdir(parents=True, exist_ok=True)
    with before.open("rb") as source, after.open("wb") as sink:
        for line in source:
            value = orjson.loads(line)
            if not _about(value, page) or (name == SPLITS and value["name"] is None):
                sink.write(line)
                continue
            found = True
            if name == SPLITS:
                sink.write(orjson.dumps({**value, "name": None}) + b"\n")
            elif name in (PAGES, STANDOFF):
                kept.append(_left(value, page))
    return found


def _about(value: Json, page: Gone) -> bool:
    """Tell whether a row is about the page, in whatever file."""
    inside = value.get("page")
    about = inside if isinstance(inside, dict) else value
    return any(about.get(key) in (page.uid, page.name, page.sha256) for key in NAMING)


def _left(value: Json, page: Gone) -> Json:
    """Return what of a record stays: ids, digest, offsets and the reason."""
    bare = value if value["format"] == standoff.FORMAT else standoff.without_text(value)
    about = {key: bare["page"][key] for key in ("id", "sha256", "length")}
    labellings = [{**one, "page": {**one["page"], "reason": None}} for one in bare["labellings"]]
    return {"format": standoff.FORMAT, "page": about, "withdrawn": page.why, "labellings": labellings}


def _add(before: Path, after: Path, page: Gone, kept: list[Json]) -> None:
    """Write the rows of pages that went earlier, and those of this one once."""
    with after.open("wb") as sink:
        for row in reading.rows(before):
            if row["page"]["id"] != page.uid:
                sink.write(orjson.dumps(row) + b"\n")
        for row in kept:
            sink.write(orjson.dumps(row) + b"\n")
