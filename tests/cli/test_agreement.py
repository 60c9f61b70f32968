"""`annotator agreement`: only JSON on standard output, at full precision, as soon as labellings are there."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotator.cli import verbs
from tests.fixtures.bridge import labelling, record, rows
from tests.fixtures.disagreement import FIGURES, ana, ben, page

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line on an instance with a project of two pages, the second labelled once."""

    def command(*words: str | Path) -> Result:
        return CliRunner().invoke(verbs, ["--instance", str(tmp_path / "instance"), *map(str, words)])

    file = tmp_path / "labels.jsonl"
    gold = labelling("gold", role="gold")
    file.write_bytes(rows(record(ana(), ben(), gold), page(1, ana())))
    assert command("project", "create", "News").exit_code == 0
    assert command("import", "news", file).exit_code == 0
    return command


def test_json_is_all_there_is_on_standard_output(run: Run) -> None:
    done = run("agreement", "news", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(found) == ["annotators", "pooled", "pages"]
    assert (found["annotators"], list(found["pages"])) == (["Ana", "Ben"], ["bridge.txt"])
    assert list(found["pooled"]) == list(FIGURES)
    for part, figures in FIGURES.items():
        assert list(found["pooled"][part]) == list(figures)
        assert found["pooled"][part] == found["pages"]["bridge.txt"][part] == pytest.approx(figures, abs=1e-12)


def test_figures_have_all_their_digits(run: Run) -> None:
    said = run("agreement", "news", "--json").stdout
    assert str(32 / 34) in said
    assert '"alpha_ordinal": null' in said


def test_gold_is_one_more_annotator_on_request(run: Run) -> None:
    assert json.loads(run("agreement", "news", "--gold", "--json").stdout)["annotators"] == ["Ana", "Ben", "gold"]


def test_people_read_a_table(run: Run) -> None:
    said = run("agreement", "news", "--pass", "main").stdout
    assert said.startswith("news, pass main: Ana, Ben; 1 page that two people finished\n")
    assert "n 4, kappa 0.500000, alpha 0.533333, body f1 0.800000, differ 1" in said
    assert "alpha ordinal undefined" in said


def test_an_unknown_pass_is_refused_with_those_there_are(run: Run) -> None:
    done = run("agreement", "news", "--pass", "third", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: third: is no pass of this project; it has main\n"


def test_a_project_without_pages_has_no_figures_and_says_so(run: Run) -> None:
    run("project", "create", "Empty")
    found = json.loads(run("agreement", "empty", "--json").stdout)
    assert (found["annotators"], found["pages"], found["pooled"]["lines"]["kappa"]) == ([], {}, None)
    assert "nobody yet; 0 pages" in run("agreement", "empty").stdout
