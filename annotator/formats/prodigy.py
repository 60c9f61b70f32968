"""Prodigy: JSON Lines of tasks with spans, as `spans.manual` takes them and `db-out` gives them.

Offsets are code points. Tokens and hashes are left to Prodigy, which makes them as it loads the file, since both depend
on its own settings; spans may overlap. What its spans have no field for stands beside theirs, which Prodigy passes on.
Format: https://prodi.gy/docs/api-interfaces#spans_manual
"""

from collections.abc import Sequence

import orjson

from annotator.core.labels import Json
from annotator.core.records import PAGE_TEXTS

from .base import About, Answer, Loss, Out, Writer
from .dropping import LINE, QUOTE, STANCE, TOGETHER, Keeps, dropped
from .flat import Flat, flat, unmarked
from .flat import about as known
from .writers import Pieces

KEEPS = Keeps(lines=LINE, quotes=(*QUOTE, TOGETHER), stances=STANCE, about=PAGE_TEXTS)
BESIDE = {
    "lines": ("n", "kind", "flags"),
    "quotes": ("id", "type", "source_kind", "speaker", "flags"),
    "stances": ("id", "level", "quote", "holder", "target", "polarity", "explicit"),
}
NAMES = {"lines": "line", "quotes": "quote", "stances": "stance"}


class Prodigy:
    """Writes one file of tasks."""

    name = "prodigy"
    suffix = ".jsonl"
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a file of one task a page."""
        del about
        return Pieces(out.open(), _task)


def _task(answer: Answer) -> tuple[bytes, Sequence[Loss]]:
    losses = [*dropped(answer, KEEPS), *unmarked(answer)]
    entities = [one.to_json() for one in answer.entities.values()]
    task: Json = {
        "text": answer.page.text.text,
        "spans": [_span(one) for one in flat(answer)],
        "answer": "accept",
        "meta": known(answer),
        "entities": entities,
    }
    return orjson.dumps(task) + b"\n", losses


def _span(one: Flat) -> Json:
    beside = {name: one.item[name] for name in BESIDE[one.layer] if one.item[name] not in (None, [])}
    return {"start": one.span.start, "end": one.span.end, "label": one.label, NAMES[one.layer]: beside}
