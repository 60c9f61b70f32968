"""One invented text, where words stand in it, and what a reader makes of a file about it."""

import io
import json
from typing import Any

from annotator.core.presets import preset
from annotator.core.record_labels import RecordLabelling
from annotator.core.records import Record
from annotator.formats.base import Row, Told
from annotator.formats.readers import reader_for

TEXT = "👩‍🚀 Harbour news\n“We sail,” said Mara Lind. “At dawn.”\nShe said that nobody paid.\n"
FULL = Told(scheme=preset("full"))


def where(words: str, nth: int = 0) -> tuple[int, int]:
    """Offsets of words in code points."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def units(words: str, nth: int = 0) -> tuple[int, int]:
    """Offsets of words in UTF-16 code units."""
    start, end = where(words, nth)
    return len(TEXT[:start].encode("utf-16-le")) // 2, len(TEXT[:end].encode("utf-16-le")) // 2


def rows(value: Any, name: str, told: Told = FULL, form: str | None = None) -> list[Row]:
    return list(reader_for(name, form).read(io.BytesIO(json.dumps(value).encode()), name, told))


def record(value: Any, name: str, told: Told = FULL) -> Record:
    [row] = rows(value, name, told)
    assert row.record, row.refusal
    return row.record


def quotes(one: RecordLabelling) -> list[dict[str, list[str]]]:
    """The words of each quote's parts."""
    text = one.labelling.text
    parts = ("contents", "cues", "sources")
    return [
        {part: [text.slice(span) for span in getattr(quote, part)] for part in parts}
        for quote in one.labelling.quotes.values()
    ]


SPLIT = {"contents": ["“We sail,”", "“At dawn.”"], "cues": ["said"], "sources": ["Mara Lind"]}


def studio(offsets: Any = where, **more: Any) -> dict[str, Any]:
    """A task of Label Studio with a quote in two parts, its cue and source, and a headline."""
    marks = [
        ("a", "content", "“We sail,”"),
        ("b", "content", "“At dawn.”"),
        ("c", "cue", "said"),
        ("s", "source", "Mara Lind"),
    ]
    marks.append(("h", "headline", "👩‍🚀 Harbour news"))
    result: list[dict[str, Any]] = [
        {
            "id": key,
            "type": "labels",
            "from_name": "label",
            "to_name": "text",
            "value": dict(zip(("start", "end"), offsets(words), strict=True)) | {"labels": [label], "text": words},
        }
        for key, label, words in marks
    ]
    result += [{"type": "relation", "from_id": "a", "to_id": other, "direction": "right"} for other in ("b", "c")]
    result.append({"type": "relation", "from_id": "s", "to_id": "c", "direction": "right"})
    annotation = {
        "id": 7,
        "completed_by": {"id": 3, "email": "ana@harbour.example"},
        "result": result,
        "was_cancelled": False,
    }
    return {
        "id": 12,
        "data": {"text": TEXT, "url": "https://harbour.example/a", "desk": "city"},
        "annotations": [{**annotation, **more}],
    }
