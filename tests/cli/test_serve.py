"""The server as a process of its own: what it prints, what it refuses, how it ends."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import click
import pytest
from click.testing import CliRunner

from annotator.cli import verbs
from annotator.cli.serve import checked_prefix

POLITE = """
import os, signal, socket
from annotator.cli.answering import Stop, answer
from annotator.cli.serve import listen

def app(environ, start):
    os.kill(os.getpid(), signal.SIGTERM)
    start("200 OK", [("Content-Length", str(50 * 100_000))])
    return (b"x" * 100_000 for _ in range(50))

listening = listen("127.0.0.1", 0)
print(listening.getsockname()[1], flush=True)
answer(app, listening, Stop())
"""


def fetch(address: str) -> Any:
    return urlopen(address, timeout=20)


class Server:
    """A running `annotator serve`; `lines` is what it printed on starting."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "annotator", "serve", "--port", "0", "--instance", str(folder), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.lines = [self.process.stdout.readline().strip()]
        if "--link" in options:
            self.lines.append(self.process.stdout.readline().strip())
        self.address = self.lines[0].split(" at ")[1].split(" ")[0]

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=30)
        return self.process.returncode


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A server on a new instance below the prefix /notes, with its folder."""
    folder = tmp_path_factory.mktemp("served") / "instance"
    server = Server(folder, "--link", "--prefix", "notes/")
    yield server, folder
    server.stop()


def test_it_serves_an_instance_that_was_not_there(served: tuple[Server, Path]) -> None:
    server, folder = served
    assert server.lines[0].startswith(f"Serving {folder} at http://127.0.0.1:")
    with fetch(f"{server.address}healthz") as answer:
        assert answer.status == 200
    with pytest.raises(HTTPError, match="404"):
        fetch(server.address.replace("/notes/", "/healthz"))


def test_its_link_leads_to_a_sign_in_button(served: tuple[Server, Path]) -> None:
    server, _ = served
    link = server.lines[1].split(": ", 1)[1]
    assert link.startswith(f"{server.address}in/")
    for _ in range(2):
        with fetch(link) as answer:
            assert b"<button" in answer.read()


@pytest.mark.parametrize(
    "words", [["project", "create", "News"], ["user", "add", "Ana"], ["export", "news"]], ids=" ".join
)
def test_verbs_work_while_it_serves(served: tuple[Server, Path], words: list[str]) -> None:
    _, folder = served
    if words[0] == "export":
        CliRunner().invoke(verbs, ["--instance", str(folder), "project", "create", "News"])
    done = CliRunner().invoke(verbs, ["--instance", str(folder), *words])
    assert done.exit_code == 0 or "another project" in done.stderr


def test_an_instance_is_served_once(served: tuple[Server, Path]) -> None:
    _, folder = served
    done = CliRunner().invoke(verbs, ["serve", "--port", "0", "--instance", str(folder)])
    assert (done.exit_code, done.stderr) == (1, f"Error: {folder} is being served already\n")


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(verbs, ["serve", "--port", str(port), "--instance", str(tmp_path / "instance")])
    assert done.exit_code == 1
    assert done.stderr == f"Error: port {port} on 127.0.0.1 is taken; choose another with --port\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_to(tmp_path: Path, number: int) -> None:
    assert Server(tmp_path / "instance").stop(number) == 0


def test_what_runs_is_finished_first() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", POLITE], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as one:
        assert one.stdout
        try:
            with fetch(f"http://127.0.0.1:{int(one.stdout.readline())}/") as answer:
                assert len(answer.read()) == 50 * 100_000
            assert one.wait(timeout=40) == 0
        finally:
            one.kill()


@pytest.mark.parametrize("prefix", ["/a b", "/../x", "/a?b", "/<x>"])
def test_a_prefix_that_is_no_path_is_refused(prefix: str) -> None:
    with pytest.raises(click.BadParameter, match="is no path"):
        checked_prefix(prefix)


@pytest.mark.parametrize(("prefix", "path"), [("", ""), ("/", ""), ("a/b/", "/a/b"), ("/notes", "/notes")])
def test_a_prefix_is_written_one_way(prefix: str, path: str) -> None:
    assert checked_prefix(prefix) == path
