"""The sample project is loaded into an empty instance, whole, once."""

from collections import Counter

import pytest
from sqlalchemy import select

from annotator.store import models
from annotator.store.database import Database
from annotator.workflow import demo, exporting, people, projects


def test_an_instance_with_a_project_or_a_person_is_left_alone(database: Database) -> None:
    assert demo.is_wanted(database)
    people.add(database, "Ana")
    assert not demo.is_wanted(database)


def test_an_instance_with_a_project_is_left_alone(database: Database) -> None:
    projects.create(database, "News")
    assert not demo.is_wanted(database)


def test_the_sample_comes_with_its_people_and_confirmed_entities(database: Database) -> None:
    counts = Counter(event.kind for event in demo.load(database))
    assert counts["added"] >= 14
    assert not counts["refused"]
    assert not demo.is_wanted(database)
    assert [one.name for one in people.everybody(database) if one.can_sign_in] == [
        "Admin",
        "Ana",
        "Ben",
        "Chloe",
        "Dora",
    ]
    with database.read() as session:
        assert set(session.scalars(select(models.Entity.status))) == {"confirmed"}


def test_loading_goes_on_after_an_interruption(database: Database) -> None:
    events = demo.load(database)
    for _ in range(3):
        next(events)
    events.close()  # type: ignore[attr-defined]
    assert demo.is_wanted(database)
    again = Counter(event.kind for event in demo.load(database))
    assert not again["refused"]
    assert not demo.is_wanted(database)


@pytest.mark.slow
def test_the_sample_comes_out_the_same_from_two_projects(database: Database) -> None:
    list(demo.load(database))
    first = b"".join(exporting.everything(database, "sample").chunks())
    assert first.count(b"\n") >= 14
    assert first == b"".join(exporting.everything(database, "sample").chunks())
