"""Statistics of a project, with plots drawn on the server; for curators."""

from flask import Blueprint, render_template, request

from annotator.core.splits import NONE, SPLITS
from annotator.core.statistics import LINES, STEPS, Tally, classes, ranked
from annotator.workflow import statistics as workflow

from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("statistics", __name__)
PATIENCE = 0.5
"""Seconds that one request may spend on telling quotes apart by type; the screen asks again for the rest."""
ROWS = 20


@blueprint.get("/projects/<slug>/statistics")
def show(slug: str) -> str:
    """Show what the project holds."""
    found = workflow.of_project(database(), project().id, request.args.get("of"), PATIENCE)
    return render_template(
        "statistics/show.html",
        scene=scene(),
        found=found,
        tally=found.tally,
        histograms=[
            ("Pages by length in code points", classes(found.tally.lengths, STEPS)),
            ("Pages by lines", classes(found.tally.line_counts, LINES)),
        ],
        splits=[(split, found.tally.splits[split]) for split in (*SPLITS, NONE)],
        ranks=_ranks(found.tally),
        polarities=sorted({polarity for _, polarity in found.tally.stances}),
        targets=sorted({target for target, _ in found.tally.stances}, key=lambda one: found.tally.names.get(one, one)),
        rows=ROWS,
    )


def _ranks(tally: Tally) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return the plots of counts by word: what they show, and their rows."""
    kinds = {f"{label}, {kind}" if kind else label: count for (label, kind), count in tally.kinds.items()}
    speakers = [(tally.names.get(one, one), count) for one, count in ranked(tally.speakers)]
    found = {
        "Pages by language": ranked(tally.languages),
        "Pages by site": ranked(tally.sites),
        "Lines by label": ranked(tally.labels),
        "Lines by label and kind": ranked(kinds),
        "Quotes by type": ranked(tally.quote_types),
        "Quotes by source": ranked(tally.source_kinds),
        "Quotes by speaker": speakers,
    }
    return [(what, [(word or "not told", count) for word, count in rows]) for what, rows in found.items() if rows]
