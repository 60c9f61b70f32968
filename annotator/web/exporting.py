"""Labels out: what to export is chosen and counted, and streamed in any format."""

from typing import Any

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.core.labels import LAYERS
from annotator.formats import FORMATS
from annotator.formats.kept import KEPT
from annotator.store import pages, projects
from annotator.workflow import exporting as workflow

from .permissions import project, scene
from .sessions import database

blueprint = Blueprint("exporting", __name__)
MANY = {"layer": "layers", "pass": "passes", "annotator": "people", "site": "sites", "language": "languages"}
"""What may be chosen several times: names of the form, and fields of the choice."""
MANY |= {"split": "splits"}
ANSWERS = (
    ("", "the gold of each page; in a project without gold every finished labelling"),
    ("accept_single", "the gold, or where there is none the only finished labelling"),
    ("apart", "every finished labelling for itself"),
    ("drafts", "every labelling as it stands, finished or not"),
)
"""Which labelling answers for a page: fields of the choice, and words."""
TYPES = {".jsonl": "application/jsonl", ".json": "application/json", ".csv": "text/csv", ".zip": "application/zip"}


@blueprint.get("/projects/<slug>/exports")
def ask(slug: str) -> str:
    """Show what can be exported and how; what was chosen is counted."""
    with database().read() as session:
        found = {name: pages.values(session, project().id, name) for name in ("site", "language", "split")}
        found["pass"] = [one.name for one in projects.passes(session, project().id)]
        found["annotator"] = [one.name for one in projects.members(session, project().id)]
    found["layer"] = [one for one in LAYERS if project().scheme.asks_for(one)]
    found["split"] = sorted({one or "train" for one in found["split"]})
    return render_template("exporting/ask.html", scene=scene(), lists=found, answers=ANSWERS, formats=KEPT, **_count())


@blueprint.get("/projects/<slug>/export/count")
def count(slug: str) -> str:
    """Say what would be written."""
    return render_template("exporting/_count.html", **_count())


@blueprint.get("/projects/<slug>/export")
def give(slug: str) -> Response:
    """Stream what was chosen as a file; without a choice the canonical records of the project."""
    export = _begun()
    chunks = export.chunks()
    # What refuses, such as a library that is missing, does so before anything was sent.
    first = next(chunks, b"")
    kind = TYPES.get(f".{export.file_name.rpartition('.')[2]}", "application/octet-stream")
    answer = current_app.response_class(_after(first, chunks), mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=export.file_name)
    return answer


def _after(first: bytes, chunks: Any) -> Any:
    yield first
    yield from chunks


def _count() -> dict[str, Any]:
    """What the address asks for would write, and what its format keeps and drops."""
    name = request.args.get("format") or FORMATS[0].name
    try:
        said = f"{_begun().counted()}."
    except Refused as refused:
        said = f"{refused}."
    return {"said": said, "format": name, "kept": KEPT.get(name)}


def _begun() -> workflow.Export:
    """Return the export that the address asks for; refuses a format or a choice that there isn't."""
    asked = request.args
    chosen: dict[str, Any] = {field: tuple(dict.fromkeys(asked.getlist(name))) for name, field in MANY.items()}
    chosen |= {name: asked.get(name) or None for name in ("since", "until")}
    answers = asked.get("answers", "")
    if answers not in dict(ANSWERS):
        raise Refused("answers", f"there is no {answers!r}")
    chosen |= {answers: True} if answers else {}
    choice = workflow.Choice(unusable=bool(asked.get("unusable")), **chosen)
    return workflow.begin(database(), project().slug, asked.get("format") or FORMATS[0].name, choice)
