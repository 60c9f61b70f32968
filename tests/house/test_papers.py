"""ARCHITECTURE.md tells the truth: its rooms, the files it names, and recipes that end with a test."""

import re

import pytest

from tests.house.checkout import ROOT

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PAPERS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "DEPLOY.md")
PLACE = re.compile(r"`((?:annotator|static|templates|tests|requirements|docs|bench)/[\w./-]+)`")
RECIPES = re.findall(r"^### Add (.+?)\n(.*?)(?=^##|\Z)", ARCHITECTURE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_that_a_paper_names_is_there(paper: str) -> None:
    text = (ROOT / paper).read_text(encoding="utf-8")
    assert not [place for place in PLACE.findall(text) if not (ROOT / place).exists()]


def test_every_room_is_explained() -> None:
    rooms = {path.name for path in (ROOT / "annotator").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms <= set(re.findall(r"^\| `annotator/(\w+)`", ARCHITECTURE, re.MULTILINE))


def test_what_people_add_has_a_recipe() -> None:
    assert {"a format", "a label kind", "a screen", "a key", "a command-line verb"} <= {what for what, _ in RECIPES}


@pytest.mark.parametrize(("what", "recipe"), RECIPES)
def test_a_recipe_ends_with_the_test_that_fails_until_it_is_right(what: str, recipe: str) -> None:
    *_, last = recipe.strip().split("\n\n")[-1].split("\n")
    named = re.findall(r"`(tests/[\w./]+\.py)::(test_\w+)`", last)
    assert named, f"the recipe for {what} names no test in its last line"
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")
