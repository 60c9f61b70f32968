"""What a curator does with places that a search found: ask for another look, or change gold, with one undo."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.constraints import check_label
from annotator.core.errors import Refused
from annotator.core.labels import UNKNOWN, LineLabel, Mark
from annotator.languages import fold_long
from annotator.store import entities, events, models, search
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow
from annotator.store.search import Asked, Hit

from . import adjudication
from .adjudication.sent import LONGEST_REASON
from .clock import now

WHATS = ("text", "lines", "quotes")
MOST = 1000
"""Places that one change may take."""


@dataclass(frozen=True, slots=True)
class Change:
    """One place of gold as it is and as it would be."""

    hit: Hit
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A change of gold that was made; `undone` once it was taken back."""

    step: str
    at: str
    by: str
    places: int
    sets: str
    undone: bool
    decisions: tuple[int, ...] = ()


def find(session: Session, project_id: int, asked: Asked, *, offset: int = 0, limit: int = 50) -> list[Hit]:
    """Return places that fit, folded as all search is; refuses what can't be asked together."""
    if asked.what not in WHATS:
        raise Refused("what", f"should be one of {', '.join(WHATS)}")
    for name in search.LINES:
        if getattr(asked, name) and asked.what != "lines":
            raise Refused(name, "is said of lines; look for lines")
    if asked.speaker and asked.what != "quotes":
        raise Refused("speaker", "is said of quotes; look for quotes")
    if asked.flag and asked.flag not in search.FLAGGED.get(asked.what, ()):
        raise Refused("flag", f"{asked.flag!r} is none of {asked.what}")
    wanted = replace(asked, text=fold_long(asked.text))
    return search.find(session, project_id, wanted, fold_long, offset=offset, limit=limit)


def chosen(session: Session, project_id: int, keys: Sequence[str]) -> list[Hit]:
    """Return the places that were ticked (`lines:12:3`); refuses those that are gone."""
    if not 1 <= len(keys) <= MOST:
        raise Refused("places", f"choose 1 to {MOST}")
    found = []
    for key in keys:
        what, _, rest = key.partition(":")
        task, _, item = rest.partition(":")
        known = what in WHATS and task.isdecimal() and int(task) < 2**31
        hit = search.place(session, project_id, what, int(task), item) if known else None
        if hit is None:
            raise Refused(key, "is not there any more; search again")
        found.append(hit)
    return found


def preview(session: Session, project: ProjectRow, hits: Sequence[Hit], sets: dict[str, str]) -> list[Change]:
    """Say what a change of gold would do to each place; refuses places that aren't gold, and unknown values."""
    return [change for change, _ in _changes(session, project, hits, sets) if change.old != change.new]


def edit_gold(
    db: Database, project: ProjectRow, keys: Sequence[str], sets: dict[str, str], by: PersonRow, reason: str = ""
) -> str:
    """Change the gold of these places at once, a decision for each; returns the step by which it can be taken back."""
    step, reason = str(uuid.uuid4()), reason.strip()
    if len(reason) > LONGEST_REASON or "\0" in reason:
        raise Refused("reason", f"should have {LONGEST_REASON} characters at most")
    with db.write() as session:
        by_page: defaultdict[int, list[adjudication.Edit]] = defaultdict(list)
        for change, edit in _changes(session, project, chosen(session, project.id, keys), sets):
            by_page[change.hit.page_id].append(edit)
        made: list[int] = []
        for page_id in sorted(by_page):
            page = session.get_one(models.Page, page_id)
            made += adjudication.edit(session, page, by_page[page_id], by, reason)
        detail = {"project_id": project.id, "step": step, "places": len(keys), "sets": sets, "decisions": made}
        events.record(session, now(), "gold.edited", by.id, **detail)
    return step


def undo_gold(db: Database, project_id: int, step: str, by: PersonRow) -> tuple[int, int]:
    """Take a change of gold back; returns how many decisions of it, and how many stay, being decided anew since."""
    with db.write() as session:
        known = next((one for one in edits(session, project_id) if one.step == step), None)
        if known is None or known.undone:
            raise Refused("change", "is not there, or was taken back already")
        counts = adjudication.take_back(session, project_id, known.decisions, by)
        events.record(session, now(), "gold.edit.undone", by.id, project_id=project_id, step=step)
    return counts


def edits(session: Session, project_id: int, limit: int = 200) -> list[Edited]:
    """Return the latest changes of gold, newest first."""
    event = models.Event
    query = select(event.action, event.detail, event.at, models.Person.name)
    query = query.outerjoin(models.Person, models.Person.id == event.person_id)
    query = query.where(event.action.in_(("gold.edited", "gold.edit.undone")))
    query = query.where(event.detail["project_id"].as_integer() == project_id).order_by(event.seq.desc()).limit(limit)
    undone: set[str] = set()
    found: list[Edited] = []
    for action, detail, at, by in session.execute(query):
        if action == "gold.edit.undone":
            undone.add(detail["step"])
        else:
            sets = ", ".join(f"{name} {value}" for name, value in detail["sets"].items())
            undone_since = detail["step"] in undone
            made = tuple(detail.get("decisions", ()))
            found.append(Edited(detail["step"], at, by, detail["places"], sets, undone_since, made))
    return found


def _changes(
    session: Session, project: ProjectRow, hits: Sequence[Hit], sets: dict[str, str]
) -> Iterator[tuple[Change, adjudication.Edit]]:
    if not sets:
        raise Refused("change", "say what the places should be")
    for hit in hits:
        if hit.what == "text":
            raise Refused(hit.page, "lines are edited where they have a label; look for lines")
        if hit.role != "gold":
            raise Refused(hit.page, f"this place is {hit.person}'s; only gold is edited here")
        yield (_line_change if hit.what == "lines" else _quote_change)(session, project, hit, sets)


def _line_change(
    session: Session, project: ProjectRow, hit: Hit, sets: dict[str, str]
) -> tuple[Change, adjudication.Edit]:
    if set(sets) - {"label", "kind"}:
        raise Refused("change", "a line has a label and a kind")
    first, last = (int(one) for one in hit.item.split("-"))
    run = models.LineRun
    old = session.scalars(select(run).where(run.task_id == hit.task_id, run.first <= first, run.last >= last)).one()
    kind = project.scheme.kind(sets.get("kind") or old.kind or "")
    label = sets.get("label") or (kind.parent if kind and "kind" in sets else old.label)
    new = LineLabel(label, kind.id if kind else sets.get("kind") or old.kind, tuple(old.flags), Mark("", None))
    check_label(new, project.scheme, f"page {hit.page}, line {first}")
    values = {"label": new.label, "kind": new.kind, "flags": list(new.flags)}
    change = Change(hit, _said(old.label, old.kind), _said(new.label, new.kind))
    return change, adjudication.Edit("lines", hit.item, values)


def _quote_change(
    session: Session, project: ProjectRow, hit: Hit, sets: dict[str, str]
) -> tuple[Change, adjudication.Edit]:
    if set(sets) != {"speaker"}:
        raise Refused("change", "of quotes the speaker can be changed here")
    speaker = sets["speaker"]
    if speaker != UNKNOWN and entities.find(session, project.id, speaker) is None:
        raise Refused(speaker, "is no entity of this project")
    old = session.get_one(models.Quote, (hit.task_id, hit.item)).speaker
    return Change(hit, old or "no speaker", speaker), adjudication.Edit("quotes", hit.item, {"speaker": speaker})


def _said(label: str, kind: str | None) -> str:
    return f"{label}, {kind}" if kind else label
