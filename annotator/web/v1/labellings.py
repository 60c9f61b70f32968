"""Labellings by API: who labelled what, one as a record, all of them as a file."""

from flask import current_app
from werkzeug.wrappers import Response

from annotator.store import paging
from annotator.web.permissions import project, scene, task
from annotator.web.sessions import database
from annotator.web.table import CURATORS
from annotator.workflow import exporting

from . import shapes
from .described import LINES, Operation, route


@route("GET", "/projects/<slug>/labellings", Operation(shapes.Labellings, asks=shapes.LabellingQuery))
def labellings(slug: str, asked: shapes.LabellingQuery) -> object:
    """Give who labelled what and how far; annotators get their own."""
    own = None if scene().role in CURATORS else scene().person.id
    wanted = {"page": asked.page, "person": asked.person, "in_pass": asked.in_pass}
    wanted |= {"role": asked.role, "status": asked.status}
    with database().read() as session:
        found, after = paging.labellings(session, project().id, asked.after, asked.limit, own, **wanted)
    return {"labellings": found, "next": after}


@route("GET", "/projects/<slug>/labellings/<key:task_id>", Operation(shapes.Record))
def labelling(slug: str, task_id: int) -> object:
    """Give the record of a page with this one labelling."""
    record = exporting.single(database(), project().slug, task().id)
    return current_app.response_class(record, mimetype="application/json")


@route("GET", "/projects/<slug>/records", Operation(LINES))
def records(slug: str) -> object:
    """Stream the record of every page with all its labellings, one a line."""
    export = exporting.begin(database(), project().slug)
    answer: Response = current_app.response_class(export.chunks(), mimetype=LINES)
    return answer
