"""Adjudication: where labellings of a page differ, what was decided there, and what gold says for it."""

from .choosing import choose
from .gold import decide, new_ids, settle
from .listing import places
from .page import ANSWER
from .places import AGREED, UNDONE, WHOLE, Decided, Place, Said, holding, open_places

__all__ = [
    "AGREED",
    "ANSWER",
    "UNDONE",
    "WHOLE",
    "Decided",
    "Place",
    "Said",
    "choose",
    "decide",
    "holding",
    "new_ids",
    "open_places",
    "places",
    "settle",
]
