"""Projects and their pages: what there is, what one has done, where to go on."""

from math import ceil

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.core.presets import PRESETS
from annotator.core.splits import said_plan
from annotator.store import news, pages
from annotator.store import projects as queries
from annotator.workflow import projects as workflow

from . import errors
from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("projects", __name__)
PAGES_A_SCREEN = 50
MOST_SCREENS = 1_000_000
SHOWN_RECENT = 10
HINTS = {
    "body": "Which lines are the story's own text.",
    "body-kinds": "The same, and the kind of each line: headline, caption, navigation …",
    "quotes": "What is quoted and who says it; cue and source may stay open.",
    "attribution": "Quotes with their cue, source and speaker.",
    "stance": "Quotes, and each speaker's stance toward the targets of a closed list.",
    "full": "Everything: page, lines with kinds, quotes with attribution, stances.",
}


@blueprint.get("/")
def index() -> str:
    """Show the person's projects and the pages opened last."""
    person = scene().person
    with database().read() as session:
        listed = queries.listing(session, person)
        recent = pages.recent(session, person.id, SHOWN_RECENT)
    return render_template("projects/index.html", projects=listed, recent=recent)


@blueprint.get("/projects/new")
def new() -> str:
    """Show the form of a new project."""
    return render_template("projects/new.html", presets=PRESETS, hints=HINTS, form={"preset": "full"}, problem=None)


@blueprint.post("/projects/new")
def create() -> Response:
    """Make a project; its maker curates it."""
    form, me = request.form, scene().person
    languages = form.get("languages", "").replace(",", " ").split()
    try:
        by = form.get("split", "")
        plan = said_plan(by, shares=form.get("shares")) if by else None
        made = workflow.create(database(), form.get("name", ""), form.get("preset", ""), languages, plan)
    except Refused as refused:
        return errors.page("projects/new.html", 422, presets=PRESETS, hints=HINTS, form=form, problem=refused)
    workflow.set_member(database(), made.slug, me.name, "curator", me)
    flash(f"The project {made.name} is there; now it needs pages.", "good")
    return redirect(url_for("importing.ask", slug=made.slug), 303)


@blueprint.get("/projects/<slug>/")
def show(slug: str) -> str:
    """Show the project's pages with the person's own state on each."""
    person = scene().person
    state, search = request.args.get("state", ""), request.args.get("q", "")
    number = min(max(1, request.args.get("page", 1, int)), MOST_SCREENS)
    known = (*pages.STATES, pages.WITHDRAWN) if scene().curates else pages.STATES
    if state and state not in known:
        abort(400, f"The state is one of {', '.join(known)}.")
    with database().read() as session:
        counts = pages.states(session, project().id, person.id)
        offset = (number - 1) * PAGES_A_SCREEN
        listing = pages.listing(
            session, project().id, person.id, state=state or None, search=search, offset=offset, limit=PAGES_A_SCREEN
        )
        told = news.of(session, project().id, person.id)
    screens = max(1, ceil(listing.total / PAGES_A_SCREEN))
    asked = {"state": state, "q": search}
    return render_template(
        "projects/show.html",
        scene=scene(),
        listing=listing,
        counts=counts,
        asked=asked,
        number=number,
        screens=screens,
        told=told,
    )
