"""Invented pages and labellings as files to import: written row by row, so that no bench holds them all."""

from collections.abc import Sequence
from pathlib import Path

import orjson

from annotator.core.labels import LAYERS, Json
from annotator.core.text import PageText
from annotator.workflow import importing
from bench.workplace import PROJECT, Workplace

AT = "2026-11-22T04:20:00.000Z"
LINE = "one three words and a line of them, said somebody at the harbour\n"
QUOTES = 3
"""Quotes of three spans each, and a note: ten spans a labelling."""
BODY = 5
"""Line labels of a labelling with lines: runs of neighbours, as an article between menus has them."""


def text_of(number: int, size: int) -> str:
    """Return the text of a page, about `size` bytes of ASCII; no two pages have the same."""
    return f"one three words, page {number:05}\n" + LINE * (size // len(LINE))


def write_pages(file: Path, count: int, size: int) -> None:
    """Write rows with a name and a text, the shortest form that a page comes in."""
    with file.open("wb") as sink:
        for number in range(count):
            row = {"name": f"{number:05}.txt", "text": text_of(number, size), "language": "en"}
            sink.write(orjson.dumps(row) + b"\n")


def write_labelled(file: Path, count: int, size: int, people: Sequence[str], *, lines: bool = False) -> None:
    """Write canonical records in which each of `people` has finished the quotes, and with `lines` every line too."""
    with file.open("wb") as sink:
        for number in range(count):
            text = PageText(text_of(number, size))
            labellings = [_labelling(text, name, lines=lines) for name in people]
            page = {
                "name": f"{number:05}.txt",
                "language": "en",
                "rights": "CC-BY-4.0",
                "sha256": text.digest,
                "length": len(text),
            }
            record = {"format": "annotator.page/1", "page": {**page, "text": text.text}, "labellings": labellings}
            sink.write(orjson.dumps(record) + b"\n")


def take(place: Workplace, file: Path) -> importing.Report:
    """Import a file; nothing of it may be refused or doubtful."""
    report = importing.Report()
    for event in importing.import_paths(place.db, PROJECT, [file]):
        report.count(event)
    assert not report.refused, report.refused[0].sentence
    assert not report.notices, report.notices[0].sentence
    return report


def _labelling(text: PageText, name: str, *, lines: bool) -> Json:
    done = {"quotes", "lines"} if lines else {"quotes"}
    layers = {layer: {"status": "done" if layer in done else "off", "pass": "main"} for layer in LAYERS}
    starts = [text.starts[n] for n in range(QUOTES)]
    mark = {"by": name, "at": AT, "origin": "hand", "source": None}
    return {
        "annotator": name,
        "role": "annotator",
        "status": "done",
        "revision": 20,
        "seconds": 60,
        "started": AT,
        "finished": AT,
        "layers": layers,
        "lines": [_line(text, n, mark) for n in range(1, text.line_count + 1) if not text.is_blank(n)] if lines else [],
        "quotes": [_quote(text, n, at, mark) for n, at in enumerate(starts)],
        "notes": [{"id": "n-0", **_span(text, starts[0], 3), "note": "here", "by": name, "at": AT}],
    }


def _line(text: PageText, n: int, mark: Json) -> Json:
    start, end = text.line_span(n)
    label, kind = ("body", "paragraph") if n <= BODY else ("boilerplate", "nav")
    return {"n": n, "start": start, "end": end, "text": text.line_text(n), "label": label, "kind": kind, **mark}


def _quote(text: PageText, n: int, at: int, mark: Json) -> Json:
    parts = {"contents": (0, 3), "cues": (4, 5), "sources": (10, 5)}
    spans = {part: [_span(text, at + offset, size)] for part, (offset, size) in parts.items()}
    return {"id": f"q-{n}", **spans, "source_kind": "explicit", "speaker": "unknown", **mark}


def _span(text: PageText, start: int, size: int) -> Json:
    return {"start": start, "end": start + size, "text": text.text[start : start + size]}
