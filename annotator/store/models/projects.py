"""Tables of projects: their scheme, members, passes, guidelines, entities and stance targets."""

from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Project(Base):
    """A set of pages labelled under one scheme (`scheme` is what `Scheme.stored` gives)."""

    __tablename__ = "project"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    scheme: Mapped[dict[str, Any]]
    languages: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[str]


class Membership(Base):
    """What somebody may do in a project: curator or annotator."""

    __tablename__ = "membership"
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[str]


class Pass(Base):
    """A round of labelling: which layers, under which guideline, on which base; closed ones stay out of the queue."""

    __tablename__ = "pass"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    layers: Mapped[list[Any]]
    open: Mapped[bool] = mapped_column(default=True)
    guideline: Mapped[str | None]
    base: Mapped[str | None]


class Guideline(Base):
    """The text of one version of a project's guideline."""

    __tablename__ = "guideline"
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class Entity(Base):
    """An entry of the project's registry; `folded` holds name and aliases as the search compares them."""

    __tablename__ = "entity"
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    aliases: Mapped[list[Any]] = mapped_column(default=list)
    wikidata: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="proposed")
    folded: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[str]


class Target(Base):
    """An entry of the project's list of stance targets, listed by a curator or proposed by an import."""

    __tablename__ = "target"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "entity_id"], ["entity.project_id", "entity.id"]),
        Index(None, "project_id", "position"),
    )
    project_id: Mapped[int] = mapped_column(primary_key=True)
    entity_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    status: Mapped[str] = mapped_column(default="listed")
