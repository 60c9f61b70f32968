"""Lists of pages: by state, by name, screen by screen."""

import pytest

from annotator.store import models, pages, people
from annotator.store.database import Database
from annotator.workflow import projects
from tests.fixtures.bridge import labelling, record
from tests.fixtures.desk import Desk


@pytest.fixture
def desk(newsroom: Database) -> Desk:
    """Thirty pages, of which Ana has finished one and Ben begun another."""
    made = Desk(newsroom)
    made.records(
        *({"text": f"page {n}", "name": f"{n:02}", "title": "100% Ferry" if n == 7 else None} for n in range(28))
    )
    started = labelling("Ben", status="in_progress", lines=[], quotes=[], stances=[])
    made.records(record(labelling("Ana"), name="harbour"), record(started, text="Home", name="Harbour 2"))
    return made


def listed(desk: Desk, person: str, **filters: str | int) -> tuple[list[tuple[str, str]], int]:
    with desk.db.read() as session:
        someone = people.find(session, person)
        assert someone
        found = pages.listing(session, projects.within(session, "news").id, someone.id, **filters)  # type: ignore[arg-type]
    return [(one.name, one.state) for one in found.pages], found.total


def test_a_state_is_the_readers_own(desk: Desk) -> None:
    assert listed(desk, "Ana", state="done") == ([("harbour", "done")], 1)
    assert listed(desk, "Ben", state="in_progress") == ([("Harbour 2", "in_progress")], 1)
    assert listed(desk, "Dora", state="todo", limit=1)[1] == 30


def test_a_search_looks_in_names_and_titles_and_takes_signs_as_they_are(desk: Desk) -> None:
    assert [name for name, _ in listed(desk, "Ana", search=" HARBOUR")[0]] == ["Harbour 2", "harbour"]
    assert listed(desk, "Ana", search="0% f") == ([("07", "todo")], 1)
    assert listed(desk, "Ana", search="_")[1] == 0


def test_a_long_list_comes_in_screens(desk: Desk) -> None:
    names, total = listed(desk, "Ana", offset=10, limit=5)
    assert ([name for name, _ in names], total) == (["10", "11", "12", "13", "14"], 30)


def test_states_are_counted(desk: Desk) -> None:
    with desk.db.read() as session:
        ana = people.find(session, "Ana")
        assert ana
        counts = pages.states(session, projects.within(session, "news").id, ana.id)
    assert counts == {"todo": 29, "in_progress": 0, "done": 1, "skipped": 0}


def test_recent_pages_are_the_readers_own_newest_first(desk: Desk) -> None:
    with desk.db.write() as session:
        ana = people.find(session, "Ana")
        assert ana
        for at, name in ((1, "harbour"), (2, "03")):
            page = pages.by_name(session, projects.within(session, "news").id, name)
            assert page
            session.add(models.Place(person_id=ana.id, page_id=page.id, at=f"2026-11-22T0{at}:00:00.000Z"))
    with desk.db.read() as session:
        found = [(one.name, one.state, one.project_slug) for one in pages.recent(session, ana.id)]
    assert found == [("03", "todo", "news"), ("harbour", "done", "news")]


def test_a_page_of_another_project_is_as_good_as_none(desk: Desk) -> None:
    other = projects.create(desk.db, "Other")
    with desk.db.read() as session:
        page = pages.by_name(session, projects.within(session, "news").id, "harbour")
        assert page
        assert pages.find(session, other.id, page.id) is None
