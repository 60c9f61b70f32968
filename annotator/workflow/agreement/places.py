"""Where two labellings part: the lines, spans, quotes and stances behind a figure, with what either side says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from annotator.core.agreement.counts import LEVELS, Differences, cells, compare
from annotator.core.agreement.view import SaidQuote, View
from annotator.core.errors import Refused
from annotator.core.spans import Span
from annotator.core.text import PageText
from annotator.store import agreement as stored
from annotator.store import entities, models
from annotator.store.agreement import PageAbout
from annotator.store.agreement_sums import bucket_of
from annotator.store.database import Database
from annotator.store.projects import ProjectRow
from annotator.store.texts import page_text

from .counting import PATIENCE, current
from .material import Comparison, Material, Question
from .report import BY
from .summing import Part, Sums, summed
from .views import views

AT_ONCE = 100
"""Places after which no further page is begun."""
PAGES_AT_ONCE = 100
"""Pages whose counts are looked at before the next are read."""
LONGEST = 300
"""Code points of text that are shown of a place."""
LAYER_OF = {
    **dict.fromkeys(("lines", "kinds"), "lines"),
    **dict.fromkeys(("content", "cue", "source", "detection", "attribution", "type", "end_to_end"), "quotes"),
    **{f"{part}_{level}": "stances" for part in ("stance", "polarity") for level in LEVELS},
}
"""What may be asked for, and the layer it lies in."""


@dataclass(frozen=True, slots=True)
class Where:
    """What differs (a key of `LAYER_OF`), and where: in a group of pages, between two people, in a cell of a table.

    `by` is page, site, language or week, and `of` the page's name, its site or language, the Monday on which the week
    began in which the later of two finished, empty where there is none; `kind` is one that either side gave.
    """

    what: str
    by: str = ""
    of: str = ""
    pair: tuple[str, str] | None = None
    cell: tuple[str, str] | None = None
    kind: str = ""

    def holds(self, one: Comparison) -> bool:
        """Tell whether a comparison is asked for."""
        here = not self.by or (BY[self.by](one) or "") == self.of
        return here and len(one.sides) == 2 and one.layer == LAYER_OF[self.what] and self.pair in (None, one.pair)

    def meets(self, part: Part) -> bool:
        """Tell whether anything that is asked for differs in what the sums of some pages say."""
        groups = [tally for group, tally in part["groups"] if self.by in ("", "page") or (group or "") == self.of]
        return any(
            self.pair in (None, (one, other))
            and LAYER_OF[self.what] in layers
            and differ(self, layers[LAYER_OF[self.what]])
            for tally in groups
            for one, other, layers in (*tally["alone"], *tally["among"])
        )

    def asks_for(self, cell: tuple[str, str]) -> bool:
        """Tell whether lines on which one said the first and the other the second are asked for."""
        return self.cell in (None, cell) and (not self.kind or self.kind in cell)

    def asks_for_stance(self, said: Sequence[str | None]) -> bool:
        """Tell whether polarities that differ are asked for: stances that only one has, or those of both."""
        return (None in said) != self.what.startswith("polarity")


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two says at a place, and where in whose labelling; nothing where `said` is None."""

    person: str
    task_id: int
    said: str | None
    line: int
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place where two labellings of a page part; `line` counts from 1."""

    page: PageAbout
    line: int
    text: str
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Places:
    """Some of the places, and the key of the page after which the others come; None where there are no others.

    `left` counts the pages that have changed and aren't counted yet.
    """

    rows: list[Place]
    after: int | None
    left: int = 0


Said: TypeAlias = tuple[str | None, str | None]


def places(db: Database, project: ProjectRow, question: Question, where: Where, after: int | None = None) -> Places:
    """Return where labellings differ, page by page in the order of names; refuses what can't be asked for."""
    if where.what not in LAYER_OF or (where.by and where.by not in BY):
        raise Refused(where.what or "what", f"should be one of {', '.join(LAYER_OF)}")
    asked = where.by if where.by != "page" else ""
    sums = summed(db, project, question, {"", asked}, PATIENCE)
    with db.read() as session:
        pages = _pages(session, sums, where, asked)
        names = {one.id: one.name for one in entities.listing(session, project.id)}
    keys = [one.id for one in pages]
    since = keys.index(after) + 1 if after in keys else 0
    rows: list[Place] = []
    for at in range(since, len(keys), PAGES_AT_ONCE):
        material = current(db, project, question, PATIENCE, only=stored.these(keys[at : at + PAGES_AT_ONCE]))
        with db.read() as session:
            last = _look(session, material, where, names, rows)
        if last is not None:
            return Places(rows, last if last != keys[-1] else None, sums.left)
    return Places(rows, None, sums.left)


