"""Projects by API: which there are, making one, who works on it, its passes, entities and progress."""

from io import BytesIO, TextIOWrapper

from flask import abort, request

from annotator.core.errors import Refused
from annotator.store import guidelines
from annotator.store import projects as queries
from annotator.web.permissions import project, scene
from annotator.web.sessions import database
from annotator.web.table import CURATORS
from annotator.workflow import agreement as agreeing
from annotator.workflow import entities as registry
from annotator.workflow import guidelines as publishing
from annotator.workflow import progress as figures
from annotator.workflow import projects as workflow

from . import shapes
from .described import Operation, route

PATIENCE = 20.0
"""Seconds for which a request may count what has changed since agreement was last asked for."""


@route("GET", "/projects", Operation(shapes.Projects))
def projects() -> object:
    """Give the projects that the caller may see."""
    with database().read() as session:
        return {"projects": queries.listing(session, scene().person)}


@route("POST", "/projects", Operation(shapes.Project, takes=shapes.NewProject, status=201))
def new_project(body: shapes.NewProject) -> object:
    """Make a project; its maker curates it."""
    me = scene().person
    made = workflow.create(database(), body.name, body.preset, body.languages)
    workflow.set_member(database(), made.slug, me.name, "curator", me)
    return _described(made, "admin")


@route("GET", "/projects/<slug>", Operation(shapes.Project))
def project_shown(slug: str) -> object:
    """Give a project with its scheme and passes."""
    return _described(project(), scene().role or "")


@route("GET", "/projects/<slug>/passes", Operation(shapes.Passes))
def passes(slug: str) -> object:
    """Give the passes of a project."""
    with database().read() as session:
        return {"passes": queries.passes(session, project().id)}


@route("GET", "/projects/<slug>/members", Operation(shapes.Members))
def members(slug: str) -> object:
    """Give who works on a project."""
    with database().read() as session:
        return {"members": queries.members(session, project().id)}


@route("PUT", "/projects/<slug>/members", Operation(shapes.Members, takes=shapes.NewMember))
def set_member(slug: str, body: shapes.NewMember) -> object:
    """Give somebody a role, or take it away; gives the members after that."""
    me = scene().person
    if body.name == me.name:
        raise Refused(body.name, "your own role is for somebody else to change")
    workflow.set_member(database(), slug, body.name, body.role, me)
    return members(slug)


@route("GET", "/projects/<slug>/entities", Operation(shapes.Entities, asks=shapes.EntityQuery))
def entities(slug: str, asked: shapes.EntityQuery) -> object:
    """Give entities of the registry; annotators get the confirmed ones, since proposals show what others do."""
    found = registry.search(database(), slug, asked.q) if asked.q else registry.listing(database(), slug)
    return {"entities": [one for one in found if scene().role in CURATORS or one.status == "confirmed"]}


@route(
    "POST", "/projects/<slug>/entities", Operation(shapes.EntitiesTaken, takes=("text/csv",), asks=shapes.TableQuery)
)
def take_entities(slug: str, asked: shapes.TableQuery) -> object:
    """Take entities in from a table with the columns id, name, kind, aliases, wikidata and status."""
    table = TextIOWrapper(BytesIO(request.get_data()), encoding="utf-8-sig", newline="")
    return registry.read_table(database(), slug, table, update=asked.update)


@route("GET", "/projects/<slug>/guideline", Operation(shapes.Guideline))
def guideline(slug: str) -> object:
    """Give the guideline."""
    with database().read() as session:
        version = guidelines.current(session, project().id)
        return {"version": version, "text": queries.guideline(session, project().id, version)}


@route("POST", "/projects/<slug>/guideline", Operation(shapes.Guideline, takes=shapes.NewGuideline, status=201))
def new_guideline(slug: str, body: shapes.NewGuideline) -> object:
    """Publish a version of the guideline; whoever labels is told of it."""
    version = publishing.publish(database(), project().id, body.text, body.change, body.passes, scene().person)
    return {"version": version, "text": body.text}


@route("GET", "/projects/<slug>/agreement", Operation(shapes.Agreement, asks=shapes.AgreementQuery))
def agreement(slug: str, asked: shapes.AgreementQuery) -> object:
    """Give how far the annotators agree, as the command line does; answers 503 while much has still to be counted."""
    with database().read() as session:
        chosen = agreeing.chosen_pass(session, project(), asked.in_pass)
    question = agreeing.Question(chosen, asked.base or agreeing.ANY, asked.gold)
    material = agreeing.current(database(), project(), question, PATIENCE)
    if material.stale:
        abort(503, f"{len(material.stale)} comparisons are still to be counted; ask again.")
    return agreeing.document(material)


@route("GET", "/projects/<slug>/progress", Operation(shapes.Progress))
def progress(slug: str) -> object:
    """Give what the dashboard shows."""
    return figures.dashboard(database(), project().id)


def _described(one: queries.ProjectRow, role: str) -> object:
    with database().read() as session:
        rounds = queries.passes(session, one.id)
    about = {"slug": one.slug, "name": one.name, "languages": one.languages, "role": role}
    return {**about, "scheme": one.scheme.to_json(), "passes": rounds}
