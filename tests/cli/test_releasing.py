"""`annotator release` and `annotator page`: what they say, and with which status they end."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotator.cli import verbs
from tests.fixtures.bridge import rows
from tests.fixtures.disagreement import ana, ben
from tests.fixtures.press import gold, page

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line on an instance with a project of three pages: with gold, without rights, without gold."""

    def command(*words: str | Path, answer: str | None = None) -> Result:
        return CliRunner().invoke(verbs, ["--instance", str(tmp_path / "instance"), *map(str, words)], input=answer)

    file = tmp_path / "labels.jsonl"
    file.write_bytes(rows(page(1, ana(), ben(), gold()), page(2, gold(), rights=None), page(3, ana())))
    assert command("project", "create", "News").exit_code == 0
    assert command("import", "news", file).exit_code == 0
    return command


def test_a_release_is_made_listed_shown_and_verified(run: Run) -> None:
    made = run("release", "create", "news", "v1")
    assert made.exit_code == 0, made.output
    said = made.stdout.splitlines()
    assert said[0].startswith("news@v1: 2 pages, 2 labellings, in ")
    assert said[1] == "1 page is without text, since rights are not known or forbid it"
    assert said[2] == "1 without an answer left out"
    assert run("release", "list", "news").stdout.startswith("v1\t")
    assert "# News v1" in run("release", "show", "news", "v1").stdout
    verified = run("release", "verify", "news", "v1")
    assert verified.exit_code == 0
    assert verified.stdout.splitlines()[-1] == "ok       built again, it is the same to the byte"


def test_accept_single_and_filters_are_those_of_an_export(run: Run) -> None:
    assert "3 pages, 3 labellings" in run("release", "create", "news", "v1", "--accept-single").stdout
    refused = run("release", "create", "news", "v2", "--language", "sr")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == "Error: news@v2: would hold no page; nothing that was chosen is finished\n"


def test_a_file_that_was_changed_ends_with_status_1(run: Run, tmp_path: Path) -> None:
    run("release", "create", "news", "v1")
    file = tmp_path / "instance/releases/news/v1/pages.jsonl"
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-1])
    done = run("release", "verify", "news", "v1")
    assert done.exit_code == 1
    assert "WRONG    pages.jsonl is not what was written: its sha256 differs" in done.stdout


def test_a_difference_is_told_to_people_and_to_programs(run: Run) -> None:
    run("release", "create", "news", "v1")
    run("release", "create", "news", "v2", "--accept-single")
    told = run("release", "diff", "news", "v1", "v2").stdout
    assert told.startswith("pages: 1 added, 0 removed, 0 changed, 2 the same\n")
    found = json.loads(run("release", "diff", "news", "v1", "v2", "--json").stdout)
    assert found["pages"]["added"] == [{"id": "p-3", "name": "3.txt"}]


def test_texts_are_joined_without_an_instance(run: Run, tmp_path: Path) -> None:
    run("release", "create", "news", "v1")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/any.txt").write_text(page(2)["page"]["text"], encoding="utf-8")
    folder = tmp_path / "instance/releases/news/v1"
    done = run("release", "join", folder, tmp_path / "mine", "-o", tmp_path / "out.jsonl")
    assert done.stdout == "2 pages written: 1 had their text, 1 got it; of 0 the text was not there\n"
    again = run("import", "news", tmp_path / "out.jsonl", "--replace")
    assert again.exit_code == 0, again.output


def test_a_page_is_withdrawn_brought_back_and_erased_after_a_question(run: Run) -> None:
    run("release", "create", "news", "v1")
    assert run("page", "withdraw", "news", "1.txt", "--reason", "asked for").exit_code == 0
    assert "ok       1 page withdrawn since it was made" in run("release", "verify", "news", "v1").stdout
    assert run("page", "restore", "news", "1.txt").exit_code == 0
    asked = run("page", "erase", "news", "1.txt", "--reason", "court", answer="n\n")
    assert (asked.exit_code, "with no way back" in asked.stdout) == (1, True)
    done = run("page", "erase", "news", "1.txt", "--reason", "court", "--yes")
    assert (done.exit_code, "release news@v1: its files hold the page no more" in done.stdout) == (0, True)
    assert run("doctor").exit_code == 0
    assert run("release", "verify", "news", "v1").exit_code == 0


def test_without_a_reason_nothing_is_taken_out(run: Run) -> None:
    for verb in ("withdraw", "erase"):
        assert run("page", verb, "news", "1.txt").exit_code == 2
    assert run("page", "withdraw", "news", "9.txt", "--reason", "x").stderr == "Error: page 9.txt: is no page of news\n"
