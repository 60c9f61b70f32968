"""CleanEval: a text for each page, its address, then the lines of the body, each begun with `<h>`, `<p>` or `<l>`.

Headlines, standfirsts and crossheads are `<h>`, items of lists `<l>`, by the standard kind of a line. White space
around a line is left out.
Format: https://cleaneval.sigwac.org.uk/annotation_guidelines.html
"""

from collections.abc import Mapping, Sequence

from annotator.core.scheme import Scheme

from .base import About, Answer, Loss, Out, Writer
from .bodies import body_lines
from .dropping import Keeps, dropped, silent
from .writers import Documents

KEEPS = Keeps(lines=("label",))
MARKS = {"headline": "h", "standfirst": "h", "crosshead": "h", "list": "l"}


class Cleaneval:
    """Writes `<page>.txt`."""

    name = "cleaneval"
    suffix = ""
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a folder."""
        return Documents(out, lambda answer, stem: _files(answer, stem, about.scheme))


def _files(answer: Answer, stem: str, scheme: Scheme) -> tuple[Mapping[str, bytes], Sequence[Loss]]:
    losses = dropped(answer, KEEPS)
    if unsaid := silent(answer, "lines"):
        return {}, [*losses, *unsaid]
    rows = [f"URL: {answer.page.url or ''}", ""]
    for line in body_lines(answer):
        mark = MARKS.get(scheme.standard(line["kind"]) or "", "p")
        rows.append(f"<{mark}>{line['text'].strip()}")
    return {f"{stem}.txt": "".join(f"{row}\n" for row in rows).encode()}, losses
