"""Sketches of pages, made from what their sites don't repeat; near-duplicates are found by them."""

import time
from collections import Counter
from math import ceil

from sqlalchemy.orm import Session

from annotator.core import sketches
from annotator.languages import fold_long
from annotator.store import splits
from annotator.store.database import Database

AT_ONCE = 40
SAMPLE = 30
"""Pages of a site that are looked at for what it repeats."""
FEWEST, SHARE = 3, 0.3
"""A line of so many pages of the sample, and of that share of it, belongs to the site and not to a story."""


def sketch_pages(db: Database, project_id: int, until: float | None = None) -> bool:
    """Make the sketches that are missing, in one transaction for some pages each; tells whether all are there.

    `until` is a moment of `time.monotonic` after which nothing new is begun.
    """
    with db.read() as session:
        waiting = splits.unsketched(session, project_id)
    known: tuple[str | None, set[int]] = (None, set())
    for at in range(0, len(waiting), AT_ONCE):
        if until is not None and time.monotonic() >= until:
            return False
        made: dict[int, tuple[int, ...] | None] = {}
        with db.read() as session:
            part = waiting[at : at + AT_ONCE]
            texts = splits.texts(session, [one.key for one in part])
            for one in part:
                if one.site != known[0]:
                    known = (one.site, repeated(session, project_id, one.site))
                made[one.key] = sketches.sketch(compared(texts[one.key], known[1]))
        with db.write() as session:
            splits.put_sketches(session, project_id, made)
    return True


def compared(text: str, repeated_lines: set[int]) -> set[int]:
    """Return the shingles of a page's text by which it is compared: of its prose, folded over scripts."""
    return sketches.shingles(sketches.prose(fold_long(text), repeated_lines))


def repeated(session: Session, project_id: int, site: str | None) -> set[int]:
    """Return keys of long lines that stand on many pages of a site: its notices, and no story's."""
    if site is None:
        return set()
    pages, count = 0, Counter[int]()
    for text in splits.of_site(session, project_id, site, SAMPLE):
        pages += 1
        count.update({sketches.line_key(line) for line in sketches.prose(fold_long(text))})
    least = max(FEWEST, ceil(SHARE * pages))
    return {key for key, times in count.items() if times >= least}
