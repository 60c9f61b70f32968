"""Tables of people, their sign-in links and sessions, the audit trail, and the settings of the instance."""

from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Setting(Base):
    """A fact about the instance itself, such as its id."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Person(Base):
    """Somebody who labels; who came with an import has a name but can't sign in."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    admin: Mapped[bool] = mapped_column(default=False)
    can_sign_in: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[str]
    disabled_at: Mapped[str | None]
    keys: Mapped[dict[str, Any] | None]
    languages: Mapped[list[Any]] = mapped_column(default=list)
    password: Mapped[str | None]


class SignInLink(Base):
    """A one-time link; the token itself is never stored."""

    __tablename__ = "sign_in_link"
    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[str]
    used_at: Mapped[str | None]


class Session(Base):
    """A browser that is signed in; the token itself is never stored."""

    __tablename__ = "session"
    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[str]
    seen_at: Mapped[str]
    expires_at: Mapped[str]
    agent: Mapped[str] = mapped_column(default="")


class Identity(Base):
    """Whom an OpenID provider knows a person as."""

    __tablename__ = "identity"
    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    linked_at: Mapped[str]


class Failure(Base):
    """A sign-in that failed; enough of them in a quarter of an hour shut the door for a while."""

    __tablename__ = "failure"
    __table_args__ = (Index(None, "account", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    at: Mapped[str]


class ApiToken(Base):
    """A key for scripts: what it may do (`read`, `label` or `manage`), in which project (none: any), until when."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    scope: Mapped[str]
    project_id: Mapped[int | None]
    created_at: Mapped[str]
    expires_at: Mapped[str]
    seen_at: Mapped[str | None]
    revoked_at: Mapped[str | None]


class Invitation(Base):
    """A link that makes somebody a member of a project; the token itself is never stored."""

    __tablename__ = "invitation"
    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(index=True)
    role: Mapped[str]
    languages: Mapped[list[Any]] = mapped_column(default=list)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[str]
    used_at: Mapped[str | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Event(Base):
    """One line of the audit trail; triggers refuse changes."""

    __tablename__ = "event"
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
