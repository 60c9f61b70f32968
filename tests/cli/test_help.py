"""Every verb explains itself, and its example names only options that there are."""

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from annotator.cli import verbs
from tests.house.checkout import ROOT

Verb = tuple[str, click.Command]


def all_verbs(group: click.Group = verbs, path: str = "") -> Iterator[Verb]:
    """Every verb and family of verbs, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        words, command = f"{path} {name}".strip(), group.get_command(context, name)
        assert command is not None
        yield words, command
        if isinstance(command, click.Group):
            yield from all_verbs(command, words)


VERBS = dict(all_verbs())


@pytest.mark.parametrize("words", VERBS)
def test_help_ends_with_an_example_that_uses_what_there_is(words: str) -> None:
    answer = CliRunner().invoke(verbs, [*words.split(), "--help"])
    assert answer.exit_code == 0
    _, _, below = answer.output.partition("Example:\n")
    examples = re.findall(rf"^\s+annotator ({words}\b.*)$", below, re.MULTILINE)
    assert examples, "an example shows how it is called"
    for example in examples:
        assert set(re.findall(r"(?<=\s)--?[a-z-]+", example)) <= options_of(example), example


def options_of(example: str) -> set[str]:
    """The options of the verb that an example calls."""
    called = max((words for words in VERBS if example.startswith(words)), key=len)
    return {option for parameter in VERBS[called].params for option in parameter.opts}


@pytest.mark.parametrize("paper", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_papers_name_only_verbs_that_there_are(paper: str) -> None:
    text = (ROOT / paper).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`annotator|-m annotator|^\$A) ([a-z]+)", text, re.MULTILINE))
    assert named <= VERBS.keys()


def test_the_papers_show_a_verb_at_all() -> None:
    assert "annotator export" in (ROOT / "README.md").read_text(encoding="utf-8")
