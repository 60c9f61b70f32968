"""Cases that were worked out lately, so that a decision costs what it changes; each is checked before it is used."""

import threading
from collections import OrderedDict
from weakref import WeakKeyDictionary

from annotator.store.database import Database

from .case import Case

ROOM = 8
"""Cases that are kept for one database."""
Ids = tuple[int, int, int]
"""Project, page and pass."""


class _Shelf:
    """Whoever takes a case has it alone until it is put back; one that failed on the way isn't."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cases: OrderedDict[Ids, Case] = OrderedDict()

    def take(self, where: Ids) -> Case | None:
        with self._lock:
            return self._cases.pop(where, None)

    def put(self, where: Ids, case: Case) -> None:
        with self._lock:
            self._cases[where] = case
            while len(self._cases) > ROOM:
                self._cases.popitem(last=False)


_shelves: WeakKeyDictionary[Database, _Shelf] = WeakKeyDictionary()


def shelf(db: Database) -> _Shelf:
    """Return the shelf of a database."""
    return _shelves.setdefault(db, _Shelf())
