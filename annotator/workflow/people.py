"""People and their doors: names, one-time sign-in links, sessions."""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.store import events, models, people, projects
from annotator.store.database import Database
from annotator.store.people import OwnSession, PersonRow

from .clock import now
from .projects import checked_language

GOLD = "gold"
"""The annotator of gold labellings; nobody signs in under that name."""
LONGEST_NAME = 80
LINK_LIVES = timedelta(minutes=15)
SESSION_LIVES = timedelta(days=7)
SESSION_RESTS = timedelta(hours=12)
LONGEST_AGENT = 200
SEEN_AGAIN = timedelta(minutes=10)
"""How old a session's last sighting may be before it is written again; not every request should write."""


def add(db: Database, name: str, *, admin: bool = False) -> PersonRow:
    """Give somebody an account without any password; refuses a name that is taken or can't be one.

    A name that came with an import becomes an account, with its labellings.
    """
    with db.write() as session:
        found = people.find(session, checked_name(name))
        if found and found.can_sign_in:
            raise Refused(name, "has an account already; `user link` makes a sign-in link")
        person = _enable(session, found) if found else _insert(session, name, can_sign_in=True)
        person.admin = admin or person.admin
        events.record(session, now(), "person.added", name=name, admin=admin)
    return _known(db, name)


def set_disabled(db: Database, name: str, *, disabled: bool) -> None:
    """Shut somebody out at once, sessions and tokens with them, or let them in again; refuses an unknown name."""
    with db.write() as session:
        found = people.find(session, name)
        if found is None or not found.can_sign_in:
            raise Refused(name, "has no account; `user add` makes one")
        session.get_one(models.Person, found.id).disabled_at = now() if disabled else None
        end_sessions(session, found.id)
        events.record(session, now(), "person.disabled" if disabled else "person.enabled", person=name)


def make_link(db: Database, name: str) -> str:
    """Return the token of a new one-time link, good for 15 minutes; refuses an unknown name.

    Making a link for a name that came with an import lets that person sign in from now on.
    """
    token = secrets.token_urlsafe(32)
    with db.write() as session:
        found = people.find(session, name)
        if found is None:
            raise Refused(name, "has no account; `user add` makes one")
        if found.name == GOLD or found.disabled:
            raise Refused(name, "can't sign in")
        if not found.can_sign_in:
            _enable(session, found)
        session.execute(delete(models.SignInLink).where(models.SignInLink.expires_at < now(-SESSION_LIVES), _unused()))
        until = now(LINK_LIVES)
        session.add(models.SignInLink(token_sha256=digest(token), person_id=found.id, expires_at=until))
        events.record(session, now(), "link.made", person=found.name)
    return token


def link_owner(db: Database, token: str) -> PersonRow | None:
    """Return whom the link would sign in, without using it up; None where it is unknown, used or too old."""
    with db.read() as session:
        return people.link_owner(session, digest(token), now())


def sign_in(db: Database, token: str, agent: str = "") -> str | None:
    """Use a link up and return the token of a new session; None where the link is unknown, used or too old.

    `agent` is what the browser calls itself.
    """
    at = now()
    with db.write() as session:
        person = people.link_owner(session, digest(token), at)
        link = models.SignInLink
        using = update(link).where(link.token_sha256 == digest(token), _unused()).values(used_at=at)
        if person is None or session.execute(using.returning(link.person_id)).scalar_one_or_none() is None:
            return None
        return begin(session, person.id, agent, "link")


def begin(session: Session, person_id: int, agent: str, by: str) -> str:
    """Return the token of a new session, inside a transaction; `by` says which door it came through."""
    fresh, at = secrets.token_urlsafe(32), now()
    session.execute(delete(models.Session).where(models.Session.expires_at < at))
    session.add(
        models.Session(
            token_sha256=digest(fresh),
            person_id=person_id,
            created_at=at,
            seen_at=at,
            expires_at=now(SESSION_LIVES),
            agent=agent[:LONGEST_AGENT],
        )
    )
    events.record(session, at, "signed.in", person_id, by=by)
    return fresh


def person_for(db: Database, session_token: str) -> PersonRow | None:
    """Return who is signed in with this session; None after 12 idle hours, 7 days, or signing out."""
    found_by, at = digest(session_token), now()
    with db.read() as session:
        found = people.session_of(session, found_by)
    if found is None or found.expires_at <= at or found.seen_at <= now(-SESSION_RESTS):
        return None
    if found.person.disabled or not found.person.can_sign_in:
        return None
    if found.seen_at <= now(-SEEN_AGAIN):
        with db.write() as session:
            session.execute(update(models.Session).where(models.Session.token_sha256 == found_by).values(seen_at=at))
    return found.person


