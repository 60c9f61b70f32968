"""CoNLL-U Plus: a word a row with BIO tags for what is quoted, by which cue, from which source.

A sentence is one line of the page that isn't blank; its label and kind stand above it. Nothing of the text but white
space is missing: each word has its offsets (code points) in the column MISC, as Stanza writes them. A column is `_`
where nobody finished the quotes, which differs from `O`, outside of everything.
Format: https://universaldependencies.org/ext-format.html
"""

from collections.abc import Iterator, Sequence

from annotator.core.labels import Json
from annotator.core.spans import Span

from .base import About, Answer, Loss, Out, Writer
from .dropping import Keeps, dropped, spoken
from .tagging import Tags, Word, words
from .writers import Pieces

KEEPS = Keeps(lines=("label", "kind", "flags"), quotes=("contents", "cues", "sources"))
ROLES = {"sources": "source", "cues": "cue", "contents": "content"}
HEAD = "# global.columns = ID FORM MISC QUOTE:SOURCE QUOTE:CUE QUOTE:CONTENT\n"
NOT_ONE_LINE = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
"""What some readers take for the end of a row, each as one space, so that offsets stay."""


class Conll:
    """Writes one file of tagged words."""

    name = "conll"
    suffix = ".conllu"
    several = False

    def writer(self, out: Out, about: About) -> Writer:
        """Begin a file with the names of its columns."""
        del about
        return Pieces(out.open(), _piece, first=HEAD.encode())


def _piece(answer: Answer) -> tuple[bytes, Sequence[Loss]]:
    text = answer.page.text
    losses = dropped(answer, KEEPS)
    lines = {line["n"]: line for line in answer.labels["lines"]}
    shown = [n for n in range(1, text.line_count + 1) if not text.is_blank(n)]
    for n in lines:
        if text.is_blank(n):
            losses.append(Loss(answer.page.name, "lines", str(n), "a blank line has no words"))
    sentences = [words(text.text, text.line_span(n)) for n in shown]
    columns = _columns(answer, [word for sentence in sentences for word in sentence], losses)
    rows = [f"# newdoc id = {_plain(answer.page.name)}", f"# split = {answer.split}"]
    whole, plain, at = text.text, _plain(text.text), 0
    for n, sentence in zip(shown, sentences, strict=True):
        start, end = text.line_span(n)
        rows += _above(n, plain[start:end], lines.get(n))
        tags = zip(sentence, *(column[at : at + len(sentence)] for column in columns), strict=True)
        for number, ((start, end), source, cue, content) in enumerate(tags, 1):
            place = f"start_char={start}|end_char={end}"
            rows.append(f"{number}\t{whole[start:end]}\t{place}\t{source}\t{cue}\t{content}")
        rows.append("")
        at += len(sentence)
    if not shown:
        rows.append("")
    return ("\n".join(rows) + "\n").encode(), losses


def _columns(answer: Answer, tokens: list[Word], losses: list[Loss]) -> list[list[str]]:
    if not spoken(answer, "quotes"):
        return [["_"] * len(tokens) for _ in ROLES]
    columns = {role: Tags(tokens) for role in ROLES}
    # The outermost first: where contents lie within each other, the outer one is told.
    for quote in sorted(answer.labels["quotes"], key=lambda one: one["parent"] is not None):
        for role, label in ROLES.items():
            for span in quote[role]:
                why = columns[role].put(Span(span["start"], span["end"]), label)
                if why:
                    what = f"{quote['id']}, {label} {span['start']}-{span['end']}"
                    losses.append(Loss(answer.page.name, "quotes", what, why))
    return [columns[role].iob2() for role in ROLES]


def _above(n: int, words_of_line: str, line: Json | None) -> Iterator[str]:
    """Yield what is said of a line above its words."""
    yield f"# line = {n}"
    if line:
        yield f"# label = {line['label']}"
        if line["kind"]:
            yield f"# kind = {line['kind']}"
        if line["flags"]:
            yield f"# flags = {' '.join(line['flags'])}"
    yield f"# text = {words_of_line}"


def _plain(words: str) -> str:
    return words.translate(NOT_ONE_LINE)
