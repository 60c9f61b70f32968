"""Labelling a page: open it, save what is marked, say what is missing before it is finished."""

from .batch import LAST_REV, read_batch, read_place
from .outcomes import Conflict, Missing, RefusedOperation, Saved
from .reopening import reopen
from .saving import save
from .screen import check, open_task, operations_since, set_place, task_state

__all__ = [
    "LAST_REV",
    "Conflict",
    "Missing",
    "RefusedOperation",
    "Saved",
    "check",
    "open_task",
    "operations_since",
    "read_batch",
    "read_place",
    "reopen",
    "save",
    "set_place",
    "task_state",
]
