"""What the adjudication screen starts from, and gets again after every decision."""

from annotator.core.adjudication import Decided, Place, open_places
from annotator.core.constraints import Rules
from annotator.core.labels import Json
from annotator.core.validity import missing
from annotator.languages import language_of, likeliest
from annotator.store import decisions, entities, models, projects
from annotator.store.database import Database
from annotator.store.state import stored_labels

from .case import find, load
from .kept import Ids, shelf

LOGGED = 200
"""Decisions that are listed, the last ones."""
NOTHING: Json = {"lines": [], "quotes": [], "stances": [], "notes": [], "page": {}, "layers": {}}


def state(db: Database, where: Ids, person: str) -> Json:
    """Return text-free JSON of a page's adjudication: labellings, gold, places, what gold lacks; raises Missing."""
    with db.read() as session:
        place = find(session, *where)
        case = load(session, place, shelf(db).take(where))
        found = case.places()
        page, project = place.page, place.project
        targets = projects.targets(session, project.id, project.scheme)
        language = language_of(page.language or likeliest(project.languages, case.text.text), case.text.text)
        registry = entities.listing(session, project.id)
        rules = Rules(project.scheme, {one.id: one.name for one in registry}, targets)
        still = any(open_places(one) for one in found.values())
        lacking = [] if still else missing(case.gold, rules, place.layers, language)
        gold = decisions.gold_of(session, page.id)
        statuses = {name: case.gold.layers[name].status for name in place.layers if name in case.gold.layers}
        waiting = decisions.waiting(session, place.in_pass, page.id)
        shelf(db).put(where, case)
        return {
            "page": {"id": page.id, "name": page.name, "title": page.title, "length": page.length},
            "pass": {"id": place.in_pass.id, "name": place.in_pass.name, "layers": list(place.layers)},
            "person": person,
            "instance": session.get_one(models.Setting, "instance_id").value,
            "scheme": project.scheme.to_json(),
            "language": language.to_json(),
            "entities": [one.to_json() for one in registry],
            "targets": targets,
            "labellings": [_labelling(task, name) for task, name, _ in case.tasks],
            "names": {layer: [one.name for one in said] for layer, said in case.said.items()},
            "gold": stored_labels(session, gold) if gold else NOTHING,
            "status": gold.status if gold else "todo",
            "statuses": statuses,
            "ready": bool(waiting) and waiting[0].ready,
            "enough": bool(waiting),
            "places": [_place(one) for layer in place.layers for one in found[layer]],
            "missing": [one.to_json() for one in lacking],
            "log": _log(case.decided),
        }


def _labelling(task: models.Task, name: str) -> Json:
    return {"task": task.id, "name": name, "status": task.status, "rev": task.rev, "finished": task.finished}


def _place(one: Place) -> Json:
    decision = one.decision
    return {
        **{name: getattr(one, name) for name in ("layer", "key", "state", "start", "end", "items", "about")},
        "open": one.open,
        "says": list(one.says),
        "seen": dict(one.seen),
        "differing": list(one.differing),
        "ids": list(one.ids),
        "decision": _decision(decision) if decision else None,
    }


def _decision(one: Decided) -> Json:
    about = {name: getattr(one, name) for name in ("id", "place", "choice", "by", "at", "reason")}
    return {**about, "whose": one.value.get("whose", [])}


def _log(decided: dict[str, list[Decided]]) -> list[Json]:
    made = [{"layer": layer, **_decision(one)} for layer, rows in decided.items() for one in rows]
    return sorted(made, key=lambda one: -one["id"])[:LOGGED]
