"""What a release says of itself beside its data: agreement, guidelines, counts."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.agreement.figures import Tally
from annotator.core.labels import LAYERS, Json
from annotator.store import models
from annotator.store import projects as stored
from annotator.store.agreement import met, these
from annotator.store.database import Database
from annotator.store.projects import ProjectRow
from annotator.workflow import agreement
from annotator.workflow.agreement.material import bases

AT_ONCE = 500
"""Pages whose agreement is in memory at a time."""


@dataclass(slots=True)
class Counts:
    """What is in a release, counted from the records that are written."""

    pages: int = 0
    standoff: int = 0
    characters: int = 0
    by: dict[str, Counter[str]] = field(default_factory=dict)

    def take(self, value: Json, split: str, *, published: bool) -> None:
        """Count one page's record."""
        page = value["page"]
        self.pages += 1
        self.standoff += not published
        self.characters += page["length"]
        self._one("splits", split)
        self._one("sites", page["site"] or "")
        self._one("languages", page["language"] or "")
        self._one("rights", page["rights"] or "")
        for labelling in value["labellings"]:
            self._labelling(labelling)

    def to_json(self) -> Json:
        """Return the counts, each sorted by name."""
        counted: Json = {"pages": self.pages, "standoff": self.standoff, "characters": self.characters}
        return counted | {name: dict(sorted(self.by.get(name, Counter()).items())) for name in NAMES}

    def _labelling(self, one: Json) -> None:
        self._one("annotators", one["annotator"])
        for layer in LAYERS:
            if one["layers"][layer]["status"] == "done":
                self._one("layers", layer)
        for line in one["lines"]:
            self._one("lines", line["label"])
            self._one("kinds", line["kind"] or "")
        for quote in one["quotes"]:
            self._one("quotes", quote["type"])
        for stance in one["stances"]:
            self._one("stances", str(stance["polarity"]))

    def _one(self, what: str, which: str) -> None:
        self.by.setdefault(what, Counter())[which] += 1


NAMES = ("splits", "languages", "sites", "rights", "annotators", "layers", "lines", "kinds", "quotes", "stances")
"""What is counted by name; "" stands for what a page or line doesn't tell."""


def guidelines(session: Session, project_id: int) -> dict[str, Any]:
    """Return the digest of each version of the guideline that a finished layer or a pass names."""
    table, layer, task, page = models.Guideline, models.TaskLayer, models.Task, models.Page
    used = select(layer.guideline).join(task, task.id == layer.task_id).join(page, page.id == task.page_id)
    used = used.where(page.project_id == project_id, layer.status == "done", layer.guideline.is_not(None))
    versions = set(session.scalars(used.distinct()))
    texts = session.scalars(select(table).where(table.project_id == project_id).order_by(table.version))
    return {one.version: hashlib.sha256(one.text.encode()).hexdigest() for one in texts if one.version in versions}


def agreed(
    db: Database, project: ProjectRow, page_ids: Sequence[int], tell: Callable[[str], None] = lambda _: None
) -> Json:
    """Return by pass how far people agree on these pages; a pass no two people met in is not there.

    Where a pass was done on several bases, those labellings of a layer count that stand on the base of most.
    """
    found: Json = {}
    with db.read() as session:
        names = [one.name for one in stored.passes(session, project.id) if met(session, project.id, one.name)]
    for name in names:
        question = agreement.Question(name)
        with db.read() as session:
            known = bases(session, project, question)
        whole, pages = Tally(), 0
        for at in range(0, len(page_ids), AT_ONCE):
            some = these(page_ids[at : at + AT_ONCE])
            material = agreement.current(db, project, question, only=some, known=known)
            whole.add(agreement.pooled(material))
            pages += len(agreement.pages_of(material))
            tell(f"agreement in the pass {name}: {min(at + AT_ONCE, len(page_ids))} of {len(page_ids)} pages")
        found[name] = {"pages": pages, "figures": whole.figures()}
    return found
