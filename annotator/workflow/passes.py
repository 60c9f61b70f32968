"""Passes of a project: making and changing them, opening and closing, and who may take them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.scheme import PARTS, Scheme
from annotator.store import events, models, passes, projects
from annotator.store.database import Database
from annotator.store.passes import BatchRow, Rights
from annotator.store.people import PersonRow

from . import demand
from .clock import now
from .projects import within

LONGEST_NAME = 60
MOST_PEOPLE = 1000
FROM = ("own", "gold")
"""Where a base may come from: the person's own labels of an earlier pass, or its gold."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody asks of a pass; None leaves a value as it is (in a new pass: as it is by default).

    `base` is `none`, `own:NAME` or `gold:NAME`, `people` how many label each page (0: everybody), `required` some of
    contents, cue and source (empty: as the scheme says), `guideline` a version ("": none).
    """

    name: str | None = None
    layers: Sequence[str] | None = None
    base: str | None = None
    required: Sequence[str] | None = None
    people: int | None = None
    order: str | None = None
    suggestions: bool | None = None
    guideline: str | None = None
    holdback: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A pass as lists and forms show it; `begun` counts the labellings somebody has touched."""

    id: int
    position: int
    name: str
    open: bool
    layers: tuple[str, ...]
    base: str | None
    required: tuple[str, ...]
    people: int | None
    order: str
    suggestions: bool
    guideline: str | None
    holdback: int
    begun: int
    rights: Rights
    batches: tuple[BatchRow, ...]


def create(db: Database, project_key: str, terms: Terms, by: PersonRow | None = None) -> None:
    """Make a pass, closed until somebody opens it; refuses a name that is taken and what can't be asked for."""
    with db.write() as session:
        project = within(session, project_key)
        earlier = passes.in_order(session, project.id)
        last = max((one.position for one in earlier), default=-1)
        layers = list(project.scheme.layers)
        one = models.Pass(project_id=project.id, name="", layers=layers, position=last + 1, open=False)
        one.queue_order, one.required, one.suggestions, one.holdback = "name", [], True, 10
        one.guideline = earlier[0].guideline if earlier else None
        _set(session, project.scheme, one, terms, earlier)
        if not one.name:
            raise Refused("pass", "a new pass needs its name")
        session.add(one)
        told = {"project": project.slug, "name": one.name, "layers": one.layers, "base": one.base}
        events.record(session, now(), "pass.created", by.id if by else None, **told)


def change(db: Database, project_key: str, name: str, terms: Terms, by: PersonRow | None = None) -> None:
    """Change a pass; layers and base stay as they are once somebody has begun, since labels stand on them."""
    with db.write() as session:
        project, one = found(session, project_key, name)
        before = _facts(one)
        others = [other for other in passes.in_order(session, project.id) if other.position < one.position]
        _set(session, project.scheme, one, terms, others)
        after = _facts(one)
        fixed = [what for what in ("name", "layers", "base") if before[what] != after[what]]
        if fixed and (count := passes.begun(session, one.id)):
            raise Refused(f"pass {name}", f"its {fixed[0]} can't change any more: {_labellings(count)} begun in it")
        changed = {key: value for key, value in after.items() if before[key] != value}
        if changed:
            detail = {"project": project.slug, "pass": name, "changed": changed}
            events.record(session, now(), "pass.changed", by.id if by else None, **detail)


def set_open(db: Database, project_key: str, name: str, *, open_: bool, by: PersonRow | None = None) -> list[str]:
    """Open a pass to the queue or close it; returns what keeps its demand from being met, as sentences."""
    with db.write() as session:
        project, one = found(session, project_key, name)
        one.open = open_
        session.flush()
        word = "pass.opened" if open_ else "pass.closed"
        events.record(session, now(), word, by.id if by else None, **{"project": project.slug, "pass": name})
        return demand.of_pass(session, one) if open_ else []


def set_rights(
    db: Database,
    project_key: str,
    name: str,
    *,
    label: Sequence[str],
    adjudicate: Sequence[str],
    by: PersonRow | None = None,
) -> None:
    """Say who may label in a pass and who may adjudicate it, by name; nobody: all members, all curators."""
    with db.write() as session:
        project, one = found(session, project_key, name)
        members = members_by_name(session, project.id, [*label, *adjudicate])
        session.execute(delete(models.PassRight).where(models.PassRight.pass_id == one.id))
        for person in sorted(members):
            row = models.PassRight(pass_id=one.id, person_id=members[person])
            row.label, row.adjudicate = person in label, person in adjudicate
            session.add(row)
        detail = {"project": project.slug, "pass": name, "label": list(label), "adjudicate": list(adjudicate)}
        events.record(session, now(), "pass.rights", by.id if by else None, **detail)


def listing(db: Database, project_key: str) -> list[Shown]:
    """Return the passes of a project in their order."""
    with db.read() as session:
        project = within(session, project_key)
        return [_shown(session, one) for one in passes.in_order(session, project.id)]


def shown(db: Database, project_key: str, name: str) -> Shown:
    """Return one pass; refuses a name that the project lacks."""
    with db.read() as session:
        return _shown(session, found(session, project_key, name)[1])


def found(session: Session, project_key: str, name: str) -> tuple[projects.ProjectRow, models.Pass]:
    """Return project and pass, inside a transaction; refuses what isn't there with what is."""
    project = within(session, project_key)
    one = passes.named(session, project.id, name)
    if one is None:
        known = ", ".join(other.name for other in passes.in_order(session, project.id))
        raise Refused(f"pass {name}", f"is not in {project.slug}; there is {known}")
    return project, one


