"""The guideline of a project: read it, add a version, say that one has read it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.store import guidelines as queries
from annotator.store import projects
from annotator.workflow import guidelines as workflow

from . import errors
from .permissions import project, scene
from .prose import prose
from .sessions import database

blueprint = Blueprint("guidelines", __name__, url_prefix="/projects/<slug>/guideline")


@blueprint.get("")
def show(slug: str) -> str:
    """Show a version of the guideline, the one in use unless the address names another."""
    with database().read() as session:
        versions = queries.versions(session, project().id)
        current = queries.current(session, project().id)
        news = queries.unseen(session, project().id, scene().person.id, current)
    wanted = request.args.get("version") or current
    found = next((one for one in versions if one.version == wanted), None)
    if wanted and found is None:
        abort(404)
    text = prose(found.text) if found else None
    return render_template(
        "guidelines/show.html", scene=scene(), versions=versions, shown=found, current=current, text=text, news=news
    )


@blueprint.get("/new")
def edit(slug: str) -> str:
    """Show the form of a new version, which begins as the newest one."""
    return render_template("guidelines/edit.html", **_form(None))


@blueprint.post("/new")
def publish(slug: str) -> Response:
    """Add a version."""
    form = request.form
    passes = form.getlist("pass")
    try:
        made = workflow.publish(
            database(), project().id, form.get("text", ""), form.get("change", ""), passes, scene().person
        )
    except Refused as refused:
        return errors.page("guidelines/edit.html", 422, **_form(refused))
    flash(f"Version {made} of the guideline is there; everybody is told of it.", "good")
    return redirect(url_for("guidelines.show", slug=slug, version=made), 303)


@blueprint.post("/read")
def confirm(slug: str) -> Response:
    """Note that the person has read a version; unfinished labellings go on under it."""
    version, page_id = request.form.get("version", ""), request.form.get("page", type=int)
    workflow.confirm(database(), project().id, version, scene().person)
    if page_id:
        return redirect(url_for("label.show", slug=slug, page_id=page_id), 303)
    flash(f"From now on you label under version {version}.", "good")
    return redirect(url_for("guidelines.show", slug=slug), 303)


def _form(problem: Refused | None) -> dict[str, object]:
    with database().read() as session:
        versions = queries.versions(session, project().id)
        passes = projects.passes(session, project().id)
    newest = versions[0] if versions else None
    given = request.form if problem else {"text": newest.text if newest else ""}
    chosen = request.form.getlist("pass") if problem else [one.name for one in passes]
    return {"scene": scene(), "passes": passes, "chosen": chosen, "form": given, "problem": problem}
