"""CSV for viewing: a row a line of each page, to look at in a spreadsheet.

Offsets are code points. A cell that a spreadsheet would take for a formula has a leading `'`, and so has one that
begins with `'` itself; `cells.unguard` takes it away again. The exact formats are the JSON ones.
Format: RFC 4180, UTF-8.
"""

from collections.abc import Sequence

from .base import About, Answer, Loss, Out, Writer
from .cells import row
from .dropping import Keeps, dropped
from .writers import Pieces

KEEPS = Keeps(lines=("label", "kind"))
HEAD = ("page", "n", "start", "end", "label", "kind", "split", "text")


class Csv:
    """Writes one file of rows, blank and unlabelled lines included."""

    name = "csv"
    suffix = ".csv"
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a file with the names of its columns."""
        del about
        return Pieces(out.open(), _rows, first=row(HEAD))


def _rows(answer: Answer) -> tuple[bytes, Sequence[Loss]]:
    text = answer.page.text
    lines = {line["n"]: line for line in answer.labels["lines"]}
    rows = []
    for n in range(1, text.line_count + 1):
        line = lines.get(n, {})
        cells = (answer.page.name, n, *text.line_span(n), line.get("label"), line.get("kind"))
        rows.append(row((*cells, answer.split, text.line_text(n))))
    return b"".join(rows), dropped(answer, KEEPS)
