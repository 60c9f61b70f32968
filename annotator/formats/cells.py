"""Cells of a table that a spreadsheet may open: what it would take for a formula is guarded, and can be freed again."""

import csv
from collections.abc import Iterable
from io import StringIO

GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")


def guard(text: str) -> str:
    """Return a text as a cell holds it: with a leading `'` where it begins like a formula, or with a `'` itself."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguard(cell: str) -> str:
    """Return the text that `guard` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(GUARDED) else cell


def row(cells: Iterable[str | int | None]) -> bytes:
    """Return one row of a CSV file (RFC 4180, UTF-8), every text guarded."""
    line = StringIO()
    csv.writer(line).writerow(guard(one) if isinstance(one, str) else one for one in cells)
    return line.getvalue().encode()
