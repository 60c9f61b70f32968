"""What an import would do, told before anything is stored: each batch is written as always, and taken back."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from annotator.store.database import Database

from .reading import Prepared
from .report import Event
from .writing import Writer

AT_ONCE = 25


class _TakenBackError(Exception):
    """Ends a transaction without keeping it."""


def _take_back() -> None:
    raise _TakenBackError


@dataclass(slots=True)
class Look:
    """A look at an import; it remembers the pages that were new, which a later batch could be mistaken for."""

    names: dict[str, bytes] = field(default_factory=dict)
    digests: dict[bytes, str] = field(default_factory=dict)

    def write(self, db: Database, writer: Writer, waiting: Sequence[Prepared]) -> Iterator[Event]:
        """Yield what would become of the pages; nothing of them stays."""
        for at in range(0, len(waiting), AT_ONCE):
            batch = waiting[at : at + AT_ONCE]
            events: list[Event] = []
            with suppress(_TakenBackError), db.write() as session:
                events = writer.turn(session).take(batch)
                _take_back()
            digests = {one.record.page.name: bytes.fromhex(one.record.page.sha256) for one in reversed(batch)}
            yield from (self._told(event, digests) for event in events)

    def _told(self, event: Event, digests: dict[str, bytes]) -> Event:
        """Return an event as it would be with the pages of earlier batches there."""
        if event.kind != "added":
            return event
        name, digest = event.name, digests[event.name]
        there, same = self.names.get(name), self.digests.get(digest)
        if there is not None and there != digest:
            reason = "is there with another text, and text never changes; give this one another name"
            return Event("refused", name, f"page {name}: {reason}")
        if there is not None:
            return Event("unchanged", name, f"page {name} is there already")
        if same is not None:
            return Event("duplicate", name, f"page {name} has the same text as {same}")
        self.names[name] = digest
        self.digests[digest] = name
        return event
