"""Statistics of a project: counts by queries, and the types of quotes, which are found from texts as time allows."""

import time
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from annotator.core.agreement.headline import headline
from annotator.core.errors import Refused
from annotator.core.labels import Json, Quote
from annotator.core.quotes import children, parents, quote_type
from annotator.core.statistics import Tally
from annotator.core.text import PageText
from annotator.languages import language_of
from annotator.store import projects, splits, statistics
from annotator.store.agreement import met
from annotator.store.database import Database
from annotator.store.projects import ProjectRow
from annotator.store.statistics import Quoted

from . import agreement

AT_ONCE = 50
KEPT = 50_000
"""Labellings whose types of quotes are remembered; they hold for one revision."""
ROLES = ("gold", "annotator")

_known: OrderedDict[tuple[str, int, int], Counter[str]] = OrderedDict()
_turn = Lock()


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the labels of one role; `left` labellings' quotes are still to be told apart by type."""

    tally: Tally
    role: str
    roles: list[str]
    left: int

    def to_json(self) -> Json:
        """Return the statistics as a program reads them."""
        return {"of": self.role, **self.tally.to_json()}


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far people agree in a pass: pages that two finished and leading figures; `left` pages aren't counted yet."""

    pass_name: str
    pages: int
    figures: list[tuple[str, float]]
    left: int = 0


def agreed(db: Database, project: ProjectRow, patience: float) -> list[Agreed]:
    """Return the leading figures of each pass in which two people met, as the agreement screen has them."""
    with db.read() as session:
        passes = [one.name for one in projects.passes(session, project.id) if met(session, project.id, one.name)]
    until, found = time.monotonic() + patience, []
    for name in passes:
        left = max(0.0, until - time.monotonic())
        sums = agreement.summed(db, project, agreement.Question(name), seconds=left)
        found.append(Agreed(name, len(sums.pages), headline(sums.pooled().figures()), sums.left))
    return found


def agreed_then(manifest: Json) -> list[Agreed]:
    """Return the leading figures of each pass as the manifest of a release has them."""
    passes = manifest["agreement"].items()
    return [Agreed(name, one["pages"], headline(one["figures"])) for name, one in passes]


def of_project(db: Database, project_id: int, role: str | None = None, patience: float | None = None) -> Statistics:
    """Count gold, or annotators' finished labels where there is no gold; `role` asks for either.

    With `patience` (seconds) types of quotes may be missing, of as many labellings as `left` says.
    """
    if role not in (None, *ROLES):
        raise Refused("of", f"{role!r} is none of {', '.join(ROLES)}")
    with db.read() as session:
        roles = statistics.roles(session, project_id)
        chosen = role or (roles[0] if roles else "annotator")
        tally = statistics.of_project(session, project_id, chosen)
        quoted = statistics.quoted(session, project_id, chosen)
    missing = []
    for one in quoted:
        found = _known.get(_key(db, one))
        if found is None:
            missing.append(one)
        else:
            tally.quote_types.update(found)
    at, until = 0, None if patience is None else time.monotonic() + patience
    while at < len(missing) and (until is None or time.monotonic() < until):
        for one, types in _types(db, missing[at : at + AT_ONCE]).items():
            tally.quote_types.update(types)
            _keep(_key(db, one), types)
        at += AT_ONCE
    return Statistics(tally, chosen, roles, max(0, len(missing) - at))


def _types(db: Database, quoted: list[Quoted]) -> dict[Quoted, Counter[str]]:
    quotes: dict[int, dict[str, Quote]] = {}
    with db.read() as session:
        texts = splits.texts(session, sorted({one.page for one in quoted}))
        for task, quote in statistics.quotes(session, [one.task for one in quoted]):
            quotes.setdefault(task, {})[quote.id] = quote
    return {one: _counted(quotes.get(one.task, {}), texts[one.page], one.language) for one in quoted}


def _counted(quotes: Mapping[str, Quote], text: str, tag: str | None) -> Counter[str]:
    page, language = PageText(text), language_of(tag, text)
    nested = children(quotes, parents(quotes.values()))
    return Counter(quote_type(page, one, language, nested.get(one.id, ())) for one in quotes.values())


def _key(db: Database, one: Quoted) -> tuple[str, int, int]:
    return str(db.url), one.task, one.rev


def _keep(key: tuple[str, int, int], types: Counter[str]) -> None:
    with _turn:
        _known[key] = types
        while len(_known) > KEPT:
            _known.popitem(last=False)
