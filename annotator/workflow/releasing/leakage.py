"""Leaks: pages of a release that tell of one another, in different splits."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.labels import Json
from annotator.store import models

SPLITS = ("train", "validation", "test")
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Leak:
    """Two pages, by their ids, in different splits, and what they share."""

    a: str
    b: str
    why: str

    def to_json(self) -> Json:
        """Return the pair as the manifest lists it."""
        return {"a": self.a, "b": self.b, "why": self.why}


def leaks(session: Session, project_id: int, page_ids: Collection[int]) -> list[Leak]:
    """Return pairs of these pages in different splits that share group, story or text; one pair a neighbourhood."""
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


def _shared(group: str | None, story: str | None, digest: str) -> Iterator[tuple[str, str]]:
    if group:
        yield "group", group
    if story:
        yield "story", story
    yield "text", digest
