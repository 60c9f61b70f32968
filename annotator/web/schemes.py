"""The scheme of a project for its curators: what is asked for, and changing it after a look at what that would do."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.core.scheme_changes import DEMANDS, STANDARD
from annotator.store import in_use
from annotator.store import projects as queries
from annotator.workflow import scheming as workflow

from . import errors
from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("schemes", __name__, url_prefix="/projects/<slug>/scheme")


@blueprint.get("")
def show(slug: str) -> str:
    """Show the scheme with how often each kind is used, and the forms that change it."""
    return render_template("schemes/show.html", **_shown(None))


@blueprint.post("")
def ask(slug: str) -> Response:
    """Say what a change would do; do it where the form says that this was seen."""
    form = request.form.to_dict()
    try:
        if form.get("sure"):
            made = workflow.change(database(), project().id, form, form.get("version", ""), scene().person)
            flash(f"The scheme is {made.scheme.full_name} now.", "good")
            return redirect(url_for("schemes.show", slug=slug), 303)
        with database().read() as session:
            plan = workflow.plan(session, project(), form)
    except Refused as refused:
        return errors.page("schemes/show.html", 422, **_shown(refused))
    form.pop("csrf_token", None)
    return errors.page("schemes/sure.html", 200, scene=scene(), plan=plan, form=form)


def _shown(problem: Refused | None) -> dict[str, object]:
    with database().read() as session:
        used = in_use.kinds(session, project().id)
        targets = queries.targets(session, project().id, project().scheme)
    known = {"demands": DEMANDS, "standards": STANDARD}
    return {"scene": scene(), "scheme": project().scheme, "used": used, "targets": targets, "problem": problem, **known}
