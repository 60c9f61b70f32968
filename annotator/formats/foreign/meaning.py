"""What the labels of other tools are called here: by their own names, or as somebody said."""

from annotator.core.errors import Refused
from annotator.formats.base import Told

PARTS = {"content": "contents", "cue": "cues", "source": "sources", "via": "via", "addressee": "addressee"}
"""Spans of a quote: how a label is called, and the field of the record that holds it."""
EVIDENCE = "evidence"
SPANS = (*PARTS, EVIDENCE)
TEXT = "text"
"""What the field is called that holds a page's text, where a tool leaves it to a configuration."""


def meaning(label: str, told: Told) -> str:
    """Return what another tool's label is called here, "" where it is left out; refuses one that nobody maps."""
    ours = told.names.get(label)
    if ours is None or ours == TEXT:
        plain = label.strip().lower().replace(" ", "-")
        ours = next((one for one in SPANS if plain in (one, f"{one}s")), plain)
        if not ours or ours not in known(told):
            called = label if len(label) <= 60 else f"{label[:57]}..."
            which = f"--map {called}=content (or cue, source, body, a kind of line) says what it is"
            raise Refused(f"label {called!r}", f"nothing here is called that; {which}, --map {called}= leaves it out")
    return ours


def check_names(told: Told) -> None:
    """Refuse a name that labels are led to and that there isn't."""
    for theirs, ours in told.names.items():
        if ours and ours not in (*known(told), TEXT):
            raise Refused(f"--map {theirs}={ours}", f"there is no {ours!r}; there are {', '.join(known(told))}")


def known(told: Told) -> tuple[str, ...]:
    """Return what a label may be called here."""
    scheme = told.scheme
    return (*scheme.labels, *(one.id for one in scheme.kinds), *SPANS, *scheme.page_types)
