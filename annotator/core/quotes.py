"""What follows from a quote's spans and is never asked: type, zone, parent, discontinuous."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, pairwise

from .labels import LineLabel, Quote
from .language import Language
from .spans import Span, covered, holds
from .text import PageText

PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "『": "』"}
"""The double marks of Unicode with what closes them, for where the language says nothing."""
STRAIGHT = '"'
MARKS = frozenset('"“”„«»‹›「」『』')
SINGLE = frozenset("'‘’‚‛")
OPENING_SINGLE = "'‘‚"
CLOSING_SINGLE = "'’"


def quote_type(text: PageText, quote: Quote, language: Language, nested: Iterable[Quote] = ()) -> str:
    """Return direct, mixed or indirect: how many letters and digits of `quote` stand inside quotation marks.

    The contents of the quotes in `nested` are left out. Marks are judged by the page's language.
    """
    if not any(_may_mark(text.slice(span), language) for span in quote.contents):
        return "indirect"
    hidden = {at for inner in nested for span in inner.contents for at in range(*span)}
    inside = outside = 0
    stack: list[str] = []
    for span in quote.contents:
        chars = [(at, text.text[at]) for at in range(*span) if at not in hidden]
        piece = "".join(char for _, char in chars)
        marked = _marked(piece, stack, language)
        for char, within in zip(piece, marked, strict=True):
            if char.isalnum():
                inside += within
                outside += not within
    if not outside and (inside or any(MARKS.intersection(text.slice(span)) for span in quote.contents)):
        return "direct"
    return "mixed" if inside else "indirect"


def _may_mark(piece: str, language: Language) -> bool:
    """Tell whether anything in a piece of text could put some of it inside marks; most pieces have nothing of it."""
    return not (MARKS.isdisjoint(piece) and SINGLE.isdisjoint(piece)) or any(one in piece for one in language.dashes)


def has_marks(line: str, language: Language) -> bool:
    """Tell whether a line holds a double quotation mark or opens with a dash of dialogue."""
    return not MARKS.isdisjoint(line) or line.lstrip().startswith(language.dashes)


def zone(text: PageText, quote: Quote, lines: Mapping[int, LineLabel]) -> str | None:
    """Return the kind of the line on which the first content starts; None where that has none."""
    if not quote.contents or not lines:
        return None
    label = lines.get(text.line_at(quote.contents[0].start))
    return label.kind if label else None


def discontinuous(text: PageText, quote: Quote) -> bool:
    """Tell whether anything but white space stands between two contents."""
    if len(quote.contents) < 2:
        return False
    spans = sorted(quote.contents)
    return any(text.text[a.end : b.start].strip() for a, b in pairwise(spans))


def shown_flags(text: PageText, quote: Quote) -> list[str]:
    """Return the stored flags and the computed one, sorted."""
    computed = {"discontinuous"} if discontinuous(text, quote) else set()
    return sorted({*quote.flags, *computed})


def parents(quotes: Iterable[Quote]) -> dict[str, str]:
    """Map the id of each nested quote to its parent's.

    The parent is the quote with the fewest content characters whose contents hold all contents, cues and
    sources of the nested one; of two with equal contents neither holds the other.
    """
    listed = list(quotes)
    contents = sorted((*span, index) for index, quote in enumerate(listed) for span in quote.contents)
    starts = [start for start, _, _ in contents]
    reach = list(accumulate((end for _, end, _ in contents), max))
    found: dict[str, str] = {}
    for quote in listed:
        if not quote.contents:
            continue
        start, end = quote.contents[0]
        outer = []
        at = bisect_right(starts, start) - 1
        # Further back nothing reaches over the end of the first content.
        while at >= 0 and reach[at] >= end:
            one = listed[contents[at][2]]
            if contents[at][1] >= end and one.id != quote.id and _surrounds(one, quote):
                outer.append(one)
            at -= 1
        if outer:
            # The first in stored order where two are equally small.
            found[quote.id] = min(outer, key=lambda one: (covered(one.contents), one.position, one.id)).id
    return found


def children(quotes: Mapping[str, Quote], found: Mapping[str, str]) -> dict[str, list[Quote]]:
    """Turn what `parents` found around: the nested quotes of each parent's id."""
    nested: dict[str, list[Quote]] = defaultdict(list)
    for inner, outer in found.items():
        nested[outer].append(quotes[inner])
    return nested


def _surrounds(outer: Quote, quote: Quote) -> bool:
    parts = (*quote.contents, *quote.cues, *quote.sources)
    return holds(outer.contents, parts) and not holds(quote.contents, outer.contents)


def _marked(piece: str, stack: list[str], language: Language) -> list[bool]:
    """Tell for each character of one content whether it stands inside marks; `stack` holds the marks left open."""
    dashes = language.dashes
    if piece[:1] in MARKS or piece.startswith(dashes):
        stack.clear()
    if piece.startswith(dashes):
        stack.append(piece[0])
    pairs = _pairs(language)
    inside = []
    for at, char in enumerate(piece):
        if char in MARKS:
            _turn(char, piece[at - 1 : at], stack, pairs)
        inside.append(bool(stack))
    for span in _single_pairs(piece, language):
        for at in range(*span):
            inside[at] = True
    return inside


def _pairs(language: Language) -> dict[str, str]:
    """Map each opening double mark to its closing ones, the language's own before Unicode's."""
    own: dict[str, str] = {}
    for opening, closing in language.quotes:
        if opening in MARKS:
            own[opening] = own.get(opening, "") + closing
    closers = set("".join(own.values()))
    # What closes in this language opens nothing, unless the language says so too.
    return {**{opening: closing for opening, closing in PAIRS.items() if opening not in closers}, **own}


def _turn(char: str, before: str, stack: list[str], pairs: Mapping[str, str]) -> None:
    """Open or close at a double mark; a mismatched closing mark closes all the same."""
    top = stack[-1] if stack and stack[-1] in MARKS else ""
    starts = not before or before.isspace() or before in "([{—–-:" or before in MARKS
    if top and (char in pairs.get(top, PAIRS.get(top, "")) or char == top == STRAIGHT):
        stack.pop()
    elif char == STRAIGHT and STRAIGHT in stack:
        del stack[stack.index(STRAIGHT) :]
    elif (char in pairs and char != STRAIGHT) or (starts and (char == STRAIGHT or not top)):
        stack.append(char)
    elif top:
        stack.pop()
    elif char == STRAIGHT and not stack:
        stack.append(char)


def _single_pairs(piece: str, language: Language) -> Iterator[Span]:
    """Yield what stands between single marks: a pair with no letter before the opening or after the closing one."""
    if SINGLE.isdisjoint(piece):
        return
    closers = dict.fromkeys(OPENING_SINGLE, CLOSING_SINGLE)
    for opening, closing in language.quotes:
        if opening in SINGLE:
            closers[opening] = closers.get(opening, CLOSING_SINGLE) + closing
    at = 0
    while at < len(piece):
        closing = "" if piece[max(0, at - 1) : at].isalnum() else closers.get(piece[at], "")
        ends = (end for end in range(at + 1, len(piece)) if piece[end] in closing) if closing else iter(())
        end = next((end for end in ends if not piece[end + 1 : end + 2].isalnum()), None)
        if end is not None:
            yield Span(at, end + 1)
        elif closing:
            # Nothing closes it from here on, so the next one of its kind need not look again.
            del closers[piece[at]]
        at = at + 1 if end is None else end + 1
