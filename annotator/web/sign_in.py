"""The door: a one-time link opens a page with one button, and the button signs in."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from annotator.workflow import people

from . import errors, sessions

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
def explain() -> str:
    """Say how one gets in."""
    return render_template("sign_in/explain.html")


@blueprint.get("/in/<token>")
def ask(token: str) -> str | Response:
    """Show the button; following a link changes nothing by itself."""
    owner = people.link_owner(sessions.database(), token)
    if owner is None:
        return errors.page("sign_in/used.html", 410)
    possible = request.is_secure or sessions.on_this_computer()
    return render_template("sign_in/ask.html", owner=owner, token=token, possible=possible)


@blueprint.post("/in/<token>")
def enter(token: str) -> Response:
    """Use the link up and sign in."""
    if not sessions.sign_in(token):
        errors.log.warning(errors.line("sign-in failed"))
        return errors.page("sign_in/used.html", 410)
    return redirect(url_for("projects.index"), 303)


@blueprint.get("/api/v1/session")
def session() -> Response:
    """Tell the label screen who is signed in on which instance, with a token that is good for the session of now."""
    person = sessions.person()
    found = {"instance": sessions.instance().id, "person": person.name if person else None, "token": generate_csrf()}
    return jsonify(found)


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the session."""
    sessions.sign_out()
    flash("You are signed out.", "good")
    return redirect(url_for("sign_in.explain"), 303)
