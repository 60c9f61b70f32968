"""Following an invitation: with the account one has, or by picking a name and a password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.workflow import invitations
from annotator.workflow.invitations import Offer

from . import errors, sessions
from .sign_in import PLAIN

blueprint = Blueprint("join", __name__, url_prefix="/join")


@blueprint.get("/<token>")
def ask(token: str) -> str | Response:
    """Show what the invitation offers; following a link changes nothing by itself."""
    offer = invitations.offer(sessions.database(), token)
    if offer is None:
        return errors.page("join/over.html", 410)
    return render_template("join/ask.html", **_offered(offer, token))


@blueprint.post("/<token>")
def accept(token: str) -> Response:
    """Become a member."""
    db, form = sessions.database(), request.form
    offer, person = invitations.offer(db, token), sessions.person()
    if offer is None:
        return errors.page("join/over.html", 410)
    if not sessions.possible():
        return errors.page("join/ask.html", 403, **_offered(offer, token, PLAIN))
    try:
        if person:
            invitations.accept(db, token, person)
        else:
            name, password = form.get("name", ""), form.get("password", "")
            sessions.enter(invitations.enter(db, token, name, password, sessions.agent()))
    except Refused as refused:
        return errors.page("join/ask.html", 422, **_offered(offer, token, f"{refused}."))
    flash(f"You are {offer.role} of {offer.name} now.", "good")
    return redirect(url_for("projects.show", slug=offer.slug), 303)


def _offered(offer: Offer, token: str, problem: str | None = None) -> dict[str, object]:
    return {
        "offer": offer,
        "token": token,
        "problem": problem,
        "name": request.form.get("name", ""),
        "possible": sessions.possible(),
    }
