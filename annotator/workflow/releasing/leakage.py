"""Leaks: pages of a release that tell of one another, in different splits."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core import sketches
from annotator.core.labels import Json
from annotator.store import models, splits
from annotator.workflow.splitting import leaking as splitting

SPLITS = ("train", "validation", "test")
AT_ONCE = 5000
EXACT = ("group", "story", "text")
WHY = {"site": "the same site", "near": "nearly the same text"}


@dataclass(frozen=True, slots=True)
class Leak:
    """Two pages, by their ids, in different splits, and what they share."""

    a: str
    b: str
    why: str

    def to_json(self) -> Json:
        """Return the pair as the manifest lists it."""
        return {"a": self.a, "b": self.b, "why": self.why}


def compared(session: Session, project_id: int) -> list[str]:
    """Return what pages of different splits are compared by, in words."""
    plan = splits.plan(session, project_id)
    if plan is None:
        return [*EXACT]
    return [
        *EXACT,
        *(("site",) if plan.by == "site" else ()),
        f"nearly the same text (Jaccard {sketches.ALIKE:g} or more)",
    ]


def leaks(session: Session, project_id: int, page_ids: Collection[int]) -> list[Leak]:
    """Return pairs of these pages in different splits that share group, story, site or text, or are near-duplicates.

    Near-duplicates are looked for where the project has a plan for its splits, sites where the plan is by site: what is
    known about a page may have changed since it got its split. Of pages that share a group, a story or a text, one pair
    for each two splits is named.
    """
    found = [one for one in splitting.leaks(session, project_id, page_ids) if one.kind in WHY]
    ids = _ids(session, project_id, {name for one in found for name in (one.page, one.other)})
    alike = [Leak(ids[one.page], ids[one.other], f"{WHY[one.kind]} ({one.what})") for one in found]
    return _equal(session, project_id, page_ids) + alike


def _equal(session: Session, project_id: int, page_ids: Collection[int]) -> list[Leak]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    leaking: list[Leak] = []
    wanted = frozenset(page_ids)
    page = models.Page
    columns = (page.id, page.uid, page.split, page.split_group, page.story, page.sha256)
    query = select(*columns).where(page.project_id == project_id).order_by(page.name, page.id)
    for key, uid, split, group, story, digest in session.execute(query.execution_options(yield_per=AT_ONCE)):
        if key not in wanted or (split or "train") not in SPLITS:
            continue
        for shared in _shared(group, story, digest):
            found.setdefault(shared, {}).setdefault(split or "train", uid)
    for (what, which), by_split in sorted(found.items()):
        pairs = pairwise(by_split[split] for split in SPLITS if split in by_split)
        leaking += [Leak(a, b, f"the same {what}{f' ({which})' if what != 'text' else ''}") for a, b in pairs]
    return leaking


def _ids(session: Session, project_id: int, names: Collection[str]) -> dict[str, str]:
    page = models.Page
    wanted = sorted(names)
    query = select(page.name, page.uid).where(page.project_id == project_id)
    found: dict[str, str] = {}
    for at in range(0, len(wanted), AT_ONCE):
        rows = session.execute(query.where(page.name.in_(wanted[at : at + AT_ONCE])))
        found |= {row.name: row.uid for row in rows}
    return found


def _shared(group: str | None, story: str | None, digest: str) -> Iterator[tuple[str, str]]:
    if group:
        yield "group", group
    if story:
        yield "story", story
    yield "text", digest
