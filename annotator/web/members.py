"""Who works on a project, and as what."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.store import people
from annotator.store import projects as queries
from annotator.workflow import projects as workflow

from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("members", __name__)
ROLES = {"annotator": "annotator", "curator": "curator", "none": None}


@blueprint.get("/projects/<slug>/members")
def show(slug: str) -> str:
    """Show the members, and who could become one."""
    with database().read() as session:
        members = queries.members(session, project().id)
        known = {one.name for one in members}
        others = [one for one in people.listing(session) if one.can_sign_in and one.name not in known]
    return render_template("members/show.html", scene=scene(), members=members, others=others)


@blueprint.post("/projects/<slug>/members")
def save(slug: str) -> Response:
    """Give somebody a role or take it away; nobody changes their own."""
    me, name, role = scene().person, request.form.get("name", ""), request.form.get("role", "")
    try:
        _check(me.name, name, role)
        workflow.set_member(database(), slug, name, ROLES[role], me)
        flash(f"{name} is {role} now." if ROLES[role] else f"{name} has left the project.", "good")
    except Refused as refused:
        flash(f"{refused}.", "error")
    return redirect(url_for("members.show", slug=slug), 303)


def _check(own: str, name: str, role: str) -> None:
    if name == own:
        raise Refused(name, "your own role is for somebody else to change")
    if role not in ROLES:
        raise Refused("role", f"should be one of {', '.join(ROLES)}")
