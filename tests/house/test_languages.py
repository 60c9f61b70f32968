"""What one language says lies in annotator/languages as data; no list of its words hides in code."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, name, sources

LISTS = ("verbs", "according", "complementizers", "pronouns", "particles", "abbreviations", "function")
FEWEST = 4
"""Fewer words of a language in one literal are a coincidence: `by` and `at` are names of fields as well."""


def vocabulary() -> set[str]:
    """All the words that the languages' data lists, in lower case."""
    files = (json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "annotator/languages").glob("*.json"))
    return {word.lower() for data in files for key in LISTS for word in data.get(key, ())}


def literals(path: Path) -> Iterator[list[str]]:
    """The strings of each list, tuple, set and table of a file, and the words of each string that is split."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        brackets = re.findall(r"\[([^\[\]]*)\]", source)
        yield from (re.findall(r"[\"'`]([^\"'`]*)[\"'`]", inside) for inside in brackets)
        yield from (words.split() for words in re.findall(r"[\"'`]([^\"'`]*)[\"'`]\.split\(", source))
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            yield [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if isinstance(node, ast.Dict):
            yield [one.value for one in node.keys if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            text = node.func.value
            yield text.value.split() if isinstance(text, ast.Constant) and isinstance(text.value, str) else []


def word_lists(path: Path, known: set[str]) -> list[list[str]]:
    """Literals of a file that are mostly words of some language."""
    found = ((words, [word for word in words if word.lower() in known]) for words in literals(path))
    return [words for words, spoken in found if len(spoken) >= FEWEST and 2 * len(spoken) > len(words)]


def test_no_code_holds_a_list_of_words() -> None:
    known = vocabulary()
    code = sources("annotator/**/*.py", "static/js/**/*.js")
    found = {name(path): lists for path in code if (lists := word_lists(path, known))}
    assert not found, "put these into annotator/languages"


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("a.py", 'VERBS = ("said", "says", "told", "added")'),
        ("a.py", 'VERBS = "said says told added".split()'),
        ("a.py", 'HE = {"he": 1, "she": 2, "they": 3, "it": 4}'),
        ("a.js", 'const verbs = ["said", "says", "told", "added"];'),
        ("a.js", 'const verbs = new Set("said says told added".split(" "));'),
    ],
)
def test_a_list_of_words_is_found(tmp_path: Path, file: str, source: str) -> None:
    (tmp_path / file).write_text(source)
    assert word_lists(tmp_path / file, vocabulary())


def test_names_of_fields_are_no_list_of_words(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('MARK = ("by", "at", "origin", "source")')
    assert not word_lists(tmp_path / "a.py", vocabulary())
