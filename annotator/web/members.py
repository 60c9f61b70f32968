"""Who works on a project, as what and in which languages, and who is invited to."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.store import people
from annotator.store import projects as queries
from annotator.workflow import invitations
from annotator.workflow import people as accounts
from annotator.workflow import projects as workflow

from . import errors
from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("members", __name__)
ROLES = {"annotator": "annotator", "curator": "curator", "none": None}


@blueprint.get("/projects/<slug>/members")
def show(slug: str) -> str:
    """Show the members, and who could become one."""
    return render_template("members/show.html", **_members())


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


@blueprint.post("/projects/<slug>/members/languages")
def languages(slug: str) -> Response:
    """Say which languages a member reads."""
    name, tags = request.form.get("name", ""), request.form.get("languages", "").replace(",", " ").split()
    try:
        accounts.set_languages(database(), slug, name, tags, scene().person)
        flash(f"{name} reads {', '.join(tags)}." if tags else f"{name} may be offered any language.", "good")
    except Refused as refused:
        flash(f"{refused}.", "error")
    return redirect(url_for("members.show", slug=slug), 303)


@blueprint.post("/projects/<slug>/invitations")
def invite(slug: str) -> Response:
    """Make an invitation and show its link, this once."""
    form = request.form
    tags = form.get("languages", "").replace(",", " ").split()
    try:
        role, days = form.get("role", ""), form.get("days", 0, int)
        token = invitations.make(database(), slug, role, tags, days, scene().person)
    except Refused as refused:
        return errors.page("members/show.html", 422, **_members(), problem=f"{refused}.")
    return errors.page("members/show.html", 201, **_members(), link=url_for("join.ask", token=token, _external=True))


@blueprint.post("/projects/<slug>/invitations/<key>/revoke")
def uninvite(slug: str, key: str) -> Response:
    """Take an invitation back."""
    try:
        invitations.revoke(database(), slug, key, scene().person)
        flash("The invitation no longer works.", "good")
    except Refused as refused:
        flash(f"{refused}.", "error")
    return redirect(url_for("members.show", slug=slug), 303)


def _members() -> dict[str, object]:
    """Return what the screen shows."""
    with database().read() as session:
        members = queries.members(session, project().id)
        known = {one.name for one in members}
        spoken = people.languages(session, known)
        others = [one for one in people.listing(session) if one.can_sign_in and one.name not in known]
    open_ones = invitations.listing(database(), project().id)
    return {"scene": scene(), "members": members, "others": others, "spoken": spoken, "invitations": open_ones}


def _check(own: str, name: str, role: str) -> None:
    if name == own:
        raise Refused(name, "your own role is for somebody else to change")
    if role not in ROLES:
        raise Refused("role", f"should be one of {', '.join(ROLES)}")