def _pages(session: Session, sums: Sums, where: Where, asked: str) -> list[PageAbout]:
    """Return the pages on which something that is asked for may differ, by name."""
    buckets = {key for key, part in sums.parts[asked].items() if where.meets(part)}
    about = stored.pages(session, sums.project.id)
    found = [about[page] for page in sums.pages if bucket_of(page) in buckets and page in about]
    said = {"page": attrgetter("name"), "site": attrgetter("site"), "language": attrgetter("language")}.get(where.by)
    return sorted((one for one in found if said is None or (said(one) or "") == where.of), key=attrgetter("name"))


def _look(
    session: Session, material: Material, where: Where, names: Mapping[str, str], rows: list[Place]
) -> int | None:
    """Append the places of these pages; where there are enough, return the key of the page that was the last."""
    last: int | None = None
    for one, counts in material.counted():
        if where.holds(one) and differ(where, counts):
            if len(rows) >= AT_ONCE and one.page.id != last:
                return last
            rows += _Finder(session, material, one, names).rows(where)
            last = one.page.id
    return last if len(rows) >= AT_ONCE else None


def differ(where: Where, counts: Mapping[str, Any]) -> bool:
    """Tell from the kept counts of a page whether anything differs there."""
    what = where.what
    if what in ("lines", "kinds"):
        rows = counts["labels" if what == "lines" else "kinds"]
        return any(where.asks_for((one, other)) for one, other, _ in cells(rows) if one != other)
    if what in ("content", "cue", "source"):
        a, b, identical, *_ = counts["spans"][what]
        return bool(a + b - 2 * identical)
    if LAYER_OF[what] == "quotes":
        a, b, aligned, same, identical, _ = counts["quotes"]
        types = any(one != other for one, other, _ in cells(counts["types"]))
        ways = {"detection": a + b - 2 * aligned, "attribution": aligned - same, "end_to_end": a + b - 2 * identical}
        return bool(ways.get(what, types))
    part, _, level = what.partition("_")
    a, b, matched, answers = counts[level]
    return any(one != other for one, other, _ in cells(answers)) if part == "polarity" else a + b != 2 * matched


