"""What answers for a page, layer by layer: its gold, or the one labelling that somebody finished."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from .labelling import Labelling
from .labels import LAYERS, LayerState, PageAnswers
from .record_labels import RecordLabelling


@dataclass(frozen=True, slots=True)
class Candidate:
    """A labelling that could answer: its key, its role, whose it is, and the layers that are done in it."""

    key: int
    role: str
    annotator: str
    done: frozenset[str]


def picked(
    candidates: Collection[Candidate], layers: Iterable[str] = LAYERS, *, single: bool = False
) -> dict[str, int]:
    """Return by layer the key of the labelling that answers; a layer without an answer is not there.

    Gold answers where its layer is done; else, with `single`, a person's labelling, where one alone is done.
    """
    found: dict[str, int] = {}
    for layer in layers:
        done = [one for one in candidates if layer in one.done]
        gold = [one.key for one in done if one.role == "gold"]
        own = [one.key for one in done if one.role == "annotator"]
        if gold:
            found[layer] = gold[0]
        elif single and len(own) == 1:
            found[layer] = own[0]
    return found


def restricted(one: RecordLabelling, layers: Collection[str]) -> RecordLabelling:
    """Return a labelling with these of its layers alone; the others are off, and nothing of them is left."""
    before = one.labelling
    if all(state.status == "off" or name in layers for name, state in before.layers.items()):
        return one
    after = _emptied(before)
    after.base = before
    after.notes = before.notes
    for name in LAYERS:
        state = before.layers.get(name, LayerState("off", one.pass_name))
        after.layers[name] = state if name in layers else replace(state, status="off")
        if name in layers:
            _take(name, before, after)
    return replace(one, labelling=after)


def composed(answers: Mapping[str, RecordLabelling]) -> tuple[RecordLabelling, list[str]]:
    """Return one labelling in which each layer is that of its own answer, and the ids of the stances left out.

    A stance is left out where the quote that it is on is not among the answer's quotes.
    """
    whole = list({id(one): one for one in answers.values()}.values())
    first = whole[0]
    if len(whole) == 1:
        after = restricted(first, answers.keys()).labelling
    else:
        after = _emptied(first.labelling)
        for name in LAYERS:
            source = answers.get(name)
            state = source.labelling.layers[name] if source else LayerState("off", first.pass_name)
            after.layers[name] = state
            if source:
                _take(name, source.labelling, after)
    orphans = [one.id for one in after.stances.values() if one.level == "quote" and one.quote not in after.quotes]
    if orphans:
        after.stances = {key: one for key, one in after.stances.items() if key not in orphans}
    by = dict.fromkeys(one.annotator for one in whole)
    roles = {one.role for one in whole}
    role = roles.pop() if len(roles) == 1 else "annotator"
    return replace(first, annotator=", ".join(by), role=role, labelling=after), orphans


def _emptied(before: Labelling) -> Labelling:
    after = Labelling(before.text)
    after.status, after.active_ms = before.status, before.active_ms
    after.started, after.finished = before.started, before.finished
    after.page = PageAnswers()
    return after


def _take(layer: str, before: Labelling, after: Labelling) -> None:
    if layer == "page":
        after.page = before.page
    elif layer == "lines":
        after.lines = before.lines
    elif layer == "quotes":
        after.quotes = before.quotes
    else:
        after.stances = before.stances
