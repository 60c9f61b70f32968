"""The one table of who may call which route, and the rules it is written in."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.store import models
from annotator.store.pages import PageRow
from annotator.store.people import PersonRow
from annotator.store.projects import ProjectRow
from annotator.store.tasks import TaskRow

from . import sessions

CURATORS = ("admin", "curator")
READING = ("GET", "HEAD")
LABELLING = {
    *("label.following", "label.show", "api.save", "api.place", "me.keys"),
    *("guidelines.confirm", "remarks.looked", "v1.next_task"),
}
"""Endpoints for which a token needs the scope `label`; opening a page makes one's labelling of it."""


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
    "account.unlink": in_person,
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
    "importing.look": curator,
    "importing.job": curator,
    "importing.start": curator,
    "importing.stop": curator,
    "exporting.ask": curator,
    "exporting.count": curator,
    "exporting.give": curator,
    "releases.index": curator,
    "releases.create": curator,
    "releases.job": curator,
    "releases.start": curator,
    "releases.stop": curator,
    "releases.show": curator,
    "releases.download": curator,
    "releases.diff": curator,
    "withdrawing.ask": curator,
    "withdrawing.withdraw": curator,
    "withdrawing.restore": curator,
    "withdrawing.erase": admin,
    "agreement.show": curator,
    "agreement.places": curator,
    "statistics.show": curator,
    "statistics.of_release": curator,
    "splits.show": curator,
    "splits.set_plan": curator,
    "splits.pin": curator,
    "splits.place": curator,
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
    "label.reopen": curator,
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


def scope_of(endpoint: str, method: str) -> str:
    """Return the scope that a token needs for it: `read`, `label` or `manage`."""
    if endpoint in LABELLING:
        return "label"
    return "read" if method in READING else "manage"
