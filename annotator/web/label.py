"""The label screen: one's own labelling of a page, and for curators anybody's, read-only."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from annotator.core.labels import Json
from annotator.store import news, pages, projects, tasks
from annotator.store.texts import page_text
from annotator.workflow import label as workflow
from annotator.workflow import queue

from .lines import surface
from .permissions import page, project, scene, task
from .sessions import database

blueprint = Blueprint("label", __name__)


@blueprint.get("/projects/<slug>/next")
def following(slug: str) -> Response:
    """Claim the page to label next and lead to it: started ones first, then in the order of the queue."""
    after, wanted = request.args.get("after", 0, int), request.args.get("pass")
    found = queue.next_task(database(), project().id, scene().person.id, after=after, pass_name=wanted)
    if found is None:
        flash(
            f"There is nothing left to label for you in {f'the pass {wanted}' if wanted else 'this project'}.", "good"
        )
        return redirect(url_for("projects.show", slug=slug), 303)
    with database().read() as session:
        task, several = tasks.of_id(session, found), len(projects.passes(session, project().id)) > 1
    named: Json = {"pass": task.pass_name} if several else {}
    return redirect(url_for("label.show", slug=slug, page_id=task.page_id, **named), 303)


@blueprint.get("/projects/<slug>/pages/<key:page_id>/label")
def show(slug: str, page_id: int) -> str:
    """Show the page with one's own labelling, which is made when it is opened for the first time."""
    mine = (database(), project().id, page().id, scene().person.id)
    return _screen(workflow.open_task(*mine, request.args.get("pass")), read_only=False)


@blueprint.get("/projects/<slug>/pages/<key:page_id>/labellings")
def labellings(slug: str, page_id: int) -> str:
    """List whose labellings a page has."""
    with database().read() as session:
        found = tasks.of_page(session, page().id)
    return render_template("label/labellings.html", scene=scene(), labellings=found)


@blueprint.get("/projects/<slug>/labellings/<key:task_id>")
def labelling(slug: str, task_id: int) -> str:
    """Show somebody's labelling without letting anything be changed."""
    return _screen(task().id, read_only=True)


@blueprint.post("/projects/<slug>/labellings/<key:task_id>/reopen")
def reopen(slug: str, task_id: int) -> Response:
    """Reopen somebody's finished labelling, which a curator may even after its page was adjudicated."""
    page_id = workflow.reopen(database(), project().id, task_id, request.form.get("reason", ""), scene().person)
    flash("The labelling is open again, and its annotator is told why.", "good")
    return redirect(url_for("label.labellings", slug=slug, page_id=page_id), 303)


def _screen(task_id: int, *, read_only: bool) -> str:
    with database().read() as session:
        text = page_text(session, page().id, page().sha256).text
        position, total = pages.position(session, page())
        told = news.of_task(session, project().id, scene().person.id, task_id)
    urls = {name: url_for(f"api.{name}", task_id=task_id) for name in ("state", "check", "place")}
    urls |= {"session": url_for("sign_in.session"), "sign_in": url_for("sign_in.explain")}
    urls |= {"ops": url_for("api.save", task_id=task_id), "own_keys": url_for("me.keys")}
    urls["dispute"] = url_for("passes.dispute", slug=project().slug, task_id=task_id)
    return render_template(
        "label/show.html",
        page=page(),
        project={"name": project().name, "url": url_for("projects.show", slug=project().slug)},
        task={"id": task_id, "read_only": read_only, "position": position, "total": total},
        urls=urls,
        beside={"url": url_for("remarks.beside", slug=project().slug, task_id=task_id), "count": told.count},
        surface=surface(text),
    )
