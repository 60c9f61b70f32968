"""Whether a pass can be done by the people there are: how many readers each language has, said before it opens."""

from collections import Counter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from annotator.core.counted import counted
from annotator.store import models, passes, queue
from annotator.store.database import Database
from annotator.store.passes import Source


def check(db: Database, project_id: int, name: str) -> list[str]:
    """Return what keeps a pass from being finished, one sentence for each language; none: its demand can be met."""
    with db.read() as session:
        one = passes.named(session, project_id, name)
        return of_pass(session, one) if one else []


def of_pass(session: Session, one: models.Pass) -> list[str]:
    """Return the same inside a transaction, over all sources of the pass."""
    said = [sentence for source in passes.sources(session, one) for sentence in _unmet(session, one, source)]
    return list(dict.fromkeys(said))


def _unmet(session: Session, one: models.Pass, source: Source) -> list[str]:
    needed = source.people or 1
    readers = _readers(session, one, source)
    page = models.Page
    listed: Any = select(page.language, func.count())
    query = queue.covered(listed, source).group_by(page.language)
    pages: Counter[str] = Counter()
    for language, count in session.execute(query):
        pages[language or ""] += count
    sentences = []
    for language, count in sorted(pages.items()):
        able = sum(1 for tags in readers if not language or not tags or queue.reads(language, tags))
        if able < needed:
            sentences.append(_sentence(language, count, able, needed))
    return sentences


def _readers(session: Session, one: models.Pass, source: Source) -> list[tuple[str, ...]]:
    """The languages of everybody who may take pages of the source; curators label only where they are named."""
    member, person = models.Membership, models.Person
    query = select(person.id, person.languages, member.role).join(member, member.person_id == person.id)
    usable = (person.disabled_at.is_(None), person.can_sign_in)
    rows = session.execute(query.where(member.project_id == one.project_id, *usable))
    named = {*session.scalars(select(models.PassRight.person_id).filter_by(pass_id=one.id, label=True))}
    chosen = named & set(source.takers) if named and source.takers else named or set(source.takers)
    return [tuple(tags) for key, tags, role in rows if (key in chosen if chosen else role == "annotator")]


def _sentence(language: str, count: int, able: int, needed: int) -> str:
    pages = counted(count, f"{language or 'unmarked'} page")
    readers = ("no reader", "1 reader")[able] if able < 2 else f"{able} readers"
    return f"{pages}, {readers}: {'redundancy ' + str(needed) + ' ' if needed > 1 else 'labelling them '}is impossible"
