"""Sums of counts, kept by buckets of pages: a view reads the sums, and sums up anew the buckets that have changed."""

import json
import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from annotator.core.agreement.figures import Tally
from annotator.store import agreement as stored
from annotator.store import agreement_sums as kept
from annotator.store import projects, tasks
from annotator.store.database import Database
from annotator.store.projects import ProjectRow

from .counting import count, current
from .material import Bases, Material, Question, bases, counted_under, load
from .report import BY, Group, tallies

LOG = logging.getLogger(__name__)
ROWS_AT_ONCE = 100
"""Sums that are kept in one short transaction."""
Part: TypeAlias = dict[str, Any]
"""The sums of a bucket: `groups` as pairs of a group and a tally; `pages` and `annotators` where all are one group."""


@dataclass
class Sums:
    """What is summed up about a question; `parts` holds, by what tells groups apart, the sums of each bucket.

    `left` counts the pages that have changed and aren't counted yet.
    """

    project: ProjectRow
    question: Question
    bases: list[str | None]
    parts: dict[str, dict[int, Part]] = field(default_factory=dict)
    left: int = 0

    @property
    def pages(self) -> list[int]:
        """The keys of the pages on which two people finished a layer."""
        return [page for part in self.parts[""].values() for page in part["pages"]]

    @property
    def annotators(self) -> list[str]:
        """The names of all who are compared with somebody, sorted."""
        return sorted({name for part in self.parts[""].values() for name in part["annotators"]})

    def pooled(self) -> Tally:
        """Return what all pages add up to."""
        return self._added("").get(None, Tally())

    def by(self, what: str) -> dict[Group, Tally]:
        """Return what the pages of each group add up to, sorted; `what` is site, language, week or pair."""
        found = self._pairs() if what == "pair" else self._added(what)
        return dict(sorted(found.items(), key=lambda item: (item[0] is None, item[0] or "")))

    def _pairs(self) -> dict[Group, Tally]:
        return {pair: Tally(alone={pair: counts}) for pair, counts in self.pooled().pairs.items()}

    def _added(self, what: str) -> dict[Group, Tally]:
        found: dict[Group, Tally] = {}
        for _, part in sorted(self.parts[what].items()):
            for group, tally in part["groups"]:
                found.setdefault(group, Tally()).add_stored(tally)
        return found


def summed(
    db: Database,
    project: ProjectRow,
    question: Question,
    by: Collection[str] = ("",),
    seconds: float | None = None,
    only: Collection[int] | None = None,
    known: Bases | None = None,
) -> Sums:
    """Return the sums of a question, by each of `by` (nothing, site, language or week), brought up to date.

    Where that takes longer than `seconds`, pages that have changed are left out and nothing is kept of their bucket.
    `only` names the buckets that are wanted, else all are; `known` are the bases, where they are known.
    """
    with db.read() as session:
        stood = known or bases(session, project, question)
        marks = _marks(session, project, question, stood, only)
        found = Sums(project, question, stood.all)
        stale = set[int]()
        for what in by:
            rows = kept.kept(session, project.id, _asked(question), what, only)
            found.parts[what] = {key: rows[key][1] for key in marks if rows.get(key, ("",))[0] == marks[key]}
            stale |= marks.keys() - found.parts[what].keys()
        if not stale:
            return found
        some = only is not None or len(stale) < len(marks)
        material = load(session, project, question, kept.in_buckets(stale) if some else None, stood)
    count(db, material, seconds)
    fresh = {what: _parts(material, what) for what in by}
    for what in by:
        found.parts[what] |= {key: fresh[what].get(key, _part([])) for key in stale}
    found.left = len(left := {one.page.id for one in material.stale})
    whole = stale - {kept.bucket_of(page) for page in left}
    _keep(db, project, question, {key: marks[key] for key in whole}, fresh)
    return found


