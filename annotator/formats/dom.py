"""Labels on the nodes of HTML: JSON Lines, a row a page with the text nodes it shows, each with the label of its line.

A node that goes over several lines has the label of the one that holds most of it. `xpath` leads to the text node, or
to the attribute with a picture's words, in the tree that an HTML5 parser makes of the page's bytes; `start` and `end`
are code points of the text.
"""

from bisect import bisect_right
from collections.abc import Sequence

import orjson

from annotator.core.labels import Json
from annotator.core.text import PageText

from .base import About, Answer, Loss, Out, Writer
from .dropping import Keeps, dropped, silent
from .html import unpacked
from .writers import Pieces

KEEPS = Keeps(lines=("label", "kind"), about=("url",))
NO_NODES = "there is no map from its text to the nodes of an HTML page, so the page is left out"
NO_NODE = "no node shows this line"
OTHER = "a node that goes over several lines has the label of another one of them"


class Dom:
    """Writes one file of the nodes of each page; `of_nodes` asks the export for their maps."""

    name = "dom"
    suffix = ".jsonl"
    several = False
    of_nodes = True

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a file."""
        del about
        return Pieces(out.open(), _row)


def _row(answer: Answer) -> tuple[bytes, Sequence[Loss]]:
    page = answer.page
    if losses := silent(answer, "lines"):
        return b"", losses
    if answer.nodes is None:
        return b"", [Loss(page.name, "page", page.name, NO_NODES)]
    labels = {line["n"]: line for line in answer.labels["lines"]}
    held: set[int] = set()
    seen: set[int] = set()
    nodes = []
    for start, end, xpath in unpacked(answer.nodes):
        lines = _lines(page.text, start, end)
        n = max(lines, key=lambda one: (lines[one], -one))
        seen |= lines.keys()
        held.add(n)
        line: Json = labels.get(n, {})
        said = {"label": line.get("label"), "kind": line.get("kind")}
        nodes.append({"xpath": xpath, "start": start, "end": end, "n": n, **said})
    head = {"page": page.name, "page_id": page.id, "url": page.url, "split": answer.split, "source": page.source}
    lost = [
        Loss(page.name, "lines", str(n), OTHER if n in seen else NO_NODE)
        for n in labels
        if n not in held and not page.text.is_blank(n)
    ]
    return orjson.dumps({**head, "nodes": nodes}) + b"\n", [*lost, *dropped(answer, KEEPS)]


def _lines(text: PageText, start: int, end: int) -> dict[int, int]:
    """Return the lines that a span touches, with how many of its characters each holds."""
    first, last = bisect_right(text.starts, start), bisect_right(text.starts, max(start, end - 1))
    spans = {n: text.line_span(n) for n in range(first, last + 1)}
    return {n: max(0, min(end, line.end) - max(start, line.start)) for n, line in spans.items()}
