"""doccano: JSON Lines of a text and its labelled spans, for a project of the kind sequence labelling.

Offsets are UTF-16 code units, as doccano counts them in the browser unless a project counts graphemes; what it shows
would else stand beside the words on a page with emoji (doccano issue 2290). Overlapping spans have to be allowed in
the project. Fields that doccano doesn't know it keeps as metadata.
Format: https://doccano.github.io/doccano/tutorial/
"""

from collections.abc import Sequence

import orjson

from annotator.core.records import PAGE_TEXTS

from .base import About, Answer, Loss, Out, Writer
from .dropping import Keeps, dropped
from .flat import about as known
from .flat import flat, unmarked
from .offsets import Utf16
from .writers import Pieces

PARTS = ("contents", "cues", "sources", "via", "addressee")
KEEPS = Keeps(lines=("label",), quotes=PARTS, stances=("evidence",), about=PAGE_TEXTS)


class Doccano:
    """Writes one file of rows."""

    name = "doccano"
    suffix = ".jsonl"
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a file of one row a page."""
        del about
        return Pieces(out.open(), _row)


def _row(answer: Answer) -> tuple[bytes, Sequence[Loss]]:
    losses = [*dropped(answer, KEEPS), *unmarked(answer)]
    units = Utf16(answer.page.text.text)
    # doccano keeps a span of one label once, so that quotes may share their source.
    spans = dict.fromkeys((units(one.span.start), units(one.span.end), one.label) for one in flat(answer))
    return orjson.dumps({"text": answer.page.text.text, "label": list(spans), **known(answer)}) + b"\n", losses
