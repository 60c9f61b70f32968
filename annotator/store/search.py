"""The search of a project's labels and texts: places that fit, in the order of their labellings.

Labels are found by the database, over the log's own tables; words are compared folded, text by text, after whatever
else is asked for has narrowed the pages.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, exists, select
from sqlalchemy.orm import Session

from annotator.core.text import PageText

from . import models
from .texts import page_text

Fold = Callable[[str], str]
LINES = ("label", "kind")
QUOTES = ("speaker",)
FLAGGED = {
    "lines": ("mixed", "unsure"),
    "quotes": ("continuation-paragraph", "unclosed", "unsure", "verbatim-unmarked"),
}
AROUND = 60
"""Code points of context on each side of a place."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; empty fields ask for nothing. `what` is lines, quotes or text."""

    what: str = "text"
    text: str = ""
    label: str = ""
    kind: str = ""
    speaker: str = ""
    flag: str = ""
    site: str = ""
    person: str = ""
    role: str = ""
    guideline: str = ""


Where = tuple[int, int, str, str | None, str, str]
"""A labelling's key, its page's key, name and site, whose it is, and its role."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that fits: offsets are code points, `item` is lines as `3-7` or a quote's id."""

    task_id: int
    page_id: int
    page: str
    site: str | None
    person: str
    role: str
    what: str
    item: str
    start: int
    end: int
    says: str
    before: str
    found: str
    after: str


def find(session: Session, project_id: int, asked: Asked, fold: Fold, *, offset: int = 0, limit: int = 50) -> list[Hit]:
    """Return the places from `offset` on, at most `limit`; `fold` is how words are compared."""
    makers = {"lines": _lines, "quotes": _quotes, "text": _texts}
    with closing(makers[asked.what](session, project_id, asked, fold, offset + limit)) as hits:
        return list(islice(hits, offset, offset + limit))


def place(session: Session, project_id: int, what: str, task_id: int, item: str) -> Hit | None:
    """Return one place that an earlier search gave, as it is now; None where it is gone."""
    query = _tasks(Asked(what=what), project_id, what).where(models.Task.id == task_id)
    if what != "quotes":
        first, _, last = item.partition("-")
        if not (first.isdecimal() and last.isdecimal() and int(first) <= int(last) < 2**31):
            return None
        return _run(session, query, what, int(first), int(last))
    quote = models.Quote
    query = query.add_columns(*_QUOTE).join(quote, quote.task_id == models.Task.id).where(quote.id == item)
    return next((hit for row in session.execute(query) for hit in _quote_hits(session, row, "", str)), None)


_LINE = (models.LineRun.first, models.LineRun.last, models.LineRun.label, models.LineRun.kind)
_QUOTE = (models.Quote.id, models.Quote.contents, models.Quote.speaker)


def _lines(session: Session, project_id: int, asked: Asked, fold: Fold, most: int) -> Generator[Hit, None, None]:
    line = models.LineRun
    query = _tasks(asked, project_id, "lines").add_columns(*_LINE).join(line, line.task_id == models.Task.id)
    if asked.label:
        query = query.where(line.label == asked.label)
    if asked.kind:
        query = query.where(line.kind == asked.kind)
    if asked.flag:
        query = query.where(_has(line.flags, asked.flag))
    query = query.order_by(line.task_id, line.first)
    holding = _holding(session, project_id, asked, fold)
    for row in _rows(session, query, None if asked.text else most):
        if holding is None or row[1] in holding:
            yield from _line_hits(session, row, asked.text, fold)


def _line_hits(session: Session, row: Any, wanted: str, fold: Fold) -> Iterator[Hit]:
    where, digest, (first, last, label, kind) = _where(row), row[4], row[7:]
    text = page_text(session, where[1], digest)
    says = f"{label}, {kind}" if kind else label
    if not wanted:
        yield _lines_hit(where, "lines", first, last, says, text)
        return
    for n in text.named(first, last):
        if wanted in fold(text.line_text(n)):
            yield _lines_hit(where, "lines", n, n, says, text)


def _run(session: Session, query: Select[Any], what: str, first: int, last: int) -> Hit | None:
    """Return lines of one labelling as a place; as labelled lines they have to be within one run still."""
    line = models.LineRun
    if what == "lines":
        query = query.add_columns(*_LINE).join(line, line.task_id == models.Task.id)
        query = query.where(line.first <= first, line.last >= last)
    row = session.execute(query).first()
    text = page_text(session, row[1], row[4]) if row else None
    if row is None or text is None or last > text.line_count:
        return None
    says = ", ".join(one for one in row[9:] if one) if what == "lines" else ""
    return _lines_hit(_where(row), what, first, last, says, text)


def _lines_hit(where: Where, what: str, first: int, last: int, says: str, text: PageText) -> Hit:
    span = text.line_span(first).start, text.line_span(last).end
    return _hit(where, what, f"{first}-{last}", span, says, text)


