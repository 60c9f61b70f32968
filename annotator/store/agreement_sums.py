"""Sums that are kept of agreement: one row for each bucket of pages, with a mark of all that it follows from."""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import Session

from . import models
from .agreement import COMPARED
from .upsert import insert_or_update

BUCKETS = 256
"""A change touches one bucket: few make it dear, many make the sums as long as what they sum up."""
FIELD, ROW = "\x1f", "\x1e"


def bucket_of(page_id: int) -> int:
    """Return the bucket of a page."""
    return page_id % BUCKETS


def in_buckets(buckets: Collection[int]) -> ColumnElement[bool]:
    """Choose the pages of some buckets."""
    return (models.Page.id % BUCKETS).in_(sorted(buckets))


def marks(
    session: Session, project_id: int, pass_name: str, *, gold: bool, based: bool, only: Collection[int] | None = None
) -> dict[int, str]:
    """Digest for each bucket, or for some, what its sums follow from: who finished what at which revision, where.

    With `based`, the revisions of all labellings of these pages count.
    """
    page, task, layer = models.Page, models.Task, models.TaskLayer
    bucket = (page.id % BUCKETS).label("bucket")
    here = [page.project_id == project_id, page.withdrawn_at.is_(None), *([] if only is None else [in_buckets(only)])]
    about = (page.id, task.id, task.rev, layer.layer, layer.base, task.role, task.finished)
    finished = (
        select(bucket, func.aggregate_strings(_row(*about, models.Person.name, page.site, page.language), ROW))
        .select_from(layer)
        .join(task, task.id == layer.task_id)
        .join(page, page.id == task.page_id)
        .join(models.Person, models.Person.id == task.person_id)
        .where(*here, layer.pass_name == pass_name, layer.status == "done", layer.layer.in_(COMPARED))
        .where(task.role.in_(("annotator", "gold") if gold else ("annotator",)))
        .group_by("bucket")
    )
    standing = (
        select(bucket, func.aggregate_strings(_row(task.id, task.rev), ROW))
        .join_from(task, page, page.id == task.page_id)
        .where(*here)
        .group_by("bucket")
    )
    found: dict[int, list[str]] = {}
    for query in (finished, standing) if based else (finished,):
        for key, rows in session.connection().execute(query):
            found.setdefault(key, []).append(rows)
    return {key: _digest(parts) for key, parts in found.items()}


def kept(
    session: Session, project_id: int, asked: str, by: str, only: Collection[int] | None = None
) -> dict[int, tuple[str, Any]]:
    """Return the mark and the sums that are kept of each bucket, or of some."""
    row = models.PairSum
    query = select(row.bucket, row.mark, row.sums).where(row.project_id == project_id, row.asked == asked, row.by == by)
    if only is not None:
        query = query.where(row.bucket.in_(only))
    return {bucket: (mark, sums) for bucket, mark, sums in session.connection().execute(query)}


def keep(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Keep sums in place of those that were kept before of the same bucket."""
    for row in rows:
        insert_or_update(session, models.PairSum, ("project_id", "asked", "by", "bucket"), row)


def _row(*columns: Any) -> ColumnElement[str]:
    first, *others = (func.coalesce(cast(column, String), "") for column in columns)
    joined: ColumnElement[str] = first
    for one in others:
        joined = joined + FIELD + one
    return joined


def _digest(parts: list[str]) -> str:
    """Digest rows in an order of their own: a database joins them in any."""
    whole = hashlib.sha256()
    for rows in parts:
        whole.update("".join(f"{ROW}{row}" for row in sorted(rows.split(ROW))).encode() + b"\0")
    return whole.hexdigest()
