"""Whom an OpenID provider knows a person as: linked by an invitation or an admin, never by a name alone."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.store import doors, events, models, people
from annotator.store.database import Database
from annotator.store.people import PersonRow

from .clock import now
from .people import begin


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider says somebody is: its address, the subject that never changes, and what it calls the person."""

    issuer: str
    subject: str
    name: str


def sign_in(db: Database, identity: Identity, agent: str = "") -> str | None:
    """Return the token of a new session; None where the subject is linked to nobody who may sign in."""
    with db.write() as session:
        person = doors.identified(session, identity.issuer, identity.subject)
        if person is None or person.disabled or not person.can_sign_in:
            return None
        return begin(session, person.id, agent, "provider")


def link(session: Session, person_id: int, identity: Identity) -> None:
    """Let a provider's subject sign in as that person, inside a transaction; refuses one that is linked already."""
    if doors.identified(session, identity.issuer, identity.subject):
        raise Refused(identity.subject, "is linked to an account already")
    session.add(models.Identity(issuer=identity.issuer, subject=identity.subject, person_id=person_id, linked_at=now()))
    events.record(session, now(), "identity.linked", person_id, issuer=identity.issuer, subject=identity.subject)


def link_named(db: Database, name: str, issuer: str, subject: str) -> None:
    """Link a subject to somebody with an account, as an admin does; refuses an unknown name and a linked subject."""
    with db.write() as session:
        person = people.find(session, name)
        if person is None or not person.can_sign_in:
            raise Refused(name, "has no account; `user add` makes one")
        link(session, person.id, Identity(issuer, subject, name))


def unlink(db: Database, person: PersonRow, issuer: str, subject: str) -> None:
    """Let a provider's subject no longer sign in as the person.

    Refuses one that isn't theirs, and the last way in of who has no password.
    """
    with db.write() as session:
        # Two that are taken away at once come one after the other.
        session.get_one(models.Person, person.id, with_for_update=True)
        known = doors.identities(session, person.id)
        found = next((one for one in known if (one.issuer, one.subject) == (issuer, subject)), None)
        if found is None:
            raise Refused("identity", "is none of yours")
        if len(known) == 1 and doors.password_of(session, person.id) is None:
            raise Refused("identity", "is your only way in; set a password first")
        session.delete(found)
        events.record(session, now(), "identity.unlinked", person.id, issuer=issuer, subject=subject)
