"""How far the annotators of a project agree, and the places behind every figure; for curators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from flask import Blueprint, abort, render_template, request

from annotator.core.agreement.figures import Tally
from annotator.core.errors import Refused
from annotator.store import agreement as stored
from annotator.store import projects as queries
from annotator.workflow import agreement as workflow
from annotator.workflow.agreement import Question, Sums, Where

from .agreement_tables import TABS, columns, courses, kinds_table, sections, slices
from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("agreement", __name__)
ROWS_A_SCREEN = 50
ROWS = frozenset({"page", "site", "language", "week", "pair"})
SUMMED = frozenset({"", "site", "language", "week"})
"""What sums are told apart by; those of pairs are in every sum, single pages are counted by themselves."""


@blueprint.get("/projects/<slug>/agreement")
def show(slug: str) -> str:
    """Show the figures of a pass, and one table of them by page, site, language, week, pair or kind."""
    by = request.args.get("by", "")
    if by and by not in TABS:
        abort(400, f"Figures are told apart by {', '.join(TABS)}.")
    sums = workflow.summed(database(), project(), _asked(), {"", by} & SUMMED, workflow.PATIENCE)
    screen = _screen_of_pages(sums) if by == "page" else Screen()
    rows = slices(by, screen.tallies if by == "page" else sums.by(by)) if by in ROWS else []
    pooled = sums.pooled()
    return render_template(
        "agreement/show.html",
        scene=scene(),
        tabs=TABS,
        asked={"by": by, "number": screen.number, "screens": screen.screens},
        sections=sections(pooled, closed=project().scheme.stances.targets == "closed"),
        rows=rows,
        columns=columns(by),
        kinds=kinds_table(pooled) if by == "kind" else None,
        courses=courses(rows) if by == "week" else [],
        pages=len(sums.pages),
        annotators=sums.annotators,
        left=sums.left,
        **_question(sums.question, sums.bases),
    )


@blueprint.get("/projects/<slug>/agreement/places")
def places(slug: str) -> str:
    """List where labellings part: text and both labels, each leading to its place in the labelling."""
    asked, where = _asked(), _where()
    try:
        found = workflow.places(database(), project(), asked, where, request.args.get("after", type=int))
    except Refused as refused:
        abort(400, f"{refused}.")
    return render_template("agreement/places.html", scene=scene(), where=where, found=found, **_question(asked))


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of the table by page, of so many; `tallies` are those of its pages."""

    number: int = 1
    screens: int = 1
    tallies: Mapping[str, Tally] = field(default_factory=dict)


def _screen_of_pages(sums: Sums) -> Screen:
    number = max(1, request.args.get("page", 1, int))
    with database().read() as session:
        pages = stored.named(session, project().id, sums.pages)
    shown = pages[(number - 1) * ROWS_A_SCREEN : number * ROWS_A_SCREEN]
    only = stored.these([one.id for one in shown])
    material = workflow.current(database(), project(), sums.question, workflow.PATIENCE, only=only)
    return Screen(number, ceil(len(pages) / ROWS_A_SCREEN), workflow.by(material, "page"))


def _asked() -> Question:
    """Return what the address asks about; 400 for a pass that isn't there."""
    asked = request.args
    try:
        with database().read() as session:
            chosen = workflow.chosen_pass(session, project(), asked.get("pass") or None)
    except Refused as refused:
        abort(400, f"{refused}.")
    base = asked.get("base", workflow.ANY)
    return Question(chosen, base if base == workflow.ANY else base or None, asked.get("gold") == "1")


def _where() -> Where:
    asked = request.args
    pair = (asked["a"], asked["b"]) if "a" in asked and "b" in asked else None
    cell = (asked["one"], asked["other"]) if "one" in asked and "other" in asked else None
    return Where(asked.get("what", ""), asked.get("by", ""), asked.get("of", ""), pair, cell, asked.get("kind", ""))


def _question(question: Question, bases: Sequence[str | None] = ()) -> dict[str, object]:
    """Return what both screens show of the question: passes and bases there are, and the address's own part of it."""
    address = {"pass": question.pass_name, "gold": "1" if question.gold else None}
    address["base"] = None if question.base == workflow.ANY else question.base or ""
    with database().read() as session:
        passes = [one.name for one in queries.passes(session, project().id)]
    return {"question": question, "address": address, "passes": passes, "bases": bases}
