"""The languages that ship: one data file per language and script, read here and given out as core values."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from annotator.core import language as core
from annotator.core.language import UNDETERMINED, Language

SAMPLE = 5000
"""Code points at the beginning of a page that tell its script; every caller has to look at the same ones."""


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of all shipped languages, `und` among them."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


@cache
def folding() -> Mapping[str, str]:
    """Return the search folding of all languages together: a registry holds names of every script."""
    table: dict[str, str] = {}
    for code in codes():
        table |= _data(code).get("fold") or {}
    return table


def fold(text: str) -> str:
    """Fold a name or a search for comparison, whatever its language."""
    return core.fold(text, folding())


class _Folded(dict[int, str]):
    """What each character folds to, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = fold(chr(code))
        return found


_FOLDED = _Folded()


def fold_long(text: str) -> str:
    """Fold a long text as `fold` does, a line at a time; a final sigma folds like any other."""
    return "\n".join(
        line.lower() if line.isascii() else line.translate(_FOLDED).replace("ς", "σ") for line in text.split("\n")
    )


@cache
def language(code: str) -> Language:
    """Return a shipped language by its exact code, over what `und` says."""
    base = core.read_language(_data(UNDETERMINED), Language(), folding())
    return base if code == UNDETERMINED else core.read_language(_data(code), base)


def language_of(tag: str | None, text: str = "") -> Language:
    """Return the language a page's BCP 47 tag means; the beginning of `text` tells the script where the tag doesn't."""
    return language(core.resolve(tag, codes(), text[:SAMPLE]))


def likeliest(tags: Iterable[str], text: str) -> str | None:
    """Return the tag of the language whose small words the beginning of `text` uses most; None where it uses none's."""
    used = Counter(text[:SAMPLE].lower().split())
    counts = {tag: sum(used[word] for word in language_of(tag, text).function) for tag in tags}
    best = max(counts, key=counts.__getitem__, default=None)
    return best if best and counts[best] else None


def _data(code: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(__name__).joinpath(f"{code}.json").read_text(encoding="utf-8"))
    return found
