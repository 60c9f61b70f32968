"""An office that a real server serves: it can be killed, started again, and examined while it runs."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from annotator.store.instance import Instance
from annotator.workflow import doctor, label, people, projects
from tests.fixtures.cast import add_page
from tests.fixtures.forked import Forked
from tests.fixtures.migrated import fresh
from tests.fixtures.serving import serve
from tests.fixtures.tabs import Tab

PEOPLE = ("Ana", "Ben", "Chloe", "Dora", "Edin")
TEXT = "The mayor spoke.\n" * 200


@dataclass
class Office:
    """A server process, the instance it serves, and the tabs people have open there."""

    instance: Instance
    page: int
    process: Forked | None = None
    url: str = ""
    tabs: list[Tab] = field(default_factory=list)

    def start(self) -> None:
        """Start the server; all tabs go on there."""
        self.process, self.url = serve(self.instance.folder)
        for tab in self.tabs:
            tab.reach(self.url)

    def kill(self) -> None:
        """Let the server end as in a power cut: with no chance to do anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the server to end."""
        if self.process:
            self._end(signal.SIGTERM)
        for tab in self.tabs:
            tab.close()

    def tab(self, person: str, client: str, page: int | None = None) -> Tab:
        """A tab of somebody who is signed in and has opened their own labelling of a page."""
        tab = Tab(self.url, client)
        tab.reach(self.url)
        db = self.instance.database
        tab.sign_in(f"/in/{people.make_link(db, person)}")
        known = next(one.id for one in people.everybody(db) if one.name == person)
        tab.open(label.open_task(db, projects.named(db, "harbour").id, page or self.page, known))
        self.tabs.append(tab)
        return tab

    def troubles(self) -> list[str]:
        """What the doctor finds wrong: the file, the texts, the log against the labels."""
        return [one.sentence for one in doctor.examine_database(self.instance.database) if one.level == "error"]

    def _end(self, number: int) -> None:
        assert self.process
        with self.process:
            os.kill(self.process.pid, number)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The project `harbour` with one page and five members, served."""
    instance = fresh(tmp_path / "instance")
    projects.create(instance.database, "Harbour", "full", ["en"])
    for name in PEOPLE:
        people.add(instance.database, name)
        projects.set_member(instance.database, "harbour", name, "curator" if name == "Dora" else "annotator")
    room = Office(instance, add_page(instance, "harbour", "mayor.txt", TEXT))
    room.start()
    yield room
    room.stop()
    instance.close()
