"""The web content extraction benchmark (ChatNoir): `ground-truth/<project>.jsonl`, rows sorted by the page's digest.

`page_id` is the sha256 of the bytes that the page was made of, `source` names the project and the page. The HTML of
pages that were made of it lies in `html/<project>/<page_id>.html`, byte for byte.
Format: https://github.com/chatnoir-eu/web-content-extraction-benchmark
"""

from collections.abc import Sequence
from tempfile import SpooledTemporaryFile

import orjson

from .base import About, Answer, Loss, Out, Writer
from .bodies import body_text, markup
from .dropping import Keeps, dropped, silent
from .naming import FileNames
from .writers import put

KEEPS = Keeps(lines=("label",), about=("url",))
IN_MEMORY = 1 << 20
"""Bytes of rows that wait in memory until all are there to be sorted; the rest waits on disk."""


class Chatnoir:
    """Writes one file below `ground-truth`, and one for each page below `html`."""

    name = "chatnoir"
    suffix = ""
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a folder."""
        return Sorted(out, about.project)


class Sorted:
    """Keeps the rows aside as they come, and writes them in the order of their ids."""

    def __init__(self, out: Out, project: str) -> None:
        self.out, self.project, self.stem = out, project, FileNames().stem(project)
        self._aside = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed at the end
        self._places: list[tuple[str, int, int]] = []

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Keep a page's row."""
        losses = dropped(answer, KEEPS)
        if unsaid := silent(answer, "lines"):
            return [*losses, *unsaid]
        page = answer.page
        key = (page.source or {}).get("sha256") or page.sha256
        url = {"url": page.url} if page.url else {}
        row = {"page_id": key, "plaintext": body_text(answer), **url, "source": [self.project, page.name]}
        if html := markup(answer):
            put(self.out, f"html/{self.stem}/{key}.html", html)
        start = self._aside.tell()
        self._places.append((key, start, self._aside.write(orjson.dumps(row) + b"\n")))
        return losses

    def end(self) -> None:
        """Write the file."""
        with self._aside, self.out.open(f"ground-truth/{self.stem}.jsonl") as sink:
            for _, start, length in sorted(self._places):
                self._aside.seek(start)
                sink.write(self._aside.read(length))
