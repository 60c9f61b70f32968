"""Pages in: files that were dropped or chosen, archives of them, or one page pasted."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.formats.readers import NAMES
from annotator.workflow import importing as workflow
from annotator.workflow.jobs import IMPORTS, Jobs

from . import errors
from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("importing", __name__)


@blueprint.get("/projects/<slug>/import")
def ask(slug: str) -> str:
    """Show the form that takes pages."""
    return render_template("importing/ask.html", problem=None, **_context())


@blueprint.post("/projects/<slug>/import")
def take(slug: str) -> Response:
    """Import what was sent, and say of everything that was not taken why."""
    files = list(_sent())
    if not files:
        problem = "Choose or drop a file, or paste the text of a page."
        return errors.page("importing/ask.html", 422, problem=problem, **_context())
    report = workflow.Report()
    for event in workflow.import_streams(database(), slug, files, _options(), by=scene().person):
        report.count(event)
    if report.refused or report.notices:
        return errors.page("importing/taken.html", 200, scene=scene(), report=report)
    flash(f"{report.summary()}.", "good")
    return redirect(url_for("projects.show", slug=slug), 303)


@blueprint.post("/projects/<slug>/import/look")
def look(slug: str) -> Response:
    """Keep what was sent, and begin to look at what it would do; nothing is stored in the project yet."""
    files = list(_sent())
    if not files:
        problem = "Choose or drop a file, or paste the text of a page."
        return errors.page("importing/ask.html", 422, problem=problem, **_context())
    job_id = jobs().look(project(), scene().person, files, _options())
    return redirect(url_for("importing.job", slug=slug, job_id=job_id), 303)


@blueprint.get("/projects/<slug>/imports/<key:job_id>")
def job(slug: str, job_id: int) -> str:
    """Show what an import would do, how far it is, or what it did."""
    return render_template("importing/job.html", scene=scene(), job=jobs().find(project(), job_id, IMPORTS))


@blueprint.post("/projects/<slug>/imports/<key:job_id>/start")
def start(slug: str, job_id: int) -> Response:
    """Import what was looked at, or begin again with what was stopped."""
    jobs().find(project(), job_id, IMPORTS)
    jobs().start(project(), job_id, scene().person)
    return redirect(url_for("importing.job", slug=slug, job_id=job_id), 303)


@blueprint.post("/projects/<slug>/imports/<key:job_id>/stop")
def stop(slug: str, job_id: int) -> Response:
    """Stop an import, or forget what was sent for it."""
    jobs().find(project(), job_id, IMPORTS)
    jobs().stop(project(), job_id)
    return redirect(url_for("importing.job", slug=slug, job_id=job_id), 303)


def jobs() -> Jobs:
    """Return the jobs of this process."""
    found: Jobs = current_app.extensions["jobs"]
    return found


def _context() -> dict[str, Any]:
    return {
        "scene": scene(),
        "jobs": jobs().recent(project(), IMPORTS),
        "forms": [("", "as each file tells"), *((name, name) for name in NAMES)],
    }


def _options() -> workflow.Options:
    """Return what the form says about the files."""
    form = request.form
    pairs = [line.rpartition("=") for line in form.get("names", "").splitlines() if line.strip()]
    wrong = next((ours for theirs, sign, ours in pairs if not sign or not theirs.strip()), None)
    if wrong is not None:
        raise Refused(wrong, "should look like THEIRS=OURS, one a line")
    return workflow.Options(
        format=form.get("format") or None,
        names={theirs.strip(): ours.strip() for theirs, _, ours in pairs},
        annotator=form.get("annotator", "").strip() or None,
        update=bool(form.get("update")),
        replace=bool(form.get("replace")),
        site_from_folder=bool(form.get("site_from_folder")),
    )


def _sent() -> Iterator[tuple[str, BinaryIO]]:
    for file in request.files.getlist("files"):
        if file.filename:
            yield file.filename, cast("BinaryIO", file.stream)
    if request.form.get("text"):
        # A form sends every line end as CRLF, whatever was pasted.
        text = request.form["text"].replace("\r\n", "\n")
        yield request.form.get("name", "").strip() or "pasted.txt", BytesIO(text.encode())
