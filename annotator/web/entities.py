"""The registry of entities for curators: search, confirm, change, merge, take a merge back, see where each is used."""

from math import ceil

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.constraints import ENTITY_KINDS
from annotator.core.errors import Refused
from annotator.languages import fold
from annotator.store import entities as stored
from annotator.store import uses
from annotator.workflow import namesakes
from annotator.workflow import registry as workflow
from annotator.workflow.entities import written_alias

from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("entities", __name__, url_prefix="/projects/<slug>/entities")
A_SCREEN = 100
MOST_SCREENS = 1_000_000
MOST_USES = 200


@blueprint.get("")
def index(slug: str) -> str:
    """Show the registry, what is proposed first, with how often each entry is used."""
    asked = {"q": request.args.get("q", ""), "status": request.args.get("status", "")}
    number = min(max(1, request.args.get("page", 1, int)), MOST_SCREENS)
    with database().read() as session:
        offset = (number - 1) * A_SCREEN
        wanted = {"folded": fold(asked["q"].strip()), "status": asked["status"]}
        found = uses.listing(session, project().id, **wanted, offset=offset, limit=A_SCREEN)
        merges = namesakes.merges(session, project().id)
    screens = max(1, ceil(found.total / A_SCREEN))
    return render_template(
        "entities/index.html", scene=scene(), found=found, merges=merges, asked=asked, number=number, screens=screens
    )


@blueprint.get("/entry")
def show(slug: str) -> str:
    """Show one entity, its form, and where it is used."""
    with database().read() as session:
        found = stored.find(session, project().id, request.args.get("id", ""))
        if found is None:
            abort(404)
        places = namesakes.places(session, project().id, found.id, MOST_USES)
        alike = namesakes.alike(session, project().id, found)
    aliases = "|".join(written_alias(one) for one in found.aliases)
    return render_template(
        "entities/show.html", scene=scene(), one=found, aliases=aliases, places=places, alike=alike, kinds=ENTITY_KINDS
    )


@blueprint.post("/entry")
def save(slug: str) -> Response:
    """Change one entity."""
    entity = request.form.get("which", "")
    try:
        workflow.change(database(), project().id, entity, request.form.to_dict(), scene().person)
        flash("The entity is changed; its labels stay with it.", "good")
    except Refused as refused:
        flash(f"{refused}.", "error")
    return redirect(url_for("entities.show", slug=slug, id=entity), 303)


@blueprint.post("/confirm")
def confirm(slug: str) -> Response:
    """Confirm the entities that were ticked."""
    count = workflow.confirm(database(), project().id, request.form.getlist("which"), scene().person)
    flash(f"{count} confirmed.", "good")
    return redirect(url_for("entities.index", slug=slug, status="proposed"), 303)


@blueprint.get("/merge")
def merge(slug: str) -> str:
    """Show what a merge would do."""
    gone, into = request.args.get("gone", ""), request.args.get("into", "")
    with database().read() as session:
        seen = workflow.preview(session, project().id, gone, namesakes.named(session, project().id, into))
    return render_template("entities/merge.html", scene=scene(), seen=seen)


@blueprint.post("/merge")
def join(slug: str) -> Response:
    """Take one entity into another."""
    gone, into = request.form.get("gone", ""), request.form.get("into", "")
    workflow.merge(database(), project().id, gone, into, scene().person)
    flash("They are one entity now; the list below can take it back.", "good")
    return redirect(url_for("entities.index", slug=slug), 303)


@blueprint.post("/merges/<key:merge_id>/undo")
def undo(slug: str, merge_id: int) -> Response:
    """Take a merge apart again."""
    back, left = workflow.undo(database(), project().id, merge_id, scene().person)
    stays = f"; {left} had been changed since and stay" if left else ""
    flash(f"They are two entities again; {back} labels went back{stays}.", "good")
    return redirect(url_for("entities.index", slug=slug), 303)
