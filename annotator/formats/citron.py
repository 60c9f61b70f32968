"""Citron: a JSON file for each page, with its quotes and the sources that mean the same speaker.

Offsets are code points. Citron takes one cue for each quote and reads none without. Pages lie in a folder a split, to
be given to its programs as they are; what is known of a page stands beside, where Citron doesn't look.
Format: https://github.com/bbc/citron/blob/main/docs/data_format.md
"""

from collections.abc import Mapping, Sequence

import orjson

from annotator.core.labels import UNKNOWN, Json
from annotator.core.records import PAGE_TEXTS

from .base import About, Answer, Loss
from .dropping import TOGETHER, Keeps
from .flat import about as known
from .writers import OneLayer


class Citron(OneLayer):
    """Writes `<split>/<page>.json`."""

    name = "citron"
    keeps = Keeps(quotes=("contents", "cues", "sources", TOGETHER), about=PAGE_TEXTS)
    layer = "quotes"

    def files(self, answer: Answer, stem: str, about: About) -> tuple[Mapping[str, bytes], Sequence[Loss]]:
        """Return the page's JSON; quotes that Citron can't read are told."""
        del about
        losses: list[Loss] = []
        page, quotes = answer.page, []
        for quote in answer.labels["quotes"]:
            if not quote["cues"] or not quote["contents"]:
                lacking = "contents" if quote["cues"] else "cue"
                losses.append(Loss(page.name, "quotes", quote["id"], f"Citron reads no quote without {lacking}"))
                continue
            if len(quote["cues"]) > 1:
                losses.append(
                    Loss(page.name, "quotes", quote["id"], "Citron has one cue a quote, so the first is kept")
                )
            parts = {"cue": quote["cues"][0], "sources": quote["sources"], "contents": quote["contents"]}
            quotes.append({"id": quote["id"], **parts})
        groups = _groups(answer.labels["quotes"])
        whole = {"text": page.text.text, "quotes": quotes, "coreference_groups": groups, **known(answer)}
        return {f"{answer.split}/{stem}.json": orjson.dumps(whole, option=orjson.OPT_INDENT_2) + b"\n"}, losses


def _groups(quotes: Sequence[Json]) -> list[list[Json]]:
    """Return for each speaker the places that name them, where there are several."""
    groups: dict[str, dict[tuple[int, int], Json]] = {}
    for quote in quotes:
        if quote["speaker"] not in (None, UNKNOWN):
            named = groups.setdefault(quote["speaker"], {})
            named.update({(span["start"], span["end"]): span for span in quote["sources"]})
    return [[named[place] for place in sorted(named)] for named in groups.values() if len(named) > 1]
