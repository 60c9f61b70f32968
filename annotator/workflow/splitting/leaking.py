"""Leaks: pages that belong together and stand in different splits, each pair named."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import combinations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from annotator.core import sketches
from annotator.core.labels import Json
from annotator.core.splits import SPLITS
from annotator.store import models, splits

from .sketching import compared, repeated

OF_A_BAND = 100
"""Pages of one band, the first ones, that are compared with each other: of thousands of equal ones some will do."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Two pages of different splits that share a site or a story, or are near-duplicates.

    `kind` is site, story or near; `what` is the site or story, or the Jaccard index of their shingles (`0.83`).
    """

    kind: str
    what: str
    page: str
    split: str
    other: str
    other_split: str

    def to_json(self) -> Json:
        """Return the leak as a program reads it."""
        return asdict(self)

    def __str__(self) -> str:
        """Say the leak in words."""
        why = f"are near-duplicates ({self.what})" if self.kind == "near" else f"share the {self.kind} {self.what}"
        return f"{self.page} ({self.split}) and {self.other} ({self.other_split}) {why}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A page in a split."""

    key: int
    name: str
    site: str | None
    story: str | None
    split: str


def leaks(session: Session, project_id: int, page_ids: Collection[int] | None = None) -> list[Leak]:
    """Return the leaks among a project's pages, or among those chosen; without a plan there are no splits, and none.

    Of a site or story that is in several splits, each page outside the split of most is named once, beside the first
    page of that split. Withdrawn pages don't count unless they are chosen.
    """
    plan = splits.plan(session, project_id)
    if plan is None:
        return []
    pages = {one.key: one for one in _standing(session, project_id, page_ids)}
    found: list[Leak] = []
    for kind in ("site", "story") if plan.by == "site" else ("story",):
        found += _shared(kind, pages.values())
    return found + sorted(_near(session, project_id, pages), key=lambda one: (one.page, one.other))


def _standing(session: Session, project_id: int, page_ids: Collection[int] | None) -> Iterator[Standing]:
    page = models.Page
    query = select(page.id, page.name, page.site, page.story, page.split)
    query = query.where(page.project_id == project_id, page.split.in_(SPLITS))
    if page_ids is None:
        query = query.where(page.withdrawn_at.is_(None))
    chosen = None if page_ids is None else set(page_ids)
    for key, name, site, story, split in session.execute(query.order_by(page.name)):
        if chosen is None or key in chosen:
            yield Standing(key, name, site, story, split or "")


def _shared(kind: str, pages: Iterable[Standing]) -> Iterator[Leak]:
    """Yield the leaks of pages that share a site or story."""
    by_value: dict[str, list[Standing]] = {}
    for one in pages:
        if value := getattr(one, kind):
            by_value.setdefault(value, []).append(one)
    for value, those in sorted(by_value.items()):
        sizes = Counter(one.split for one in those)
        most = max(sorted(sizes), key=lambda split: sizes[split])
        first = next(one for one in those if one.split == most)
        for one in those:
            if one.split != most:
                yield Leak(kind, value, one.name, one.split, first.name, most)


def _near(session: Session, project_id: int, pages: dict[int, Standing]) -> Iterator[Leak]:
    """Yield the leaks of near-duplicates: suspected by their bands and sketches, and compared shingle by shingle."""
    pairs = {pair for band in _bands(session, project_id) for pair in _across(band, pages)}
    known = splits.stored_sketches(session, sorted({key for pair in pairs for key in pair}))
    lines: dict[str | None, set[int]] = {}
    for one, other in sorted(pairs):
        if sketches.likeness(known[one], known[other]) < sketches.SUSPECTED:
            continue
        sets = []
        for key, text in sorted(splits.texts(session, [one, other]).items()):
            site = pages[key].site
            if site not in lines:
                lines[site] = repeated(session, project_id, site)
            sets.append(compared(text, lines[site]))
        index = sketches.jaccard(*sets) if len(sets) == 2 else 0
        if index >= sketches.ALIKE:
            first, second = sorted((pages[one], pages[other]), key=lambda page: page.name)
            yield Leak("near", f"{index:.2f}", first.name, first.split, second.name, second.split)


def _bands(session: Session, project_id: int) -> Iterator[list[int]]:
    """Yield, for each band that pages of several splits share, the keys of its pages."""
    band, page = models.PageBand, models.Page
    several = (
        select(band.band)
        .join(page, page.id == band.page_id)
        .where(band.project_id == project_id, page.split.in_(SPLITS))
        .group_by(band.band)
        .having(func.min(page.split) != func.max(page.split))
    )
    query = select(band.band, band.page_id).where(band.project_id == project_id, band.band.in_(several))
    of_band: dict[int, list[int]] = {}
    for number, key in session.execute(query.order_by(band.band, band.page_id)):
        of_band.setdefault(number, []).append(key)
    yield from of_band.values()


def _across(keys: list[int], pages: dict[int, Standing]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of one band's pages that stand in different splits; the earlier page comes first."""
    taken: Counter[str] = Counter()
    those = []
    for key in keys:
        if key in pages and taken[pages[key].split] < OF_A_BAND:
            taken[pages[key].split] += 1
            those.append(key)
    return ((one, other) for one, other in combinations(those, 2) if pages[one].split != pages[other].split)
