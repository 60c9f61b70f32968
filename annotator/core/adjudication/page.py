"""Places of the layer page: its type, whether it is usable, and the project's own questions."""

from collections.abc import Iterable, Sequence

from annotator.core.labels import Json, PageAnswers

from .places import Decided, Place, Said, all_alike, seen_by, standing, state_of

ANSWER = "answer "
"""How the key of a question's place begins."""


def page_places(
    said: Sequence[Said], decisions: Sequence[Decided], questions: Iterable[str], gold: PageAnswers
) -> list[Place]:
    """Return the places about the page as a whole; what nobody answered, and gold neither, has none."""
    decided = standing(decisions)
    keys = ["page_type", "usable", *(f"{ANSWER}{one}" for one in questions)]
    found = []
    for key in [*keys, *(one for one in decided if one not in keys)]:
        values = [answer(one.labelling.page, key) for one in said]
        says = tuple({"value": value} if value is not None else None for value in values)
        if key == "usable" and False not in values:
            # Not answered counts as usable.
            says = tuple({"value": True} for _ in values) if True in values else says
        agreed = ([says[0]] if says[0] else []) if all_alike(says) else None
        now = seen_by(said, says)
        decision = decided.get(key)
        state = state_of(now, decision, agreed)
        items = decision.items if decision else agreed
        if any(says) or decision or answer(gold, key) is not None:
            found.append(Place("page", key, state, 0, 0, says, now, items, decision, () if agreed else ("value",)))
    return found


def changes(key: str, items: Sequence[Json], answers: PageAnswers) -> Json:
    """Return the `page.set` values that make gold say `items` at a place; {} where it does already."""
    value = items[0]["value"] if items else None
    if answer(answers, key) == value:
        return {}
    if key.startswith(ANSWER):
        return {"answers": {key.removeprefix(ANSWER): value}}
    reason = {"reason": items[0].get("reason") if items else None} if key == "usable" else {}
    return {key: value, **reason}


def answer(answers: PageAnswers, key: str) -> str | bool | None:
    """Return what was answered to the question of a place; None where it has no answer."""
    if key.startswith(ANSWER):
        return answers.answers.get(key.removeprefix(ANSWER))
    found: str | bool | None = getattr(answers, key)
    return found
