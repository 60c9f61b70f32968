"""Keys for scripts: made with a scope and an end, shown once, taken back at any time."""

import secrets
from datetime import timedelta

from sqlalchemy import update

from annotator.core.errors import Refused
from annotator.store import events, models, projects, tokens
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.store.tokens import TokenRow

from .clock import now
from .people import SEEN_AGAIN, digest

SCOPES = ("read", "label", "manage")
"""Each may do what those before it may."""
PREFIX = "annotator_"
"""Lets people, and programs that look for lost secrets, see what they have found."""
LONGEST_NAME = 80
LONGEST_LIFE = 365
"""Days."""


def make(db: Database, person: PersonRow, name: str, scope: str, days: int, slug: str | None = None) -> str:
    """Return a new token of `person`, good for so many days, in one project or in all of the person's.

    Refuses an empty name, an unknown scope, a life of no or too many days, and a project that isn't the person's.
    """
    title = " ".join(name.split())
    if not title or len(title) > LONGEST_NAME or not title.isprintable():
        raise Refused("name", f"should say what the token is for, in 1 to {LONGEST_NAME} characters")
    if scope not in SCOPES:
        raise Refused("scope", f"should be one of {', '.join(SCOPES)}")
    if not 1 <= days <= LONGEST_LIFE:
        raise Refused("days", f"should be a number from 1 to {LONGEST_LIFE}")
    fresh = PREFIX + secrets.token_urlsafe(32)
    with db.write() as session:
        project = projects.find(session, slug) if slug else None
        if slug and (project is None or projects.role_of(session, project.id, person) is None):
            raise Refused("project", "is none of yours")
        session.add(
            models.ApiToken(
                token_sha256=digest(fresh),
                person_id=person.id,
                name=title,
                scope=scope,
                project_id=project.id if project else None,
                created_at=now(),
                expires_at=now(timedelta(days=days)),
            )
        )
        where = {"project": project.slug} if project else {}
        events.record(session, now(), "token.made", person.id, name=title, scope=scope, days=days, **where)
    return fresh


def holder(db: Database, token: str) -> TokenRow | None:
    """Return what a token allows and whose it is; None where it is unknown, over, taken back, or its holder is out."""
    found_by = digest(token)
    with db.read() as session:
        found = tokens.held(session, found_by)
    if found is None or found.revoked or found.expires_at <= now():
        return None
    if found.person.disabled or not found.person.can_sign_in:
        return None
    if found.seen_at is None or found.seen_at <= now(-SEEN_AGAIN):
        with db.write() as session:
            session.execute(update(models.ApiToken).where(models.ApiToken.id == found.id).values(seen_at=now()))
    return found


def revoke(db: Database, person: PersonRow, token_id: int) -> None:
    """Take back one of the person's own tokens, at once; refuses what is none of theirs."""
    with db.write() as session:
        found = session.get(models.ApiToken, token_id)
        if found is None or found.person_id != person.id:
            raise Refused("token", "is none of yours")
        if found.revoked_at is None:
            found.revoked_at = now()
            events.record(session, now(), "token.revoked", person.id, name=found.name)
