"""Passes of a project: what each asks for, its batches, who gets which pages."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.reading import Fields
from annotator.core.scheme import PARTS
from annotator.core.splits import NONE, SPLITS
from annotator.store import projects as queries
from annotator.store.passes import ORDERS
from annotator.workflow import assigning, batches, demand, disputes, passes, practice
from annotator.workflow.passes import Terms
from annotator.workflow.splitting import plan_of

from . import errors
from .api import sent
from .permissions import project, scene, task
from .sessions import database

blueprint = Blueprint("passes", __name__)


@blueprint.get("/projects/<slug>/passes")
def index(slug: str) -> str:
    """List the passes with their batches."""
    return render_template("passes/index.html", scene=scene(), passes=passes.listing(database(), slug))


@blueprint.get("/projects/<slug>/passes/new")
def new(slug: str) -> str:
    """Show the form of a new pass."""
    return render_template("passes/new.html", **_form(slug, None))


@blueprint.post("/projects/<slug>/passes/new")
def create(slug: str) -> Response:
    """Make a pass, closed until somebody opens it."""
    try:
        terms = _terms()
        passes.create(database(), slug, terms, scene().person)
    except Refused as refused:
        return errors.page("passes/new.html", 422, **{**_form(slug, None), "problem": refused})
    flash("The pass is there; it stays closed until you open it.", "good")
    return redirect(url_for("passes.index", slug=slug), 303)


@blueprint.get("/projects/<slug>/passes/<name>")
def show(slug: str, name: str) -> str:
    """Show one pass: its terms, who may take it, its batches, assignment."""
    return render_template("passes/show.html", **_form(slug, name))


@blueprint.post("/projects/<slug>/passes/<name>")
def change(slug: str, name: str) -> Response:
    """Change what a pass asks for, and who may take it."""
    me, terms = scene().person, _terms()
    passes.change(database(), slug, name, terms, me)
    called = " ".join((terms.name or name).split())
    label, adjudicate = request.form.getlist("label"), request.form.getlist("adjudicate")
    passes.set_rights(database(), slug, called, label=label, adjudicate=adjudicate, by=me)
    flash("The pass was changed.", "good")
    return redirect(url_for("passes.show", slug=slug, name=called), 303)


@blueprint.post("/projects/<slug>/passes/<name>/open")
def set_open(slug: str, name: str) -> Response:
    """Open or close a pass, or one of its batches."""
    opening, batch = request.form.get("open") == "yes", request.form.get("batch")
    if batch:
        batches.set_open(database(), slug, name, batch, open_=opening, by=scene().person)
    else:
        for sentence in passes.set_open(database(), slug, name, open_=opening, by=scene().person):
            flash(f"{sentence}.", "error")
    flash(f"{batch or name} is {'open' if opening else 'closed'} now.", "good")
    return redirect(url_for("passes.show", slug=slug, name=name), 303)


@blueprint.post("/projects/<slug>/passes/<name>/batches")
def add_batch(slug: str, name: str) -> Response:
    """Make a batch of the pages that are chosen."""
    form = request.form
    terms = batches.BatchTerms(
        name=form.get("name", ""),
        people=_number("people"),
        order=form.get("order", "name"),
        takers=form.getlist("takers"),
        practice=bool(form.get("practice")),
    )
    made = batches.create(database(), slug, name, terms, _choice(), scene().person)
    for sentence in made.unmet:
        flash(f"{sentence}.", "error")
    flash(f"The batch {terms.name} holds {counted(made.pages, 'page')}.", "good")
    return redirect(url_for("passes.show", slug=slug, name=name), 303)


@blueprint.post("/projects/<slug>/passes/<name>/assign")
def assign(slug: str, name: str) -> Response:
    """Deal pages to people, or take back what one of them hasn't touched."""
    back = request.form.get("withdraw")
    if back:
        count = assigning.withdraw(database(), slug, name, back, scene().person)
        flash(f"{counted(count, 'page')} taken back from {back}.", "good")
    else:
        plan = assigning.Plan(request.form.getlist("people"), _number("each") or 1, _choice())
        dealt = assigning.assign(database(), slug, name, plan, scene().person)
        flash(dealt.to_sentence(), "good" if dealt.people else "error")
    return redirect(url_for("passes.show", slug=slug, name=name), 303)


@blueprint.get("/projects/<slug>/labellings/<key:task_id>/practice")
def compare(slug: str, task_id: int) -> str:
    """Show how one's own finished practice page differs from the gold, with the rule beside each difference."""
    found = practice.compared(database(), task().id)
    return render_template("passes/compare.html", scene=scene(), task=task(), found=found)


@blueprint.post("/projects/<slug>/labellings/<key:task_id>/disputes")
def dispute(slug: str, task_id: int) -> Response:
    """Tell the curators what is wrong with a place of the base, or with the page."""
    fields = Fields(sent(), "dispute")
    fields.only({"start", "end", "reason", "layer"})
    start, end = (fields.integer(key) if fields.has(key) else None for key in ("start", "end"))
    about = disputes.Dispute(fields.string("reason"), fields.text("layer"), start, end)
    disputes.raise_one(database(), task().id, about, scene().person)
    return current_app.response_class(status=204)


def _form(slug: str, name: str | None) -> dict[str, Any]:
    """All that the forms of a pass show."""
    listed = passes.listing(database(), slug)
    one = passes.shown(database(), slug, name) if name else None
    earlier = [other.name for other in listed if one is None or other.position < one.position]
    with database().read() as session:
        members = queries.members(session, project().id)
        sites, languages = batches.known_values(session, project().id)
    unmet = demand.check(database(), project().id, name) if name else []
    choices = {"sites": sites, "languages": languages, "orders": ORDERS, "parts": PARTS, "earlier": earlier}
    choices["splits"] = (*SPLITS, NONE) if plan_of(database(), slug) else ()
    return {"scene": scene(), "one": one, "members": members, "unmet": unmet, "problem": None, **choices}


def _terms() -> Terms:
    form = request.form
    return Terms(
        name=form.get("name", ""),
        layers=form.getlist("layers"),
        base=form.get("base", "none"),
        required=form.getlist("required"),
        people=_number("people") or 0,
        order=form.get("order", "name"),
        suggestions=bool(form.get("suggestions")),
        guideline=form.get("guideline", "").strip(),
        holdback=_number("holdback"),
    )


def _choice() -> batches.Choice:
    form = request.form
    words = (form.get("site", ""), form.get("language", ""), form.get("text", ""))
    return batches.Choice(*words, quota=_number("quota"), split=form.get("split", ""))


def _number(field: str) -> int | None:
    """A whole number of the form; an empty field says nothing."""
    given = request.form.get(field, "").strip()
    if not given:
        return None
    try:
        return int(given)
    except ValueError:
        raise Refused(field, f"should be a whole number, not {given!r}") from None