def count_finished(db: Database, task_id: int) -> None:
    """Bring counts and sums up to date after a labelling was finished.

    The labelling is stored already, and what isn't counted now is counted when figures are asked for: a failure here is
    told to the log and to nobody else.
    """
    try:
        _sum_page(db, task_id)
    except Exception:
        LOG.exception("the agreement of task %s was not counted", task_id)


def _sum_page(db: Database, task_id: int) -> None:
    """Sum up the bucket of a finished page, if anybody has looked at the sums; else compare its labellings alone.

    The bases are taken to be those of the last time, which spares a look at all labellings: they are part of the mark,
    and where they have changed the next view sums up anew.
    """
    with db.read() as session:
        task = tasks.find(session, task_id)
        project = projects.by_id(session, task.project_id) if task else None
        if task is None or project is None:
            return
        bucket = [kept.bucket_of(task.page_id)]
        last = kept.kept(session, project.id, _asked(Question(task.pass_name)), "", bucket)
        own = stored.bases_of(session, task_id)
    for mark, _ in last.values():
        known = json.loads(mark.partition(" ")[2])
        summed(db, project, Question(task.pass_name), only=bucket, known=Bases(known["bases"], known["most"]))
    if not last:
        for base in own:
            only = stored.these([task.page_id])
            current(db, project, Question(task.pass_name, base), only=only, known=Bases([base], {}))


def _marks(
    session: Session, project: ProjectRow, question: Question, stood: Bases, only: Collection[int] | None
) -> dict[int, str]:
    """Return what each bucket's sums have to have been made from: its labellings, under what holds for all."""
    below = {one.name: one.base for one in projects.passes(session, project.id)}
    holds = {"counted": counted_under(project), "bases": stood.all, "most": stood.of_most, "below": below}
    under = json.dumps(holds, sort_keys=True)
    based = any(stood.all)
    found = kept.marks(session, project.id, question.pass_name, gold=question.gold, based=based, only=only)
    return {bucket: f"{mark} {under}" for bucket, mark in found.items()}


def _asked(question: Question) -> str:
    return json.dumps([question.pass_name, question.base, question.gold], ensure_ascii=False)


def _parts(material: Material, what: str) -> dict[int, Part]:
    """Return the sums of each bucket that the material reaches, told apart by `what`."""
    group = BY[what]
    found: dict[int, Part] = {}
    both = tallies(material, lambda one: (kept.bucket_of(one.page.id), group(one)))
    for (bucket, name), tally in both.items():
        found.setdefault(bucket, _part([]))["groups"].append([name, tally.stored()])
    if not what:
        for bucket, pages, names in _who_and_where(material):
            part = found.setdefault(bucket, _part([]))
            part["pages"], part["annotators"] = sorted(pages), sorted(names)
    return found


def _part(groups: list[Any]) -> Part:
    return {"groups": groups, "pages": [], "annotators": []}


def _who_and_where(material: Material) -> Iterator[tuple[int, set[int], set[str]]]:
    found: dict[int, tuple[set[int], set[str]]] = {}
    for one in material.comparisons:
        pages, names = found.setdefault(kept.bucket_of(one.page.id), (set(), set()))
        pages.add(one.page.id)
        names |= {side.person for side in one.sides}
    return ((bucket, *both) for bucket, both in found.items())


def _keep(
    db: Database,
    project: ProjectRow,
    question: Question,
    marks: Mapping[int, str],
    fresh: Mapping[str, dict[int, Part]],
) -> None:
    rows = [
        {
            "project_id": project.id,
            "asked": _asked(question),
            "by": what,
            "bucket": key,
            "mark": mark,
            "sums": parts.get(key, _part([])),
        }
        for key, mark in sorted(marks.items())
        for what, parts in fresh.items()
    ]
    for at in range(0, len(rows), ROWS_AT_ONCE):
        with db.write() as session:
            kept.keep(session, rows[at : at + ROWS_AT_ONCE])
