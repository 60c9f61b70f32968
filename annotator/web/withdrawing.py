"""Taking a page out, bringing it back, and erasing it for good."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.workflow import withdrawing as workflow

from . import errors
from .permissions import page, scene
from .sessions import database

blueprint = Blueprint("withdrawing", __name__, url_prefix="/projects/<slug>/pages/<key:page_id>")


@blueprint.get("/withdraw")
def ask(slug: str, page_id: int) -> str:
    """Show what may be done with the page."""
    return render_template("withdrawing/ask.html", scene=scene(), page=page(), form={}, problem=None)


@blueprint.post("/withdraw")
def withdraw(slug: str, page_id: int) -> Response:
    """Take the page out of queue, exports and later releases."""
    try:
        workflow.withdraw(database(), slug, page().name, request.form.get("reason", ""), scene().person)
    except Refused as refused:
        return _again(refused)
    flash(f"{page().name} is withdrawn; its labels stay, and it can come back.", "good")
    return redirect(url_for("projects.show", slug=slug, state="withdrawn"), 303)


@blueprint.post("/restore")
def restore(slug: str, page_id: int) -> Response:
    """Let the page take part again."""
    try:
        workflow.restore(database(), slug, page().name, scene().person)
    except Refused as refused:
        return _again(refused)
    flash(f"{page().name} takes part again.", "good")
    return redirect(url_for("projects.show", slug=slug), 303)


@blueprint.post("/erase")
def erase(slug: str, page_id: int) -> Response:
    """Erase the page, once its name has been typed."""
    form, name = request.form, page().name
    if form.get("name", "") != name:
        return _again(Refused("name", f"isn't {name}; type it to say that this very page is meant"))
    try:
        said = workflow.erase(database(), slug, name, form.get("reason", ""), scene().person)
    except Refused as refused:
        return _again(refused)
    for sentence in said:
        flash(f"{sentence[:1].upper()}{sentence[1:]}.", "good")
    return redirect(url_for("projects.show", slug=slug, state="withdrawn"), 303)


def _again(refused: Refused) -> Response:
    return errors.page("withdrawing/ask.html", 422, scene=scene(), page=page(), form=request.form, problem=refused)
