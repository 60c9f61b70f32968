"""Releases of a project: which there are, a new one with its count first, the card, the files, what changed."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.workflow import releasing
from annotator.workflow.exporting import Choice
from annotator.workflow.releasing import Order, Shown

from . import errors
from .permissions import scene
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
    """Build a release."""
    form, me = request.form, scene().person
    try:
        made = releasing.create(database(), slug, form.get("version", "").strip(), _order(form), me)
    except Refused as refused:
        return errors.page("releases/index.html", 422, **_screen(slug, form, refused))
    flash(f"{made.name} is there: {made.row.manifest['counts']['pages']} pages.", "good")
    return redirect(url_for("releases.show", slug=slug, version=made.row.version), 303)


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


def _screen(slug: str, form: "MultiDict[str, str]", problem: Refused | None) -> dict[str, object]:
    order = _order(form)
    shown = {"scene": scene(), "releases": releasing.listing(database(), slug), "problem": problem, "splits": SPLITS}
    return {**shown, "form": form, "order": order, "counted": releasing.counted(database(), slug, order)}
