"""How far the annotators of a project agree, and the places behind every figure; for curators."""

from math import ceil

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.store import projects as queries
from annotator.workflow import agreement as workflow
from annotator.workflow.agreement import Material, Question, Where

from .agreement_tables import TABS, Slice, kinds_table, sections, slices
from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("agreement", __name__)
PATIENCE = 1.0
"""Seconds that one request may spend on counting what changed; the screen asks again for the rest."""
ROWS_A_SCREEN = 50


@blueprint.get("/projects/<slug>/agreement")
def show(slug: str) -> str:
    """Show the figures of a pass, and one table of them by page, site, language, pair or kind."""
    by = request.args.get("by", "")
    if by and by not in TABS:
        abort(400, f"Figures are told apart by {', '.join(TABS)}.")
    material = _material()
    number = max(1, request.args.get("page", 1, int))
    names = workflow.pages_of(material)
    pooled = workflow.pooled(material)
    rows: list[Slice] = []
    if by in ("page", "site", "language", "pair"):
        shown = names[(number - 1) * ROWS_A_SCREEN : number * ROWS_A_SCREEN] if by == "page" else None
        rows = slices(by, workflow.by(material, by, shown))
    return render_template(
        "agreement/show.html",
        scene=scene(),
        tabs=TABS,
        asked={"by": by, "number": number, "screens": ceil(len(names) / ROWS_A_SCREEN) if by == "page" else 1},
        sections=sections(pooled, closed=project().scheme.stances.targets == "closed"),
        rows=rows,
        kinds=kinds_table(pooled) if by == "kind" else None,
        pages=len(names),
        **_question(material),
    )


@blueprint.get("/projects/<slug>/agreement/places")
def places(slug: str) -> str:
    """List where labellings part: text and both labels, each leading to its place in the labelling."""
    material = _material()
    where = _where()
    try:
        with database().read() as session:
            found = workflow.places(session, material, where, request.args.get("after", type=int))
    except Refused as refused:
        abort(400, f"{refused}.")
    return render_template("agreement/places.html", scene=scene(), where=where, found=found, **_question(material))


def _material() -> Material:
    """Return what the address asks about, counted as far as a request may take; 400 for a pass that isn't there."""
    asked = request.args
    try:
        with database().read() as session:
            chosen = workflow.chosen_pass(session, project(), asked.get("pass") or None)
    except Refused as refused:
        abort(400, f"{refused}.")
    base = asked.get("base", workflow.ANY)
    question = Question(chosen, base if base == workflow.ANY else base or None, asked.get("gold") == "1")
    return workflow.current(database(), project(), question, PATIENCE)


def _where() -> Where:
    asked = request.args
    pair = (asked["a"], asked["b"]) if "a" in asked and "b" in asked else None
    cell = (asked["one"], asked["other"]) if "one" in asked and "other" in asked else None
    return Where(asked.get("what", ""), asked.get("by", ""), asked.get("of", ""), pair, cell, asked.get("kind", ""))


def _question(material: Material) -> dict[str, object]:
    """Return what both screens show of the question: passes and bases there are, and the address's own part of it."""
    question = material.question
    address = {"pass": question.pass_name, "gold": "1" if question.gold else None}
    address["base"] = None if question.base == workflow.ANY else question.base or ""
    with database().read() as session:
        passes = _passes(session)
    left = len({one.page.id for one in material.stale})
    return {"question": question, "address": address, "passes": passes, "material": material, "left": left}


def _passes(session: Session) -> list[str]:
    return [one.name for one in queries.passes(session, project().id)]
