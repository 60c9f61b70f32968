"""Tables of review: gold decisions, requests to look again, answers to notes, counts and sums kept for agreement."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Decision(Base):
    """What a curator decided about one place of a page in a layer of a pass, and on what it was based; never changed.

    `place` is a key of the layer (`12-14` for lines, a span `812-934` for quotes, quote and target for stances), `seen`
    the digest of what the labellings said there, so that a later change re-opens just this place. A later decision
    about the same place stands in a row of its own.
    """

    __tablename__ = "decision"
    __table_args__ = (Index(None, "page_id", "pass_id", "layer"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    pass_id: Mapped[int] = mapped_column(ForeignKey("pass.id"))
    layer: Mapped[str]
    place: Mapped[str]
    choice: Mapped[str]
    value: Mapped[dict[str, Any]]
    seen: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[str]


class Look(Base):
    """A request to look at a place of a labelling again, with the reason; open until `done_at`."""

    __tablename__ = "look"
    __table_args__ = (Index(None, "task_id", "done_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    start: Mapped[int | None]
    end: Mapped[int | None]
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[str]
    done_at: Mapped[str | None]


class Answer(Base):
    """What somebody answered to a note of a labelling."""

    __tablename__ = "answer"
    __table_args__ = (Index(None, "task_id", "note_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    note_id: Mapped[str]
    text: Mapped[str]
    by: Mapped[str]
    at: Mapped[str]


class PairCount(Base):
    """Counts of agreement between two labellings of a page in a layer, true for these two revisions."""

    __tablename__ = "pair_count"
    task_a: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    task_b: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True, index=True)
    layer: Mapped[str] = mapped_column(primary_key=True)
    rev_a: Mapped[int] = mapped_column(BigInteger)
    rev_b: Mapped[int] = mapped_column(BigInteger)
    counts: Mapped[dict[str, Any]]


class PairSum(Base):
    """Sums of what `pair_count` says about a bucket of pages, by `by`; true while the bucket's mark is `mark`.

    `asked` names pass, base and gold as they were asked for.
    """

    __tablename__ = "pair_sum"
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    asked: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str]
    sums: Mapped[dict[str, Any]]
