"""Splits of a project: its plan, pins, how many pages are where, and what leaks; for curators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.splits import USUAL, said_plan
from annotator.workflow import splitting

from . import errors
from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("splits", __name__)
PATIENCE = 2.0
"""Seconds that one request may spend on placing pages; the screen asks again for the rest."""
SHOWN = 200
"""Rows of one list that the screen shows; the command line has them all."""


@blueprint.get("/projects/<slug>/splits")
def show(slug: str) -> str:
    """Show the plan and what it has made of the pages."""
    return render_template("splits/show.html", **_screen(), form={})


@blueprint.post("/projects/<slug>/splits")
def set_plan(slug: str) -> Response:
    """Set the plan, and place pages that have no split yet."""
    form = request.form
    try:
        words = (form.get("by", ""), form.get("seed", ""), form.get("shares"), form.get("quotas", "").split())
        plan = said_plan(*words, validation=form.get("validation"), test=form.get("test"))
        kept = splitting.set_plan(database(), slug, plan, scene().person)
    except Refused as refused:
        return errors.page("splits/show.html", 422, **_screen(), problem=refused, form=form)
    if kept:
        flash(f"{counted(kept, 'page keeps its', 'pages keep their')} split.", "good")
    flash(f"The plan is set. {splitting.place(database(), project().id, PATIENCE)}.", "good")
    return redirect(url_for("splits.show", slug=slug), 303)


@blueprint.post("/projects/<slug>/splits/pins")
def pin(slug: str) -> Response:
    """Put a site or story into a split by hand."""
    form = request.form
    group = splitting.pin(database(), slug, form.get("group", ""), form.get("split", ""), scene().person)
    flash(f"{group} is pinned to {form['split']}.", "good")
    return redirect(url_for("splits.show", slug=slug), 303)


@blueprint.post("/projects/<slug>/splits/places")
def place(slug: str) -> Response:
    """Go on with placing pages that have no split yet."""
    splitting.place(database(), project().id, PATIENCE)
    return redirect(url_for("splits.show", slug=slug), 303)


def _screen() -> dict[str, object]:
    found = splitting.report(database(), project().id)
    return {"scene": scene(), "report": found, "usual": USUAL, "shown": SHOWN}
