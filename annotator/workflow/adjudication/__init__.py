"""Adjudication: from several labellings of a page in a pass to its gold, place by place or in bulk."""

from .bulk import Accepted, accept_agreed, next_page
from .case import Changed
from .deciding import accept, decide, undo
from .opening import state
from .sent import read_sent

__all__ = [
    "Accepted",
    "Changed",
    "accept",
    "accept_agreed",
    "decide",
    "next_page",
    "read_sent",
    "state",
    "undo",
]
