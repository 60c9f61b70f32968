"""A guideline grows by versions; each labelling knows the one it was done under."""

from typing import Any

import pytest
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.store import guidelines as stored
from annotator.store import models, news
from annotator.workflow import guidelines, label
from tests.workflow.label.conftest import TEXT, Desk, lay_out, lines
from tests.workflow.test_registry import dora, sound
from tests.workflow.test_searching import person


@pytest.fixture
def desk(instance: Any) -> Desk:
    desk = lay_out(instance, {"a.txt": TEXT, "b.txt": "One\n"})
    with desk.db.write() as session:
        session.add(models.Guideline(project_id=desk.project, version="1", text="# Body\n"))
    return desk


def publish(desk: Desk, text: str = "# Body and more\n") -> str:
    return guidelines.publish(desk.db, desk.project, text, "Captions are out", ["main"], dora(desk))


def under(desk: Desk, task: int) -> set[str | None]:
    with desk.db.read() as session:
        return set(session.scalars(select(models.TaskLayer.guideline).where(models.TaskLayer.task_id == task)))


def test_a_new_version_leaves_the_old_one_as_it_was(desk: Desk) -> None:
    assert publish(desk) == "2"
    with desk.db.read() as session:
        new, old = stored.versions(session, desk.project)
    assert (new.version, new.made_by, new.change, new.passes) == ("2", "Dora", "Captions are out", ("main",))
    assert (old.version, old.text, old.passes) == ("1", "# Body\n", ())


def test_a_labelling_keeps_its_version_until_its_annotator_has_read_the_new_one(desk: Desk) -> None:
    desk.save("lines.set", lines(1, 1))
    publish(desk)
    assert under(desk, desk.task) == {"1"}
    assert guidelines.confirm(desk.db, desk.project, "2", person(desk, "Ana")) == 1
    assert under(desk, desk.task) == {"2"}
    assert sound(desk)


def test_what_is_done_keeps_the_version_it_was_done_under(desk: Desk) -> None:
    desk.save("status.set", {"status": "skipped", "reason": "broken"})
    publish(desk)
    assert guidelines.confirm(desk.db, desk.project, "2", person(desk, "Ana")) == 0
    assert under(desk, desk.task) == {"1"}


def test_a_labelling_made_later_begins_under_the_new_one(desk: Desk) -> None:
    publish(desk)
    task = label.open_task(desk.db, desk.project, desk.pages["b.txt"], desk.people["Ana"])
    assert under(desk, task) == {"2"}


def test_a_change_is_told_to_everybody_until_they_have_read_it(desk: Desk) -> None:
    def told(name: str) -> str | None:
        with desk.db.read() as session:
            return news.of(session, desk.project, desk.people[name]).version

    assert (told("Ana"), told("Dora")) == (None, None)
    publish(desk)
    assert (told("Ana"), told("Ben"), told("Dora")) == ("2", "2", None)
    guidelines.confirm(desk.db, desk.project, "2", person(desk, "Ana"))
    assert (told("Ana"), told("Ben")) == (None, "2")


@pytest.mark.parametrize(
    ("text", "change", "passes", "says"),
    [
        ("", "new", [], "1 to 200,000 characters"),
        ("# New", " ", [], "what changed"),
        ("# Body\n", "same", [], "says the same as version 1"),
        ("# New", "new", ["night"], "night: is no pass"),
        ("# N\0ew", "new", [], "NUL"),
    ],
)
def test_what_is_no_new_version_is_refused_whole(
    desk: Desk, text: str, change: str, passes: list[str], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        guidelines.publish(desk.db, desk.project, text, change, passes, dora(desk))
    with desk.db.read() as session:
        assert len(stored.versions(session, desk.project)) == 1
