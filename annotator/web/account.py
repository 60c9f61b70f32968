"""My account: password, where one is signed in, keys for scripts."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.store import doors, projects, tokens
from annotator.workflow import identities, passwords, people
from annotator.workflow import tokens as scripts
from annotator.workflow.clock import now
from annotator.workflow.passwords import Shut

from . import errors, sessions
from .permissions import scene

blueprint = Blueprint("account", __name__, url_prefix="/account")
SCOPES = {
    "read": "reads what you may read",
    "label": "also opens pages, and saves labels as you",
    "manage": "also changes what you may change",
}


@blueprint.get("")
def show() -> str:
    """Show what belongs to the person's account."""
    return render_template("account/show.html", **_account())


@blueprint.post("/password")
def password() -> Response:
    """Set a password or change it; the old one is asked for."""
    old = request.form.get("old", "")
    try:
        passwords.change(sessions.database(), scene().person, old, _typed_twice(), sessions.current())
    except Shut as shut:
        page = errors.page("account/show.html", 429, **_account(f"{shut}."))
        page.headers["Retry-After"] = str(shut.seconds)
        return page
    except Refused as refused:
        return errors.page("account/show.html", 422, **_account(f"{refused}."))
    flash("Your password is set; other browsers have been signed out, and API tokens go on.", "good")
    return redirect(url_for("account.show"), 303)


@blueprint.post("/sessions")
def end() -> Response:
    """End one of the person's sessions, or all but this."""
    which, own = request.form.get("which", ""), scene().person.id
    try:
        if which == "others":
            people.end_others(sessions.database(), own, sessions.current())
        else:
            people.end_session(sessions.database(), own, which)
        flash("Signed out there.", "good")
    except Refused as refused:
        flash(f"{refused}.", "error")
    return redirect(url_for("account.show"), 303)


@blueprint.post("/tokens")
def make_token() -> Response:
    """Make a token and show it, this once."""
    form, name = request.form, request.form.get("name", "")
    try:
        fresh = scripts.make(
            sessions.database(),
            scene().person,
            name,
            form.get("scope", ""),
            form.get("days", 0, int),
            form.get("project") or None,
        )
    except Refused as refused:
        return errors.page("account/show.html", 422, **_account(f"{refused}."))
    return errors.page("account/show.html", 201, **_account(), fresh=fresh, fresh_name=name)


@blueprint.post("/tokens/<key:token_id>/revoke")
def revoke_token(token_id: int) -> Response:
    """Take a token back."""
    try:
        scripts.revoke(sessions.database(), scene().person, token_id)
        flash("The token no longer works.", "good")
    except Refused as refused:
        flash(f"{refused}.", "error")
    return redirect(url_for("account.show"), 303)


@blueprint.post("/identities/unlink")
def unlink() -> Response:
    """Let an account at a provider no longer sign in as the person, where another way in is left."""
    try:
        identities.unlink(
            sessions.database(), scene().person, request.form.get("issuer", ""), request.form.get("subject", "")
        )
        flash("That account no longer signs you in.", "good")
    except Refused as refused:
        flash(f"{refused}.", "error")
    return redirect(url_for("account.show"), 303)


def _typed_twice() -> str:
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        raise Refused("password", "was not typed the same way twice")
    return new


def _account(problem: str | None = None) -> dict[str, object]:
    """Return what the screen shows."""
    me = scene().person
    signed_in = people.own_sessions(sessions.database(), me.id)
    with sessions.database().read() as session:
        return {
            "problem": problem,
            "has_password": doors.password_of(session, me.id) is not None,
            "signed_in": signed_in,
            "here": people.digest(sessions.current()),
            "tokens": tokens.listing(session, me.id),
            "identities": doors.identities(session, me.id),
            "projects": projects.listing(session, me),
            "scopes": SCOPES,
            "now": now(),
        }