def sign_out(db: Database, session_token: str) -> None:
    """End a session on the server; an unknown one is no error."""
    with db.write() as session:
        ended = delete(models.Session).where(models.Session.token_sha256 == digest(session_token))
        owner = session.execute(ended.returning(models.Session.person_id)).scalar_one_or_none()
        if owner is not None:
            events.record(session, now(), "signed.out", owner)


def own_sessions(db: Database, person_id: int) -> list[OwnSession]:
    """Return where somebody is signed in."""
    with db.read() as session:
        return people.sessions(session, person_id, now(), now(-SESSION_RESTS))


def end_session(db: Database, person_id: int, key: str) -> None:
    """End one of somebody's own sessions, named by the key of their list; refuses one that isn't theirs."""
    with db.write() as session:
        ended = end_sessions(session, person_id, models.Session.token_sha256.startswith(key, autoescape=True))
        if len(key) != people.KEY or ended != 1:
            raise Refused("session", "has ended already")


def end_others(db: Database, person_id: int, session_token: str) -> int:
    """End all of somebody's sessions but this one; returns how many those were."""
    with db.write() as session:
        return end_sessions(session, person_id, models.Session.token_sha256 != digest(session_token))


def end_sessions(session: Session, person_id: int, *which: ColumnElement[bool]) -> int:
    """End somebody's sessions, inside a transaction; returns how many those were."""
    ended = delete(models.Session).where(models.Session.person_id == person_id, *which)
    number = len(session.execute(ended.returning(models.Session.token_sha256)).all())
    if number:
        events.record(session, now(), "sessions.ended", person_id, number=number)
    return number


def set_languages(db: Database, slug: str, name: str, languages: Iterable[str], by: PersonRow) -> None:
    """Say which languages a member of a project reads (BCP 47 tags); refuses a malformed tag and who is no member."""
    tags = [checked_language(tag) for tag in dict.fromkeys(languages)]
    with db.write() as session:
        project = projects.find(session, slug)
        person = people.find(session, name)
        if project is None or person is None or session.get(models.Membership, (project.id, person.id)) is None:
            raise Refused(name, "is no member of the project")
        session.get_one(models.Person, person.id).languages = tags
        events.record(session, now(), "languages.set", by.id, project=slug, person=name, languages=tags)


def set_keys(db: Database, person_id: int, keys: dict[str, object]) -> None:
    """Keep somebody's own keys of the label screen, as `read_keys` gives them."""
    with db.write() as session:
        session.get_one(models.Person, person_id).keys = keys


def everybody(db: Database) -> list[PersonRow]:
    """Return all people by name, those who only came with an import too."""
    with db.read() as session:
        return people.listing(session)


def named(session: Session, name: str, place: str) -> PersonRow:
    """Return the person of that name; one who isn't there yet gets a name that can't sign in."""
    found = people.find(session, name)
    if found is None:
        try:
            _checked_form(name)
        except Refused as refused:
            raise refused.within(place) from None
        _insert(session, name, can_sign_in=False)
        session.flush()
        found = people.find(session, name)
    assert found is not None, "it was inserted two lines above"  # noqa: S101
    return found


def digest(token: str) -> str:
    """Return what is stored of a token; the token itself never is."""
    return hashlib.sha256(token.encode()).hexdigest()


def checked_name(name: str) -> str:
    """Return the name of a person as it is; refuses what can't be one, and that of the gold."""
    if name == GOLD:
        raise Refused(name, "is the name of the gold labellings and can't be a person's")
    return _checked_form(name)


def _checked_form(name: str) -> str:
    if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME:
        raise Refused("name", f"should have 1 to {LONGEST_NAME} characters without white space at the ends")
    if any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") for one in name):
        raise Refused("name", "should hold no control characters or line ends")
    return name


def _insert(session: Session, name: str, *, can_sign_in: bool) -> models.Person:
    person = models.Person(name=name, admin=False, can_sign_in=can_sign_in, created_at=now())
    session.add(person)
    return person


def _enable(session: Session, found: PersonRow) -> models.Person:
    person = session.get_one(models.Person, found.id)
    person.can_sign_in = True
    return person


def _known(db: Database, name: str) -> PersonRow:
    with db.read() as session:
        found = people.find(session, name)
    if found is None:
        raise Refused(name, "was removed at this very moment")
    return found


def _unused() -> ColumnElement[bool]:
    return models.SignInLink.used_at.is_(None)
