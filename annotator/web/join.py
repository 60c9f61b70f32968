"""Following an invitation: with the account one has, or by picking a name, with a password or an identity."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.workflow import invitations
from annotator.workflow.invitations import Offer

from . import errors, oidc, sessions
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
    db = sessions.database()
    offer, person = invitations.offer(db, token), sessions.person()
    if offer is None:
        return errors.page("join/over.html", 410)
    if not sessions.possible():
        return errors.page("join/ask.html", 403, **_offered(offer, token, PLAIN))
    try:
        if person:
            invitations.accept(db, token, person)
        else:
            sessions.enter(_new_account(token))
    except Refused as refused:
        return errors.page("join/ask.html", 422, **_offered(offer, token, f"{refused}."))
    flash(f"You are {offer.role} of {offer.name} now.", "good")
    return redirect(url_for("projects.show", slug=offer.slug), 303)


def _new_account(token: str) -> str:
    """Make the account, with a password or for who has just shown an identity, and return its session."""
    db, form, known = sessions.database(), request.form, oidc.waiting()
    if known is None:
        return invitations.enter(db, token, form.get("name", ""), form.get("password", ""), sessions.agent())
    fresh = invitations.enter_as(db, token, form.get("name", ""), known, sessions.agent())
    oidc.forget()
    return fresh


def _offered(offer: Offer, token: str, problem: str | None = None) -> dict[str, object]:
    known = oidc.waiting()
    return {
        "known": known,
        "offer": offer,
        "token": token,
        "problem": problem,
        "name": request.form.get("name", known.name if known else ""),
        "possible": sessions.possible(),
    }
