"""Files and functions stay small; what is bigger stands here with its reason."""

import ast
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, name, sources

# (what, most lines, where): the smell sizes of the house, a guide and no target to fill.
FILES = [
    ("Python file", 300, ["annotator/**/*.py", "bench/**/*.py", "docs/**/*.py"]),
    ("test file", 400, ["tests/**/*.py"]),
    ("template", 120, ["templates/**/*.html"]),
    ("ES module", 200, ["static/js/**/*.js", "tests/**/*.js", "tests/**/*.mjs"]),
]
FUNCTION_LINES = 40
# "path" or "path:function" -> why it may be bigger. An entry that is no longer needed fails a test.
ALLOWED: dict[str, str] = {}

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def lines_of(path: Path) -> int:
    """Number of lines of a text file."""
    return len(path.read_text(encoding="utf-8").split("\n")) - 1


def functions(path: Path) -> dict[str, int]:
    """Lines of each function of a file, its decorators and docstring not counted."""
    found: dict[str, int] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, FUNCTION) and node.end_lineno is not None:
            first = node.body[0]
            documented = ast.get_docstring(node, clean=False) is not None and first.end_lineno is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            found[node.name] = max(found.get(node.name, 0), node.end_lineno - node.lineno + 1 - docstring)
    return found


def too_big() -> dict[str, str]:
    """Everything over its size, allowed or not, with how big it is."""
    big = {}
    for what, most, patterns in FILES:
        for path in sources(*patterns):
            if (lines := lines_of(path)) > most:
                big[name(path)] = f"{what} of {lines} lines, {most} is a smell"
    for path in sources("annotator/**/*.py", "bench/**/*.py", "docs/**/*.py", "tests/**/*.py"):
        for function, lines in functions(path).items():
            if lines > FUNCTION_LINES:
                big[f"{name(path)}:{function}"] = f"function of {lines} lines, {FUNCTION_LINES} is a smell"
    return big


def test_nothing_is_too_big_without_a_reason() -> None:
    unexplained = {place: size for place, size in too_big().items() if place not in ALLOWED}
    assert not unexplained, "\n".join(f"{place}: {size}" for place, size in unexplained.items())


def test_no_reason_has_outlived_its_file() -> None:
    assert set(ALLOWED) <= set(too_big())


@pytest.mark.parametrize(
    ("body", "lines"), [("    return 1\n", 2), ('    """One.\n\n    Two.\n    """\n    return 1\n', 2)]
)
def test_a_docstring_does_not_make_a_function_long(tmp_path: Path, body: str, lines: int) -> None:
    module = tmp_path / "short.py"
    module.write_text(f"def short():\n{body}")
    assert functions(module) == {"short": lines}


def test_this_very_file_is_measured() -> None:
    assert ROOT / "tests/house/test_sizes.py" in sources("tests/**/*.py")
