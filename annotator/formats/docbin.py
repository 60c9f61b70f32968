"""spaCy: files of `DocBin`, whose docs carry spans by role; everything else that is said of a page is in `user_data`.

Docs are tokenized by the blank pipeline of the page's language. A token is cut where a span starts or ends inside it,
so that each span is exactly where somebody put it. Format: https://spacy.io/api/docbin
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from annotator.core.labels import Json

from .base import About, Answer, Loss, Out
from .dropping import spoken
from .extras import needed
from .rawtext import PAGE_BYTES
from .writers import put

FILE_CHARACTERS = 2_000_000
"""A file is written when its pages have this many characters."""
LABEL_CHARACTERS = 100
"""What a label counts beside its page's text."""
ROLES = (("content", "contents"), ("cue", "cues"), ("source", "sources"))
ITEMS = ("lines", "quotes", "stances", "notes")
EVERY_LANGUAGE = "xx"


class DocBin:
    """Writes a folder of DocBins by split and language; nothing is lost."""

    name = "docbin"
    suffix = ""
    several = False

    def writer(self, out: Out, about: About) -> "Docs":
        """Begin the folder."""
        del about
        needed("spacy.tokens", "spacy", self.name)
        return Docs(out)


@dataclass(slots=True)
class Waiting:
    """Docs of one split and language that are in no file yet."""

    bin: Any
    characters: int = 0
    files: int = 0


@dataclass(slots=True)
class Docs:
    """The DocBins of one export."""

    out: Out
    waiting: dict[str, Waiting] = field(default_factory=dict)

    def add(self, answer: Answer) -> Sequence[Loss]:
        """Take a page as a doc."""
        nlp = pipeline(answer.page.language)
        name = f"{answer.split}/{nlp.lang}"
        labels = sum(len(answer.labels[layer]) for layer in ITEMS)
        # The words of a page are forgotten with it; a vocabulary that kept them would grow without end.
        with nlp.memory_zone():
            doc = doc_of(answer)
            waiting = self.waiting.setdefault(name, Waiting(_bin()))
            waiting.bin.add(doc)
        waiting.characters += len(answer.page.text) + LABEL_CHARACTERS * labels
        if waiting.characters >= FILE_CHARACTERS:
            self._write(name, waiting)
        return ()

    def end(self) -> None:
        """Write what is left."""
        for name, waiting in sorted(self.waiting.items()):
            if waiting.characters:
                self._write(name, waiting)

    def _write(self, name: str, waiting: Waiting) -> None:
        put(self.out, f"{name}-{waiting.files:05}.spacy", waiting.bin.to_bytes())
        waiting.bin, waiting.characters, waiting.files = _bin(), 0, waiting.files + 1


def doc_of(answer: Answer) -> Any:
    """Return a page as a spaCy doc: `spans` by role (a layer without an answer has none), the rest in `user_data`.

    Each span has the role as its label, and the id of its quote or stance as its id.
    """
    labels = answer.labels
    groups = _groups(answer)
    edges = {at for spans in groups.values() for span, _ in spans for at in (span["start"], span["end"])}
    doc = _cut(pipeline(answer.page.language).make_doc(answer.page.text.text), edges)
    for role, spans in groups.items():
        found = [doc.char_span(one["start"], one["end"], label=role, span_id=whose) for one, whose in spans]
        doc.spans[role] = found
    page = {key: one for key, one in answer.value["page"].items() if key != "text"}
    rest = {key: one for key, one in labels.items() if key not in ITEMS}
    doc.user_data = {
        "page": {**page, "meta": answer.page.meta},
        "entities": answer.value["entities"],
        "labelling": rest,
        **{layer: labels[layer] for layer in ITEMS},
    }
    return doc


def _groups(answer: Answer) -> dict[str, list[tuple[Json, str]]]:
    labels = answer.labels
    found: dict[str, list[tuple[Json, str]]] = {}
    if spoken(answer, "quotes"):
        for role, part in ROLES:
            found[role] = [(span, one["id"]) for one in labels["quotes"] for span in one[part]]
    if spoken(answer, "stances"):
        found["evidence"] = [(span, one["id"]) for one in labels["stances"] for span in one["evidence"]]
    return found


@cache
def pipeline(language: str | None) -> Any:
    """Return the blank pipeline of a language; of all languages where spaCy has none, or needs more for it."""
    spacy = needed("spacy", "spacy", "docbin")
    code = (language or "").partition("-")[0].lower()
    try:
        found = spacy.blank(code if code not in ("", "und") else EVERY_LANGUAGE)
    except (ImportError, ValueError):
        found = spacy.blank(EVERY_LANGUAGE)
    found.max_length = PAGE_BYTES + 1
    return found


def _cut(doc: Any, edges: set[int]) -> Any:
    """Return a doc in which no token goes over an edge."""
    words: list[str] = []
    spaces: list[bool] = []
    for token in doc:
        pieces = list(_pieces(token.text, token.idx, edges))
        words += pieces
        spaces += [*[False] * (len(pieces) - 1), bool(token.whitespace_)]
    if len(words) == len(doc):
        return doc
    return needed("spacy.tokens", "spacy", "docbin").Doc(doc.vocab, words=words, spaces=spaces)


def _pieces(word: str, at: int, edges: set[int]) -> Iterator[str]:
    inside = [n for n in range(1, len(word)) if at + n in edges]
    yield from (word[start:end] for start, end in pairwise((0, *inside, len(word))))


def _bin() -> Any:
    return needed("spacy.tokens", "spacy", "docbin").DocBin(attrs=["ORTH"], store_user_data=True)
