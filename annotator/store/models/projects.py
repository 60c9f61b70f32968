"""Tables of projects: their scheme, members, passes, guidelines, entities and stance targets."""

from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Project(Base):
    """A set of pages labelled under one scheme (`scheme` is what `Scheme.stored` gives).

    `split_plan` is what `core/splits.Plan` stores; None: every page is train.
    """

    __tablename__ = "project"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    scheme: Mapped[dict[str, Any]]
    languages: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[str]
    times_shown: Mapped[bool] = mapped_column(default=False)
    split_plan: Mapped[dict[str, Any] | None]


class Membership(Base):
    """What somebody may do in a project: curator or annotator."""

    __tablename__ = "membership"
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[str]


class Pass(Base):
    """A round of labelling: which layers, under which guideline, on which base; closed ones stay out of the queue.

    `base` is `own:NAME` or `gold:NAME` of an earlier pass, `people` how many label each page (none: everybody),
    `queue_order` is name, random or added.
    """

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
    people: Mapped[int | None]
    queue_order: Mapped[str] = mapped_column(default="name")
    required: Mapped[list[Any]] = mapped_column(default=list)
    suggestions: Mapped[bool] = mapped_column(default=True)
    holdback: Mapped[int] = mapped_column(default=10)


class PassRight(Base):
    """What a member may do in a pass. A pass without a row is open to all members, and its adjudication to curators."""

    __tablename__ = "pass_right"
    pass_id: Mapped[int] = mapped_column(ForeignKey("pass.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    label: Mapped[bool] = mapped_column(default=True)
    adjudicate: Mapped[bool] = mapped_column(default=False)


class Batch(Base):
    """Pages of a pass with their own number of people, order and takers; `practice` compares with gold after Done."""

    __tablename__ = "batch"
    __table_args__ = (UniqueConstraint("pass_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    pass_id: Mapped[int] = mapped_column(ForeignKey("pass.id"))
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    people: Mapped[int | None]
    queue_order: Mapped[str] = mapped_column(default="name")
    open: Mapped[bool] = mapped_column(default=True)
    practice: Mapped[bool] = mapped_column(default=False)
    takers: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[str]


class BatchPage(Base):
    """A page of a batch; in one pass a page is in one batch at most."""

    __tablename__ = "batch_page"
    pass_id: Mapped[int] = mapped_column(ForeignKey("pass.id"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True, index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    position: Mapped[int]


class Guideline(Base):
    """The text of one version of a project's guideline."""

    __tablename__ = "guideline"
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    made_at: Mapped[str | None]
    made_by: Mapped[str | None]
    change: Mapped[str] = mapped_column(default="")


class GuidelineSeen(Base):
    """That somebody has been told of a version of the guideline."""

    __tablename__ = "guideline_seen"
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    version: Mapped[str]
    at: Mapped[str]


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


class Merge(Base):
    """One entity of the registry taken into another, with all that is needed to take it apart again."""

    __tablename__ = "merge"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    gone: Mapped[dict[str, Any]]
    into: Mapped[str]
    moved: Mapped[dict[str, Any]]
    by: Mapped[str]
    at: Mapped[str]
    undone_at: Mapped[str | None]


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
