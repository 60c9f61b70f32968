"""Pages by API: lists with a cursor, one with its text, and pushing records, rows or raw text."""

from io import BytesIO

from flask import abort, request

from annotator.store import pages as queries
from annotator.store import paging
from annotator.web.permissions import page, project, scene
from annotator.web.sessions import database
from annotator.workflow import importing

from . import shapes
from .described import LINES, PLAIN, Operation, route


@route("GET", "/projects/<slug>/pages", Operation(shapes.Pages, asks=shapes.PageQuery))
def pages(slug: str, asked: shapes.PageQuery) -> object:
    """Give pages, without their texts."""
    wanted = {"name": asked.name, "site": asked.site, "language": asked.language}
    with database().read() as session:
        found, after = paging.pages(session, project().id, asked.after, asked.limit, **wanted)
    return {"pages": found, "next": after}


@route("GET", "/projects/<slug>/pages/<key:page_id>", Operation(shapes.Page))
def page_shown(slug: str, page_id: int) -> object:
    """Give a page with its text."""
    with database().read() as session:
        text = queries.text(session, page().id)
    about = {name: getattr(page(), name) for name in shapes.PageListed.model_fields}
    return {**about, "text": text}


@route("POST", "/projects/<slug>/pages", Operation(shapes.Pushed, takes=(LINES, PLAIN), asks=shapes.Pushing))
def push(slug: str, asked: shapes.Pushing) -> object:
    """Take in records or rows, one a line, or the text of one page; each whole or not at all."""
    lines = request.mimetype == LINES
    if asked.name is None and not lines:
        abort(400, "address, name: is missing; a page that is sent as text needs one.")
    options = importing.Options(update=asked.update, replace=asked.replace)
    return _taken(slug, "body.jsonl" if lines else asked.name or "", options)


@route("POST", "/projects/<slug>/predictions", Operation(shapes.Pushed, takes=(LINES,), asks=shapes.Predicting))
def predict(slug: str, asked: shapes.Predicting) -> object:
    """Take in what machines say of pages that are there: records whose labellings have the role machine."""
    return _taken(slug, "body.jsonl", importing.Options(replace=asked.replace, predictions=True))


def _taken(slug: str, name: str, options: importing.Options) -> object:
    report = importing.Report()
    body = BytesIO(request.get_data())
    for event in importing.import_streams(database(), slug, [(name, body)], options, by=scene().person):
        report.count(event)
    said = {"message": f"{report.summary()}.", "counts": report.counts}
    refused, notices = ([one.sentence for one in events] for events in (report.refused, report.notices))
    return {**said, "refused": refused, "notices": notices}
