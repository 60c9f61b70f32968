"""What an import did, piece by piece and as a tally, so that command line and screen tell the same."""

from collections import Counter
from dataclasses import dataclass, field

from annotator.core.counted import counted

FILE = "file"
"""The kind of what is said of a file as a whole; it stands before all notices, of which only the first may be shown."""
# Kinds of events, in the order in which a summary names them, with the words of the summary.
WORDS = {
    "added": ("page added", "pages added"),
    "updated": ("page updated", "pages updated"),
    "unchanged": ("page unchanged", "pages unchanged"),
    "duplicate": ("duplicate", "duplicates"),
    "labelling": ("labelling", "labellings"),
    "notice": ("notice", "notices"),
    "refused": ("refused", "refused"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one page or file: a kind of `WORDS` or `FILE`, its name, and a sentence about it."""

    kind: str
    name: str
    sentence: str


@dataclass(slots=True)
class Report:
    """A tally of events, with the sentences that somebody should read."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Event] = field(default_factory=list)
    notices: list[Event] = field(default_factory=list)

    def count(self, event: Event) -> None:
        """Take an event into the tally."""
        self.counts[event.kind] += 1
        if event.kind == "refused":
            self.refused.append(event)
        elif event.kind == FILE:
            self.notices.insert(self.counts[FILE] - 1, event)
        elif event.kind in ("duplicate", "notice"):
            self.notices.append(event)

    @property
    def pages(self) -> int:
        """Pages seen so far, whatever became of them."""
        return sum(self.counts[kind] for kind in ("added", "updated", "unchanged", "duplicate", "refused"))

    def summary(self) -> str:
        """Return the tally as a sentence (`3 pages added, 1 refused`)."""
        known = [(self.counts[kind], words) for kind, words in WORDS.items() if self.counts[kind]]
        return ", ".join(counted(count, *words) for count, words in known) or "nothing to import"
