"""`annotator split`: plans, pins and the report, by command."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from annotator.cli import verbs
from tests.fixtures.bridge import rows

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line on an instance with a project `news`; `rows.jsonl` holds forty pages of twenty sites."""

    def command(*words: str | Path) -> Result:
        return CliRunner().invoke(verbs, ["--instance", str(tmp_path / "instance"), *map(str, words)])

    pages = ({"text": f"page {n}", "name": f"{n:02}", "site": f"{n % 20}.example", "language": "en"} for n in range(40))
    (tmp_path / "rows.jsonl").write_bytes(rows(*pages))
    assert command("project", "create", "News").exit_code == 0
    return command


def report(run: Run) -> dict[str, Any]:
    """What the report says to a program."""
    found: dict[str, Any] = json.loads(run("split", "report", "news", "--json").stdout)
    return found


def test_a_plan_is_set_shown_and_followed_by_an_import(run: Run, tmp_path: Path) -> None:
    done = run("split", "set", "news", "--by", "site", "--seed", "7", "--shares", "50/20/30")
    assert (done.exit_code, done.output.split("\n")[0]) == (
        0,
        "news: by site: 50 % train, 20 % validation, 30 % test; seed 7",
    )
    assert run("import", "news", tmp_path / "rows.jsonl").exit_code == 0
    pages = report(run)["pages"]
    assert sum(pages.values()) == 40
    assert report(run)["leaks"] == []
    shown = run("split", "show", "news").output
    assert f"train\t{pages['train']}" in shown


def test_an_export_tells_a_program_which_page_is_where(run: Run, tmp_path: Path) -> None:
    run("split", "set", "news", "--shares", "0/0/100")
    run("import", "news", tmp_path / "rows.jsonl")
    assert "0 pages" in run("export", "news", "--split", "train", "--count").output
    assert "40 pages" in run("export", "news", "--split", "test", "--count").output


def test_quotas_are_met_to_the_page_where_sites_allow_it(run: Run, tmp_path: Path) -> None:
    assert run("split", "set", "news", "--quota", "en=4/10").exit_code == 0
    run("import", "news", tmp_path / "rows.jsonl")
    assert report(run)["languages"] == {"en": {"train": 26, "validation": 4, "test": 10, "none": 0}}


def test_a_pin_is_followed_and_refused_once_it_is_too_late(run: Run, tmp_path: Path) -> None:
    run("split", "set", "news", "--shares", "100/0/0")
    assert run("split", "pin", "news", "3.example", "test").output == "site:3.example is pinned to test\n"
    run("import", "news", tmp_path / "rows.jsonl")
    assert report(run)["sites"]["3.example"] == {"train": 0, "validation": 0, "test": 2, "none": 0}
    late = run("split", "pin", "news", "4.example", "test")
    assert late.exit_code == 1
    assert "has pages in train already, and a page never changes its split" in late.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--shares", "70/20"), "add up to 100"),
        (("--shares", "a/b/c"), "numbers with / between them"),
        (("--quota", "sr"), "should look like sr=40/80"),
        (("--quota", "no!=1/2"), "is no language tag"),
        (("--by", "time"), "lacks the field 'validation'"),
        (("--by", "time", "--validation-from", "May", "--test-from", "2026-06-01"), "is no day"),
        (("--by", "site", "--test-from", "2026-06-01"), "only a plan by time"),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run("split", "set", "news", *words)
    assert done.exit_code != 0
    assert said in done.output


def test_leaks_are_named_and_end_with_one(run: Run, tmp_path: Path) -> None:
    run("split", "set", "news")
    run("import", "news", tmp_path / "rows.jsonl")
    table = tmp_path / "pages.csv"
    table.write_text("name,story\n" + "".join(f"{n:02},one\n" for n in range(20)), encoding="utf-8")
    assert run("pages", "news", "--set", table).exit_code == 0
    done = run("split", "report", "news")
    assert done.exit_code == 1
    assert "share the story one" in done.output


def test_statistics_tell_a_program_and_a_reader_the_same(run: Run, tmp_path: Path) -> None:
    run("import", "news", tmp_path / "rows.jsonl")
    found = json.loads(run("stats", "news", "--json").stdout)
    assert (found["pages"], found["splits"], len(found["sites"])) == (40, {"train": 40}, 20)
    assert "split\ttrain\t40" in run("stats", "news").output


def test_a_project_is_made_with_its_plan_and_its_first_pages_follow_it(run: Run, tmp_path: Path) -> None:
    done = run("project", "create", "Harbour", "--split", "site:50/20/30")
    assert done.exit_code == 0
    run("import", "harbour", tmp_path / "rows.jsonl")
    assert "by site: 50 % train, 20 % validation, 30 % test; seed 0" in run("split", "show", "harbour").output
    run("split", "set", "news", "--shares", "50/20/30")
    run("import", "news", tmp_path / "rows.jsonl")
    assert run("split", "folds", "harbour").output == run("split", "folds", "news").output


@pytest.mark.parametrize(
    ("plan", "said"),
    [("host", "should begin with site, story, time"), ("site:70/20", "add up to 100"), ("time:May", "look like time:")],
)
def test_a_project_is_not_made_with_what_is_no_plan(run: Run, plan: str, said: str) -> None:
    done = run("project", "create", "Harbour", "--split", plan)
    assert (done.exit_code, said in done.output) == (1, True)
    assert "harbour" not in run("project", "list").output


def test_a_plan_by_days_is_said_in_a_word(run: Run) -> None:
    run("project", "create", "Harbour", "--split", "time:2026-03-01/2026-04-01")
    shown = run("split", "show", "harbour").output
    assert "by time: validation from 2026-03-01 on, test from 2026-04-01 on" in shown


def test_folds_never_divide_a_site_and_stay_when_pages_come(run: Run, tmp_path: Path) -> None:
    assert "has no plan" in run("split", "folds", "news").output
    run("split", "set", "news")
    run("import", "news", tmp_path / "rows.jsonl")
    before = list(csv.DictReader(run("split", "folds", "news", "--folds", "4").stdout.splitlines()))
    assert [one["name"] for one in before] == [f"{n:02}" for n in range(40)]
    by_site: dict[str, set[str]] = {}
    for one in before:
        by_site.setdefault(one["site"], set()).add(one["fold"])
    assert {len(folds) for folds in by_site.values()} == {1}
    assert {one["fold"] for one in before} == {"0", "1", "2", "3"}
    more = ({"text": f"more {n}", "name": f"9{n:02}", "site": f"{n % 20}.example"} for n in range(20))
    (tmp_path / "more.jsonl").write_bytes(rows(*more))
    run("import", "news", tmp_path / "more.jsonl")
    after = list(csv.DictReader(run("split", "folds", "news", "--folds", "4").stdout.splitlines()))
    assert after[:40] == before
    assert all({one["fold"]} == by_site[one["site"]] for one in after)
    assert "should be 2 to 100" in run("split", "folds", "news", "--folds", "1").output
