"""Pages in: files that were dropped or chosen, archives of them, or one page pasted."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.workflow import importing as workflow

from . import errors
from .permissions import scene
from .sessions import database

blueprint = Blueprint("importing", __name__)


@blueprint.get("/projects/<slug>/import")
def ask(slug: str) -> str:
    """Show the form that takes pages."""
    return render_template("importing/ask.html", scene=scene(), problem=None)


@blueprint.post("/projects/<slug>/import")
def take(slug: str) -> Response:
    """Import what was sent, and say of everything that was not taken why."""
    files = list(_sent())
    if not files:
        problem = "Choose or drop a file, or paste the text of a page."
        return errors.page("importing/ask.html", 422, scene=scene(), problem=problem)
    report = workflow.Report()
    for event in workflow.import_streams(database(), slug, files, by=scene().person):
        report.count(event)
    if report.refused or report.notices:
        return errors.page("importing/taken.html", 200, scene=scene(), report=report)
    flash(f"{report.summary()}.", "good")
    return redirect(url_for("projects.show", slug=slug), 303)


def _sent() -> Iterator[tuple[str, BinaryIO]]:
    for file in request.files.getlist("files"):
        if file.filename:
            yield file.filename, cast("BinaryIO", file.stream)
    if request.form.get("text"):
        # A form sends every line end as CRLF, whatever was pasted.
        text = request.form["text"].replace("\r\n", "\n")
        yield request.form.get("name", "").strip() or "pasted.txt", BytesIO(text.encode())
