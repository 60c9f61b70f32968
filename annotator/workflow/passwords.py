"""Signing in with name and password: argon2id, one answer whatever was wrong, and a pause after five failures."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from math import ceil

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.passwords import LONGEST, check_password
from annotator.store import doors, events, models, people
from annotator.store.database import Database
from annotator.store.people import PersonRow

from .clock import now
from .people import begin, digest, end_sessions

HASHER = PasswordHasher()
DUMMY = "$argon2id$v=19$m=65536,t=3,p=4$NEN3qJmT0rcxGTPbJuQCIw$ds8W3L1BegadBdRfFk1A9Fdrczmw+/f/YoXffNAZZ38"
"""Of a password that nobody knows: an account that isn't there takes as long as one that is."""
MOST_FAILURES = 5
WINDOW = timedelta(minutes=15)
AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 64 MiB and all of a core; who comes while two are being made waits for a turn."""
TURN = 10.0
"""Seconds after which waiting for a turn is given up."""


class Shut(Refused):
    """Too much was tried; the door opens again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        minutes = ceil(seconds / 60)
        super().__init__("", f"Too many attempts; try again in {counted(minutes, 'minute')}")
        self.seconds = seconds


def sign_in(db: Database, name: str, password: str, agent: str = "") -> str | None:
    """Return the token of a new session; None where name or password is wrong, whichever it is.

    Raises Shut after five failures of that name in a quarter of an hour, and where too many try at once.
    """
    with db.read() as session:
        person = people.find(session, name)
        stored = doors.password_of(session, person.id) if person else None
    good = _attempt(db, name, password, stored, person)
    if not good or person is None or person.disabled or not person.can_sign_in:
        return None
    with db.write() as session:
        return begin(session, person.id, agent, "password")


def change(db: Database, person: PersonRow, old: str, new: str, session_token: str) -> None:
    """Give the person another password, or a first one, and end all other sessions; refuses a wrong old one."""
    with db.read() as session:
        stored = doors.password_of(session, person.id)
    check_password(new, person.name, common())
    if stored and not _attempt(db, person.name, old, stored, person):
        raise Refused("old password", "is wrong")
    _keep(db, person, new, digest(session_token), person.id)


def set_password(db: Database, name: str, password: str) -> None:
    """Give somebody a password from the command line and end their sessions; refuses who has no account."""
    with db.read() as session:
        person = people.find(session, name)
    if person is None or not person.can_sign_in:
        raise Refused(name, "has no account; `user add` makes one")
    check_password(password, name, common())
    _keep(db, person, password, "", None)


def hashed(password: str, name: str) -> str:
    """Return what is stored of a new password; refuses one that can't be taken."""
    check_password(password, name, common())
    with _turn():
        return HASHER.hash(password)


@cache
def common() -> frozenset[str]:
    """Return the words that passwords are made of most often, in lower case."""
    text = files("annotator").joinpath("workflow", "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _attempt(db: Database, name: str, password: str, stored: str | None, person: PersonRow | None) -> bool:
    """Compare a password, counting the attempt before it is made, so that many at once are counted as well."""
    account = digest(name)
    _count(db, account)
    with _turn():
        good = _is(stored or DUMMY, password) and stored is not None
    with db.write() as session:
        if good:
            session.execute(delete(models.Failure).where(models.Failure.account == account))
        else:
            events.record(session, now(), "password.failed", person.id if person else None)
    return good


def _count(db: Database, account: str) -> None:
    with db.write() as session:
        # On PostgreSQL two transactions would not see each other's count.
        session.execute(select(models.Setting.key).where(models.Setting.key == "instance_id").with_for_update())
        session.execute(delete(models.Failure).where(models.Failure.at <= now(-WINDOW)))
        earlier = doors.failures(session, account, now(-WINDOW))
        if len(earlier) < MOST_FAILURES:
            session.add(models.Failure(account=account, at=now()))
            return
    opens = datetime.fromisoformat(earlier[-MOST_FAILURES]) + WINDOW
    raise Shut(max(1, ceil((opens - datetime.fromisoformat(now())).total_seconds())))


def _is(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def _keep(db: Database, person: PersonRow, password: str, kept_session: str, by: int | None) -> None:
    fresh = hashed(password, person.name)
    with db.write() as session:
        session.get_one(models.Person, person.id).password = fresh
        end_sessions(session, person.id, models.Session.token_sha256 != kept_session)
        events.record(session, now(), "password.set", by, person=person.name)


@contextmanager
def _turn() -> Iterator[None]:
    if not AT_ONCE.acquire(timeout=TURN):
        raise Shut(ceil(TURN))
    try:
        yield
    finally:
        AT_ONCE.release()
