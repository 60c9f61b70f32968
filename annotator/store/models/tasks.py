"""Tables of tasks (page, pass, person), their labels, and the append-only log of operations."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base

ONLY_GOLD = text("role = 'gold'")


class Task(Base):
    """One person's labelling of one page in one pass; at most one gold per page."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("page_id", "pass_id", "person_id", "role"),
        Index("uq_task_gold", "page_id", unique=True, sqlite_where=ONLY_GOLD, postgresql_where=ONLY_GOLD),
        Index(None, "person_id", "status"),
        Index(None, "person_id", "last_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
    pass_id: Mapped[int] = mapped_column(ForeignKey("pass.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(default="annotator")
    status: Mapped[str] = mapped_column(default="todo")
    rev: Mapped[int] = mapped_column(BigInteger, default=0)
    next_position: Mapped[int] = mapped_column(default=0)
    text_sha256: Mapped[str]
    started: Mapped[str | None]
    finished: Mapped[str | None]
    active_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    last_at: Mapped[str | None]
    page_type: Mapped[str | None]
    usable: Mapped[bool | None]
    reason: Mapped[str | None]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    no_body: Mapped[bool] = mapped_column(default=False)
    batch_id: Mapped[int | None] = mapped_column(index=True)
    lease_until: Mapped[str | None]
    assigned: Mapped[bool] = mapped_column(default=False)
    skip_reason: Mapped[str | None]


class TaskLayer(Base):
    """Where one layer of a task stands; `pass_name`, guideline and base are what it was made under."""

    __tablename__ = "task_layer"
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    layer: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    pass_name: Mapped[str]
    guideline: Mapped[str | None]
    base: Mapped[str | None]


class Marked:
    """Who made a label, when and how."""

    by: Mapped[str]
    at: Mapped[str | None]
    origin: Mapped[str]
    source: Mapped[str | None]


class LineRun(Marked, Base):
    """Lines first..last of one label and mark; a run of more than one line names its non-blank lines."""

    __tablename__ = "line_run"
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    label: Mapped[str]
    kind: Mapped[str | None]
    flags: Mapped[list[Any]]


class Quote(Marked, Base):
    """A quote; spans are lists of [start, end] in code points."""

    __tablename__ = "quote"
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    contents: Mapped[list[Any]]
    cues: Mapped[list[Any]]
    sources: Mapped[list[Any]]
    via: Mapped[list[Any]]
    addressee: Mapped[list[Any]]
    source_kind: Mapped[str | None]
    speaker: Mapped[str | None]
    flags: Mapped[list[Any]]


class Stance(Marked, Base):
    """A stance; the polarity is text, since it is a number or a word."""

    __tablename__ = "stance"
    __table_args__ = (Index(None, "task_id", "quote"),)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    level: Mapped[str]
    quote: Mapped[str | None]
    holder: Mapped[str | None]
    target: Mapped[str]
    polarity: Mapped[str]
    explicit: Mapped[bool | None]
    evidence: Mapped[list[Any]]


class Note(Marked, Base):
    """A remark on a span of the text."""

    __tablename__ = "note"
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    note: Mapped[str]


class Op(Base):
    """One operation of the log, as applied (stamped) and with what takes it back; triggers refuse changes.

    `payload_sha256` is of what the client sent, so that a repeat is told from another operation under the same id.
    """

    __tablename__ = "op"
    __table_args__ = (UniqueConstraint("task_id", "rev"), Index(None, "task_id", "step"))
    seq: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[str] = mapped_column(unique=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    rev: Mapped[int] = mapped_column(BigInteger)
    base_rev: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    client: Mapped[str]
    step: Mapped[str]
    undoes: Mapped[str | None]
    kind: Mapped[str]
    payload: Mapped[str]
    payload_sha256: Mapped[str]
    inverse: Mapped[str | None]
    client_at: Mapped[str | None]
    server_at: Mapped[str]
