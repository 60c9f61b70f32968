"""The figures of agreement as the screen lays them out: what each is called, what its n counts, where it leads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeAlias

from annotator.core.agreement.coefficients import kappa
from annotator.core.agreement.counts import Counts
from annotator.core.agreement.figures import Tally
from annotator.core.counted import counted

Part: TypeAlias = Mapping[str, float | None]
WEEKS = 104
"""Weeks that the plots reach back at most."""
TABS = {
    "page": "Page",
    "site": "Site",
    "language": "Language",
    "week": "Week",
    "pair": "Pair of annotators",
    "kind": "Kind of line",
}


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
class Point:
    """One week, by its Monday, and a figure of it; None where nobody finished anything."""

    week: str
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class Course:
    """How a figure went, week by week without a gap between the first and the last."""

    title: str
    points: list[Point]

    @property
    def runs(self) -> list[list[tuple[int, float]]]:
        """The stretches on which the figure is defined, as places and values."""
        found: list[list[tuple[int, float]]] = [[]]
        for at, point in enumerate(self.points):
            if point.cell and point.cell.value is not None:
                found[-1].append((at, point.cell.value))
            elif found[-1]:
                found.append([])
        return [run for run in found if run]

    @property
    def lowest(self) -> int:
        """Where the plot begins: at -1 where a value is below 0."""
        return -1 if any(value < 0 for run in self.runs for _, value in run) else 0


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
                ("alpha_ordinal", "alpha, ordinal", MATCHED, f"polarity_{level}"),
                ("alpha_nominal", "alpha, nominal", MATCHED, f"polarity_{level}"),
            ),
        )
        for level in ("page", "quote")
    ),
)
IN_SLICES = {
    ("lines", "kappa"): "lines: kappa",
    ("lines", "body_f1"): "body F1",
    ("kinds", "kappa"): "kinds: kappa",
    ("content", "exact_f1"): "contents: exact F1",
    ("quotes", "detection_f1"): "quotes: detection F1",
    ("quotes", "attribution_accuracy"): "attribution accuracy",
    ("stance_page", "alpha_ordinal"): "page stances: ordinal alpha",
    ("stance_quote", "alpha_ordinal"): "quote stances: ordinal alpha",
}
"""The figures of a row, as their columns are headed."""
IN_WEEKS = {
    ("lines", "kappa"): "Lines: Cohen's kappa",
    ("quotes", "detection_f1"): "Quotes: detection F1",
    ("stance_page", "pair_f1"): "Page stances: pair F1",
    ("stance_quote", "pair_f1"): "Quote stances: pair F1",
}
"""The figures whose course is drawn; none that needs all people's answers to a page, which come in several weeks."""


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
    found, chosen = [], IN_WEEKS if by == "week" else IN_SLICES
    for group, tally in tallies.items():
        figures = tally.figures()
        cells = [_cell(figures[part], row) for part, _, rows in LAYOUT for row in rows if (part, row[0]) in chosen]
        if by == "pair":
            found.append(Slice(" and ".join(group), cells, {"a": group[0], "b": group[1]}))
        else:
            found.append(Slice(group or "not known", cells, {"by": by, "of": group or ""}))
    return found


def columns(by: str) -> list[str]:
    """Return what heads the figures of `slices`."""
    return list((IN_WEEKS if by == "week" else IN_SLICES).values())


def courses(weeks: Sequence[Slice]) -> list[Course]:
    """Return how figures went from week to week, without those that nobody's work has any n for.

    Weeks without a row, or with an undefined figure, are gaps. What was finished nobody knows when is left out.
    """
    known = {date.fromisoformat(one.address["of"]): one for one in weeks if one.address["of"]}
    if not known:
        return []
    first, last = min(known), max(known)
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)][-WEEKS:]
    found = []
    for at, title in enumerate(IN_WEEKS.values()):
        cells = [known[day].cells[at] if day in known else None for day in mondays]
        if any(cell and cell.n for cell in cells):
            found.append(
                Course(title, [Point(day.isoformat(), cell) for day, cell in zip(mondays, cells, strict=True)])
            )
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
    level = part.removeprefix("stance_")
    answers = _whole(pooled).stances[level].answers
    return Cell("kappa over all answers", kappa(answers), answers.total(), "answers", f"polarity_{level}")


def _remark(part: str, pooled: Tally) -> str:
    whole = _whole(pooled)
    if part == "lines" and whole.optional:
        return f"left out: {counted(whole.optional, 'line')} that one of two called optional"
    if part == "quotes" and whole.quotes.apart:
        return f"left out: {counted(whole.quotes.apart, 'quote')} of optional zones"
    return ""


def _whole(pooled: Tally) -> Counts:
    whole = Counts()
    for counts in pooled.pairs.values():
        whole.add(counts)
    return whole
