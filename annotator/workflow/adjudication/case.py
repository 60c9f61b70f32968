"""One page's adjudication in one pass: the labellings that count, what was decided, gold, and the places."""

from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from annotator.core.adjudication import Decided, Place, Said, on_quote, places
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


Counted = tuple[models.Task, str, set[str]]
"""A labelling that counts, whose it is, and the layers that are done in it."""
Stamp = tuple[object, ...]


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
    """What there is to decide; `gold` is the page's gold as it stands, empty before the first decision.

    `settled` tells that gold says all that needs no decision; `stamp` names the state of the database it is true for.
    """

    where: Where
    text: PageText
    tasks: list[Counted]
    said: dict[str, list[Said]]
    decided: dict[str, list[Decided]]
    gold: Labelling
    stamp: Stamp
    settled: bool = False
    found: dict[str, list[Place]] | None = None
    known: dict[str, tuple[int, list[Place]]] = field(default_factory=dict)

    def places(self) -> dict[str, list[Place]]:
        """Return the places by layer, as gold and the decisions stand now."""
        if self.found is None:
            made = {layer: len(self.decided.get(layer, ())) for layer in STEADY}
            known = {layer: found for layer, (then, found) in self.known.items() if then == made[layer]}
            self.found = places(self.where.layers, self.said, self.decided, self.gold, self.where.project.scheme, known)
            self.known = {layer: (made[layer], self.found[layer]) for layer in STEADY if layer in self.found}
        return self.found

    def forget(self) -> None:
        """Let the places be worked out anew."""
        self.found, self.settled = None, False

    def place(self, layer: str, key: str) -> Place:
        """Return one place; raises Changed where there is none of that key any more."""
        found = next((one for one in self.places().get(layer, ()) if one.key == key), None)
        if found is None:
            raise Changed("This place is not there any more; the labellings have changed.")
        return found

    def take(self, place: Place, made: Decided) -> None:
        """Note a decision about a place.

        One that is about the characters of the place, as it was shown, changes that place and the stances on its quote
        alone; after any other the places are worked out anew.
        """
        layer = place.layer
        self.decided.setdefault(layer, []).append(made)
        found = self.found[layer] if self.found else []
        at = next((at for at, one in enumerate(found) if one is place), None)
        if at is None or (layer == "quotes" and set(made.frame) != set(place.frame)):
            self.forget()
            return
        state = place.state if place.state == "moot" else "decided"
        now = replace(place, state=state, items=made.items, decision=made, ids=made.ids or place.ids)
        found[at] = now
        if layer in STEADY:
            self.known[layer] = (len(self.decided[layer]), found)
        if layer == "quotes" and self.found:
            self._meet(now, self.found.get("stances", []))

    def _meet(self, quote: Place, stances: list[Place]) -> None:
        """Let the stances on a quote stand as its decision lets them."""
        for at, one in enumerate(stances):
            if one.about["quote"] == quote.key and one.about["level"] == "quote":
                if not any(one.says) and one.decision is None:
                    self.forget()  # it was gold's alone, which may have gone with the quote
                    return
                stances[at] = on_quote(one, quote)

    def stamped(self, session: Session) -> "Case":
        """Return the case as true for the database after what this transaction has written."""
        self.stamp = (self.stamp[0], *_state(session, self.where))
        return self


def find(session: Session, project_id: int, page_id: int, pass_id: int) -> Where:
    """Return what the ids name; raises Missing."""
    project, page = projects.by_id(session, project_id), session.get(models.Page, page_id)
    in_pass = decisions.find_pass(session, project_id, pass_id)
    if project is None or page is None or page.project_id != project_id or in_pass is None:
        raise Missing(f"page {page_id} in pass {pass_id}")
    return Where(project, page, in_pass)


def load(session: Session, where: Where, kept: Case | None = None) -> Case:
    """Load the page's labellings in the pass, unless `kept` is still true.

    Labellings that are being changed don't count until they are done again.
    """
    page = where.page
    tasks = decisions.counting(session, page.id, where.in_pass.id)
    stamp: Stamp = (tuple((task.id, task.rev, tuple(sorted(done))) for task, _, done in tasks), *_state(session, where))
    if kept is not None and kept.stamp == stamp:
        kept.where, kept.tasks = where, tasks
        return kept
    text = page_text(session, page.id, page.sha256)
    said: dict[str, list[Said]] = {layer: [] for layer in where.layers}
    for task, name, done in tasks:
        one = Said(name, TaskState.whole(session, task, text).labelling)
        for layer in where.layers:
            if layer in done:
                said[layer].append(one)
    stored = decisions.gold_of(session, page.id)
    gold = TaskState.whole(session, stored, text).labelling if stored is not None else Labelling(text)
    return Case(where, text, tasks, said, decisions.of_page(session, page.id, where.in_pass.id), gold, stamp)


def _state(session: Session, where: Where) -> tuple[object, ...]:
    """Return what changes with gold, the decisions, the scheme and the registry's merges."""
    gold = decisions.gold_of(session, where.page.id)
    about = (gold.id, gold.rev, gold.status) if gold is not None else None
    made = decisions.latest(session, where.page.id, where.in_pass.id)
    return about, made, entities.merges(session, where.project.id), where.layers, where.project.scheme


def rules_of(session: Session, project: ProjectRow) -> Rules:
    """Return what gold's labels are held against."""
    targets = projects.targets(session, project.id, project.scheme)
    return Rules(project.scheme, entities.ids(session, project.id), targets)


def refuse_too_few(case: Case) -> None:
    """Refuse a page that has too few finished labellings in the pass."""
    many, where = len(case.tasks), case.where
    least = decisions.needed(where.in_pass)
    if many < least:
        counted = "one finished labelling" if many == 1 else f"{many or 'no'} finished labellings"
        page, in_pass = where.page.name, where.in_pass.name
        raise Refused(f"page {page}", f"has {counted} in the pass {in_pass}; adjudication needs {least}")
