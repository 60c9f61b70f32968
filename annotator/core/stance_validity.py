"""The part of the finish check that is about stances."""

from collections.abc import Iterator

from .constraints import Rules
from .findings import Problem, whole
from .labelling import Labelling
from .labels import Stance
from .spans import Span


def holder(stance: Stance, labelling: Labelling) -> str | None:
    """Return who holds a stance: at quote level the quote's speaker, which may still be missing."""
    if stance.level != "quote":
        return stance.holder
    quote = labelling.quote(stance.quote)
    return quote.speaker if quote else None


def stance_errors(labelling: Labelling, rules: Rules) -> Iterator[Problem]:
    """Yield what keeps the stances from being finished."""
    seen: dict[tuple[str | None, ...], Stance] = {}
    for stance in labelling.stances.values():
        yield from _one(stance, labelling, rules)
        key = (stance.level, stance.quote, holder(stance, labelling), stance.target)
        if seen.setdefault(key, stance) is not stance:
            yield _of(
                stance, labelling, "twice", f"toward {rules.named(stance.target)} is there twice for the same holder"
            )
    if rules.targets is not None and "page" in rules.scheme.stances.levels:
        answered = {stance.target for stance in labelling.stances.values() if stance.level == "page"}
        for target in rules.targets:
            if target not in answered:
                says = f"The page's stance toward {rules.named(target)} is not answered yet."
                yield Problem("target-open", says, "stances")


def _one(stance: Stance, labelling: Labelling, rules: Rules) -> Iterator[Problem]:
    target = rules.named(stance.target)
    if holder(stance, labelling) == stance.target:
        yield _of(stance, labelling, "self", f"has {target} as its holder and as its target")
    if stance.polarity != "none" and not stance.evidence:
        yield _of(stance, labelling, "no-evidence", f"toward {target} has no evidence")
    if stance.polarity == "none" and stance.evidence:
        yield _of(stance, labelling, "evidence", f"toward {target} is none and has evidence all the same")
    quote = labelling.quote(stance.quote)
    if stance.level == "quote" and quote:
        frame = whole(quote)
        for span in stance.evidence:
            if not frame.contains(span):
                words = labelling.text.slice(span)
                says = f"toward {target} has its evidence “{words}” outside its quote"
                yield _of(stance, labelling, "evidence-outside", says, span)


def _of(stance: Stance, labelling: Labelling, code: str, says: str, at: Span | None = None) -> Problem:
    quote = labelling.quote(stance.quote)
    span = at or next(iter(stance.evidence), None) or (whole(quote) if quote else Span(0, 0))
    if stance.level == "page":
        sentence = f"The page's stance {says}."
    else:
        sentence = f"Line {labelling.text.line_at(span.start)}: the quote's stance {says}."
    return Problem(code, sentence, "stances", *span, quote=stance.quote, stance=stance.id)
