"""How far things are: a project's dashboard for its curators, the labels by site, and one's own work."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.workflow import progress as workflow

from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("progress", __name__)


@blueprint.get("/projects/<slug>/progress")
def show(slug: str) -> str:
    """Show the dashboard."""
    return render_template("progress/show.html", scene=scene(), board=workflow.dashboard(database(), project().id))


@blueprint.get("/projects/<slug>/progress/labels")
def labels(slug: str) -> str:
    """Show how labels are distributed over sites."""
    return render_template("progress/labels.html", scene=scene(), sites=workflow.labels(database(), project().id))


@blueprint.post("/projects/<slug>/progress/times")
def times(slug: str) -> Response:
    """Let curators see each person's times, or no longer."""
    shown = request.form.get("shown") == "yes"
    workflow.show_times(database(), project().id, scene().person, shown=shown)
    flash(f"Curators see {'each person’s times' if shown else 'no times of single people'} now.", "good")
    return redirect(url_for("progress.show", slug=slug), 303)


@blueprint.get("/me/work")
def work() -> str:
    """Show one's own work."""
    return render_template("progress/work.html", own=workflow.own_work(database(), scene().person))
