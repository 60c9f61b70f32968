"""Accounts, one-time links and sessions, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.database import Database
from annotator.workflow import people
from annotator.workflow.clock import now


def test_a_link_signs_in_once(database: Database) -> None:
    people.add(database, "Ana")
    link = people.make_link(database, "Ana")
    session = people.sign_in(database, link)
    assert session is not None
    found = people.person_for(database, session)
    assert found is not None
    assert found.name == "Ana"
    assert people.sign_in(database, link) is None


def test_looking_at_a_link_does_not_use_it_up(database: Database) -> None:
    people.add(database, "Ana")
    link = people.make_link(database, "Ana")
    for _ in range(2):
        owner = people.link_owner(database, link)
        assert owner is not None
        assert owner.name == "Ana"


def test_a_link_holds_for_fifteen_minutes(database: Database) -> None:
    people.add(database, "Ana")
    link = people.make_link(database, "Ana")
    with database.write() as session:
        until = session.scalars(select(models.SignInLink.expires_at)).one()
        assert now(timedelta(minutes=14)) < until <= now(timedelta(minutes=15))
        session.execute(update(models.SignInLink).values(expires_at=now(timedelta(seconds=-1))))
    assert people.link_owner(database, link) is None
    assert people.sign_in(database, link) is None


def test_no_token_is_stored(database: Database) -> None:
    people.add(database, "Ana")
    link = people.make_link(database, "Ana")
    token = people.sign_in(database, link)
    with database.read() as session:
        kept = [
            *session.scalars(select(models.SignInLink.token_sha256)),
            *session.scalars(select(models.Session.token_sha256)),
        ]
    assert link not in kept
    assert token not in kept
    assert all(len(one) == 64 for one in kept)


def test_signing_out_ends_the_session_on_the_server(database: Database) -> None:
    people.add(database, "Ana")
    token = people.sign_in(database, people.make_link(database, "Ana")) or ""
    people.sign_out(database, token)
    assert people.person_for(database, token) is None


@pytest.mark.parametrize(
    "change", [{"seen_at": now(timedelta(hours=-13))}, {"expires_at": now(timedelta(seconds=-1))}], ids=["idle", "over"]
)
def test_a_session_ends_by_itself(database: Database, change: dict[str, str]) -> None:
    people.add(database, "Ana")
    token = people.sign_in(database, people.make_link(database, "Ana")) or ""
    with database.write() as session:
        session.execute(update(models.Session).values(**change))
    assert people.person_for(database, token) is None


def test_a_session_in_use_stays(database: Database) -> None:
    people.add(database, "Ana")
    token = people.sign_in(database, people.make_link(database, "Ana")) or ""
    with database.write() as session:
        session.execute(update(models.Session).values(seen_at=now(timedelta(hours=-11))))
    assert people.person_for(database, token)
    with database.read() as session:
        assert session.scalars(select(models.Session.seen_at)).one() > now(timedelta(minutes=-1))


def test_a_disabled_person_is_out_at_once(database: Database) -> None:
    people.add(database, "Ana")
    token = people.sign_in(database, people.make_link(database, "Ana")) or ""
    with database.write() as session:
        session.execute(update(models.Person).values(disabled_at=now()))
    assert people.person_for(database, token) is None


@pytest.mark.parametrize("name", ["", " Ana", "Ana\n", "A\x00na", "x" * 81, "gold"])
def test_a_name_that_cannot_be_one_is_refused(database: Database, name: str) -> None:
    with pytest.raises(Refused):
        people.add(database, name)


def test_a_name_is_taken_once(database: Database) -> None:
    people.add(database, "Ana")
    with pytest.raises(Refused, match="has an account already"):
        people.add(database, "Ana")


def test_a_name_from_an_import_can_sign_in_once_it_gets_a_link(database: Database) -> None:
    with database.write() as session:
        people.named(session, "Ben", "page a.txt")
    assert [one.can_sign_in for one in people.everybody(database)] == [False]
    assert people.sign_in(database, people.make_link(database, "Ben"))


def test_nobody_gets_a_link_to_the_gold(database: Database) -> None:
    with database.write() as session:
        people.named(session, "gold", "page a.txt")
    with pytest.raises(Refused, match="can't sign in"):
        people.make_link(database, "gold")
