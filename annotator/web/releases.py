"""Releases of a project: which there are, a new one with its count first, the card, the files, what changed."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.workflow import releasing
from annotator.workflow.exporting import Choice
from annotator.workflow.jobs import RELEASES
from annotator.workflow.releasing import Order, Shown

from . import errors
from .importing import jobs
from .permissions import project, scene
from .prose import prose
from .sessions import database

blueprint = Blueprint("releases", __name__, url_prefix="/projects/<slug>/releases")
SPLITS = ("train", "validation", "test", "none")


@blueprint.get("")
def index(slug: str) -> str:
    """List the releases, with the form of a new one and what it would hold."""
    return render_template("releases/index.html", **_screen(slug, request.args, None))


@blueprint.post("")
def create(slug: str) -> Response:
    """Begin to build a release, in the background."""
    form, me = request.form, scene().person
    try:
        job_id = jobs().build(project(), me, form.get("version", "").strip(), _order(form))
    except Refused as refused:
        return errors.page("releases/index.html", 422, **_screen(slug, form, refused))
    return redirect(url_for("releases.job", slug=slug, job_id=job_id), 303)


@blueprint.get("/-/builds/<key:job_id>")
def job(slug: str, job_id: int) -> str:
    """Show how far a build is, or how it ended."""
    del slug
    found = jobs().find(project(), job_id, RELEASES)
    version, order = found.options["version"], releasing.order_of(found.options["order"])
    return render_template("releases/job.html", scene=scene(), job=found, version=version, again=_again(version, order))


@blueprint.post("/-/builds/<key:job_id>/start")
def start(slug: str, job_id: int) -> Response:
    """Begin again with a build that was stopped or failed."""
    jobs().find(project(), job_id, RELEASES)
    jobs().start(project(), job_id, scene().person)
    return redirect(url_for("releases.job", slug=slug, job_id=job_id), 303)


@blueprint.post("/-/builds/<key:job_id>/stop")
def stop(slug: str, job_id: int) -> Response:
    """Stop a build; nothing of it stays."""
    jobs().find(project(), job_id, RELEASES)
    jobs().stop(project(), job_id)
    return redirect(url_for("releases.job", slug=slug, job_id=job_id), 303)


@blueprint.get("/<version>")
def show(slug: str, version: str) -> str:
    """Show the card of a release."""
    shown = _shown(slug, version)
    others = [one for one in releasing.listing(database(), slug) if one.row.id != shown.row.id]
    return render_template("releases/show.html", scene=scene(), shown=shown, card=prose(shown.card), others=others)


@blueprint.get("/<version>.zip")
def download(slug: str, version: str) -> Response:
    """Stream a release as a zip archive."""
    shown = _shown(slug, version)
    answer = current_app.response_class(releasing.archive(shown), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{slug}-{shown.row.version}.zip")
    return answer


@blueprint.get("/-/diff")
def diff(slug: str) -> str:
    """Show what changed from one release to another."""
    old, new = (_shown(slug, request.args.get(side, "")) for side in ("old", "new"))
    found = releasing.diff(database(), slug, old.row.version, new.row.version)
    return render_template("releases/diff.html", scene=scene(), old=old, new=new, found=found)


def _shown(slug: str, version: str) -> Shown:
    try:
        return releasing.show(database(), slug, version)
    except Refused as refused:
        abort(404, f"{refused}.")


def _order(form: "MultiDict[str, str]") -> Order:
    """Return what a form, or the address of one, asks for."""

    def words(name: str) -> tuple[str, ...]:
        return tuple(form.get(name, "").replace(",", " ").split())

    splits = tuple(one for one in form.getlist("splits") if one in SPLITS)
    choice = Choice(
        accept_single="accept_single" in form,
        apart="apart" in form,
        languages=words("languages"),
        sites=words("sites"),
        splits=splits,
    )
    return Order(choice, "names" in form, form.get("leaks_ok", "").strip() or None)


def _again(version: str, order: Order) -> dict[str, object]:
    """Return what the address of the form needs to ask the same again."""
    ticked = {"accept_single": order.choice.accept_single, "apart": order.choice.apart, "names": order.names}
    lists = {"languages": " ".join(order.choice.languages), "sites": " ".join(order.choice.sites)}
    chosen = {"version": version, "splits": order.choice.splits, "leaks_ok": order.leaks_ok, **lists}
    return {name: 1 for name, one in ticked.items() if one} | {name: one for name, one in chosen.items() if one}


def _screen(slug: str, form: "MultiDict[str, str]", problem: Refused | None) -> dict[str, object]:
    order = _order(form)
    shown = {"scene": scene(), "releases": releasing.listing(database(), slug), "problem": problem, "splits": SPLITS}
    shown["builds"] = [one for one in jobs().recent(project(), RELEASES) if one.state != "done"]
    return {**shown, "form": form, "order": order, "counted": releasing.preview(database(), slug, order)}
