"""What a release says of itself beside its data: agreement, guidelines, counts."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core import statistics
from annotator.core.agreement.figures import Tally
from annotator.core.counted import counted
from annotator.core.labels import Json
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

    tally: statistics.Tally = field(default_factory=statistics.Tally)
    standoff: int = 0
    rights: Counter[str] = field(default_factory=Counter)
    annotators: Counter[str] = field(default_factory=Counter)

    def take(self, value: Json, split: str, lines: int, *, published: bool) -> None:
        """Count one page's record; `lines` are those of its text, which the record may lack."""
        self.tally.add(value, split, lines)
        self.standoff += not published
        self.rights[value["page"]["rights"] or ""] += 1
        self.annotators.update(one["annotator"] for one in value["labellings"])

    def to_json(self) -> Json:
        """Return the counts of a manifest, each sorted by name; "" stands for what a page or line doesn't tell."""
        tally, kinds, polarities = self.tally, Counter[str](), Counter[str]()
        for (_, kind), count in tally.kinds.items():
            kinds[kind] += count
        for (_, polarity), count in tally.stances.items():
            polarities[polarity] += count
        named: dict[str, Counter[str]] = {
            "splits": tally.splits,
            "languages": tally.languages,
            "sites": tally.sites,
            "rights": self.rights,
            "annotators": self.annotators,
            "layers": tally.answered,
            "lines": tally.labels,
            "kinds": kinds,
            "quotes": tally.quote_types,
            "stances": polarities,
        }
        counted: Json = {"pages": tally.pages, "standoff": self.standoff, "characters": tally.code_points}
        return counted | {name: dict(sorted(counts.items())) for name, counts in named.items()}


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
            tell(
                f"agreement in the pass {name}: {min(at + AT_ONCE, len(page_ids))} of {counted(len(page_ids), 'page')}"
            )
        found[name] = {"pages": pages, "figures": whole.figures()}
    return found