class _Finder:
    """The places of one comparison."""

    def __init__(self, session: Session, material: Material, one: Comparison, names: Mapping[str, str]) -> None:
        self.page, self.sides, self.names = one.page, one.sides, names
        seen = views(session, material.project.scheme, one.page, one.sides, material.bases_of)
        self.views = [seen[side.task_id] for side in one.sides]
        task = session.get_one(models.Task, one.sides[0].task_id)
        self.text: PageText = page_text(session, task.page_id, task.text_sha256)

    def rows(self, where: Where) -> Iterator[Place]:
        """Yield the places in the order in which they stand in the text."""
        found = compare(*self.views)[1]
        ways: dict[str, Callable[[Differences, Where], Iterator[Place]]] = {
            "lines": self._lines,
            "quotes": self._spans if where.what in ("content", "cue", "source") else self._quotes,
            "stances": self._page_stances if where.what.endswith("page") else self._quote_stances,
        }
        return iter(sorted(ways[LAYER_OF[where.what]](found, where), key=lambda place: place.line))

    def _lines(self, found: Differences, where: Where) -> Iterator[Place]:
        at = 0 if where.what == "lines" else 1
        for n in found.kinds if at else found.lines:
            said = [(view.lines or {})[n] for view in self.views]
            if where.asks_for((str(said[0][at]), str(said[1][at]))):
                shown = [" · ".join(filter(None, one)) for one in said]
                text = self.text.text[self.text.starts[n - 1] :].partition("\n")[0]
                yield self._place(text, (shown[0], n, None), (shown[1], n, None))

    def _spans(self, found: Differences, where: Where) -> Iterator[Place]:
        for pair in found.spans[where.what]:
            words = [self._words([span]) if span else None for span in pair]
            start = min(span.start for span in pair if span)
            n = self.text.line_at(start)
            text = self.text.text[self.text.starts[n - 1] :].partition("\n")[0]
            yield self._place(text, (words[0], n, None), (words[1], n, None))

    def _quotes(self, found: Differences, where: Where) -> Iterator[Place]:
        for keys in found.quotes:
            one, other = ((view.quotes or {}).get(key or "") for view, key in zip(self.views, keys, strict=True))
            said = self._said(where.what, one, other)
            standing = one or other
            if said and standing:
                n = self.text.line_at(min(standing.contents).start)
                yield self._place(self._words(standing.contents), (said[0], n, keys[0]), (said[1], n, keys[1]))

    def _said(self, what: str, one: SaidQuote | None, other: SaidQuote | None) -> Said | None:
        """Return what either side says of a quote; None where that doesn't differ, or isn't asked for."""
        if one is None or other is None:
            alone = "a quote" if one else None, "a quote" if other else None
            return alone if what in ("detection", "end_to_end") else None
        if what == "type":
            return (one.type, other.type) if one.type != other.type else None
        if what == "attribution" and one.speaker != other.speaker:
            return self._name(one.speaker), self._name(other.speaker)
        if what == "end_to_end" and (one.speaker, _characters(one)) != (other.speaker, _characters(other)):
            first, second = (f"{self._name(quote.speaker)}: {self._words(quote.contents)}" for quote in (one, other))
            return first, second
        return None

    def _page_stances(self, found: Differences, where: Where) -> Iterator[Place]:
        for holder, target in found.page_stances:
            said = [_polarity((view.page_stances or {}).get((holder, target))) for view in self.views]
            if where.asks_for_stance(said):
                about = f"{self._name(holder)} toward {self._name(target)}"
                yield self._place(about, (said[0], 1, None), (said[1], 1, None))

    def _quote_stances(self, found: Differences, where: Where) -> Iterator[Place]:
        first, second = self.views
        mine = dict(found.aligned)
        for key, target in found.quote_stances:
            own = key[0] if isinstance(key, tuple) else next((a for a, b in mine.items() if b == key), None)
            theirs = None if isinstance(key, tuple) else key
            said = [_stance(first, own, target), _stance(second, theirs, target)]
            if not where.asks_for_stance(said):
                continue
            contents = first.standing[own] if own else second.standing[theirs or ""]
            n = self.text.line_at(min(contents).start)
            words = f"{self._words(contents)} toward {self._name(target)}"
            yield self._place(words, (said[0], n, own), (said[1], n, theirs))

    def _place(self, text: str, *said: tuple[str | None, int, str | None]) -> Place:
        sides = [Side(side.person, side.task_id, *one) for side, one in zip(self.sides, said, strict=True)]
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
        return Place(self.page, said[0][1], shown, (sides[0], sides[1]))

    def _words(self, spans: list[Span] | tuple[Span, ...]) -> str:
        return " … ".join(self.text.slice(span) for span in spans)

    def _name(self, entity: str | None) -> str:
        return self.names.get(entity, entity) if entity else "nobody named"


def _characters(quote: SaidQuote) -> set[int]:
    return {at for span in quote.contents for at in range(*span)}


def _stance(view: View, quote: str | None, target: str) -> str | None:
    return _polarity((view.quote_stances or {}).get((quote or "", target)))


def _polarity(value: int | str | None) -> str | None:
    return f"{value:+d}" if isinstance(value, int) and value else None if value is None else str(value)
