"""Who may call what: one table over all routes, checked before any of them runs."""

from collections.abc import Callable
from dataclasses import dataclass
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

CURATORS = ("admin", "curator")
READING = ("GET", "HEAD")
LABELLING = {
    *("label.following", "label.show", "api.save", "api.place", "me.keys"),
    *("guidelines.confirm", "remarks.looked", "v1.next_task"),
}
"""Endpoints for which a token needs the scope `label`; opening a page makes one's labelling of it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scene:
    """Whom a request comes from and what its address names, all of it loaded through the caller's own project."""

    person: PersonRow
    project: ProjectRow | None = None
    role: str | None = None
    page: PageRow | None = None
    task: TaskRow | None = None
    in_pass: models.Pass | None = None
    adjudicates: bool = False

    @property
    def curates(self) -> bool:
        """Tell whether the person curates the project."""
        return self.role in CURATORS


def anyone(_scene: Scene) -> bool:
    """Also who isn't signed in."""
    return True


def signed_in(_scene: Scene) -> bool:
    """Everybody with an account."""
    return True


def in_person(_scene: Scene) -> bool:
    """Everybody with an account, and none of their scripts."""
    return sessions.bearer() is None


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


def adjudicator(scene: Scene) -> bool:
    """Curators of the project, and who was given the right to adjudicate the pass, or any where none is named."""
    return curator(scene) or (scene.role is not None and scene.adjudicates)


TABLE: dict[str, Callable[[Scene], bool]] = {
    "static": anyone,
    "health.check": anyone,
    "sign_in.explain": anyone,
    "sign_in.check": anyone,
    "sign_in.ask": anyone,
    "sign_in.enter": anyone,
    "sign_in.leave": anyone,
    "sign_in.session": anyone,
    "join.ask": anyone,
    "join.accept": anyone,
    "oidc.start": anyone,
    "oidc.back": anyone,
    "account.show": in_person,
    "account.password": in_person,
    "account.end": in_person,
    "account.make_token": in_person,
    "account.revoke_token": in_person,
    "audit.instance": admin,
    "audit.of_project": curator,
    "projects.index": signed_in,
    "projects.new": admin,
    "projects.create": admin,
    "projects.show": member,
    "guidelines.show": member,
    "guidelines.edit": curator,
    "guidelines.publish": curator,
    "guidelines.confirm": member,
    "entities.index": curator,
    "entities.show": curator,
    "entities.save": curator,
    "entities.confirm": curator,
    "entities.merge": curator,
    "entities.join": curator,
    "entities.undo": curator,
    "schemes.show": curator,
    "schemes.ask": curator,
    "search.show": curator,
    "search.look": curator,
    "search.gold": curator,
    "search.undo": curator,
    "remarks.index": curator,
    "remarks.answer": curator,
    "remarks.beside": reader,
    "remarks.looked": member,
    "members.show": curator,
    "members.save": curator,
    "members.languages": curator,
    "members.invite": curator,
    "members.uninvite": curator,
    "importing.ask": curator,
    "importing.take": curator,
    "exporting.give": curator,
    "agreement.show": curator,
    "agreement.places": curator,
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
    "progress.show": curator,
    "progress.labels": curator,
    "progress.times": curator,
    "progress.work": signed_in,
    "v1.projects": signed_in,
    "v1.new_project": admin,
    "v1.project_shown": member,
    "v1.passes": member,
    "v1.new_pass": curator,
    "v1.pass_shown": curator,
    "v1.change_pass": curator,
    "v1.new_batch": curator,
    "v1.open_batch": curator,
    "v1.assign": curator,
    "v1.withdraw": curator,
    "v1.next_task": member,
    "v1.members": curator,
    "v1.set_member": curator,
    "v1.entities": member,
    "v1.take_entities": curator,
    "v1.guideline": member,
    "v1.new_guideline": curator,
    "v1.agreement": curator,
    "v1.progress": curator,
    "v1.pages": member,
    "v1.page_shown": member,
    "v1.push": curator,
    "v1.predict": curator,
    "v1.labellings": member,
    "v1.labelling": reader,
    "v1.records": curator,
    "v1.openapi": signed_in,
    "adjudicate.index": adjudicator,
    "adjudicate.following": adjudicator,
    "adjudicate.accept": adjudicator,
    "adjudicate.show": adjudicator,
    "adjudicate.state": adjudicator,
    "adjudicate.save": adjudicator,
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
    if not rule(g.scene):
        # Another annotator's labelling is not even said to be there.
        abort(404 if rule in (reader, owner) and not curator(g.scene) else 403)
    return None


def scope_of(endpoint: str, method: str) -> str:
    """Return the scope that a token needs for it: `read`, `label` or `manage`."""
    if endpoint in LABELLING:
        return "label"
    return "read" if method in READING else "manage"


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
