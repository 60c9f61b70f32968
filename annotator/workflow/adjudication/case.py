"""One page's adjudication in one pass: the labellings that count, what was decided, gold, and the places."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from annotator.core.adjudication import Decided, Place, Said, places
from annotator.core.constraints import Rules
from annotator.core.errors import Refused
from annotator.core.labelling import Labelling
from annotator.core.labels import LAYERS
from annotator.core.text import PageText
from annotator.store import decisions, entities, models, projects
from annotator.store.projects import ProjectRow
from annotator.store.state import TaskState
from annotator.store.texts import page_text
from annotator.workflow.label import Missing

STEADY = ("page", "lines")
"""Layers whose places don't depend on gold, so that they are worked out again only after a decision."""


class Changed(Exception):
    """What somebody decided about is no longer what was on their screen. Nothing was saved."""


@dataclass(frozen=True, slots=True)
class Where:
    """Which page and pass of which project."""

    project: ProjectRow
    page: models.Page
    in_pass: models.Pass

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers to adjudicate, in the order of the record."""
        asked = self.project.scheme.asks_for
        return tuple(one for one in LAYERS if one in self.in_pass.layers and asked(one))


@dataclass(slots=True)
class Case:
    """What there is to decide; `gold` is the page's gold as it stands, empty before the first decision."""

    where: Where
    text: PageText
    tasks: list[tuple[models.Task, str, set[str]]]
    said: dict[str, list[Said]]
    decided: dict[str, list[Decided]]
    gold: Labelling
    known: dict[str, tuple[int, list[Place]]] = field(default_factory=dict)

    def places(self) -> dict[str, list[Place]]:
        """Return the places by layer, as gold and the decisions stand now."""
        made = {layer: len(self.decided.get(layer, ())) for layer in STEADY}
        known = {layer: found for layer, (then, found) in self.known.items() if then == made[layer]}
        now = places(self.where.layers, self.said, self.decided, self.gold, self.where.project.scheme, known)
        self.known = {layer: (made[layer], now[layer]) for layer in STEADY if layer in now}
        return now

    def place(self, layer: str, key: str) -> Place:
        """Return one place; raises Changed where there is none of that key any more."""
        found = next((one for one in self.places().get(layer, ()) if one.key == key), None)
        if found is None:
            raise Changed("This place is not there any more; the labellings have changed.")
        return found


def find(session: Session, project_id: int, page_id: int, pass_id: int) -> Where:
    """Return what the ids name; raises Missing."""
    project, page = projects.by_id(session, project_id), session.get(models.Page, page_id)
    in_pass = decisions.find_pass(session, project_id, pass_id)
    if project is None or page is None or page.project_id != project_id or in_pass is None:
        raise Missing(f"page {page_id} in pass {pass_id}")
    return Where(project, page, in_pass)


def load(session: Session, where: Where, gold: Labelling | None = None) -> Case:
    """Load the page's labellings in the pass; those that are being changed don't count until they are done again."""
    page = where.page
    text = page_text(session, page.id, page.sha256)
    tasks = decisions.counting(session, page.id, where.in_pass.id)
    said: dict[str, list[Said]] = {layer: [] for layer in where.layers}
    for task, name, done in tasks:
        one = Said(name, TaskState.whole(session, task, text).labelling)
        for layer in where.layers:
            if layer in done:
                said[layer].append(one)
    if gold is None:
        stored = decisions.gold_of(session, page.id)
        gold = TaskState.whole(session, stored, text).labelling if stored is not None else Labelling(text)
    return Case(where, text, tasks, said, decisions.of_page(session, page.id, where.in_pass.id), gold)


def rules_of(session: Session, project: ProjectRow) -> Rules:
    """Return what gold's labels are held against."""
    targets = projects.targets(session, project.id, project.scheme)
    return Rules(project.scheme, entities.ids(session, project.id), targets)


def refuse_too_few(session: Session, where: Where) -> None:
    """Refuse a page that has too few finished labellings in the pass."""
    many = len(decisions.counting(session, where.page.id, where.in_pass.id))
    least = decisions.needed(where.in_pass)
    if many < least:
        counted = "one finished labelling" if many == 1 else f"{many or 'no'} finished labellings"
        page, in_pass = where.page.name, where.in_pass.name
        raise Refused(f"page {page}", f"has {counted} in the pass {in_pass}; adjudication needs {least}")
