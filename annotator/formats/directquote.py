"""DirectQuote: words between white space with IOB1 tags for direct quotations and their speakers.

A paragraph is one line of the page that isn't blank. A quotation is LeftSpeaker, RightSpeaker or Unknown, as its first
source stands before it, after it or nowhere; mixed and indirect quotes are not of this format.
Format: https://github.com/THUNLP-MT/DirectQuote
"""

from collections.abc import Sequence

from annotator.core.labels import Json
from annotator.core.spans import Span

from .base import About, Answer, Loss, Out, Writer
from .dropping import Keeps, dropped, silent
from .tagging import RUN, Tags, words
from .writers import Pieces

KEEPS = Keeps(quotes=("contents", "sources"))


class DirectQuote:
    """Writes one file of tagged words."""

    name = "directquote"
    suffix = ".txt"
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a file; each page begins with the row that CoNLL 2003 has for it."""
        del about
        return Pieces(out.open(), _piece)


def _piece(answer: Answer) -> tuple[bytes, Sequence[Loss]]:
    losses = dropped(answer, KEEPS)
    if unsaid := silent(answer, "quotes"):
        return b"", [*losses, *unsaid]
    text = answer.page.text
    lines = [words(text.text, text.line_span(n), RUN) for n in range(1, text.line_count + 1) if not text.is_blank(n)]
    column = Tags([word for line in lines for word in line])
    direct = [quote for quote in answer.labels["quotes"] if quote["type"] == "direct"]
    for quote in answer.labels["quotes"]:
        if quote["type"] != "direct":
            why = f"it is {quote['type']}, and the format holds direct quotes"
            losses.append(Loss(answer.page.name, "quotes", quote["id"], why))
    # Quotations before speakers, so that a word that is both is what was said.
    marks = [(quote, span, _side(quote, span)) for quote in direct for span in quote["contents"]]
    marks += [(quote, span, "Speaker") for quote in direct for span in quote["sources"]]
    for quote, span, label in marks:
        why = column.put(Span(span["start"], span["end"]), label) or ""
        if why:
            what = f"{quote['id']}, {label} {span['start']}-{span['end']}"
            losses.append(Loss(answer.page.name, "quotes", what, why))
    tags = column.iob1()
    rows = ["-DOCSTART- O", ""]
    for line in lines:
        rows += [f"{text.slice(word)} {next(tags)}" for word in line]
        rows.append("")
    return ("\n".join(rows) + "\n").encode(), losses


def _side(quote: Json, content: Json) -> str:
    if not quote["sources"]:
        return "Unknown"
    return "LeftSpeaker" if quote["sources"][0]["start"] < content["start"] else "RightSpeaker"
