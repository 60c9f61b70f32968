"""Tables of what leaves and enters in bulk: frozen releases, and work that goes on in the background."""

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Release(Base):
    """A frozen release of a project: its files lie in the instance, `manifest` names each with its digest.

    A row exists only for a release that is whole; `options` is how it was asked for, so that it can be built again.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("project_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    version: Mapped[str]
    made_at: Mapped[str]
    made_by: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    manifest: Mapped[dict[str, Any]]
    sha256: Mapped[str]


class ReleasePage(Base):
    """That a release holds a page; withdrawing and erasing ask it."""

    __tablename__ = "release_page"
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True, index=True)


class Job(Base):
    """Work in the background that a screen shows: queued, running, done, failed or stopped.

    `options` says what to do, `file` names what was uploaded or made, below the instance; `report` is what came of it.
    """

    __tablename__ = "job"
    __table_args__ = (Index(None, "project_id", "created_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    file: Mapped[str | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[str]
    beat_at: Mapped[str | None]
    ended_at: Mapped[str | None]
