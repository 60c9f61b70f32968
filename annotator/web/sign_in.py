"""The door: a one-time link opens a page with one button, and the button signs in; or a name with its password."""

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from annotator.workflow import passwords, people
from annotator.workflow.passwords import Shut

from . import errors, sessions

blueprint = Blueprint("sign_in", __name__)
WRONG = "This name and this password don't belong together."
PLAIN = "Signing in over plain http works on the computer that the server runs on, and nowhere else."


@blueprint.get("/sign-in")
def explain() -> str:
    """Ask for name and password, and say how else one gets in."""
    join = request.args.get("join", "")
    return render_template("sign_in/explain.html", possible=sessions.possible(), join=join, name="", problem=None)


@blueprint.post("/sign-in")
def check() -> Response:
    """Sign in with name and password; whatever is wrong, the answer is the same."""
    name, throttle = request.form.get("name", ""), current_app.extensions["throttle"]
    wait = throttle.wait(request.remote_addr)
    if wait:
        return refuse(429, f"{Shut(wait)}.", wait)
    if not sessions.possible():
        return refuse(403, PLAIN)
    try:
        fresh = passwords.sign_in(sessions.database(), name, request.form.get("password", ""), sessions.agent())
    except Shut as shut:
        return refuse(429, f"{shut}.", shut.seconds)
    if fresh is None:
        throttle.note(request.remote_addr)
        return refuse(401, WRONG)
    sessions.enter(fresh)
    return inside()


@blueprint.get("/in/<token>")
def ask(token: str) -> str | Response:
    """Show the button; following a link changes nothing by itself."""
    owner = people.link_owner(sessions.database(), token)
    if owner is None:
        return errors.page("sign_in/used.html", 410)
    return render_template("sign_in/ask.html", owner=owner, token=token, possible=sessions.possible())


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


def inside() -> Response:
    """Lead on, to the projects or to the invitation that was followed."""
    join = request.form.get("join", "")
    return redirect(url_for("join.ask", token=join) if join else url_for("projects.index"), 303)


def refuse(status: int, problem: str, wait: int = 0) -> Response:
    """Show the form again with what was wrong; the log has the attempt, and never what was typed."""
    errors.log.warning(errors.line("sign-in failed", status=status))
    name, join = request.form.get("name", ""), request.form.get("join", "")
    page = errors.page("sign_in/explain.html", status, possible=True, join=join, name=name, problem=problem)
    if wait:
        page.headers["Retry-After"] = str(wait)
    return page
