"""Queries about ways in: failures to sign in, passwords, invitations, identities at a provider."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from . import models, people
from .people import KEY, PersonRow
from .projects import ProjectRow, by_id, role_of

INVITING = ("admin", "curator")


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation as the project's curators see it; `key` is what a list names it by, and opens nothing."""

    key: str
    project_id: int
    role: str
    languages: tuple[str, ...]
    made_by: str
    expires_at: str
    used_at: str | None
    used_by: str | None


def failures(session: Session, account: str, since: str) -> list[str]:
    """Return when signing in to an account failed, oldest first."""
    failure = models.Failure
    query = select(failure.at).where(failure.account == account, failure.at > since)
    return list(session.scalars(query.order_by(failure.at)))


def password_of(session: Session, person_id: int) -> str | None:
    """Return the hash of somebody's password, where there is one."""
    return session.scalar(select(models.Person.password).where(models.Person.id == person_id))


def invitations(session: Session, project_id: int) -> list[InvitationRow]:
    """Return a project's invitations, those that end last first."""
    maker, user, made = aliased(models.Person), aliased(models.Person), models.Invitation
    query = select(made, maker.name, user.name).join(maker, maker.id == made.made_by)
    query = query.outerjoin(user, user.id == made.used_by).where(made.project_id == project_id)
    rows = session.execute(query.order_by(made.expires_at.desc()))
    return [
        InvitationRow(
            one.token_sha256[:KEY],
            one.project_id,
            one.role,
            tuple(one.languages),
            made_by,
            one.expires_at,
            one.used_at,
            used_by,
        )
        for one, made_by, used_by in rows
    ]


def inviting(session: Session, invitation: models.Invitation) -> tuple[ProjectRow, str] | None:
    """Return the project of an invitation and who made it; None where that person may no longer invite to it."""
    project, maker = by_id(session, invitation.project_id), people.by_id(session, invitation.made_by)
    if project is None or maker is None or maker.disabled:
        return None
    return (project, maker.name) if role_of(session, project.id, maker) in INVITING else None


def invitation(session: Session, token_sha256: str, now: str) -> models.Invitation | None:
    """Return the invitation of a link that is unused and still holds at `now`."""
    found = session.get(models.Invitation, token_sha256)
    return found if found and found.used_at is None and found.expires_at > now else None


def identities(session: Session, person_id: int) -> list[models.Identity]:
    """Return what providers know a person as, the oldest first."""
    row = models.Identity
    return list(session.scalars(select(row).where(row.person_id == person_id).order_by(row.linked_at, row.subject)))


def identified(session: Session, issuer: str, subject: str) -> PersonRow | None:
    """Return whom a provider's subject was linked to."""
    found = session.get(models.Identity, (issuer, subject))
    return people.by_id(session, found.person_id) if found else None
