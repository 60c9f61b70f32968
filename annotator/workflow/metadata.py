"""What is known about pages as a table: written out, filled in by hand, read again; text never changes."""

from collections.abc import Iterator
from typing import TextIO

from sqlalchemy import select

from annotator.core.dates import FORM, is_date
from annotator.core.errors import Refused
from annotator.core.reading import short
from annotator.store import events, models, pages
from annotator.store.database import Database

from . import projects
from .clock import now
from .importing.report import Event
from .tables import read_rows, table_line

COLUMNS = ("name", *pages.METADATA)
AT_ONCE = 200


def write_table(db: Database, project_key: str) -> Iterator[str]:
    """Return the pages of a project as CSV lines, by name; refuses an unknown project at once."""
    return _lines(db, projects.named(db, project_key).id)


def read_table(db: Database, project_key: str, file: TextIO) -> Iterator[Event]:
    """Set metadata from CSV with the column name and any of the others; an empty cell leaves what is there.

    Yields what became of each row; refuses a table with unknown columns as a whole.
    """
    project = projects.named(db, project_key)
    rows = read_rows(file, required=("name",), known=COLUMNS)
    waiting: list[tuple[str, dict[str, str]]] = []
    for row in rows:
        if isinstance(row, Refused):
            yield Event("refused", row.place, str(row))
            continue
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            yield from _set(db, project.id, waiting)
            waiting = []
    yield from _set(db, project.id, waiting)


def set_rights(db: Database, project_key: str, site: str, rights: str) -> int:
    """Give every page of a site, "" being those without one, this rights value; returns how many had another.

    Refuses a site that the project has no page of.
    """
    project, page = projects.named(db, project_key), models.Page
    value = " ".join(rights.split()) or None
    with db.write() as session:
        here = (page.project_id == project.id, page.site == site if site else page.site.is_(None))
        if session.scalars(select(page.id).where(*here).limit(1)).first() is None:
            raise Refused(site or "site", f"is the site of no page of {project.slug}")
        changed = select(page).where(*here, page.erased_at.is_(None), page.rights.is_distinct_from(value))
        found = session.scalars(changed).all()
        for one in found:
            one.rights = value
        events.record(session, now(), "rights.set", project=project.slug, site=site, rights=value, pages=len(found))
        return len(found)


def _set(db: Database, project_id: int, rows: list[tuple[str, dict[str, str]]]) -> list[Event]:
    found: list[Event] = []
    with db.write() as session:
        names = [cells["name"] for _, cells in rows]
        page = models.Page
        known = {
            one.name: one
            for one in session.scalars(select(page).where(page.project_id == project_id, page.name.in_(names)))
        }
        for place, cells in rows:
            one = known.get(cells["name"])
            if one is None:
                found.append(Event("refused", cells["name"], f"{place}: there is no page {cells['name']}"))
                continue
            try:
                found.append(_change(one, cells))
            except Refused as refused:
                found.append(Event("refused", one.name, str(refused.within(place))))
        if any(one.kind == "updated" for one in found):
            events.record(session, now(), "pages.set", project_id=project_id, rows=len(rows))
    return found


def _change(page: models.Page, cells: dict[str, str]) -> Event:
    if cells.get("language"):
        projects.checked_language(cells["language"])
    for name in ("site", "story"):
        short(cells.get(name), name)
    if cells.get("published") and not is_date(cells["published"]):
        raise Refused(f"page {page.name}", f"'published' should be a date like {FORM}, not {cells['published'][:60]!r}")
    changed = [name for name in pages.METADATA if cells.get(name) and cells[name] != getattr(page, name)]
    for name in changed:
        setattr(page, name, cells[name])
    if not changed:
        return Event("unchanged", page.name, f"page {page.name} says that already")
    return Event("updated", page.name, f"page {page.name} has a new {', '.join(changed)}")


def _lines(db: Database, project_id: int) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\n"
    columns = (getattr(models.Page, name) for name in COLUMNS)
    with db.read() as session:
        rows = session.execute(select(*columns).where(models.Page.project_id == project_id)).all()
    for row in sorted(rows, key=lambda one: str(one[0])):
        yield table_line(cell or "" for cell in row)
