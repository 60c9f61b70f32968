"""Which pages leave, and which labellings answer for them: found from tasks alone, so that it can be told before."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from annotator.core.answers import Candidate, picked
from annotator.core.errors import Refused
from annotator.core.labels import LAYERS
from annotator.core.splits import NONE
from annotator.store import models, splits

AT_ONCE = 100
"""Pages that are read with one set of queries."""
UNUSABLE = "called not usable"
NO_ANSWER = "without an answer"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to export; empty filters keep everything.

    `accept_single` lets the sole finished labelling answer where there is no gold; `apart` gives every finished
    labelling for itself; `drafts` gives every labelling as it stands, finished or not. `since` and `until` are about
    the day a page was published (ISO 8601, both included).
    """

    accept_single: bool = False
    apart: bool = False
    drafts: bool = False
    unusable: bool = False
    layers: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def checked(self) -> "Choice":
        """Return the choice as it is; refuses a layer that there isn't."""
        for layer in self.layers:
            if layer not in LAYERS:
                raise Refused("layer", f"there is no layer {layer!r}; the layers are {', '.join(LAYERS)}")
        return self


@dataclass(frozen=True, slots=True)
class Picked:
    """What leaves of one page: by key of a task, the layers it answers for.

    `fold` is its fold for cross-validation; None without a plan, and in no split.
    """

    page_id: int
    split: str
    tasks: dict[int, frozenset[str]]
    fold: int | None = None


@dataclass(slots=True)
class Tally:
    """How many pages leave, with how many labellings, answering which layers, and why the others don't."""

    pages: int = 0
    unanswered: int = 0
    labellings: int = 0
    layers: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def reasons(self) -> list[str]:
        """Return how many pages have no answer, and why how many are left out, in words."""
        kept = [f"{self.unanswered} of them {NO_ANSWER}"] if self.unanswered else []
        return kept + [f"{count} {why} left out" for why, count in sorted(self.left_out.items())]

    def count(self, one: Picked) -> None:
        """Take a page into the tally."""
        self.pages += 1
        self.unanswered += not one.tasks
        self.labellings += len(one.tasks)
        self.layers.update({layer for layers in one.tasks.values() for layer in layers})


def settled(session: Session, project_id: int, choice: Choice) -> Choice:
    """Return a choice as it is made; in a project without any gold every finished labelling answers for itself."""
    asked = choice.accept_single or choice.apart or choice.drafts
    return choice if asked or has_gold(session, project_id) else replace(choice, apart=True)


def has_gold(session: Session, project_id: int) -> bool:
    """Tell whether any layer of any page of a project has gold."""
    task, layer = models.Task, models.TaskLayer
    query = select(task.id).join(layer, layer.task_id == task.id).join(models.Page, models.Page.id == task.page_id)
    query = query.where(models.Page.project_id == project_id, task.role == "gold", layer.status == "done")
    return session.scalar(query.limit(1)) is not None


def pages(session: Session, project_id: int, choice: Choice, tally: Tally) -> list[int]:
    """Return the keys of the pages that a choice's filters keep, by name; withdrawn ones are counted and left out."""
    page = models.Page
    query = select(page.name, page.id, page.withdrawn_at).where(page.project_id == project_id, *_filters(choice))
    found: list[tuple[str, int]] = []
    for name, key, withdrawn in session.execute(query):
        if withdrawn is None:
            found.append((name, key))
        else:
            tally.left_out[WITHDRAWN] += 1
    return [key for _, key in sorted(found)]


def chosen(
    session: Session, project_id: int, keys: Sequence[int], choice: Choice, tally: Tally, *, keep: bool
) -> Iterator[Picked]:
    """Yield what leaves of each page of a project, in order; `keep` keeps pages without an answer."""
    plan = splits.plan(session, project_id)
    for at in range(0, len(keys), AT_ONCE):
        batch = keys[at : at + AT_ONCE]
        query = select(models.Page.id, splits.in_effect(), models.Page.split_group).where(models.Page.id.in_(batch))
        stands = {key: (split, group) for key, split, group in session.execute(query)}
        found = _candidates(session, batch, choice)
        for key in batch:
            candidates, said = found.get(key, ([], None))
            if said is False and not choice.unusable:
                tally.left_out[UNUSABLE] += 1
                continue
            split, group = stands[key]
            fold = plan.fold(group) if plan and group and split != NONE else None
            one = Picked(key, split, _answering(candidates, choice), fold)
            if one.tasks or keep:
                tally.count(one)
                yield one
            else:
                tally.left_out[NO_ANSWER] += 1


def _answering(candidates: Sequence[Candidate], choice: Choice) -> dict[int, frozenset[str]]:
    if choice.drafts:
        return {one.key: frozenset(LAYERS) for one in candidates}
    layers = choice.layers or LAYERS
    if choice.apart:
        found = {one.key: one.done.intersection(layers) for one in candidates if one.role != "machine"}
        return {key: done for key, done in found.items() if done}
    answers = picked(candidates, layers, single=choice.accept_single)
    return {key: frozenset(one for one in answers if answers[one] == key) for key in answers.values()}


def _candidates(
    session: Session, keys: Sequence[int], choice: Choice
) -> dict[int, tuple[list[Candidate], bool | None]]:
    """Return by page its labellings, in the order they were begun, and whether it is called usable (None: not said)."""
    task, layer, person = models.Task, models.TaskLayer, models.Person
    columns = (task.page_id, task.id, task.role, person.name, task.usable, layer.layer, layer.status, layer.pass_name)
    query = select(*columns).join(person, person.id == task.person_id)
    query = query.outerjoin(layer, layer.task_id == task.id).where(task.page_id.in_(keys))
    query = query.where(or_(task.status != "todo", task.rev > 0)).order_by(task.id)
    done: dict[tuple[int, int, str, str, bool | None], set[str]] = {}
    for page_id, key, role, annotator, usable, name, status, pass_name in session.execute(query):
        layers = done.setdefault((page_id, key, role, annotator, usable), set())
        if status == "done" and (not choice.passes or pass_name in choice.passes):
            layers.add(name)
    found: dict[int, tuple[list[Candidate], bool | None]] = {}
    said: dict[int, dict[str, list[bool]]] = {}
    for (page, key, role, annotator, usable), layers in done.items():
        if usable is not None and role != "machine":
            said.setdefault(page, {}).setdefault(role, []).append(usable)
        candidates, _ = found.setdefault(page, ([], None))
        if not choice.people or annotator in choice.people:
            candidates.append(Candidate(key, role, annotator, frozenset(layers)))
    return {page: (candidates, _usable(said.get(page, {}))) for page, (candidates, _) in found.items()}


def _usable(said: dict[str, list[bool]]) -> bool | None:
    """Return what the gold says, or where it doesn't whether anybody calls the page usable."""
    words = said.get("gold") or said.get("annotator")
    return any(words) if words else None


def _filters(choice: Choice) -> list[ColumnElement[bool]]:
    page = models.Page
    found: list[ColumnElement[bool]] = []
    for column, wanted in ((page.site, choice.sites), (page.language, choice.languages)):
        if wanted:
            found.append(or_(column.in_(wanted), column.is_(None)) if "" in wanted else column.in_(wanted))
    if choice.splits:
        found.append(splits.in_effect().in_(choice.splits))
    if choice.since:
        found.append(page.published >= choice.since)
    if choice.until:
        # A published time of that day sorts after the day itself.
        found.append(page.published < choice.until + "\uffff")
    return found
