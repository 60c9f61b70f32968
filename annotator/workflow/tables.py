"""CSV tables that people edit: read row by row with each row's place, written without cells that run as formulas."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TextIO

from annotator.core.errors import Refused

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would run instead of showing it, with any apostrophes that already guard it."""


def read_rows(
    file: TextIO, required: Sequence[str], known: Collection[str]
) -> Iterator[tuple[str, dict[str, str]] | Refused]:
    """Yield each row as its place and its cells, or why it is none; refuses a table with wrong columns."""
    rows = csv.DictReader(file, strict=True)
    try:
        _check_header(rows.fieldnames, required, known)
        for row in rows:
            place = f"line {rows.line_num}"
            if None in row or None in row.values():
                yield Refused(place, "has more or fewer cells than the first line")
            else:
                yield place, {column: unguarded(value).strip() for column, value in row.items()}
    except csv.Error as error:
        yield Refused(f"line {rows.line_num}", f"is no proper CSV ({error}); nothing after it was read")
    except UnicodeDecodeError as error:
        yield Refused("table", f"is not UTF-8 at byte {error.start}; nothing after it was read")


def table_line(cells: Iterable[str]) -> str:
    """Return one row as CSV, each cell guarded."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([guarded(cell) for cell in cells])
    return line.getvalue()


def guarded(cell: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet would run as a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Take the apostrophe of `guarded` away again."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _check_header(header: Sequence[str] | None, required: Sequence[str], known: Collection[str]) -> None:
    if header is None:
        raise Refused("line 1", "the table is empty")
    for column in required:
        if column not in header:
            raise Refused("line 1", f"the table lacks the column {column}")
    for column in header:
        if column not in known:
            raise Refused("line 1", f"the column {column!r} is none of {', '.join(known)}")
