"""Tables of pages: what is known about them, their immutable text, and where each person stopped."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Page(Base):
    """A page of a project; `uid` is the record's page.id, `meta` keeps the spelling it came with.

    `split` is train, validation, test or none (its group touches several); it is given once, by the project's plan, and
    never changes. `split_group` is what decided it (`site:harbour.example`, `story:...`, `page:<uid>`). A withdrawn
    page stays out of queue and releases; of an erased one only name, digest, length and offsets are left.
    """

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("project_id", "name"),
        UniqueConstraint("project_id", "uid"),
        Index(None, "project_id", "sha256"),
        Index(None, "project_id", "split_group"),
        Index(None, "project_id", "site"),
        Index(None, "project_id", "story"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    uid: Mapped[str]
    name: Mapped[str]
    url: Mapped[str | None]
    site: Mapped[str | None]
    language: Mapped[str | None]
    title: Mapped[str | None]
    published: Mapped[str | None]
    story: Mapped[str | None]
    rights: Mapped[str | None]
    sha256: Mapped[str]
    length: Mapped[int]
    line_count: Mapped[int]
    encoding: Mapped[str] = mapped_column(default="utf-8")
    meta: Mapped[str] = mapped_column(default="{}")
    source: Mapped[dict[str, Any] | None]
    added_at: Mapped[str]
    split: Mapped[str | None]
    split_group: Mapped[str | None]
    withdrawn_at: Mapped[str | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_why: Mapped[str | None]
    erased_at: Mapped[str | None]


class PageText(Base):
    """The decoded text of a page; a table of its own keeps lists of pages light."""

    __tablename__ = "page_text"
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    text: Mapped[str]


class PageSource(Base):
    """The raw bytes a page came as, kept only where they differ from its text as UTF-8."""

    __tablename__ = "page_source"
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    encoding: Mapped[str]


class PageNodes(Base):
    """The map from offsets of a page's text to the nodes of its HTML: deflated JSON, see `formats/html.py`."""

    __tablename__ = "page_nodes"
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    nodes: Mapped[bytes] = mapped_column(LargeBinary)


class PageSketch(Base):
    """The MinHash sketch of a page's text, of which near-duplicates share most values."""

    __tablename__ = "page_sketch"
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    sketch: Mapped[bytes] = mapped_column(LargeBinary)


class PageBand(Base):
    """One band of a page's sketch; pages that share a band are compared."""

    __tablename__ = "page_band"
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    band: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True, index=True)


class PageEntity(Base):
    """An entity that came with a page; the page's record writes it out again."""

    __tablename__ = "page_entity"
    __table_args__ = (ForeignKeyConstraint(["project_id", "entity_id"], ["entity.project_id", "entity.id"]),)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    entity_id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[int]


class Place(Base):
    """Where a person stopped on a page; also the list of the pages they opened last."""

    __tablename__ = "place"
    __table_args__ = (Index(None, "person_id", "at"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), primary_key=True)
    line: Mapped[int | None]
    quote: Mapped[str | None]
    at: Mapped[str]
