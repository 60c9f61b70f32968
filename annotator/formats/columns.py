"""CSV with a page a row: a column `text` or `html`, what is known of the page in others, the rest as metadata.

Our own table of lines is put together to pages again, its guarded cells freed.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, BinaryIO, cast

from annotator.core.errors import Refused
from annotator.core.records import PAGE_TEXTS, Record, RecordPage, spelled
from annotator.core.text import PageText

from .base import NOTHING, Row, Told
from .cells import unguard
from .csv_lines import HEAD
from .foreign.base import paper
from .foreign.json_min import ALWAYS
from .html import rendered
from .rawtext import PAGE_BYTES, check_text, likely

SUFFIXES = (".csv", ".tsv")
DELIMITERS = ",;\t|"
FILES = ["file", "page", "split"]
"""Columns of the table beside our own exports of a file a page: it holds no pages."""
WINDOW = 1 << 16


class Columns:
    """Reads a table row by row; the first line names the columns."""

    name = "csv"

    def read(self, stream: BinaryIO, source: str, told: Told = NOTHING) -> Iterator[Row]:
        """Yield the pages; a row without a name is called after file and line. Nothing is read after broken quoting."""
        # For one cell; the module keeps it for all tables, and none of ours needs less.
        csv.field_size_limit(PAGE_BYTES)
        encoding = told.encoding or "utf-8-sig"
        try:
            lines = io.TextIOWrapper(stream, encoding, newline="")
        except LookupError:
            yield Row(source, refusal=Refused(source, f"there is no text encoding {encoding!r}"))
            return
        try:
            yield from _rows(lines, source, told)
        except Refused as refused:
            yield Row(refused.place, refusal=refused)
        except UnicodeError as error:
            reason = f"is not {encoding.removesuffix('-sig')}{_guess(error)}; nothing after it was read"
            yield Row(source, refusal=Refused(source, reason))
        finally:
            # The stream is its owner's.
            lines.detach()


def _rows(lines: io.TextIOWrapper, source: str, told: Told) -> Iterator[Row]:
    line = 0
    try:
        header, rows = _begun(lines.readline(WINDOW), lines)
        if header == FILES:
            return
        _check_header(header, source)
        if all(column in header for column in ALWAYS):
            said = "Label Studio wrote its labels into cells, which come in as metadata; its JSON holds them as labels"
            yield Row(source, notice=said)
        line = 1
        if tuple(header) == HEAD:
            yield from _pages(rows, source, told)
            return
        for cells in rows:
            # A row may be several lines long, and the reader counts those after the first.
            yield from _row(dict(zip(header, cells, strict=False)), len(cells) - len(header), source, line + 1)
            line = 1 + rows.line_num
    except csv.Error as error:
        raise Refused(f"{source}, line {line + 1}", f"is no proper CSV ({error}); nothing after it was read") from None


def _guess(error: UnicodeError) -> str:
    """Say what the bytes around a bad one look like; a table that lacks the mark of UTF-16 has no bad one."""
    if not isinstance(error, UnicodeDecodeError):
        return ""
    found = likely(bytes(error.object[max(0, error.start - 1000) : error.start + 1000]))
    return f"; it looks like {found}" if found else ""


def _begun(first: str, lines: io.TextIOWrapper) -> tuple[list[str], Any]:
    """Return the names of the columns and the rows, by the delimiter that gives the most columns."""
    delimiter = max(DELIMITERS, key=first.count)
    header = next(csv.reader([first], strict=True, delimiter=delimiter), [])
    return [one.strip() for one in header], csv.reader(lines, strict=True, delimiter=delimiter)


def _check_header(header: Sequence[str], source: str) -> None:
    place = f"{source}, line 1"
    if not {"text", "html"} & set(header):
        raise Refused(place, "the table lacks a column text or html")
    twice = next((one for at, one in enumerate(header) if one in header[:at]), None)
    if twice is not None:
        raise Refused(place, f"the column {twice!r} is there twice")


def _pages(rows: Any, source: str, told: Told) -> Iterator[Row]:
    """Yield the pages of our own table of lines, put together again, with the labels of their lines."""
    for name, those in groupby(rows, key=lambda cells: unguard(cells[0]) if cells else ""):
        place = f"{source}, page {name}"
        try:
            yield Row(place, _put_together(name, [cells for cells in those if cells], told))
        except Refused as refused:
            yield Row(place, refusal=refused.within(place) if not refused.place.startswith("page ") else refused)


def _put_together(name: str, rows: list[list[str]], told: Told) -> Record:
    if any(len(cells) != len(HEAD) for cells in rows):
        raise Refused("", "has more or fewer cells than the first line")
    whole = paper({"text": "\n".join(unguard(cells[-1]) for cells in rows)}, name, told, {"name": name})
    marks, at = whole.marks(), 0
    for number, (_, n, start, end, label, kind, _, text) in enumerate(rows, 1):
        words = unguard(text)
        span = (at, at + len(words))
        at = span[1] + 1
        if (n, start, end) != (str(number), *map(str, span)):
            raise Refused(
                f"line {number}", f"the table says {n} at {start}-{end}, where {number} at {span[0]}-{span[1]} stands"
            )
        if label and words.strip():
            marks.add(str(number), unguard(label), [span], {"kind": unguard(kind)} if kind else None)
    if marks.some:
        whole.take(marks, "csv")
    return whole.record()


def _row(cells: Mapping[str, str], surplus: int, source: str, line: int) -> Iterator[Row]:
    place = f"{source}, line {line}"
    if not surplus and not any(cells.values()):
        return
    if surplus:
        many = f"has {abs(surplus)} {'cells more' if surplus > 0 else 'cells less'} than the first line"
        yield Row(place, refusal=Refused(place, many))
        return
    try:
        yield _page(cells, f"{source}:{line}", place)
    except Refused as refused:
        yield Row(place, refusal=refused.within(place))


def _page(cells: Mapping[str, str], fallback: str, place: str) -> Row:
    name = cells.get("name") or fallback
    known = {key: cells[key] for key in PAGE_TEXTS if cells.get(key)}
    rest = {key: cell for key, cell in cells.items() if cell and key not in ("text", "html", "name", *PAGE_TEXTS)}
    meta = spelled(rest, f"page {name}")
    if cells.get("html"):
        row = rendered(cells["html"].encode(errors="surrogatepass"), name, "utf-8")
        page = cast("Record", row.record).page
        known = {key: known.get(key) or getattr(page, key) for key in PAGE_TEXTS}
    else:
        row = Row(place)
        words = cells.get("text", "")
        check_text(words)
        text = PageText(words)
        page = RecordPage(name=name, text=text, sha256=text.digest, length=len(text))
    whole = RecordPage(
        name=name,
        text=page.text,
        sha256=page.sha256,
        length=page.length,
        source=page.source,
        meta=meta,
        **known,
    )
    notices = row.record.notices if row.record else []
    return Row(place, Record(whole, notices=notices), raw=row.raw, nodes=row.nodes)
