"""Adjudication: where labellings of a page differ, what was decided there, and what gold says for it."""

from .choosing import choose
from .gold import decide, new_ids, settle, settle_body
from .lines import bounds
from .listing import places
from .page import ANSWER
from .places import AGREED, UNDONE, WHOLE, Decided, Place, Said, holding, open_places
from .quotes import gold_place, quote_value
from .stances import on_quote, renamed

__all__ = [
    "AGREED",
    "ANSWER",
    "UNDONE",
    "WHOLE",
    "Decided",
    "Place",
    "Said",
    "bounds",
    "choose",
    "decide",
    "gold_place",
    "holding",
    "new_ids",
    "on_quote",
    "open_places",
    "places",
    "quote_value",
    "renamed",
    "settle",
    "settle_body",
]
