"""Nothing in a template or in Python code opens the door that the content security policy and escaping keep shut."""

import re
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, name, sources

# (why it is forbidden, what finds it, an example that must be found)
IN_TEMPLATES = [
    ("hx-on needs eval", r"\bhx-on\b", '<b hx-on:click="go()">'),
    ("js: values need eval", r"\b(?:js|javascript):", "<b hx-vals='js:{a: 1}'>"),
    ("a trigger filter needs eval", r"""hx-trigger[\w:.-]*\s*=\s*["'][^"']*\[""", '<b hx-trigger="click[ctrlKey]">'),
    ("the policy refuses inline style", r"<style\b|\sstyle\s*=", '<b style="color: red">'),
    ("the policy refuses inline script", r"<script\b(?![^>]*\ssrc\s*=)", "<script>go()</script>"),
    ("the policy refuses event attributes", r"""\son[a-z]+\s*=\s*["']""", '<b onclick="go()">'),
    ("imported text is text, never HTML", r"\|\s*safe\b|Markup\(|autoescape\s+false", "{{ text | safe }}"),
]
IN_PYTHON = [
    ("imported text is text, never HTML", r"\bMarkup\(|\.Markup\b|import Markup\b|__html__", "Markup(text)"),
    ("templates are files", r"render_template_string|from_string\(", "render_template_string(text)"),
]

# What escapes by itself and is held to that by tests of its own -> why.
ESCAPES_ITSELF = {
    "annotator/web/lines.py": "100,000 lines at once; tests/web/test_lines.py gives it every kind of text"
}


def places(files: list[Path], pattern: str) -> list[str]:
    """Where a pattern occurs, as path:line."""
    found = []
    for path in files:
        source = path.read_text(encoding="utf-8")
        found += [f"{name(path)}:{source.count(chr(10), 0, hit.start()) + 1}" for hit in re.finditer(pattern, source)]
    return found


@pytest.mark.parametrize(("why", "pattern", "_example"), IN_TEMPLATES)
def test_no_template_breaks_the_policy(why: str, pattern: str, _example: str) -> None:
    assert not places(sources("templates/**/*"), pattern), why


@pytest.mark.parametrize(("why", "pattern", "_example"), IN_PYTHON)
def test_no_module_makes_html_of_text(why: str, pattern: str, _example: str) -> None:
    found = [
        place for place in places(sources("annotator/**/*.py"), pattern) if place.split(":")[0] not in ESCAPES_ITSELF
    ]
    assert not found, why


@pytest.mark.parametrize("module", ESCAPES_ITSELF)
def test_what_escapes_by_itself_still_does(module: str) -> None:
    assert any(places([ROOT / module], pattern) for _, pattern, _ in IN_PYTHON)


@pytest.mark.parametrize(("why", "pattern", "example"), IN_TEMPLATES + IN_PYTHON)
def test_each_pattern_finds_what_it_is_for(why: str, pattern: str, example: str) -> None:
    assert re.search(pattern, example), why


@pytest.mark.parametrize(
    "harmless",
    [
        '<script type="module" src="{{ url }}"></script>',
        '<b class="style" data-on="1" hx-trigger="click, keyup changed delay:200ms">',
        "{{ safe_name | trim }}",
        "unsafe jsonl: pages",
    ],
)
def test_ordinary_markup_is_left_alone(harmless: str) -> None:
    assert not [why for why, pattern, _ in IN_TEMPLATES if re.search(pattern, harmless)]
