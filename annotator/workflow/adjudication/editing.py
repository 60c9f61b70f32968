"""Changing gold at many places at once: each place gets a decision of its own, and each decision can be taken back."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from annotator.core.adjudication import Decided, Place, bounds, decide, gold_place, holding, quote_value
from annotator.core.labels import Json, Mark
from annotator.store import decisions, models, passes
from annotator.store.people import PersonRow

from .deciding import Gesture, meet
from .sent import Sent


@dataclass(frozen=True, slots=True)
class Edit:
    """What changes in gold at one place of a page: `item` is lines as `3-7` with a label, or a quote's id."""

    layer: str
    item: str
    values: Json


def edit(session: Session, page: models.Page, edits: Iterable[Edit], by: PersonRow, reason: str) -> list[int]:
    """Decide at places of a page's gold, within the caller's transaction; returns the keys of the decisions.

    Labellings that say something else later reopen the place. Refuses what breaks a save constraint.
    """
    made: list[int] = []
    by_pass: defaultdict[int, list[Edit]] = defaultdict(list)
    for one in edits:
        by_pass[_pass_of(session, page, one.layer)].append(one)
    for pass_id, own in by_pass.items():
        gesture = Gesture(session, (page.project_id, page.id, pass_id), by)
        for one in own:
            for place, items in _places(gesture, one):
                sent = Sent(str(uuid.uuid4()), "decide", one.layer, place.key, {}, None, "own", items, reason, "")
                made.append(gesture.say(place, items, [], sent))
        gesture.close()
    return made


def take_back(session: Session, project_id: int, made: Sequence[int], by: PersonRow) -> tuple[int, int]:
    """Take decisions back, each by a row of its own; returns how many, and how many stay, being decided anew since."""
    rows: defaultdict[tuple[int, int], list[models.Decision]] = defaultdict(list)
    for key in sorted(made, reverse=True):
        row = session.get_one(models.Decision, key)
        rows[row.page_id, row.pass_id].append(row)
    back = 0
    for (page_id, pass_id), own in rows.items():
        gesture = Gesture(session, (project_id, page_id, pass_id), by)
        for row in own:
            found = next((one for one in holding(gesture.case.decided.get(row.layer, ())) if one.id == row.id), None)
            if found and _stands(gesture, row.layer, found):
                sent = Sent(str(uuid.uuid4()), "undo", row.layer, row.place, {}, None, "", None, "", "")
                gesture.take_back(row.layer, found, sent)
                back += 1
        gesture.close()
    return back, len(made) - back


def _pass_of(session: Session, page: models.Page, layer: str) -> int:
    """Return the pass that a layer of a page's gold was decided in."""
    task = decisions.gold_of(session, page.id)
    assert task is not None, "gold was found by the search"  # noqa: S101
    part = session.get(models.TaskLayer, (task.id, layer))
    named = passes.named(session, page.project_id, part.pass_name) if part else None
    return named.id if named else task.pass_id


def _places(gesture: Gesture, one: Edit) -> Iterator[tuple[Place, list[Json]]]:
    found, gold = gesture.case.places().get(one.layer, []), gesture.gold.labelling
    if one.layer == "quotes":
        place = gold_place(one.item, gold, found)
        yield place, [quote_value(gold.quotes[key]) | (one.values if key == one.item else {}) for key in place.ids]
        return
    first, last = bounds(one.item)
    for place in found:
        since, to = bounds(place.key)
        since, to = max(first, since), min(last, to)
        if since <= to:
            yield replace(place, key=f"{since}-{to}"), [{"first": since, "last": to, **one.values}]


def _stands(gesture: Gesture, layer: str, one: Decided) -> bool:
    """Tell whether gold says what was decided, and nobody has decided about the place since."""
    later = (other for other in holding(gesture.case.decided[layer]) if other.id > one.id)
    if any(meet(layer, other, one) for other in later):
        return False
    place = Place(layer, one.place, "decided", 0, 0, (), {}, ids=one.ids)
    return not list(decide(place, one.items, gesture.gold.labelling, Mark("", None, "hand", None), {}))
