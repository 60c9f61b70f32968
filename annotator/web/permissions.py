"""Who may call what: one table over all routes, checked before any of them runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, g, redirect, request, url_for
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response

from annotator.store import pages, projects, tasks
from annotator.store.pages import PageRow
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow
from annotator.store.tasks import TaskRow

from . import errors, sessions

CURATORS = ("admin", "curator")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scene:
    """Whom a request comes from and what its address names, all of it loaded through the caller's own project."""

    person: PersonRow
    project: ProjectRow | None = None
    role: str | None = None
    page: PageRow | None = None
    task: TaskRow | None = None


def anyone(_scene: Scene) -> bool:
    """Also who isn't signed in."""
    return True


def signed_in(_scene: Scene) -> bool:
    """Everybody with an account."""
    return True


def admin(scene: Scene) -> bool:
    """Admins of the instance."""
    return scene.person.admin


def member(scene: Scene) -> bool:
    """Everybody with a role in the project, and admins."""
    return scene.role is not None


def curator(scene: Scene) -> bool:
    """Curators of the project, and admins."""
    return scene.role in CURATORS


def reader(scene: Scene) -> bool:
    """Whose labelling it is, and who may look at all of them."""
    return owner(scene) or curator(scene)


def owner(scene: Scene) -> bool:
    """Whose labelling it is, as an annotator."""
    return scene.task is not None and scene.task.person_id == scene.person.id and scene.task.role == "annotator"


TABLE: dict[str, Callable[[Scene], bool]] = {
    "static": anyone,
    "health.check": anyone,
    "sign_in.explain": anyone,
    "sign_in.ask": anyone,
    "sign_in.enter": anyone,
    "sign_in.leave": anyone,
    "sign_in.session": anyone,
    "projects.index": signed_in,
    "projects.new": admin,
    "projects.create": admin,
    "projects.show": member,
    "projects.guideline": member,
    "members.show": curator,
    "members.save": curator,
    "importing.ask": curator,
    "importing.take": curator,
    "exporting.give": curator,
    "passes.index": curator,
    "passes.new": curator,
    "passes.create": curator,
    "passes.show": curator,
    "passes.change": curator,
    "passes.set_open": curator,
    "passes.add_batch": curator,
    "passes.assign": curator,
    "passes.compare": owner,
    "passes.dispute": owner,
    "label.following": member,
    "label.show": member,
    "label.labellings": curator,
    "label.labelling": curator,
    "api.state": reader,
    "api.save": owner,
    "api.since": reader,
    "api.check": reader,
    "api.place": owner,
    "me.keys": signed_in,
}
"""Endpoint -> who may call it; an endpoint that is missing here can't be called by anybody."""


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
    if request.endpoint is None or rule is anyone:
        return None
    if rule is None:
        abort(403)
    person = sessions.person()
    if person is None:
        return errors.answer(401, errors.SENTENCES[401]) if errors.is_api() else redirect(url_for("sign_in.explain"))
    g.scene = _scene(person, **(request.view_args or {}))
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
    """Return the page that the address names."""
    found = scene()
    if found.page is None and found.task:
        # Looked up when asked for: saving needs no page, and is what happens most.
        with sessions.database().read() as session:
            return _there(pages.find(session, found.task.project_id, found.task.page_id))
    return _there(found.page)


def task() -> TaskRow:
    """Return the labelling that the address names."""
    return _there(scene().task)


def _scene(person: PersonRow, slug: str | None = None, page_id: int | None = None, **view: Any) -> Scene:
    task_id = view.get("task_id")
    if slug is None and task_id is None:
        return Scene(person)
    with sessions.database().read() as session:
        task = _there(tasks.find(session, task_id)) if task_id is not None else None
        found = projects.by_id(session, task.project_id) if task else projects.find(session, slug or "")
        project = _there(found)
        role = _there(projects.role_of(session, project.id, person))
        if slug is not None and project.slug != slug:
            abort(404)
        page = _there(pages.find(session, project.id, page_id)) if page_id is not None else None
    return Scene(person, project, role, page, task)


def _there(found: T | None) -> T:
    if found is None:
        abort(404)
    return found
