"""Invented pages of any size with labels all over, as records: what the bench of the label screen opens."""

import hashlib
import random
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

Json = dict[str, Any]

BARE = 100
"""Lines in the middle that carry no label, with a quotation on every second one: there the keys are pressed."""
LONGEST = 400
VOCABULARY = (
    "harbour ferry council bridge winter market tide budget school morning quarter engine lantern island ticket river "
    "captain repair weather timetable the of a and in with after before under along"
)
WORDS = VOCABULARY.split()
ENTITIES: list[Json] = [
    {"id": "e-lind", "name": "Mara Lind", "kind": "PER", "aliases": [], "wikidata": None},
    {"id": "e-ferry", "name": "the ferry", "kind": "ISSUE", "aliases": [], "wikidata": None},
]
ODD = (
    "قالت الشركة إن العبارة ستعود في الربيع، وإن الركاب سينتظرون.",
    "המעבורת תחזור באביב, אמרה החברה, והנוסעים יחכו.",
    "Ferry 🚢 news 👩‍🚀 for 🇮🇸 readers 𝒜 and 𠮷 too",
    "07:10\tPier 2\tSouth Isle\ton time",
    "soft\u00adhyphen, zero\u200bwidth, joined\u200dup, \u2067right to left\u2069",
)


@dataclass
class Written:
    """A page as it grows line by line; offsets are code points."""

    lines: list[str] = field(default_factory=list)
    length: int = 0
    labels: list[Json] = field(default_factory=list)
    quotes: list[Json] = field(default_factory=list)
    stances: list[Json] = field(default_factory=list)

    def add(self, line: str, *, labelled: bool, quoted: bool) -> None:
        """Append a line; `labelled` gives it a label, `quoted` marks the quotation in it."""
        n, start = len(self.lines) + 1, self.length
        self.lines.append(line)
        self.length += len(line) + 1
        if labelled and line.strip():
            body = n // 40 % 2
            label = {"label": "body", "kind": "paragraph"} if body else {"label": "boilerplate", "kind": "nav"}
            self.labels.append({"n": n, "start": start, "end": start + len(line), "text": line, **label})
        if quoted:
            self._quote(line, start)

    def _quote(self, line: str, start: int) -> None:
        def span(words: str) -> Json:
            at = start + line.index(words)
            return {"start": at, "end": at + len(words), "text": words}

        content = span(line[: line.index("”") + 1])
        cited: Json = {"cues": [span("said")], "sources": [span("Mara Lind")], "source_kind": "explicit"}
        name = f"q-{len(self.quotes)}"
        self.quotes.append({"id": name, "contents": [content], **cited, "speaker": "e-lind"})
        stance = {"id": f"s-{name}", "level": "quote", "quote": name, "target": "e-ferry", "polarity": 1}
        self.stances.append({**stance, "evidence": [content]})


def record(name: str, size: int, count: int, spans: int) -> Json:
    """Return a page of about `size` bytes in `count` lines and Ana's labelling with `spans` spans, as a record."""
    page = _page(size, count, spans // 4)
    text = "\n".join(page.lines)
    digest = hashlib.sha256(text.encode()).hexdigest()
    about = {"name": name, "sha256": digest, "length": len(text), "text": text, "language": "en"}
    labels = {"lines": page.labels, "quotes": page.quotes, "stances": page.stances}
    labelling = {"annotator": "Ana", "role": "annotator", "status": "in_progress", **labels}
    return {"format": "annotator.page/1", "page": about, "entities": ENTITIES, "labellings": [labelling]}


def _page(size: int, count: int, quotes: int) -> Written:
    chance, odd, page = random.Random(count), cycle(ODD), Written()
    bare = range(count // 2 - BARE // 2, count // 2 + BARE // 2)
    quotable = [n for n in range(count) if n not in bare]
    due = {quotable[at * len(quotable) // quotes] for at in range(quotes)}
    used = 0
    for n in range(count):
        left = size * (n + 1) // count - used
        inside, quoted = n in bare, n in due
        if quoted or (inside and n % 2):
            line = f"“The {_words(chance, 20)} {n} will sail,” said Mara Lind {_words(chance, 10)}."
        elif left < 1:
            line = ""
        else:
            line = next(odd) if n % 25 == 0 else _words(chance, min(chance.randrange(2, 2 + 2 * left), LONGEST))
        page.add(line, labelled=not inside, quoted=quoted)
        used += len(line.encode()) + 1
    return page


def _words(chance: random.Random, length: int) -> str:
    words = chance.choice(WORDS)
    while len(words) < length:
        words += f" {chance.choice(WORDS)}"
    return words
