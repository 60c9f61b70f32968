"""The article extraction benchmark of Scrapinghub: `ground-truth.json`, the body of each page by an id.

The body is the lines labelled so, joined with line feeds; a page without a body has an empty one. The benchmark leaves
headlines out, this project's labels decide here. The HTML of pages that were made of it stands beside as UTF-8, which
is what the benchmark's programs read; `pages.csv` says which id is which page.
Format: https://github.com/scrapinghub/article-extraction-benchmark
"""

import gzip
from collections.abc import Sequence

import orjson

from .base import About, Answer, Loss, Out, Writer
from .bodies import body_text, markup
from .cells import row
from .dropping import Keeps, dropped, silent
from .naming import FileNames
from .writers import TABLE, Pieces, put

KEEPS = Keeps(lines=("label",), about=("url",))


class ArticleExtractionBenchmark:
    """Writes `ground-truth.json` and `html/<id>.html.gz`."""

    name = "article-extraction-benchmark"
    suffix = ""
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a folder."""
        del about
        return GroundTruth(out)


class GroundTruth:
    """Writes one JSON object, page after page, with the HTML and the table of ids beside it."""

    def __init__(self, out: Out) -> None:
        self.out = out
        self._names = FileNames()
        self._table = out.open(TABLE)
        self._table.write(row(("id", "page", "split")))
        self._pieces = Pieces(out.open("ground-truth.json"), self._entry, first=b"{\n", between=b",\n", last=b"\n}\n")

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Write a page's body."""
        return self._pieces.add(answer)

    def end(self) -> None:
        """Close the object and the table."""
        self._pieces.end()
        self._table.close()

    def _entry(self, answer: Answer) -> tuple[bytes, Sequence[Loss]]:
        losses = dropped(answer, KEEPS)
        if unsaid := silent(answer, "lines"):
            return b"", [*losses, *unsaid]
        key = self._names.stem(answer.page.name)
        if html := markup(answer):
            # No time in it: the same pages give the same bytes.
            put(self.out, f"html/{key}.html.gz", gzip.compress(_utf8(html, answer), mtime=0))
        self._table.write(row((key, answer.page.name, answer.split)))
        body = {"articleBody": body_text(answer), "url": answer.page.url or ""}
        return orjson.dumps(key) + b": " + orjson.dumps(body), losses


def _utf8(html: bytes, answer: Answer) -> bytes:
    """Return HTML as UTF-8, as it is where its encoding is none that Python knows."""
    try:
        return html.decode((answer.page.source or {}).get("encoding") or "utf-8", errors="replace").encode()
    except LookupError:
        return html
