"""Queries about people, their sign-in links and their sessions."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session

from . import models

KEY = 16
"""How much of a token's digest a list shows, to name a row by."""
SESSION = (
    select(
        models.Person.id,
        models.Person.name,
        models.Person.admin,
        models.Person.can_sign_in,
        models.Person.disabled_at,
        models.Session.seen_at,
        models.Session.expires_at,
    )
    .join(models.Session, models.Person.id == models.Session.person_id)
    .where(models.Session.token_sha256 == bindparam("token"))
)
"""Built once, since every request asks."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who has a name here; imported annotators have one without being able to sign in."""

    id: int
    name: str
    admin: bool
    can_sign_in: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A signed-in browser: whose it is, when it was last seen, when it ends."""

    person: PersonRow
    seen_at: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A signed-in browser as its owner's list shows it; `key` names it there, and opens nothing."""

    key: str
    agent: str
    created_at: str
    seen_at: str
    expires_at: str


def find(session: Session, name: str) -> PersonRow | None:
    """Return the person of that name."""
    return _one(session, select(models.Person).where(models.Person.name == name))


def by_id(session: Session, person_id: int) -> PersonRow | None:
    """Return the person with that key."""
    return _one(session, select(models.Person).where(models.Person.id == person_id))


def listing(session: Session) -> list[PersonRow]:
    """Return everybody, by name."""
    people = session.scalars(select(models.Person)).all()
    return sorted((_row(one) for one in people), key=lambda one: one.name)


def link_owner(session: Session, token_sha256: str, now: str) -> PersonRow | None:
    """Return whom an unused link that still holds at `now` signs in."""
    link = models.SignInLink
    usable = (link.token_sha256 == token_sha256, link.used_at.is_(None), link.expires_at > now)
    found = _one(session, select(models.Person).join(link, link.person_id == models.Person.id).where(*usable))
    return found if found and found.can_sign_in and not found.disabled else None


def session_of(session: Session, token_sha256: str) -> SessionRow | None:
    """Return the session with that token digest, expired or not."""
    row = session.connection().execute(SESSION, {"token": token_sha256}).one_or_none()
    if row is None:
        return None
    key, name, admin, can_sign_in, disabled_at, seen_at, expires_at = row
    return SessionRow(PersonRow(key, name, admin, can_sign_in, disabled_at is not None), seen_at, expires_at)


def sessions(session: Session, person_id: int, now: str, seen_since: str) -> list[OwnSession]:
    """Return somebody's sessions that still hold, the one that was seen last first."""
    one = models.Session
    holds = (one.person_id == person_id, one.expires_at > now, one.seen_at > seen_since)
    found = session.scalars(select(one).where(*holds).order_by(one.seen_at.desc(), one.token_sha256))
    return [OwnSession(row.token_sha256[:KEY], row.agent, row.created_at, row.seen_at, row.expires_at) for row in found]


def languages(session: Session, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the languages that people read, by name."""
    query = select(models.Person.name, models.Person.languages).where(models.Person.name.in_(list(names)))
    return {name: tuple(spoken) for name, spoken in session.execute(query)}


def anybody_signed_in(session: Session) -> bool:
    """Tell whether any sign-in link has ever been used."""
    return bool(session.scalar(select(exists().where(models.SignInLink.used_at.is_not(None)))))


def _one(session: Session, query: Select[models.Person]) -> PersonRow | None:
    found = session.scalars(query).one_or_none()
    return _row(found) if found else None


def _row(one: models.Person) -> PersonRow:
    return PersonRow(one.id, one.name, one.admin, one.can_sign_in, one.disabled_at is not None)
