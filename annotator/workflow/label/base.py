"""What a pass builds on: the locked labels of an earlier pass, one's own or the gold, that stand under a labelling."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.labelling import Labelling
from annotator.core.labels import LAYERS, Json
from annotator.core.text import PageText
from annotator.store import models, passes
from annotator.store.state import TaskState, stored_labels
from annotator.store.tasks import Surroundings


@dataclass(slots=True)
class Base:
    """The base of a labelling: its name (`gold:main`), and for each layer it brings the task that holds it."""

    name: str
    tasks: dict[str, models.Task] = field(default_factory=dict)

    def task_of(self, layer: str) -> int | None:
        """Return the key of the labelling that a layer comes from."""
        found = self.tasks.get(layer)
        return found.id if found else None


def base_of(session: Session, task: models.Task, around: Surroundings) -> Base | None:
    """Return what stands under a task; a base may have a base of its own, whose other layers are taken along.

    Layers that the task labels itself are left out, and so are those that are not done in their pass.
    """
    if around.base is None or task.role != "annotator":
        return None
    own = session.get_one(models.Pass, task.pass_id)
    base, seen, at = Base(around.base), {own.id}, own
    while at.base and (before := passes.named(session, at.project_id, at.base.partition(":")[2])):
        if before.id in seen:
            break
        seen.add(before.id)
        whose = at.base.partition(":")[0]
        for layer, holder in _done(session, task, before, whose):
            if layer not in own.layers:
                base.tasks.setdefault(layer, holder)
        at = before
    base.tasks = {layer: base.tasks[layer] for layer in LAYERS if layer in base.tasks}
    return base


def locked_labels(session: Session, base: Base, text: PageText) -> Labelling:
    """Return the labels of a base as one labelling on the page's text."""
    found = Labelling(text)
    whole: dict[int, Labelling] = {}
    for layer in LAYERS:
        task = base.tasks.get(layer)
        if task is None:
            continue
        if task.id not in whole:
            whole[task.id] = TaskState.whole(session, task, text).labelling
        setattr(found, layer, getattr(whole[task.id], layer))
    return found


def laid_under(session: Session, base: Base | None, labels: Json) -> Json:
    """Return the labels of a task as the label screen reads them, with those of its base in the layers it lacks."""
    if base is None:
        return labels
    stored = {task.id: stored_labels(session, task) for task in base.tasks.values()}
    return labels | {layer: stored[task.id][layer] for layer, task in base.tasks.items()}


def _done(session: Session, task: models.Task, before: models.Pass, whose: str) -> list[tuple[str, models.Task]]:
    table, part = models.Task, models.TaskLayer
    query = select(part.layer, table).join(table, table.id == part.task_id)
    query = query.where(table.page_id == task.page_id, part.pass_name == before.name, part.status == "done")
    if whose == "own":
        query = query.where(table.role == "annotator", table.person_id == task.person_id)
    else:
        query = query.where(table.role == "gold")
    return [(layer, holder) for layer, holder in session.execute(query)]
