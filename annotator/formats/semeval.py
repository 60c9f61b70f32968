"""SemEval-2016 task 6: a row a stance, with the target's name, a text and FAVOR, AGAINST, NEUTRAL or NONE.

The text is what is quoted, or at page level the body (all of the page where nobody labelled its lines), each run of
white space as one blank. The column is called Tweet, since the programs of the task read it under that name.
Format: https://alt.qcri.org/semeval2016/task6/
"""

from collections.abc import Sequence

from annotator.core.labels import Json

from .base import About, Answer, Loss, Out, Writer
from .bodies import body_text
from .dropping import Keeps, dropped, silent
from .writers import Pieces

KEEPS = Keeps(stances=("quote", "target", "polarity"))
HEAD = "ID\tTarget\tTweet\tStance\n"
STANCES = {2: "FAVOR", 1: "FAVOR", 0: "NEUTRAL", -1: "AGAINST", -2: "AGAINST", "none": "NONE"}


class Semeval:
    """Writes one file of rows."""

    name = "semeval"
    suffix = ".tsv"
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a file with the names of its columns."""
        del about
        return Pieces(out.open(), _rows, first=HEAD.encode())


def _rows(answer: Answer) -> tuple[bytes, Sequence[Loss]]:
    page, labels = answer.page.name, answer.labels
    losses = [*dropped(answer, KEEPS), *silent(answer, "stances")]
    quotes = {quote["id"]: quote for quote in labels["quotes"]}
    rows = []
    for stance in labels["stances"]:
        word = STANCES.get(stance["polarity"])
        if word is None:
            losses.append(Loss(page, "stances", stance["id"], f"the format has no word for {stance['polarity']!r}"))
            continue
        if stance["polarity"] in {2, -2}:
            losses.append(
                Loss(page, "stances", stance["id"], f"the format has one strength only, not {stance['polarity']}")
            )
        target = answer.entities.get(stance["target"])
        cells = (
            f"{page}#{stance['id']}",
            target.name if target else stance["target"],
            _text(answer, stance, quotes),
            word,
        )
        rows.append("\t".join(" ".join(cell.split()) for cell in cells) + "\n")
    return "".join(rows).encode(), losses


def _text(answer: Answer, stance: Json, quotes: dict[str, Json]) -> str:
    if stance["level"] == "quote" and stance["quote"] in quotes:
        return " ".join(span["text"] for span in quotes[stance["quote"]]["contents"])
    return body_text(answer) if answer.labels["lines"] else answer.page.text.text
