"""What a set of labelled pages holds, as counts that add up: of a release from its records, of a project by queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise

from .labels import LAYERS, Json

STEPS = (0, 500, 1000, 2000, 3000, 5000, 7500, 10_000, 15_000, 20_000, 50_000, 100_000)
"""Lower ends of the classes of page lengths, in code points."""
LINES = (0, 10, 20, 50, 75, 100, 150, 200, 300, 500, 1000, 5000)
"""Lower ends of the classes of pages by their lines."""


@dataclass(slots=True)
class Tally:
    """Counts of pages and of what is labelled on them.

    `lengths` and `line_counts` count pages by the lower end of their class; sites and languages that aren't known are
    under ''. `answered` counts labellings by the layers that are done in them, `kinds` lines by label and kind,
    `stances` by target and polarity. `names` says what entities are called.
    """

    pages: int = 0
    code_points: int = 0
    lines: int = 0
    lengths: Counter[int] = field(default_factory=Counter)
    line_counts: Counter[int] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    splits: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    quote_types: Counter[str] = field(default_factory=Counter)
    source_kinds: Counter[str] = field(default_factory=Counter)
    speakers: Counter[str] = field(default_factory=Counter)
    stances: Counter[tuple[str, str]] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def labels(self) -> Counter[str]:
        """Count lines by label."""
        found: Counter[str] = Counter()
        for (label, _), count in self.kinds.items():
            found[label] += count
        return found

    def add_page(self, length: int, lines: int, site: str | None, language: str | None, split: str) -> None:
        """Count a page: code points, lines, and what is known about it."""
        self.pages += 1
        self.code_points += length
        self.lines += lines
        self.lengths[_class(length, STEPS)] += 1
        self.line_counts[_class(lines, LINES)] += 1
        self.sites[site or ""] += 1
        self.languages[language or ""] += 1
        self.splits[split] += 1

    def add(self, record: Json, split: str = "train", lines: int | None = None) -> None:
        """Count a page as its canonical record tells it, computed fields included, with all its labellings.

        Of a record without text `lines` says how many there are.
        """
        page = record["page"]
        lines = page["text"].count("\n") + 1 if lines is None else lines
        self.add_page(page["length"], lines, page.get("site"), page.get("language"), split)
        for one in record.get("entities") or ():
            self.names[one["id"]] = one["name"]
        for labelling in record.get("labellings") or ():
            self._add_labelling(labelling)

    def merge(self, other: "Tally") -> None:
        """Add the counts of another set of pages; the two have no page in common."""
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, int):
                setattr(self, one.name, mine + theirs)
            else:
                mine.update(theirs)

    def to_json(self) -> Json:
        """Return the counts as a program reads them, the same for the same counts: the most frequent come first."""
        return {
            "pages": self.pages,
            "code_points": self.code_points,
            "lines": self.lines,
            "lengths": _classes(self.lengths, STEPS),
            "line_counts": _classes(self.line_counts, LINES),
            "sites": _ranked(self.sites),
            "languages": _ranked(self.languages),
            "splits": _ranked(self.splits),
            "layers": {name: self.answered[name] for name in LAYERS if self.answered[name]},
            "labels": _ranked(self.labels),
            "kinds": _nested(self.kinds),
            "quotes": self.source_kinds.total(),
            "quote_types": _ranked(self.quote_types),
            "source_kinds": _ranked(self.source_kinds),
            "speakers": _ranked(self.speakers),
            "stances": _nested(self.stances),
            "names": {key: self.names[key] for key in sorted(self.names)},
        }

    def _add_labelling(self, labelling: Json) -> None:
        self.answered.update(name for name, state in labelling["layers"].items() if state["status"] == "done")
        self.kinds.update((line["label"], line.get("kind") or "") for line in labelling.get("lines") or ())
        for quote in labelling.get("quotes") or ():
            self.quote_types[quote["type"]] += 1
            self.source_kinds[quote.get("source_kind") or ""] += 1
            self.speakers[quote.get("speaker") or ""] += 1
        self.stances.update((one["target"], str(one["polarity"])) for one in labelling.get("stances") or ())


def of_records(records: Iterable[tuple[Json, str]]) -> Tally:
    """Return the counts of canonical records, each with its split."""
    tally = Tally()
    for record, split in records:
        tally.add(record, split)
    return tally


def read_tally(stored: Json) -> Tally:
    """Return the counts that `Tally.to_json` gave."""
    numbers = {name: stored[name] for name in ("pages", "code_points", "lines")}
    by_class: Json = {
        name: Counter({int(low): n for low, n in stored[name].items() if n}) for name in ("lengths", "line_counts")
    }
    words = ("sites", "languages", "splits", "quote_types", "source_kinds", "speakers")
    by_word: Json = {name: Counter(stored[name]) for name in words}
    nested: Json = {
        name: Counter({(outer, inner): n for outer, those in stored[name].items() for inner, n in those.items()})
        for name in ("kinds", "stances")
    }
    rest: Json = {"answered": Counter(stored["layers"]), "names": dict(stored["names"])}
    return Tally(**numbers, **by_class, **by_word, **nested, **rest)


def classes(counts: Mapping[int, int], steps: tuple[int, ...]) -> list[tuple[str, int]]:
    """Return every class between the first and the last that has pages, in words (`500-999`), with its pages."""
    ends = [f"{low:,}-{high - 1:,}" for low, high in pairwise(steps)] + [f"{steps[-1]:,} and more"]
    used = [at for at, low in enumerate(steps) if counts.get(low)]
    return [(ends[at], counts.get(steps[at], 0)) for at in range(used[0], used[-1] + 1)] if used else []


def ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return words and counts, the most frequent first, equal ones by word."""
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _class(value: int, steps: tuple[int, ...]) -> int:
    return max(low for low in steps if low <= value)


def _classes(counts: Mapping[int, int], steps: tuple[int, ...]) -> Json:
    return {str(low): counts.get(low, 0) for low in steps}


def _ranked(counts: Mapping[str, int]) -> Json:
    return dict(ranked(counts))


def _nested(counts: Mapping[tuple[str, str], int]) -> Json:
    found: dict[str, dict[str, int]] = {}
    for (outer, inner), count in sorted(counts.items()):
        found.setdefault(outer, {})[inner] = count
    return {outer: _ranked(found[outer]) for outer in found}
