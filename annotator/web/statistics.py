"""Statistics of a project and of a release, with plots drawn on the server; for curators."""

from collections import Counter
from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request

from annotator.core.errors import Refused
from annotator.core.splits import NONE, SPLITS
from annotator.core.statistics import LINES, STEPS, Tally, classes, ranked
from annotator.workflow import releasing
from annotator.workflow import statistics as workflow

from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("statistics", __name__)
POLARITIES = {"-2": "strongly against", "-1": "against", "0": "neutral", "1": "in favour", "2": "strongly in favour"}
PATIENCE = 1.0
"""Seconds that one request may spend on telling quotes apart by type; the screen asks again for the rest."""
ROWS = 20


@blueprint.get("/projects/<slug>/statistics")
def show(slug: str) -> str:
    """Show what the project holds."""
    del slug
    found = workflow.of_project(database(), project().id, request.args.get("of"), PATIENCE)
    agreed = workflow.agreed(database(), project(), PATIENCE)
    return render_template("statistics/show.html", scene=scene(), found=found, agreed=agreed, **_plots(found.tally))


@blueprint.get("/projects/<slug>/releases/<version>/statistics")
def of_release(slug: str, version: str) -> str:
    """Show what a release holds, as it was built."""
    try:
        shown = releasing.show(database(), slug, version)
    except Refused as refused:
        abort(404, f"{refused}.")
    agreed = workflow.agreed_then(shown.row.manifest)
    plots = _plots(shown.statistics)
    return render_template("statistics/of_release.html", scene=scene(), shown=shown, agreed=agreed, **plots)


def _plots(tally: Tally) -> dict[str, object]:
    """Return what the plots of both screens show."""
    return {
        "tally": tally,
        "histograms": [
            ("Pages by length in code points", classes(tally.lengths, STEPS)),
            ("Pages by lines", classes(tally.line_counts, LINES)),
        ],
        "splits": [(split, tally.splits[split]) for split in (*SPLITS, NONE)],
        "of_pages": _ranks({"Pages by language": tally.languages, "Pages by site": tally.sites}),
        "of_labels": _ranks(_labels(tally)),
        "polarities": _polarities(tally),
        "targets": sorted({target for target, _ in tally.stances}, key=lambda one: tally.names.get(one, one)),
        "rows": ROWS,
    }


def _polarities(tally: Tally) -> list[tuple[str, str]]:
    """Return the polarities that occur, in their order, each with its word."""
    found = {polarity for _, polarity in tally.stances}
    known = [(one, word) for one, word in POLARITIES.items() if one in found]
    return known + [(one, one) for one in sorted(found - POLARITIES.keys())]


def _labels(tally: Tally) -> dict[str, Mapping[str, int]]:
    """Return what the plots of labels show, each with its counts by word."""
    speakers: Counter[str] = Counter()
    for key, count in tally.speakers.items():
        speakers[tally.names.get(key, key)] += count
    return {
        "Lines by label": tally.labels,
        "Lines by label and kind": {", ".join(filter(None, one)): count for one, count in tally.kinds.items()},
        "Quotes by type": tally.quote_types,
        "Quotes by source": tally.source_kinds,
        "Quotes by speaker": speakers,
    }


def _ranks(counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return what there is to draw, each with its rows, the longest first."""
    found = ((what, ranked(rows)) for what, rows in counts.items() if rows)
    return [(what, [(word or "not told", count) for word, count in rows]) for what, rows in found]
