"""Five people save through the server while the command line imports: no error, and nobody waits a second."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fixtures.cast import add_page
from tests.fixtures.forked import ROOT
from tests.fixtures.tabs import Tab, lines, note
from tests.reliability.conftest import PEOPLE, TEXT, Office

LINE = "Home and away: the council will vote on the ferry this week, said nobody.\n"
PAGE_BYTES = 6000
LONGEST_SAVE = 1.0
PAUSE = 0.1
"""Seconds between two saves of one person, far quicker than anybody labels."""


@dataclass
class Member:
    """Somebody who labels until told that it is over."""

    tab: Tab
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def label(self, over: threading.Event) -> None:
        """Save one mark after the other."""
        number = 0
        while not over.wait(PAUSE):
            number += 1
            began = time.monotonic()
            try:
                answer = self.tab.save(
                    note(f"n-{number}") if number % 2 else lines(1 + number % 150, 20 + number % 150)
                )
                problem = "" if answer.status == 200 else f"{answer.status}: {answer.body!r}"
            except Exception as error:  # noqa: BLE001 - a thread's failure has to reach the test
                problem = repr(error)
            self.waits.append(time.monotonic() - began)
            if problem:
                self.errors.append(problem)


def rows(count: int) -> Iterator[str]:
    """JSON Lines of pages, each of its own text."""
    for number in range(count):
        text = f"Page {number}\n" + LINE * (PAGE_BYTES // len(LINE))
        yield json.dumps({"name": f"page-{number:05}.txt", "text": text}) + "\n"


def imported(office: Office, file: Path) -> subprocess.CompletedProcess[str]:
    """Run the import beside the server."""
    command = [sys.executable, "-m", "annotator", "--instance", str(office.instance.folder), "import", "harbour"]
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("ANNOTATOR_")}
    return subprocess.run(
        [*command, str(file)], capture_output=True, text=True, check=False, cwd=ROOT, env=surroundings
    )


def crowd(office: Office, file: Path, count: int) -> None:
    file.write_text("".join(rows(count)))
    pages = {name: add_page(office.instance, "harbour", f"{name}.txt", f"{name}\n{TEXT}") for name in PEOPLE}
    members = [Member(office.tab(name, name, pages[name])) for name in PEOPLE]
    over = threading.Event()
    threads = [threading.Thread(target=member.label, args=(over,)) for member in members]
    for thread in threads:
        thread.start()
    done = imported(office, file)
    over.set()
    for thread in threads:
        thread.join()
    assert (done.returncode, done.stdout) == (0, f"{count} pages added\n"), done.stderr
    assert [error for member in members for error in member.errors] == []
    assert all(member.waits for member in members), "the import was over before anybody saved"
    assert max(wait for member in members for wait in member.waits) < LONGEST_SAVE
    for member in members:
        assert len(member.tab.log()) == len(member.waits)


@pytest.mark.slow
def test_an_import_lets_five_people_save(office: Office, tmp_path: Path) -> None:
    crowd(office, tmp_path / "pages.jsonl", 1000)


@pytest.mark.soak
def test_a_large_import_lets_five_people_save(office: Office, tmp_path: Path) -> None:
    crowd(office, tmp_path / "pages.jsonl", 10_000)
    assert office.troubles() == []
