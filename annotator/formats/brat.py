"""brat: a folder with the text and the annotations of each page, and the configuration that brat shows them by.

A line with a label is a span of that label, a quote an event over its spans, each of one or more fragments; a stance
is an event over its evidence. Speaker, holder and target are references to the registry.
Format: https://brat.nlplab.org/standoff.html, https://brat.nlplab.org/configuration.html
"""

from collections.abc import Iterable, Mapping, Sequence

from annotator.core.labels import Json
from annotator.core.scheme import Scheme
from annotator.core.spans import Span

from .base import About, Answer, Loss, Out, Writer
from .dropping import LINE, QUOTE, STANCE, TOGETHER, Keeps, dropped
from .standoff import BROKEN, Standoff, broken, spans_of
from .writers import Documents, put

KEEPS = Keeps(lines=LINE, quotes=(*QUOTE, TOGETHER), stances=STANCE)
ROLES = {"contents": "content", "cues": "cue", "sources": "source", "via": "via", "addressee": "addressee"}


class Brat:
    """Writes `<page>.txt`, `<page>.ann` and `annotation.conf`."""

    name = "brat"
    suffix = ""
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a folder with its configuration."""
        put(out, "annotation.conf", _configuration(about.scheme).encode())
        return Documents(out, _files)


def _files(answer: Answer, stem: str) -> tuple[Mapping[str, bytes], Sequence[Loss]]:
    page = Standoff(answer.page.text)
    losses = dropped(answer, KEEPS)
    _lines(page, answer, losses)
    events = {quote["id"]: _quote(page, quote, answer, losses) for quote in answer.labels["quotes"]}
    for stance in answer.labels["stances"]:
        _stance(page, stance, answer, losses, events)
    return {f"{stem}.txt": answer.page.text.text.encode(), f"{stem}.ann": page.content()}, losses


def _lines(page: Standoff, answer: Answer, losses: list[Loss]) -> None:
    for line in answer.labels["lines"]:
        span = Span(line["start"], line["end"]).trimmed(page.text.text)
        if span.start == span.end:
            losses.append(Loss(answer.page.name, "lines", str(line["n"]), "a blank line has no text to mark"))
            continue
        _tell(page, [span], answer, losses, ("lines", str(line["n"])))
        key = page.span(line["label"], [span])
        if line["kind"]:
            page.attribute("kind", key, line["kind"])
        for flag in line["flags"]:
            page.attribute(flag, key)


def _quote(page: Standoff, quote: Json, answer: Answer, losses: list[Loss]) -> str | None:
    spans = {name: spans_of(quote[name]) for name in ROLES}
    trigger = spans["cues"] or spans["contents"] or spans["sources"]
    if not trigger:
        losses.append(Loss(answer.page.name, "quotes", quote["id"], "it has no span to stand on"))
        return None
    _tell(page, [one for each in spans.values() for one in each], answer, losses, ("quotes", quote["id"]))
    parts = {role: page.span(role, spans[name]) for name, role in ROLES.items() if spans[name]}
    event, _ = page.event("quote", trigger, list(parts.items()))
    page.attribute("type", event, quote["type"])
    if quote["source_kind"]:
        page.attribute("source_kind", event, quote["source_kind"])
    for flag in quote["flags"]:
        page.attribute(flag, event)
    # Who is named where: the source leads to the speaker, else what was said does.
    _refer(page, parts.get("source") or next(iter(parts.values())), "speaker", quote["speaker"], answer)
    return event


def _stance(page: Standoff, stance: Json, answer: Answer, losses: list[Loss], events: Mapping[str, str | None]) -> None:
    evidence = spans_of(stance["evidence"])
    if not evidence:
        losses.append(Loss(answer.page.name, "stances", stance["id"], "it has no evidence to stand on"))
        return
    _tell(page, evidence, answer, losses, ("stances", stance["id"]))
    quote = events.get(stance["quote"])
    event, trigger = page.event("stance", evidence, [("quote", quote)] if quote else [])
    page.attribute("polarity", event, stance["polarity"])
    if stance["explicit"] is not None:
        page.attribute("explicit", event, "yes" if stance["explicit"] else "no")
    _refer(page, trigger, "holder", stance["holder"], answer)
    _refer(page, trigger, "target", stance["target"], answer)


def _refer(page: Standoff, whose: str, role: str, entity: str | None, answer: Answer) -> None:
    if entity is not None:
        known = answer.entities.get(entity)
        page.reference(whose, role, entity, known.name if known else entity)


def _tell(page: Standoff, spans: Iterable[Span], answer: Answer, losses: list[Loss], what: tuple[str, str]) -> None:
    if broken(page.text.text, spans):
        losses.append(Loss(answer.page.name, *what, BROKEN))


def _configuration(scheme: Scheme) -> str:
    """Return the types that brat needs to know, those of the project's scheme."""
    kinds = "|".join(kind.id for kind in scheme.kinds)
    labels = "|".join(scheme.labels)
    polarities = "|".join(str(one) for one in scheme.stances.allowed)
    arguments = ", ".join(f"{role}?:{role}" for role in ROLES.values())
    rows = [
        *("[entities]", *scheme.labels, *ROLES.values()),
        *("", "[relations]", "<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"),
        *("", "[events]", f"quote {arguments}", "stance quote?:quote"),
        *("", "[attributes]"),
        *([f"kind Arg:{labels}, Value:{kinds}"] if kinds else []),
        *(f"{flag} Arg:{labels}" for flag in scheme.line_flags if flag not in scheme.quotes.flags),
        *(f"{flag} Arg:<ANY>" for flag in scheme.line_flags if flag in scheme.quotes.flags),
        *(f"{flag} Arg:quote" for flag in (*scheme.quotes.flags, "discontinuous") if flag not in scheme.line_flags),
        "type Arg:quote, Value:direct|mixed|indirect",
        "source_kind Arg:quote, Value:explicit|pronoun|implicit|none",
        f"polarity Arg:stance, Value:{polarities}",
        "explicit Arg:stance, Value:yes|no",
    ]
    return "".join(f"{row}\n" for row in rows)
