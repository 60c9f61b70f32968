"""The verbs of the command line: what they print, on which stream, and their exit status."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from annotator.cli import progress, verbs
from annotator.store.instance import Instance
from tests.fixtures.bridge import labelling, record, rows

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command line on an instance that doesn't exist before."""

    def command(*words: str | Path) -> Result:
        return CliRunner().invoke(verbs, ["--instance", str(tmp_path / "instance"), *map(str, words)])

    return command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one page."""
    made = tmp_path / "a.txt"
    made.write_text("Home\nA page\n")
    return made


def commands(group: click.Command = verbs, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(group, click.Group):
        return [path]
    context = click.Context(group)
    inner = ((name, group.get_command(context, name)) for name in group.list_commands(context))
    return [path, *(found for name, one in inner if one for found in commands(one, (*path, name)))]


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_every_verb_shows_an_example(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(verbs, [*path, "--help"])
    assert shown.exit_code == 0
    assert f"annotator {' '.join(path)}".strip() in shown.output.split("Example:")[1]


@pytest.mark.parametrize(
    "words",
    [["user", "list"], ["project", "list"], ["user", "add", "Ana"], ["project", "create", "News"]],
    ids=" ".join,
)
def test_a_verb_makes_the_instance_it_needs(run: Run, tmp_path: Path, words: list[str]) -> None:
    assert run(*words).exit_code == 0
    folder = tmp_path / "instance"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_pages_go_in_and_come_out(run: Run, file: Path, tmp_path: Path) -> None:
    assert run("project", "create", "News", "--preset", "body", "--language", "en").stdout == (
        "News is there as news; next: annotator import news PATH\n"
    )
    assert run("import", "news", file).stdout == "1 page added\n"
    out = tmp_path / "news.jsonl"
    assert run("export", "news", "-o", out).stdout == "news: 1 page written, 1 of them without an answer\n"
    shown = run("export", "news")
    assert shown.stdout_bytes == out.read_bytes()
    assert shown.stderr.splitlines() == [
        "news: 1 page to write, 1 of them without an answer",
        "news: 1 page written, 1 of them without an answer",
    ]
    assert run("project", "list").stdout == "news\tbody\t1 page\t0 done\tNews\n"


def test_what_is_refused_is_said_and_gives_status_one(run: Run, file: Path, tmp_path: Path) -> None:
    run("project", "create", "News")
    bad = tmp_path / "b.txt"
    bad.write_bytes(b"a\0b")
    done = run("import", "news", file, bad)
    assert done.exit_code == 1
    assert done.stdout == "1 page added, 1 refused\n"
    assert done.stderr == "b.txt: holds a NUL at byte 1, line 1; it may not be text\n"


@pytest.mark.parametrize(
    "words",
    [
        ["import", "news", "a.txt"],
        ["export", "news"],
        ["user", "link", "Ana"],
        ["project", "member", "news", "Ana", "--role", "curator"],
        ["pages", "news"],
        ["entities", "export", "news"],
    ],
    ids=" ".join,
)
def test_a_refusal_is_one_sentence_and_status_one(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(file.parent)
    done = run(*words)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ["export"],
        ["export", "news", "--format", "xml"],
        ["import", "news", "nowhere"],
        ["nonsense"],
        ["project", "create", "News", "--preset", "all"],
        ["serve", "--port", "x"],
        ["serve", "--prefix", "a b"],
    ],
    ids=" ".join,
)
def test_wrong_usage_gives_status_two(run: Run, words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_an_export_that_fails_leaves_no_half_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out" / "news.jsonl"
    run("project", "create", "News")
    assert run("export", "news", "-o", target).exit_code == 1
    target.parent.mkdir()
    target.write_text("what was there")
    assert run("export", "nwes", "-o", target).exit_code == 1
    assert [one.name for one in target.parent.iterdir()] == ["news.jsonl"]
    assert target.read_text() == "what was there"


def test_a_labelling_is_replaced_on_request(run: Run, tmp_path: Path) -> None:
    run("project", "create", "News")
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    one.write_bytes(rows(record(labelling())))
    other.write_bytes(rows(record(labelling(stances=[]))))
    assert run("import", "news", one).exit_code == 0
    refused = run("import", "news", other)
    assert (refused.exit_code, refused.stdout) == (1, "1 refused\n")
    assert run("import", "news", other, "--replace").exit_code == 0


def test_people_are_listed_with_what_they_are(run: Run) -> None:
    run("user", "add", "Dora", "--admin")
    run("user", "add", "Ana")
    assert run("user", "list").stdout == "Ana\nDora\tadmin\n"
    link = run("user", "link", "Ana", "--server", "https://labels.example.org/").stdout
    assert link.startswith("https://labels.example.org/in/")
    assert len(link.split("/in/")[1].strip()) == 43


def test_tables_go_in_and_come_out(run: Run, file: Path, tmp_path: Path) -> None:
    run("project", "create", "News")
    run("import", "news", file)
    table = tmp_path / "table.csv"
    table.write_text("\ufeffname,site\na.txt,a.example\n", encoding="utf-8")
    assert run("pages", "news", "--set", table).stdout == "1 page updated\n"
    assert run("pages", "news").stdout.splitlines()[1] == "a.txt,,a.example,,,,,"
    table.write_text("id,name,kind\ne-1,Zora Lind,PER\ne-2,,PER\n")
    done = run("entities", "import", "news", table)
    assert (done.exit_code, done.stderr) == (1, "line 3: the name is empty\n")
    assert run("entities", "export", "news").stdout.splitlines()[1] == "e-1,Zora Lind,PER,,,confirmed"


def test_the_instance_may_be_named_after_the_verb_or_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("after", "environment"):
        monkeypatch.setenv("ANNOTATOR_INSTANCE", str(tmp_path / "environment"))
        words = ["user", "list", *(["--instance", str(tmp_path / place)] if place == "after" else [])]
        assert CliRunner().invoke(verbs, words).exit_code == 0
        assert (tmp_path / place / "secret_key").exists()


def test_a_link_leads_to_the_server_that_runs(run: Run, tmp_path: Path) -> None:
    run("user", "add", "Ana")
    instance = Instance.open(tmp_path / "instance")
    with instance.serving() as announce:
        announce("https://labels.example.org/x")
        assert run("user", "link", "Ana").stdout.startswith("https://labels.example.org/x/in/")
    instance.close()
    assert run("user", "link", "Ana").stdout.startswith("http://127.0.0.1:8000/in/")


def test_what_takes_longer_says_so_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    said = ""
    with progress.working("thinking"):
        while not said:
            said = capsys.readouterr().err
    assert said.startswith("thinking ... 0 s\n")
