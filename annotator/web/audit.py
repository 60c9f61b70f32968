"""The audit trail: of the instance for admins, of a project for its curators."""

from datetime import date
from math import ceil

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session

from annotator.store import events
from annotator.store.projects import ProjectRow

from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("audit", __name__)
LINES = 100
MOST_SCREENS = 1_000_000
FILTERS = ("action", "person", "since", "until")


@blueprint.get("/audit")
def instance() -> str:
    """Show what people did, newest first."""
    return _shown(None)


@blueprint.get("/projects/<slug>/audit")
def of_project(slug: str) -> str:
    """Show what people did to the project, newest first."""
    return _shown(project())


def _shown(about: ProjectRow | None) -> str:
    number = min(max(1, request.args.get("page", 1, int)), MOST_SCREENS)
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    for name in ("since", "until"):
        _check_day(asked[name])
    with database().read() as session:
        found = _found(session, about, asked, number)
    return render_template("audit/show.html", scene=scene(), about=about, asked=asked, number=number, **found)


def _found(session: Session, about: ProjectRow | None, asked: dict[str, str], number: int) -> dict[str, object]:
    total, lines = events.listing(session, about, asked, (number - 1) * LINES, LINES)
    actions = events.actions(session, about)
    return {"total": total, "lines": lines, "actions": actions, "screens": max(1, ceil(total / LINES))}


def _check_day(day: str) -> None:
    try:
        if day:
            date.fromisoformat(day)
    except ValueError:
        abort(400, "A day is written as 2026-11-22.")
