"""Invitations: a link that makes somebody a member of a project, once, before it ends."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.store import doors, events, models, people, projects
from annotator.store.database import Database
from annotator.store.doors import InvitationRow
from annotator.store.people import PersonRow

from .clock import now
from .identities import Identity, link
from .passwords import hashed
from .people import begin, checked_name, digest
from .projects import checked_language, within

LONGEST_LIFE = 30
"""Days."""
OVER = "This invitation has been used, taken back, or is over; ask for a new one"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation offers: a role in a project (`name`, and `slug` in addresses), made by somebody."""

    slug: str
    name: str
    role: str
    made_by: str


def make(db: Database, slug: str, role: str, languages: Iterable[str], days: int, by: PersonRow) -> str:
    """Return the token of a new invitation; refuses an unknown role, a malformed language, too short or long a life."""
    if role not in projects.ROLES:
        raise Refused("role", f"should be one of {', '.join(projects.ROLES)}")
    if not 1 <= days <= LONGEST_LIFE:
        raise Refused("days", f"should be a number from 1 to {LONGEST_LIFE}")
    tags = [checked_language(tag) for tag in dict.fromkeys(languages)]
    token = secrets.token_urlsafe(32)
    with db.write() as session:
        project = within(session, slug)
        session.add(
            models.Invitation(
                token_sha256=digest(token),
                project_id=project.id,
                role=role,
                languages=tags,
                made_by=by.id,
                expires_at=now(timedelta(days=days)),
            )
        )
        events.record(session, now(), "invitation.made", by.id, project=project.slug, role=role, days=days)
    return token


def listing(db: Database, project_id: int) -> list[InvitationRow]:
    """Return a project's invitations that are open, and those that were used."""
    with db.read() as session:
        return [one for one in doors.invitations(session, project_id) if one.used_at or one.expires_at > now()]


def revoke(db: Database, slug: str, key: str, by: PersonRow) -> None:
    """Take an open invitation back, named by its key in the list; refuses one that isn't open or isn't its own."""
    made = models.Invitation
    with db.write() as session:
        project = within(session, slug)
        one = (made.token_sha256.startswith(key, autoescape=True), made.project_id == project.id)
        ending = update(made).where(*one, made.used_at.is_(None), made.expires_at > now()).values(expires_at=now())
        if len(key) != people.KEY or not session.execute(ending.returning(made.role)).all():
            raise Refused("invitation", "is no longer open")
        events.record(session, now(), "invitation.revoked", by.id, project=project.slug)


def offer(db: Database, token: str) -> Offer | None:
    """Return what a link offers, without using it up; None where it is unknown, used, over, or its maker may not."""
    with db.read() as session:
        found = doors.invitation(session, digest(token), now())
        made = doors.inviting(session, found) if found else None
        if found is None or made is None:
            return None
        return Offer(made[0].slug, made[0].name, found.role, made[1])


def accept(db: Database, token: str, person: PersonRow) -> None:
    """Make somebody with an account a member; refuses who is one already, unless it makes an annotator a curator."""
    with db.write() as session:
        _join(session, token, person.id, person)


def enter(db: Database, token: str, name: str, password: str, agent: str = "") -> str:
    """Make an account with a password and a member of it, and return the token of its session."""
    if offer(db, token) is None:
        raise Refused("", OVER)
    stored = hashed(password, checked_name(name))
    with db.write() as session:
        person = _account(session, token, name)
        person.password = stored
        return begin(session, person.id, agent, "invitation")


def enter_as(db: Database, token: str, name: str, identity: Identity, agent: str = "") -> str:
    """Make an account that signs in through a provider and a member of it, and return the token of its session."""
    with db.write() as session:
        person = _account(session, token, name)
        link(session, person.id, identity)
        return begin(session, person.id, agent, "invitation")


def _account(session: Session, token: str, name: str) -> models.Person:
    if doors.invitation(session, digest(token), now()) is None:
        raise Refused("", OVER)  # who has no invitation isn't told which names there are
    if people.find(session, checked_name(name)):
        raise Refused(name, "is taken; choose another name, or sign in first if it is yours")
    person = models.Person(name=name, admin=False, can_sign_in=True, created_at=now(), languages=[])
    session.add(person)
    session.flush()
    events.record(session, now(), "person.added", person.id, name=name, admin=False)
    _join(session, token, person.id, None)
    return person


def _join(session: Session, token: str, person_id: int, known: PersonRow | None) -> None:
    found = doors.invitation(session, digest(token), now())
    made = doors.inviting(session, found) if found else None
    if found is None or made is None:
        raise Refused("", OVER)
    project = made[0]
    role = projects.role_of(session, project.id, known) if known else None
    if role in ("admin", "curator", found.role):
        raise Refused(project.name, f"has you as {role} already; the invitation can go to somebody else")
    used = models.Invitation
    using = update(used).where(used.token_sha256 == digest(token), used.used_at.is_(None))
    # Of two who follow the link at once, one comes too late.
    if not session.execute(using.values(used_at=now(), used_by=person_id).returning(used.role)).all():
        raise Refused("", OVER)
    membership = session.get(models.Membership, (project.id, person_id))
    if membership:
        membership.role = found.role
    else:
        session.add(models.Membership(project_id=project.id, person_id=person_id, role=found.role))
    person = session.get_one(models.Person, person_id)
    person.languages = list(dict.fromkeys([*person.languages, *found.languages]))
    events.record(session, now(), "member.joined", person_id, project=project.slug, person=person.name, role=found.role)
