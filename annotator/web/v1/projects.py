"""Projects by API: which there are, making one, who works on it, its passes, entities and progress."""

from annotator.core.errors import Refused
from annotator.store import projects as queries
from annotator.web.permissions import CURATORS, project, scene
from annotator.web.sessions import database
from annotator.workflow import entities as registry
from annotator.workflow import progress as figures
from annotator.workflow import projects as workflow

from . import shapes
from .described import Operation, route


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


@route("GET", "/projects/<slug>/progress", Operation(shapes.Progress))
def progress(slug: str) -> object:
    """Give what the dashboard shows."""
    return figures.dashboard(database(), project().id)


def _described(one: queries.ProjectRow, role: str) -> object:
    with database().read() as session:
        rounds = queries.passes(session, one.id)
    about = {"slug": one.slug, "name": one.name, "languages": one.languages, "role": role}
    return {**about, "scheme": one.scheme.to_json(), "passes": rounds}
