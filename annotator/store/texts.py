"""Page texts, kept in memory as long as there is room: they never change, and every save needs one."""

import threading
from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.errors import Refused
from annotator.core.text import PageText

from . import models

ROOM = 64_000_000
"""Code points kept at most, over all texts."""


class _Texts:
    """The texts used last, by their digest, so that one cache serves any number of databases."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, PageText] = OrderedDict()
        self._size = 0

    def get(self, digest: str) -> PageText | None:
        with self._lock:
            found = self._kept.get(digest)
            if found:
                self._kept.move_to_end(digest)
            return found

    def keep(self, text: PageText) -> None:
        with self._lock:
            if text.digest not in self._kept:
                self._size += len(text)
            self._kept[text.digest] = text
            while self._size > ROOM and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)

    def forget(self, digest: str) -> None:
        with self._lock:
            dropped = self._kept.pop(digest, None)
            self._size -= len(dropped) if dropped else 0


_texts = _Texts()


def forget(digest: str) -> None:
    """Let go of a text that was erased."""
    _texts.forget(digest)


def page_text(session: Session, page_id: int, digest: str) -> PageText:
    """Return the text of a page; refuses an erased one, and one without the `digest` its page or task recorded."""
    found = _texts.get(digest)
    if found is None:
        stored = session.scalars(select(models.PageText.text).where(models.PageText.page_id == page_id)).one_or_none()
        if stored is None:
            raise Refused(f"page {page_id}", "was erased; only its digest and the offsets of its labels are left")
        found = PageText(stored)
        if found.digest != digest:
            raise Refused(f"page {page_id}", "the stored text doesn't have the recorded sha256; run annotator doctor")
        _texts.keep(found)
    return found
