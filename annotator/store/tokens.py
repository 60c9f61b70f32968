"""Queries about the keys of scripts."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from . import models
from .people import PersonRow

HELD = (
    select(
        models.ApiToken.id,
        models.ApiToken.scope,
        models.ApiToken.project_id,
        models.ApiToken.expires_at,
        models.ApiToken.seen_at,
        models.ApiToken.revoked_at,
        models.Person.id,
        models.Person.name,
        models.Person.admin,
        models.Person.can_sign_in,
        models.Person.disabled_at,
    )
    .join(models.Person, models.Person.id == models.ApiToken.person_id)
    .where(models.ApiToken.token_sha256 == bindparam("token"))
)
"""Built once, since every request of a script asks."""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token: what it may do (`read`, `label`, `manage`), in which project (None: in all of its holder's)."""

    id: int
    person: PersonRow
    scope: str
    project_id: int | None
    expires_at: str
    seen_at: str | None
    revoked: bool


@dataclass(frozen=True, slots=True)
class ListedToken:
    """A token as its holder's list shows it; `project` is a slug."""

    id: int
    name: str
    scope: str
    project: str | None
    created_at: str
    expires_at: str
    seen_at: str | None
    revoked_at: str | None


def held(session: Session, token_sha256: str) -> TokenRow | None:
    """Return the token with that digest, whether it still holds or not."""
    row = session.connection().execute(HELD, {"token": token_sha256}).one_or_none()
    if row is None:
        return None
    key, scope, project_id, expires_at, seen_at, revoked_at, person, name, admin, can_sign_in, disabled_at = row
    holder = PersonRow(person, name, admin, can_sign_in, disabled_at is not None)
    return TokenRow(key, holder, scope, project_id, expires_at, seen_at, revoked_at is not None)


def listing(session: Session, person_id: int) -> list[ListedToken]:
    """Return somebody's tokens, newest first, those that no longer hold too."""
    token, project = models.ApiToken, models.Project
    query = select(token, project.slug).outerjoin(project, project.id == token.project_id)
    rows = session.execute(query.where(token.person_id == person_id).order_by(token.id.desc()))
    return [
        ListedToken(one.id, one.name, one.scope, slug, one.created_at, one.expires_at, one.seen_at, one.revoked_at)
        for one, slug in rows
    ]