def members_by_name(session: Session, project_id: int, names: Sequence[str]) -> dict[str, int]:
    """Return the keys of members by name; refuses who is no member of the project."""
    known = {member.name for member in projects.members(session, project_id)}
    for name in names:
        if name not in known:
            raise Refused(name, "is no member of the project")
    query = select(models.Person.name, models.Person.id).where(models.Person.name.in_(names))
    return {row[0]: row[1] for row in session.execute(query)}


def checked_name(place: str, name: str) -> str:
    """Return a name for a pass or batch in its plain form; refuses none, a long one, and characters of addresses."""
    plain = " ".join(name.split())
    if not 1 <= len(plain) <= LONGEST_NAME or not plain.isprintable() or any(one in plain for one in "/:?#"):
        raise Refused(place, f"its name should have 1 to {LONGEST_NAME} characters, none of / : ? #")
    if plain == "new":
        raise Refused(place, "can't be called new, which is an address of its own")
    return plain


def checked_people(place: str, people_asked: int) -> int | None:
    """Return how many label each page, None for everybody (0); refuses a number that can't be."""
    if not 0 <= people_asked <= MOST_PEOPLE:
        raise Refused(place, f"people per page should be 0 (everybody) to {MOST_PEOPLE}, not {people_asked}")
    return people_asked or None


def checked_order(place: str, order: str) -> str:
    """Return an order of the queue; refuses an unknown one."""
    if order not in passes.ORDERS:
        raise Refused(place, f"the order {order!r} is none of {', '.join(passes.ORDERS)}")
    return order


def _set(session: Session, scheme: Scheme, one: models.Pass, terms: Terms, earlier: Sequence[models.Pass]) -> None:
    place = f"pass {terms.name or one.name}"
    if terms.name is not None:
        one.name = _free_name(session, one, checked_name(place, terms.name))
    if terms.layers is not None:
        one.layers = _layers(place, scheme, terms.layers)
    if terms.base is not None:
        one.base = _base(place, terms.base, earlier)
    if terms.required is not None:
        one.required = _parts(place, terms.required)
    if terms.guideline is not None:
        if terms.guideline and projects.guideline(session, one.project_id, terms.guideline) is None:
            raise Refused(place, f"the project has no guideline of version {terms.guideline!r}")
        one.guideline = terms.guideline or None
    _set_queue(place, one, terms)


def _set_queue(place: str, one: models.Pass, terms: Terms) -> None:
    if terms.people is not None:
        one.people = checked_people(place, terms.people)
    if terms.order is not None:
        one.queue_order = checked_order(place, terms.order)
    if terms.suggestions is not None:
        one.suggestions = terms.suggestions
    if terms.holdback is not None:
        if not 0 <= terms.holdback <= 100:
            raise Refused(place, f"held back should be 0 to 100 per cent, not {terms.holdback}")
        one.holdback = terms.holdback


def _free_name(session: Session, one: models.Pass, name: str) -> str:
    with session.no_autoflush:
        other = passes.named(session, one.project_id, name)
    if other is not None and other is not one:
        raise Refused(f"pass {name}", "is there already")
    return name


def _layers(place: str, scheme: Scheme, wanted: Sequence[str]) -> list[str]:
    for layer in wanted:
        if layer not in scheme.layers:
            raise Refused(place, f"this project has no layer {layer!r}; it has {', '.join(scheme.layers)}")
    if not wanted:
        raise Refused(place, f"needs a layer; the project has {', '.join(scheme.layers)}")
    return [layer for layer in scheme.layers if layer in wanted]


def _parts(place: str, wanted: Sequence[str]) -> list[str]:
    for part in wanted:
        if part not in PARTS:
            raise Refused(place, f"{part!r} can't be required; of a quote, {', '.join(PARTS)} can")
    return [part for part in PARTS if part in wanted]


def _base(place: str, base: str, earlier: Sequence[models.Pass]) -> str | None:
    if base in ("", "none"):
        return None
    whose, _, name = base.partition(":")
    if whose not in FROM or not name:
        raise Refused(place, f"its base should be none, own:PASS or gold:PASS, not {base!r}")
    if name not in [one.name for one in earlier]:
        raise Refused(place, f"its base {name!r} is no earlier pass of the project")
    return base


def _facts(one: models.Pass) -> Mapping[str, object]:
    names = ("name", "layers", "base", "required", "people", "queue_order", "suggestions", "guideline", "holdback")
    return {name: getattr(one, name) for name in names}


def _labellings(count: int) -> str:
    return counted(count, "labelling has", "labellings have")


def _shown(session: Session, one: models.Pass) -> Shown:
    touched = select(func.count()).where(models.Task.pass_id == one.id, models.Task.status != "todo")
    return Shown(
        id=one.id,
        position=one.position,
        name=one.name,
        open=one.open,
        layers=tuple(one.layers),
        base=one.base,
        required=tuple(one.required),
        people=one.people,
        order=one.queue_order,
        suggestions=one.suggestions,
        guideline=one.guideline,
        holdback=one.holdback,
        begun=session.scalar(touched) or 0,
        rights=passes.rights(session, one.id),
        batches=tuple(passes.batches(session, one.id)),
    )
