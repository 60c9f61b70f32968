"""Who may call what: the table over all routes, checked before any of them runs."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response

from annotator.store import decisions, models, pages, projects, tasks
from annotator.store.pages import PageRow
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow
from annotator.store.tasks import TaskRow
from annotator.workflow.tokens import SCOPES

from . import errors, sessions
from .table import TABLE, Scene, anyone, curator, in_person, owner, reader, scope_of

T = TypeVar("T")


class Key(IntegerConverter):
    """A database key in an address; a number that none can have is an address that leads nowhere."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, min=1, max=2**31 - 1)


def install(app: Flask) -> None:
    """Check the table before every request."""
    app.url_map.converters["key"] = Key
    app.before_request(guard)


def guard() -> Response | None:
    """Let the request through, or answer 401, 403 or 404; a foreign object is as good as none."""
    rule = TABLE.get(request.endpoint or "")
    if request.endpoint is None:
        return None
    if rule is None:
        abort(403)
    if sessions.bearer() is not None:
        _check_token(request.endpoint, rule)
    if rule is anyone:
        return None
    person = sessions.person()
    if person is None:
        return errors.answer(401, errors.SENTENCES[401]) if errors.is_api() else redirect(url_for("sign_in.explain"))
    g.scene = _scene(person, **(request.view_args or {}))
    if g.scene.page and g.scene.page.withdrawn_at and not curator(g.scene):
        abort(404)
    if not rule(g.scene):
        # Another annotator's labelling is not even said to be there.
        abort(404 if rule in (reader, owner) and not curator(g.scene) else 403)
    return None


def scene() -> Scene:
    """Return what the guard found for this request."""
    found: Scene = g.scene
    return found


def project() -> ProjectRow:
    """Return the project that the address names."""
    return _there(scene().project)


def page() -> PageRow:
    """Return the page that the address names; 410 for one that was erased."""
    found = scene()
    row = found.page
    if row is None and found.task:
        # Looked up when asked for: saving needs no page, and is what happens most.
        with sessions.database().read() as session:
            row = pages.find(session, found.task.project_id, found.task.page_id)
    if row and row.erased_at:
        abort(410, "This page was erased; only its digest and the offsets of its labels are left.")
    return _there(row)


def task() -> TaskRow:
    """Return the labelling that the address names."""
    return _there(scene().task)


def in_pass() -> models.Pass:
    """Return the pass that the address names."""
    return _there(scene().in_pass)


def _scene(person: PersonRow, slug: str | None = None, page_id: int | None = None, **view: Any) -> Scene:
    task_id = view.get("task_id")
    if slug is None and task_id is None:
        return Scene(person)
    with sessions.database().read() as session:
        task = _there(tasks.find(session, task_id)) if task_id is not None else None
        found = projects.by_id(session, task.project_id) if task else projects.find(session, slug or "")
        project = _there(found)
        role = _there(_role(session, project, person))
        if slug is not None and project.slug != slug:
            abort(404)
        page = _there(pages.find(session, project.id, page_id)) if page_id is not None else None
        pass_id = view.get("pass_id")
        in_pass = _there(decisions.find_pass(session, project.id, pass_id)) if pass_id is not None else None
        adjudicates = task is None and decisions.may_adjudicate(session, project.id, pass_id, person.id)
    return Scene(person, project, role, page, task, in_pass, adjudicates)


def _check_token(endpoint: str, rule: Callable[[Scene], bool]) -> None:
    """Refuse a script whose token isn't good, or not good for this; whose role allows it is the table's matter."""
    grant, needed = sessions.grant(), scope_of(endpoint, request.method)
    if grant is None:
        abort(401, "This token is unknown, over, taken back, or came over plain http.")
    if (rule is anyone and needed == "manage") or rule is in_person:
        abort(403, "This is for people in a browser; a token can't do it.")
    if SCOPES.index(grant.scope) < SCOPES.index(needed):
        abort(403, f"This needs a token with the scope {needed}; this one has {grant.scope}.")
    names_project = {"slug", "task_id"} & set(request.view_args or {})
    if grant.project_id is not None and not names_project and rule is not anyone:
        abort(403, "This token is for one project, and this is about more.")


def _role(session: Session, project: ProjectRow, person: PersonRow) -> str | None:
    """Return the person's role in the project; a token for another project gives none."""
    grant = sessions.grant()
    if grant and grant.project_id not in (None, project.id):
        return None
    return projects.role_of(session, project.id, person)


def _there(found: T | None) -> T:
    if found is None:
        abort(404)
    return found
