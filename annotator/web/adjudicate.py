"""Adjudication: a pass's pages that wait for a curator, one page's places, and the decisions about them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.store import decisions, pages
from annotator.store.texts import page_text
from annotator.workflow import adjudication as workflow

from .api import answer_json, sent
from .lines import surface
from .permissions import in_pass, page, project, scene
from .sessions import database

blueprint = Blueprint("adjudicate", __name__)
PAGE = "/projects/<slug>/pages/<key:page_id>/adjudicate/<key:pass_id>"
SHOWN = 300
"""Pages that the list of a pass shows."""


@blueprint.get("/projects/<slug>/adjudicate")
def index(slug: str) -> str:
    """List the passes, and how many of their pages wait."""
    with database().read() as session:
        rows = decisions.passes_for(session, project().id, scene().person.id, everything=scene().curates)
        found = [(one, decisions.waiting(session, one)) for one in rows]
    return render_template("adjudicate/index.html", scene=scene(), passes=found, shown=SHOWN)


@blueprint.get("/projects/<slug>/adjudicate/<key:pass_id>/next")
def following(slug: str, pass_id: int) -> Response:
    """Lead to the next page of a pass that waits; after the page of that name where `?after` gives one."""
    found = workflow.next_page(database(), project().id, pass_id, request.args.get("after", ""))
    if found is None:
        flash("There is nothing left to adjudicate in this pass.", "good")
        return redirect(url_for("adjudicate.index", slug=slug), 303)
    return redirect(url_for("adjudicate.show", slug=slug, page_id=found, pass_id=pass_id), 303)


@blueprint.post("/projects/<slug>/adjudicate/<key:pass_id>/accept")
def accept(slug: str, pass_id: int) -> Response:
    """Accept the pages of a pass on which all labellings agree, but for those held back for a look."""
    try:
        done = workflow.accept_agreed(database(), project().id, pass_id, scene().person, _share())
        flash(done.summary(), "good")
    except Refused as refused:
        flash(f"{refused}.", "error")
    return redirect(url_for("adjudicate.index", slug=slug), 303)


@blueprint.get(PAGE)
def show(slug: str, page_id: int, pass_id: int) -> str:
    """Show a page with the places where its labellings differ."""
    with database().read() as session:
        text = page_text(session, page().id, page().sha256).text
        position, total = pages.position(session, page())
    urls = {"state": url_for("adjudicate.state", slug=slug, page_id=page_id, pass_id=pass_id)}
    urls |= {"next": url_for("adjudicate.following", slug=slug, pass_id=pass_id, after=page().name)}
    urls |= {"session": url_for("sign_in.session"), "project": url_for("projects.show", slug=slug)}
    urls |= {"list": url_for("adjudicate.index", slug=slug)}
    return render_template(
        "adjudicate/show.html",
        page=page(),
        project=project(),
        in_pass=in_pass(),
        urls=urls,
        where={"position": position, "total": total},
        surface=surface(text),
    )


@blueprint.get(f"/api/v1{PAGE}")
def state(slug: str, page_id: int, pass_id: int) -> Response:
    """Give labellings, places, gold and decisions of a page in a pass."""
    return answer_json(workflow.state(database(), (project().id, page_id, pass_id), scene().person.name))


@blueprint.post(f"/api/v1{PAGE}")
def save(slug: str, page_id: int, pass_id: int) -> Response:
    """Save a decision, an undo or an acceptance; gives the state afterwards, once it is committed."""
    verbs = {"decide": workflow.decide, "undo": workflow.undo, "accept": workflow.accept}
    where = (project().id, page_id, pass_id)
    try:
        gesture = workflow.read_sent(sent())
    except Refused as refused:
        abort(400, f"{refused}.")
    if gesture.by not in ("", scene().person.name):
        # Another person has signed in in the same browser since; nobody's decision is saved under another name.
        abort(401, f"This is {gesture.by}'s decision; sign in as {gesture.by} to save it.")
    try:
        verbs[gesture.verb](database(), where, scene().person, gesture)
    except workflow.Changed as changed:
        return answer_json({"message": str(changed)}, 409)
    except Refused as refused:
        return answer_json({"message": f"{refused}."}, 422)
    return answer_json(workflow.state(database(), where, scene().person.name))


def _share() -> int | None:
    given = request.form.get("holdback", "")
    if given and not (given.isascii() and given.isdigit() and len(given) <= 3):
        raise Refused("held back", "should be a whole number from 0 to 100 per cent")
    return int(given) if given else None
