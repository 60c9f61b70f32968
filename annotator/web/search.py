"""The search of a project for its curators, and what to do with what it finds."""

from dataclasses import fields, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.store import projects as queries
from annotator.store.search import FLAGGED, Asked
from annotator.workflow import looks, namesakes
from annotator.workflow import searching as workflow

from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("search", __name__, url_prefix="/projects/<slug>/search")
A_SCREEN = 50
MOST_SCREENS = 1_000_000


@blueprint.get("")
def show(slug: str) -> str:
    """Show the form and, once something is asked for, a screenful of places."""
    given = {one.name: request.args[one.name].strip() for one in fields(Asked) if one.name in request.args}
    asked = Asked(**given)
    number = min(max(1, request.args.get("page", 1, int)), MOST_SCREENS)
    hits, problem = [], None
    with database().read() as session:
        try:
            if request.args:
                speaker = asked.speaker and namesakes.named(session, project().id, asked.speaker)
                wanted = replace(asked, speaker=speaker)
                at = (number - 1) * A_SCREEN
                hits = workflow.find(session, project().id, wanted, offset=at, limit=A_SCREEN + 1)
        except Refused as refused:
            problem = refused
        members, edits = queries.members(session, project().id), workflow.edits(session, project().id)
    shown = {"asked": asked, "hits": hits[:A_SCREEN], "more": len(hits) > A_SCREEN, "number": number}
    return render_template(
        "search/show.html", scene=scene(), **shown, members=members, edits=edits, problem=problem, flagged=FLAGGED
    )


@blueprint.post("/look")
def look(slug: str) -> Response:
    """Ask for another look at the places that were ticked."""
    form = request.form
    with database().read() as session:
        hits = workflow.chosen(session, project().id, form.getlist("place"))
    places = [(one.task_id, one.start, one.end) for one in hits if one.role == "annotator"]
    count = looks.look_again(database(), project().id, places, form.get("reason", ""), scene().person)
    flash(f"{counted(count, 'place is', 'places are')} to be looked at again.", "good")
    return redirect(url_for("search.show", slug=slug), 303)


@blueprint.post("/gold")
def gold(slug: str) -> str | Response:
    """Show what a change of gold would do; do it where the form says that this was seen."""
    form, keys = request.form, request.form.getlist("place")
    sets = {name: form[name].strip() for name in ("label", "kind", "speaker") if form.get(name, "").strip()}
    with database().read() as session:
        if "speaker" in sets and sets["speaker"] != "unknown":
            sets["speaker"] = namesakes.named(session, project().id, sets["speaker"])
        hits = workflow.chosen(session, project().id, keys)
        changes = workflow.preview(session, project(), hits, sets)
    if not form.get("sure"):
        return render_template("search/gold.html", scene=scene(), changes=changes, keys=keys, sets=sets)
    workflow.edit_gold(database(), project(), keys, sets, scene().person, form.get("reason", ""))
    flash(
        f"{counted(len(changes), 'place of gold is', 'places of gold are')} changed; the list below can take it back.",
        "good",
    )
    return redirect(url_for("search.show", slug=slug), 303)


@blueprint.post("/undo")
def undo(slug: str) -> Response:
    """Take a change of gold back."""
    back, left = workflow.undo_gold(database(), project().id, request.form.get("step", ""), scene().person)
    stays = f"; {left} were decided anew since and stay" if left else ""
    flash(f"{back} decisions are taken back{stays}.", "good")
    return redirect(url_for("search.show", slug=slug), 303)
