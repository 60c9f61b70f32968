"""How far a project is: its dashboard, its labels by site, an annotator's own page, and who may see times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, quantiles

from sqlalchemy.orm import Session

from annotator.store import events, labelled, models, progress, waiting
from annotator.store import projects as stored
from annotator.store.database import Database
from annotator.store.labelled import SiteLabels
from annotator.store.people import PersonRow
from annotator.store.progress import PassProgress, PersonProgress, Timed
from annotator.store.waiting import Asked, Waiting

from . import projects
from .clock import now

DAYS = 30
"""Days that the plots of the dashboard reach back, today included."""


@dataclass(frozen=True, slots=True)
class Time:
    """Minutes of work per finished page of one pass: quartiles over `n` labellings; `person` None: of everybody."""

    pass_name: str
    person: str | None
    n: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True)
class Wait:
    """So many pages or places for which `who` waits, and for whom."""

    who: str
    whom: str
    count: int
    what: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that a project's dashboard shows; `days` has every day of the last thirty, with how many were finished."""

    pages: int
    passes: list[PassProgress]
    days: list[tuple[str, int]]
    times: list[Time]
    times_shown: bool
    people: list[PersonProgress]
    waits: list[Wait]
    todo: list[Waiting]
    proposed_entities: int


@dataclass(frozen=True, slots=True)
class OwnProject:
    """One's own work in a project; `told` says whether its curators see one's times."""

    slug: str
    name: str
    done: int
    pages: int
    told: bool
    times: list[Time]


@dataclass(frozen=True, slots=True)
class OwnWork:
    """All that an annotator's own page shows."""

    projects: list[OwnProject]
    days: list[tuple[str, int]]
    looks: list[Asked]
    answers: list[Asked]


def dashboard(db: Database, project_id: int) -> Dashboard:
    """Return a project's dashboard, all of it from one moment."""
    with db.read() as session:
        project = session.get_one(models.Project, project_id)
        passes = progress.passes(session, project_id)
        people = progress.people(session, project_id)
        todo = waiting.for_curators(session, project_id)
        return Dashboard(
            pages=progress.page_count(session, project_id),
            passes=passes,
            days=_days(progress.per_day(session, project_id, _since())),
            times=_times(progress.times(session, project_id), by_person=project.times_shown),
            times_shown=project.times_shown,
            people=people,
            waits=list(_waits(passes, people, waiting.looks_by_person(session, project_id), todo)),
            todo=todo,
            proposed_entities=waiting.proposed_entities(session, project_id),
        )


def labels(db: Database, project_id: int) -> list[SiteLabels]:
    """Return how labels are distributed over the project's sites."""
    with db.read() as session:
        return labelled.by_site(session, project_id)


def own_work(db: Database, person: PersonRow) -> OwnWork:
    """Return what somebody has done, was asked to look at again, and was answered, over all their projects."""
    with db.read() as session:
        listed = stored.listing(session, person)
        days: dict[str, int] = {}
        own = []
        for one in listed:
            project = projects.within(session, one.slug)
            for day, count in progress.per_day(session, project.id, _since(), person.id).items():
                days[day] = days.get(day, 0) + count
            own.append(_own(session, one, project.id, person.id))
        looks, answers = waiting.looks_of(session, person.id), waiting.answers_to(session, person.id)
    return OwnWork(own, _days(days), looks, answers)


def show_times(db: Database, project_id: int, by: PersonRow, *, shown: bool) -> None:
    """Let curators see each person's times, or no longer; annotators read on their own page which it is."""
    with db.write() as session:
        project = session.get_one(models.Project, project_id)
        if project.times_shown != shown:
            project.times_shown = shown
            events.record(session, now(), "times.shown", by.id, project=project.slug, shown=shown)


def _own(session: Session, one: stored.Listed, project_id: int, person_id: int) -> OwnProject:
    told = session.get_one(models.Project, project_id).times_shown
    times = _times(progress.times(session, project_id, person_id), by_person=False)
    return OwnProject(one.slug, one.name, one.done, one.pages, told, times)


def _since() -> str:
    return (date.fromisoformat(now()[:10]) - timedelta(days=DAYS - 1)).isoformat()


def _days(counts: dict[str, int]) -> list[tuple[str, int]]:
    first = date.fromisoformat(_since())
    every = ((first + timedelta(days=later)).isoformat() for later in range(DAYS))
    return [(day, counts.get(day, 0)) for day in every]


def _times(timed: Iterable[Timed], *, by_person: bool) -> list[Time]:
    """Sum up working times per pass, and where that is allowed per person in it."""
    groups: dict[tuple[str, str | None], list[float]] = {}
    for one in timed:
        minutes = one.active_ms / 60_000
        groups.setdefault((one.pass_name, None), []).append(minutes)
        if by_person:
            groups.setdefault((one.pass_name, one.person), []).append(minutes)
    ordered = sorted(groups.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    return [_time(pass_name, person, values) for (pass_name, person), values in ordered]


def _time(pass_name: str, person: str | None, minutes: Sequence[float]) -> Time:
    lower, _, upper = quantiles(minutes, n=4, method="inclusive") if len(minutes) > 1 else [*minutes] * 3
    return Time(pass_name, person, len(minutes), lower, median(minutes), upper)


def _waits(
    passes: Iterable[PassProgress], people: Iterable[PersonProgress], looks: dict[str, int], todo: Iterable[Waiting]
) -> Iterable[Wait]:
    """Yield who waits for whom, where anybody does."""
    for person in people:
        if person.waiting:
            yield Wait(
                person.name, "another annotator", person.waiting, "pages finished, and not yet by as many as asked for"
            )
    by_name = {one.name: one for one in passes}
    for one in passes:
        if one.to_adjudicate:
            yield Wait(f"pass “{one.name}”", "a curator", one.to_adjudicate, "pages to adjudicate")
        kind, _, name = (one.base or "").partition(":")
        below = by_name.get(name)
        missing = below.pages - below.adjudicated if below and kind == "gold" else 0
        if missing > 0:
            yield Wait(f"pass “{one.name}”", f"the gold of “{name}”", missing, "pages whose base is not there yet")
    for person_name, count in sorted(looks.items()):
        yield Wait("a curator", person_name, count, "places to look at again")
    for sort in todo:
        if sort.sort == "notes" and sort.count:
            yield Wait("annotators", "a curator", sort.count, "notes without an answer")
