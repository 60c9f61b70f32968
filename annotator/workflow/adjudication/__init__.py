"""Adjudication: from several labellings of a page in a pass to its gold, place by place or in bulk."""

from .bulk import Accepted, accept_agreed, next_page
from .case import Changed
from .deciding import accept, decide, undo
from .editing import Edit, edit, take_back
from .opening import state
from .sent import read_sent

__all__ = [
    "Accepted",
    "Changed",
    "Edit",
    "accept",
    "accept_agreed",
    "decide",
    "edit",
    "next_page",
    "read_sent",
    "state",
    "take_back",
    "undo",
]
