"""Invitations on both databases: once, until their day, and only as long as their maker may invite."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from annotator.core.errors import Refused
from annotator.store import models, people, projects
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.workflow import invitations, passwords
from annotator.workflow import people as accounts
from annotator.workflow import projects as making
from annotator.workflow.clock import now

GOOD = "heron gravel nine lamps"


def person(db: Database, name: str) -> PersonRow:
    return next(one for one in accounts.everybody(db) if one.name == name)


def invited(db: Database, role: str = "annotator", by: str = "Dora") -> str:
    return invitations.make(db, "news", role, ["en", "ar"], 7, person(db, by))


def role_of(db: Database, name: str) -> str | None:
    with db.read() as session:
        project = projects.find(session, "news")
        assert project
        return projects.role_of(session, project.id, person(db, name))


def test_who_follows_it_picks_name_and_password_and_is_a_member(newsroom: Database) -> None:
    token = invited(newsroom)
    session_token = invitations.enter(newsroom, token, "Chloe", GOOD)
    found = accounts.person_for(newsroom, session_token)
    assert found
    assert (found.name, role_of(newsroom, "Chloe")) == ("Chloe", "annotator")
    assert passwords.sign_in(newsroom, "Chloe", GOOD)
    with newsroom.read() as session:
        assert people.languages(session, ["Chloe"]) == {"Chloe": ("en", "ar")}
    with pytest.raises(Refused, match="has been used"):
        invitations.enter(newsroom, token, "Eve", GOOD)
    assert "Eve" not in [one.name for one in accounts.everybody(newsroom)]


def test_who_has_an_account_joins_with_it_and_keeps_the_languages(newsroom: Database) -> None:
    accounts.add(newsroom, "Chloe")
    with newsroom.write() as session:
        session.execute(update(models.Person).values(languages=["fr", "en"]))
    invitations.accept(newsroom, invited(newsroom), person(newsroom, "Chloe"))
    assert role_of(newsroom, "Chloe") == "annotator"
    with newsroom.read() as session:
        assert people.languages(session, ["Chloe"]) == {"Chloe": ("fr", "en", "ar")}


@pytest.mark.parametrize("name", ["Ana", "Dora"])
def test_who_is_a_member_already_does_not_use_it_up(newsroom: Database, name: str) -> None:
    token = invited(newsroom)
    with pytest.raises(Refused, match="already"):
        invitations.accept(newsroom, token, person(newsroom, name))
    assert invitations.offer(newsroom, token)


def test_an_annotator_may_be_invited_as_curator(newsroom: Database) -> None:
    invitations.accept(newsroom, invited(newsroom, "curator"), person(newsroom, "Ana"))
    assert role_of(newsroom, "Ana") == "curator"


def ends(db: Database) -> None:
    with db.write() as session:
        session.execute(update(models.Invitation).values(expires_at=now(timedelta(seconds=-1))))


def taken_back(db: Database) -> None:
    project = making.named(db, "news")
    (one,) = invitations.listing(db, project.id)
    invitations.revoke(db, "news", one.key, person(db, "Dora"))
    assert invitations.listing(db, project.id) == []


def maker_left(db: Database) -> None:
    making.set_member(db, "news", "Dora", None)


def maker_disabled(db: Database) -> None:
    with db.write() as session:
        session.execute(update(models.Person).where(models.Person.name == "Dora").values(disabled_at=now()))


@pytest.mark.parametrize("happens", [ends, taken_back, maker_left, maker_disabled], ids=lambda one: str(one.__name__))
def test_it_stops_working(newsroom: Database, happens: "object") -> None:
    token = invited(newsroom)
    assert callable(happens)
    happens(newsroom)
    assert invitations.offer(newsroom, token) is None
    for name in ("Chloe", "Ana"):
        with pytest.raises(Refused, match="ask for a new one"):
            invitations.enter(newsroom, token, name, GOOD)


@pytest.mark.parametrize(("name", "said"), [("Ana", "is taken"), ("gold", "gold labellings"), (" ", "1 to 80")])
def test_a_name_that_can_not_be_taken_leaves_everything_as_it_was(newsroom: Database, name: str, said: str) -> None:
    token = invited(newsroom)
    with pytest.raises(Refused, match=said):
        invitations.enter(newsroom, token, name, GOOD)
    assert invitations.offer(newsroom, token)


def test_a_name_from_an_import_is_not_for_the_taking(newsroom: Database) -> None:
    with newsroom.write() as session:
        accounts.named(session, "Eve", "page a.txt")
    with pytest.raises(Refused, match="is taken"):
        invitations.enter(newsroom, invited(newsroom), "Eve", GOOD)


@pytest.mark.parametrize(
    ("role", "languages", "days"), [("admin", [], 7), ("annotator", ["e n"], 7), ("annotator", [], 0), ("", [], 31)]
)
def test_what_can_not_be_offered_is_refused(newsroom: Database, role: str, languages: list[str], days: int) -> None:
    with pytest.raises(Refused):
        invitations.make(newsroom, "news", role, languages, days, person(newsroom, "Dora"))


def test_an_invitation_is_taken_back_in_its_own_project_alone(newsroom: Database) -> None:
    making.create(newsroom, "Elsewhere")
    token = invited(newsroom)
    (one,) = invitations.listing(newsroom, making.named(newsroom, "news").id)
    for slug, key in (("elsewhere", one.key), ("news", ""), ("news", "%")):
        with pytest.raises(Refused, match="no longer open"):
            invitations.revoke(newsroom, slug, key, person(newsroom, "Dora"))
    assert invitations.offer(newsroom, token)


def test_languages_are_set_for_members_alone(newsroom: Database) -> None:
    accounts.add(newsroom, "Chloe")
    dora = person(newsroom, "Dora")
    accounts.set_languages(newsroom, "news", "Ana", ["ar", "ar", "sr-Cyrl"], dora)
    for name, tags in (("Chloe", ["en"]), ("Ana", ["no tag"]), ("Nobody", ["en"])):
        with pytest.raises(Refused):
            accounts.set_languages(newsroom, "news", name, tags, dora)
    with newsroom.read() as session:
        assert people.languages(session, ["Ana", "Chloe"]) == {"Ana": ("ar", "sr-Cyrl"), "Chloe": ()}
        assert "languages.set" in session.scalars(select(models.Event.action)).all()
