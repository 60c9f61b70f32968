"""The figures of agreement as the screen lays them out: what each is called, what its n counts, where it leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.core.agreement.coefficients import kappa
from annotator.core.agreement.counts import Counts
from annotator.core.agreement.figures import Tally

Part: TypeAlias = Mapping[str, float | None]
TABS = {"page": "Page", "site": "Site", "language": "Language", "pair": "Pair of annotators", "kind": "Kind of line"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: its name, its value (None: undefined), its n with what that counts, and what differs behind it."""

    name: str
    value: float | None
    n: int
    unit: str
    what: str


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of one layer or one kind of span; `remark` says what was left out."""

    title: str
    cells: list[Cell]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """A row of the table: a group of pages or a pair of people, and the arguments that lead to its places."""

    title: str
    cells: list[Cell]
    address: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds of lines: how often each was given by either side and by both, and who said which where."""

    names: list[str]
    rows: list[tuple[str, int, int, int, float]]
    cells: dict[tuple[str, str], int]
    most: int


Count: TypeAlias = Callable[[Part], Any]
BOTH: Count = lambda part: (part["a"] or 0) + (part["b"] or 0)  # noqa: E731 - a table of what n is
LINES: tuple[str, Count] = ("lines", lambda part: part["n"])
SPANS: tuple[str, Count] = ("spans", BOTH)
QUOTES: tuple[str, Count] = ("quotes", BOTH)
ALIGNED: tuple[str, Count] = ("aligned quotes", lambda part: part["aligned"])
STANCES: tuple[str, Count] = ("stances", BOTH)
MATCHED: tuple[str, Count] = ("shared stances", lambda part: part["matched"])
SPAN_FIGURES = (
    ("exact_f1", "exact F1"),
    ("overlap_f1", "overlap F1"),
    ("iou50_f1", "IoU 50 F1"),
    ("char_f1", "character F1"),
)
# part, title, then of each figure: its key, its name, its n, what differs.
LAYOUT: tuple[tuple[str, str, tuple[tuple[str, str, tuple[str, Count], str], ...]], ...] = (
    (
        "lines",
        "Lines",
        (
            ("kappa", "Cohen's kappa", LINES, "lines"),
            ("alpha", "Krippendorff's alpha", LINES, "lines"),
            ("body_f1", "body F1", LINES, "lines"),
            ("differ", "lines that differ", LINES, "lines"),
        ),
    ),
    ("kinds", "Kinds", (("kappa", "Cohen's kappa", LINES, "kinds"), ("differ", "kinds that differ", LINES, "kinds"))),
    *(
        (role, f"{role.capitalize()} spans", tuple((key, name, SPANS, role) for key, name in SPAN_FIGURES))
        for role in ("content", "cue", "source")
    ),
    (
        "quotes",
        "Quotes",
        (
            ("detection_f1", "detection F1", QUOTES, "detection"),
            ("attribution_accuracy", "attribution accuracy", ALIGNED, "attribution"),
            ("type_kappa", "kappa of the type", ALIGNED, "type"),
            ("end_to_end_f1", "end-to-end F1", QUOTES, "end_to_end"),
        ),
    ),
    *(
        (
            f"stance_{level}",
            f"Stances, {level} level",
            (
                ("pair_f1", "pair F1", STANCES, f"stance_{level}"),
                ("alpha_ordinal", "alpha, ordinal", MATCHED, f"stance_{level}"),
                ("alpha_nominal", "alpha, nominal", MATCHED, f"stance_{level}"),
            ),
        )
        for level in ("page", "quote")
    ),
)
IN_SLICES = (
    ("lines", "kappa"),
    ("lines", "body_f1"),
    ("kinds", "kappa"),
    ("content", "exact_f1"),
    ("quotes", "detection_f1"),
    ("quotes", "attribution_accuracy"),
    ("stance_page", "alpha_ordinal"),
    ("stance_quote", "alpha_ordinal"),
)


def sections(pooled: Tally, *, closed: bool) -> list[Section]:
    """Return all figures by layer; a closed target list has a kappa over all answers, too."""
    figures = pooled.figures()
    found = []
    for part, title, rows in LAYOUT:
        cells = [_cell(figures[part], row) for row in rows]
        if closed and part.startswith("stance_"):
            cells.append(_answers(pooled, part))
        found.append(Section(title, cells, _remark(part, pooled)))
    return found


def slices(by: str, tallies: Mapping[Any, Tally]) -> list[Slice]:
    """Return a row of chosen figures for each group."""
    found = []
    for group, tally in tallies.items():
        figures = tally.figures()
        cells = [_cell(figures[part], row) for part, _, rows in LAYOUT for row in rows if (part, row[0]) in IN_SLICES]
        if by == "pair":
            found.append(Slice(" and ".join(group), cells, {"a": group[0], "b": group[1]}))
        else:
            found.append(Slice(group or "not known", cells, {"by": by, "of": group or ""}))
    return found


def kinds_table(pooled: Tally) -> Kinds:
    """Return which kinds met which, summed over pairs: the first of a pair, by name, in rows, the other in columns."""
    whole = _whole(pooled)
    cells = {(str(one), str(other)): count for (one, other), count in whole.kinds.items()}
    names = sorted({name for pair in cells for name in pair})
    rows = []
    for name in names:
        first = sum(count for (one, _), count in cells.items() if one == name)
        second = sum(count for (_, other), count in cells.items() if other == name)
        both = cells.get((name, name), 0)
        rows.append((name, first, second, both, 2 * both / (first + second)))
    return Kinds(names, rows, cells, max(cells.values(), default=0))


def _cell(part: Part, row: tuple[str, str, tuple[str, Count], str]) -> Cell:
    key, name, (unit, count), what = row
    return Cell(name, part[key], count(part) or 0, unit, what)


def _answers(pooled: Tally, part: str) -> Cell:
    answers = _whole(pooled).stances[part.removeprefix("stance_")].answers
    return Cell("kappa over all answers", kappa(answers), answers.total(), "answers", part)


def _remark(part: str, pooled: Tally) -> str:
    whole = _whole(pooled)
    if part == "lines" and whole.optional:
        return f"{whole.optional} lines that one of two called optional are left out"
    if part == "quotes" and whole.quotes.apart:
        return f"{whole.quotes.apart} quotes of optional zones are left out"
    return ""


def _whole(pooled: Tally) -> Counts:
    whole = Counts()
    for counts in pooled.pairs.values():
        whole.add(counts)
    return whole
