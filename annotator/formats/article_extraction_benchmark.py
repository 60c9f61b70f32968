"""The article extraction benchmark of Scrapinghub: its `ground-truth.json`, the body of each page by the page's name.

The body is the lines labelled so, joined with line feeds; a page without a body has an empty one. The benchmark leaves
headlines out, this project's labels decide here.
Format: https://github.com/scrapinghub/article-extraction-benchmark
"""

from collections.abc import Sequence

import orjson

from .base import About, Answer, Loss, Out, Writer
from .bodies import body_text
from .dropping import Keeps, dropped, silent
from .writers import Pieces

KEEPS = Keeps(lines=("label",))


class ArticleExtractionBenchmark:
    """Writes one JSON object."""

    name = "article-extraction-benchmark"
    suffix = ".json"
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin the object."""
        del about
        return Pieces(out.open(), _entry, first=b"{\n", between=b",\n", last=b"\n}\n")


def _entry(answer: Answer) -> tuple[bytes, Sequence[Loss]]:
    losses = dropped(answer, KEEPS)
    if unsaid := silent(answer, "lines"):
        return b"", [*losses, *unsaid]
    body = {"articleBody": body_text(answer), "url": answer.page.url or ""}
    return orjson.dumps(answer.page.name) + b": " + orjson.dumps(body), losses
