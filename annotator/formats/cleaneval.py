"""CleanEval: a text for each page, its address, then the lines of the body, each begun with `<h>`, `<p>` or `<l>`.

Headlines, standfirsts and crossheads are `<h>`, items of lists `<l>`, by the standard kind of a line. White space
around a line is left out.
Format: https://cleaneval.sigwac.org.uk/annotation_guidelines.html
"""

from collections.abc import Mapping, Sequence

from .base import About, Answer, Loss
from .bodies import body_lines
from .dropping import Keeps
from .writers import OneLayer

MARKS = {"headline": "h", "standfirst": "h", "crosshead": "h", "list": "l"}


class Cleaneval(OneLayer):
    """Writes `<page>.txt`."""

    name = "cleaneval"
    keeps = Keeps(lines=("label",), about=("url",))
    layer = "lines"

    def files(self, answer: Answer, stem: str, about: About) -> tuple[Mapping[str, bytes], Sequence[Loss]]:
        """Return the page's text."""
        rows = [f"URL: {answer.page.url or ''}", ""]
        for line in body_lines(answer):
            mark = MARKS.get(about.scheme.standard(line["kind"]) or "", "p")
            rows.append(f"<{mark}>{line['text'].strip()}")
        return {f"{stem}.txt": "".join(f"{row}\n" for row in rows).encode()}, []