def _where(row: Any) -> Where:
    task, page, name, site, _, person, role = row[:7]
    return task, page, name, site, person, role


def _quotes(session: Session, project_id: int, asked: Asked, fold: Fold, most: int) -> Generator[Hit, None, None]:
    quote = models.Quote
    query = _tasks(asked, project_id, "quotes").add_columns(*_QUOTE).join(quote, quote.task_id == models.Task.id)
    if asked.speaker:
        query = query.where(quote.speaker == asked.speaker)
    if asked.flag:
        query = query.where(_has(quote.flags, asked.flag))
    query = query.order_by(quote.task_id, quote.position, quote.id)
    holding = _holding(session, project_id, asked, fold)
    for row in _rows(session, query, None if asked.text else most):
        if holding is None or row[1] in holding:
            yield from _quote_hits(session, row, asked.text, fold)


def _quote_hits(session: Session, row: Any, wanted: str, fold: Fold) -> Iterator[Hit]:
    where, digest, (item, contents, speaker) = _where(row), row[4], row[7:]
    text = page_text(session, where[1], digest)
    spans = contents or [[0, 0]]
    if not wanted or any(wanted in fold(text.slice((span[0], span[1]))) for span in spans):
        yield _hit(where, "quotes", item, (spans[0][0], spans[0][1]), speaker or "no speaker yet", text)


def _texts(session: Session, project_id: int, asked: Asked, fold: Fold, _most: int) -> Generator[Hit, None, None]:
    query = _tasks(asked, project_id, "lines").order_by(models.Page.name, models.Task.id)
    rows: list[Any] = list(session.execute(query))
    for at in range(0, len(rows), AT_ONCE):
        some = rows[at : at + AT_ONCE]
        fitting = _pages_with(session, {row[1] for row in some}, asked.text, fold)
        for row in some:
            where, digest = _where(row), row[4]
            for n in fitting.get(where[1], ()):
                yield _lines_hit(where, "text", n, n, "", page_text(session, where[1], digest))


def _pages_with(session: Session, pages: set[int], wanted: str, fold: Fold) -> dict[int, list[int]]:
    """Return the lines of these pages that hold the words; without words the first line of each."""
    if not wanted:
        return {page: [1] for page in pages}
    table = models.PageText
    stored = session.execute(select(table.page_id, table.text).where(table.page_id.in_(pages)))
    return {page: _lines_with(text, wanted, fold) for page, text in stored}


def _holding(session: Session, project_id: int, asked: Asked, fold: Fold) -> set[int] | None:
    """Return the pages whose text holds the words; None where no words are asked for."""
    if not asked.text:
        return None
    page, table = models.Page, models.PageText
    query = select(table.page_id, table.text).join(page, page.id == table.page_id).where(page.project_id == project_id)
    if asked.site:
        query = query.where(page.site == asked.site)
    with session.execute(query.execution_options(yield_per=AT_ONCE)) as rows:
        return {key for key, text in rows if asked.text in fold(text)}


def _lines_with(text: str, wanted: str, fold: Fold) -> list[int]:
    folded = fold(text)
    return [n for n, line in enumerate(folded.split("\n"), 1) if wanted in line] if wanted in folded else []


def _tasks(asked: Asked, project_id: int, layer: str) -> Select[Any]:
    task, page, person = models.Task, models.Page, models.Person
    columns: tuple[Any, ...] = (task.id, page.id, page.name, page.site, page.sha256, person.name, task.role)
    query: Select[Any] = select(*columns).join(page, page.id == task.page_id)
    query = query.join(person, person.id == task.person_id)
    query = query.where(page.project_id == project_id, page.erased_at.is_(None))
    if asked.site:
        query = query.where(page.site == asked.site)
    if asked.person:
        query = query.where(person.name == asked.person)
    if asked.role:
        query = query.where(task.role == asked.role)
    if asked.guideline:
        state = models.TaskLayer
        made = exists().where(state.task_id == task.id, state.guideline == asked.guideline)
        query = query.where(made.where(state.layer == layer) if asked.what != "text" else made)
    return query


def _rows(session: Session, query: Select[Any], most: int | None) -> Iterator[Any]:
    with session.execute(query.limit(most).execution_options(yield_per=AT_ONCE)) as rows:
        yield from rows


def _has(column: Any, flag: str) -> ColumnElement[bool]:
    return cast(column, Text).contains(f'"{flag}"', autoescape=True)


def _hit(where: Where, what: str, item: str, span: tuple[int, int], says: str, text: PageText) -> Hit:
    start, end = span
    line = text.line_span(text.line_at(start))
    before, after = text.text[max(line.start, start - AROUND) : start], text.text[end : min(line.end, end + AROUND)]
    return Hit(*where, what, item, start, end, says, before, text.text[start : min(end, start + 300)], after)
