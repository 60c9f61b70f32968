"""Labels out: the whole project as a file of canonical records."""

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from annotator.workflow import exporting as workflow

from .permissions import project
from .sessions import database

blueprint = Blueprint("exporting", __name__)


@blueprint.get("/projects/<slug>/export")
def give(slug: str) -> Response:
    """Stream the canonical records of the project as a file."""
    export = workflow.begin(database(), project().slug)
    answer = current_app.response_class(export.chunks(), mimetype="application/jsonl")
    answer.headers.set("Content-Disposition", "attachment", filename=export.file_name)
    return answer
