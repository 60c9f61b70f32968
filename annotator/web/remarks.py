"""What curators and annotators tell each other: notes, answers, requests to look again, the panel beside the text."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.store import guidelines, looks, news
from annotator.store.texts import page_text
from annotator.workflow import looks as workflow

from .permissions import page, project, scene, task
from .prose import prose
from .sessions import database

blueprint = Blueprint("remarks", __name__, url_prefix="/projects/<slug>")
MOST = 200


@blueprint.get("/notes")
def index(slug: str) -> str:
    """Show curators the notes that wait for an answer, and what is to be looked at again."""
    with database().read() as session:
        waiting = looks.notes(session, project().id, answered=False, limit=MOST)
        count = looks.open_notes(session, project().id)
        requests = looks.open_looks(session, project().id)[:MOST]
    return render_template("remarks/index.html", scene=scene(), waiting=waiting, count=count, requests=requests)


@blueprint.post("/notes")
def answer(slug: str) -> Response:
    """Answer a note."""
    form = request.form
    task_id, note = form.get("task", 0, int), form.get("note", "")
    workflow.answer(database(), project().id, task_id, note, form.get("text", ""), scene().person)
    flash("The answer is there for whoever wrote the note.", "good")
    return redirect(url_for("remarks.index", slug=slug), 303)


@blueprint.get("/labellings/<key:task_id>/beside")
def beside(slug: str, task_id: int) -> str:
    """Show what belongs beside a labelling: guideline, what to look at again, answers; `?part=1` without the frame."""
    with database().read() as session:
        made, asked = guidelines.of_task(session, task_id)
        shown = guidelines.find(session, project().id, asked or made)
        told = news.of_task(session, project().id, task().person_id, task_id)
        text = page_text(session, page().id, page().sha256)
    line_of = text.line_at
    template = "remarks/_beside.html" if request.args.get("part") else "remarks/beside.html"
    own = scene().person.id == task().person_id
    words = prose(shown.text) if shown else None
    return render_template(
        template, scene=scene(), page=page(), made=made, shown=shown, words=words, told=told, line_of=line_of, own=own
    )


@blueprint.post("/looks/<key:look_id>")
def looked(slug: str, look_id: int) -> Response:
    """Note that its annotator has looked at a place again, or that a curator has settled what was disputed."""
    workflow.looked(database(), project().id, look_id, scene().person, curates=scene().curates)
    if request.form.get("settled"):
        return redirect(url_for("remarks.index", slug=slug), 303)
    page_id = request.form.get("page", type=int)
    if page_id:
        return redirect(url_for("label.show", slug=slug, page_id=page_id), 303)
    return redirect(url_for("projects.show", slug=slug), 303)
