"""Practice: a finished page beside its gold, and the rule that decides each difference."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.core.agreement.matching import aligned
from annotator.core.errors import Refused
from annotator.core.labelling import Labelling
from annotator.core.labels import LineLabel, Quote
from annotator.core.scheme import Scheme
from annotator.core.spans import Span
from annotator.core.text import PageText
from annotator.store import entities, models, tasks
from annotator.store.database import Database
from annotator.store.state import TaskState
from annotator.store.texts import page_text

SHOWN = 160
QUOTE_RULES = {
    "contents": "Q1, Q2: a content takes its marks and the punctuation inside them; an indirect one takes its “that”.",
    "cues": "Q9, Q10: one cue verb a quote, with auxiliaries, adverb and preposition; a colon after a name.",
    "sources": "Q11, Q12: the source is the nearest mention, a noun phrase with title and identifying modifiers.",
    "speaker": "Q12, Q14: the speaker is whom the nearest mention means; in a chain, the innermost one who speaks.",
    "missing": "Q7, Q17: no quote without content; a quoted paragraph without a cue of its own goes on with the quote.",
    "extra": "Q17 to Q20: scare quotes, titles and naming habits are no quotes; a repeated text is annotated once.",
}
"""What decides differences of quotes, by the field that differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs: the line it is on, its words, what each side says, and the rule."""

    line: int
    words: str
    own: str
    gold: str
    rule: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A finished page of a practice batch beside its gold; `same` counts the lines and quotes that agree."""

    page: str
    lines: list[Difference]
    quotes: list[Difference]
    same: int


def compared(db: Database, task_id: int) -> Compared:
    """Return what differs; refuses a page that isn't finished, is no practice, or has no gold yet."""
    with db.read() as session:
        task, around = session.get_one(models.Task, task_id), tasks.surroundings(session, task_id)
        batch = session.get(models.Batch, task.batch_id) if task.batch_id else None
        page = session.get_one(models.Page, task.page_id)
        place = f"page {page.name}"
        if around is None or batch is None or not batch.practice:
            raise Refused(place, "is no practice page")
        if task.status != "done":
            raise Refused(place, "is compared with the gold after it is done")
        text = page_text(session, page.id, page.sha256)
        gold = _gold(session, page.id)
        if gold is None:
            raise Refused(place, "has no gold yet to compare with")
        own = TaskState.whole(session, task, text).labelling
        theirs = TaskState.whole(session, gold, text).labelling
        names = {one.id: one.name for one in entities.listing(session, page.project_id)}
    layers = around.scheme.layers
    lines = list(_lines(own, theirs, around.scheme)) if "lines" in layers else []
    quotes = sorted(_quotes(own, theirs, names), key=lambda one: one.line) if "quotes" in layers else []
    agreed = sum(1 for n, label in own.lines.items() if label.same_value(theirs.lines.get(n)))
    return Compared(page.name, lines, quotes, agreed)


def _gold(session: Session, page_id: int) -> models.Task | None:
    return session.scalars(select(models.Task).filter_by(page_id=page_id, role="gold")).one_or_none()


def _lines(own: Labelling, gold: Labelling, scheme: Scheme) -> Iterator[Difference]:
    for n in sorted({*own.lines, *gold.lines}):
        mine, theirs = own.lines.get(n), gold.lines.get(n)
        if theirs is not None and (mine is None or (mine.label, mine.kind) != (theirs.label, theirs.kind)):
            kind = scheme.kind(theirs.kind) if theirs.kind else None
            rule = f"{kind.name}: {kind.definition}" if kind else f"The gold calls this line {theirs.label}."
            yield Difference(n, own.text.line_text(n)[:SHOWN], _said(mine), _said(theirs), rule)


def _said(label: LineLabel | None) -> str:
    return " ".join(part for part in (label.label, label.kind) if part) if label else "no label"


def _quotes(own: Labelling, gold: Labelling, names: dict[str, str]) -> Iterator[Difference]:
    mine = {key: one.contents for key, one in own.quotes.items() if one.contents}
    theirs = {key: one.contents for key, one in gold.quotes.items() if one.contents}
    pairs = aligned(mine, theirs)
    for key, other in pairs:
        yield from _fields(own.text, own.quotes[key], gold.quotes[other], names)
    for key in mine.keys() - {one for one, _ in pairs}:
        yield _differs(own.text, own.quotes[key], "extra", "a quote", "no quote")
    for key in theirs.keys() - {one for _, one in pairs}:
        yield _differs(own.text, gold.quotes[key], "missing", "no quote", "a quote")


def _fields(text: PageText, mine: Quote, gold: Quote, names: dict[str, str]) -> Iterator[Difference]:
    for name in ("contents", "cues", "sources"):
        one, other = getattr(mine, name), getattr(gold, name)
        if set(one) != set(other):
            yield _differs(text, gold, name, _joined(text, one), _joined(text, other))
    if mine.speaker != gold.speaker:
        one, other = (names.get(side or "", side or "nobody yet") for side in (mine.speaker, gold.speaker))
        yield _differs(text, gold, "speaker", one, other)


def _joined(text: PageText, spans: Iterable[Span]) -> str:
    return " … ".join(text.slice(span) for span in spans)[:SHOWN] or "none"


def _differs(text: PageText, quote: Quote, rule: str, own: str, gold: str) -> Difference:
    line = text.line_at(quote.contents[0].start)
    return Difference(line, _joined(text, quote.contents), own, gold, QUOTE_RULES[rule])
