"""People as a1, a2, ...: who is who is known to the project alone, and stays so from release to release."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .labelling import Labelling
from .labels import Item, Mark, PageAnswers
from .record_labels import RecordLabelling

GOLD = "gold"
"""No person: the name of what a curator decided."""


class Pseudonyms:
    """The codes of a project's people; `known` is what earlier releases called them, and nobody gets another code."""

    def __init__(self, known: Mapping[str, str], first_seen: Iterable[str] = ()) -> None:
        self.codes = dict(known)
        for name in first_seen:
            self.of(name)

    def of(self, name: str) -> str:
        """Return the code of a name; one that is new gets the next."""
        if name == GOLD:
            return name
        return self.codes.setdefault(name, f"a{len(self.codes) + 1}")

    def masked(self, one: RecordLabelling) -> RecordLabelling:
        """Return a labelling that names nobody: codes for people, no notes, no reasons in anybody's own words."""
        before = one.labelling
        after = Labelling(before.text, dict(before.layers))
        after.status, after.active_ms = before.status, before.active_ms
        after.started, after.finished = before.started, before.finished
        after.page = PageAnswers(before.page.page_type, before.page.usable, None, before.page.answers)
        marks: dict[Mark, Mark] = {}

        def coded(mark: Mark) -> Mark:
            if mark not in marks:
                marks[mark] = replace(mark, by=self.of(mark.by))
            return marks[mark]

        after.lines = {n: replace(label, mark=coded(label.mark)) for n, label in before.lines.items()}
        for word in ("quote", "stance"):
            items: dict[str, Item] = before.items(word)
            after.items(word).update({key: replace(item, mark=coded(item.mark)) for key, item in items.items()})
        after.base = before.base
        return replace(one, annotator=self.of(one.annotator), labelling=after)
