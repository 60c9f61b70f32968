"""A place of a page where labellings say something, and whether a decision about it still holds."""

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core.labelling import Labelling
from annotator.core.labels import Json
from annotator.core.spans import Span

AGREED = "agreement"
"""The source of a gold label that nobody had to decide, since all said so."""
PREFIX = "g-"
"""How ids of gold's quotes and stances begin that came of adjudication; the place's key follows."""
OPEN = ("differing", "reopened")
UNDONE = "undone"
"""The choice of a row that takes a decision back: `value["undoes"]` is that one's id."""
NAMING = ("speaker", "holder", "target")
"""Fields of labels that hold the id of an entity."""
WHOLE = "*"
"""The place of what is said about a whole layer: accepted as agreed, or held back for a look."""


@dataclass(frozen=True, slots=True)
class Said:
    """One labelling that counts, under its annotator's name."""

    name: str
    labelling: Labelling


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it is stored.

    `value["items"]` is what gold says there, `seen` holds digests of what each labelling said, in which entities may
    stand under the `former` ids of those that took them in.
    """

    id: int
    place: str
    choice: str
    value: Json
    seen: Mapping[str, str]
    reason: str = ""
    by: str = ""
    at: str = ""
    former: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def items(self) -> list[Json]:
        """What gold says at the place."""
        found: list[Json] = self.value.get("items", [])
        return found

    @property
    def frame(self) -> tuple[Span, ...]:
        """The characters that the decision is about, where the layer has spans."""
        return tuple(Span(*pair) for pair in self.value.get("frame", ()))

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the gold quotes that came of it."""
        return tuple(self.value.get("ids", ()))


@dataclass(frozen=True, slots=True)
class Place:
    """What the labellings say at one place: agreed, differing, decided, reopened, or moot (its quote is not in gold).

    `says` has one entry a labelling, None where it says nothing there. `items` is what gold is to say, None while that
    is open. `start` and `end` are code points.
    """

    layer: str
    key: str
    state: str
    start: int
    end: int
    says: tuple[Json | None, ...]
    seen: Mapping[str, str]
    items: list[Json] | None = None
    decision: Decided | None = None
    differing: tuple[str, ...] = ()
    frame: tuple[Span, ...] = ()
    ids: tuple[str, ...] = ()
    about: Json = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Tell whether somebody has to decide."""
        return self.state in OPEN


def open_places(found: Iterable[Place]) -> list[Place]:
    """Return the places that somebody has to decide."""
    return [one for one in found if one.open]


def digest(value: object) -> str:
    """Return a short digest of a JSON value."""
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode(errors="surrogatepass")).hexdigest()[:16]


def seen_by(said: Sequence[Said], says: Sequence[Json | None]) -> dict[str, str]:
    """Return what a decision made now would be based on: a digest a labelling, by name."""
    return {one.name: digest(value) for one, value in zip(said, says, strict=True)}


def state_of(
    now: Mapping[str, str], decision: Decided | None, agreed: list[Json] | None, says: Sequence[Json | None] = ()
) -> str:
    """Return how a place stands; `agreed` is what all labellings say, None where they differ.

    A decision holds until a labelling says something else than it did, or one that came later says what none had
    said; a labelling that is being changed, and so is away, opens nothing.
    """
    if decision is None:
        return "differing" if agreed is None else "agreed"
    seen = decision.seen
    touched = [name for name in now if (now[name] != seen[name] if name in seen else now[name] not in seen.values())]
    if touched and decision.former:
        said = dict(zip(now, says, strict=True))
        known = {name: {seen[name]} if name in seen else {*seen.values()} for name in touched}
        touched = [name for name in touched if not known[name] & _once(said[name], decision.former)]
    return "reopened" if touched and agreed != decision.items else "decided"


def _once(value: Json | None, former: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the digests that a value may have had before entities were merged."""
    if value is None:
        return set()
    named = [name for name in NAMING if value.get(name) in former]
    ids = [(value[name], *former[value[name]]) for name in named]
    return {digest({**value, **dict(zip(named, one, strict=True))}) for one in itertools.product(*ids)}


def standing(decisions: Sequence[Decided]) -> dict[str, Decided]:
    """Return the last decision about each place."""
    return {one.place: one for one in decisions}


def holding(decisions: Sequence[Decided]) -> list[Decided]:
    """Return the decisions about places that were not taken back, in their order."""
    undone = {one.value.get("undoes") for one in decisions if one.choice == UNDONE}
    return [one for one in decisions if one.choice != UNDONE and one.place != WHOLE and one.id not in undone]


def all_alike(says: Sequence[Any]) -> bool:
    """Tell whether there is something and all say the same."""
    return bool(says) and all(one == says[0] for one in says)


def fields_that_differ(says: Sequence[Json | None], names: Iterable[str]) -> tuple[str, ...]:
    """Return the fields in which those who say something at all say different things."""
    there = [one for one in says if one is not None]
    return tuple(name for name in names if any(one.get(name) != there[0].get(name) for one in there))
