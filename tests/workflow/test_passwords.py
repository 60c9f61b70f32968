"""Passwords on both databases: what is stored, what a failure costs, what a change ends."""

import threading
from datetime import timedelta

import pytest
from argon2 import extract_parameters
from sqlalchemy import func, select, update

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.database import Database
from annotator.store.people import PersonRow
from annotator.workflow import passwords, people
from annotator.workflow.clock import now

GOOD = "heron gravel nine lamps"
OTHER = "three wet umbrellas"


def ana(db: Database) -> PersonRow:
    return next(one for one in people.everybody(db) if one.name == "Ana")


def test_a_password_signs_in_and_is_stored_as_argon2id(newsroom: Database) -> None:
    passwords.set_password(newsroom, "Ana", GOOD)
    token = passwords.sign_in(newsroom, "Ana", GOOD, "Browser 1")
    assert token
    found = people.person_for(newsroom, token)
    assert found
    assert found.name == "Ana"
    assert [one.agent for one in people.own_sessions(newsroom, found.id)] == ["Browser 1"]
    with newsroom.read() as session:
        stored = session.scalars(select(models.Person.password).where(models.Person.name == "Ana")).one()
    assert stored
    assert stored.startswith("$argon2id$")


def test_an_account_that_is_not_there_costs_as_much_as_one_that_is(newsroom: Database) -> None:
    assert extract_parameters(passwords.DUMMY) == extract_parameters(passwords.hashed(GOOD, "Ana"))
    for name in ("Nobody", "Ben"):
        assert passwords.sign_in(newsroom, name, GOOD) is None
    with newsroom.read() as session:
        accounts = session.scalars(select(models.Failure.account)).all()
    assert len(accounts) == 2
    assert not {"Nobody", "Ben"} & set(accounts)


def test_after_five_failures_even_the_right_password_waits_a_quarter_of_an_hour(newsroom: Database) -> None:
    passwords.set_password(newsroom, "Ana", GOOD)
    for _ in range(5):
        assert passwords.sign_in(newsroom, "Ana", "wrong guess") is None
    with pytest.raises(passwords.Shut, match=r"Too many attempts; try again in 15 minutes") as shut:
        passwords.sign_in(newsroom, "Ana", GOOD)
    assert 880 < shut.value.seconds <= 900
    with newsroom.write() as session:
        session.execute(update(models.Failure).values(at=now(timedelta(minutes=-15, seconds=-1))))
    assert passwords.sign_in(newsroom, "Ana", GOOD)
    with newsroom.read() as session:
        assert session.scalar(select(func.count(models.Failure.id))) == 0


def test_many_guesses_at_once_get_no_more_than_five(newsroom: Database) -> None:
    passwords.set_password(newsroom, "Ana", GOOD)
    outcomes: list[str] = []

    def guess(number: int) -> None:
        try:
            outcomes.append(str(passwords.sign_in(newsroom, "Ana", f"guess {number}")))
        except passwords.Shut:
            outcomes.append("shut")

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(9)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["None"] * 5 + ["shut"] * 4


def test_a_link_still_signs_in_while_the_password_is_shut(newsroom: Database) -> None:
    for _ in range(5):
        passwords.sign_in(newsroom, "Ana", "wrong guess")
    assert people.sign_in(newsroom, people.make_link(newsroom, "Ana"))


def test_a_change_asks_for_the_old_password_and_ends_all_other_sessions(newsroom: Database) -> None:
    passwords.set_password(newsroom, "Ana", GOOD)
    here, there = (passwords.sign_in(newsroom, "Ana", GOOD) or "" for _ in range(2))
    with pytest.raises(Refused, match="old password: is wrong"):
        passwords.change(newsroom, ana(newsroom), "not it at all", OTHER, here)
    passwords.change(newsroom, ana(newsroom), GOOD, OTHER, here)
    assert people.person_for(newsroom, here)
    assert people.person_for(newsroom, there) is None
    assert passwords.sign_in(newsroom, "Ana", GOOD) is None
    assert passwords.sign_in(newsroom, "Ana", OTHER)


def test_guessing_the_old_password_is_counted_too(newsroom: Database) -> None:
    passwords.set_password(newsroom, "Ana", GOOD)
    for _ in range(5):
        with pytest.raises(Refused, match="is wrong"):
            passwords.change(newsroom, ana(newsroom), "not it at all", OTHER, "")
    with pytest.raises(passwords.Shut):
        passwords.change(newsroom, ana(newsroom), GOOD, OTHER, "")


def test_who_came_by_a_link_sets_a_first_password_without_an_old_one(newsroom: Database) -> None:
    passwords.change(newsroom, ana(newsroom), "", GOOD, "")
    assert passwords.sign_in(newsroom, "Ana", GOOD)


@pytest.mark.parametrize("values", [{"disabled_at": now()}, {"can_sign_in": False}])
def test_who_is_out_stays_out_with_the_right_password(newsroom: Database, values: dict[str, object]) -> None:
    passwords.set_password(newsroom, "Ana", GOOD)
    with newsroom.write() as session:
        session.execute(update(models.Person).values(**values))
    assert passwords.sign_in(newsroom, "Ana", GOOD) is None


def test_a_bad_password_and_an_unknown_person_are_refused(newsroom: Database) -> None:
    with pytest.raises(Refused, match="tried first"):
        passwords.set_password(newsroom, "Ana", "password1")
    with pytest.raises(Refused, match="has no account"):
        passwords.set_password(newsroom, "Nobody", GOOD)


def test_the_trail_has_what_was_done_and_never_what_was_typed(newsroom: Database) -> None:
    passwords.set_password(newsroom, "Ana", GOOD)
    passwords.sign_in(newsroom, "Ana", OTHER)
    passwords.sign_in(newsroom, OTHER, GOOD)
    passwords.sign_in(newsroom, "Ana", GOOD)
    with newsroom.read() as session:
        events = [(one.action, str(one.detail)) for one in session.scalars(select(models.Event))]
    assert [action for action, _ in events][-4:] == ["password.set", "password.failed", "password.failed", "signed.in"]
    assert not [detail for _, detail in events if GOOD in detail or OTHER in detail]


def test_sessions_are_ended_by_their_owner_alone(newsroom: Database) -> None:
    one, two, three = (people.sign_in(newsroom, people.make_link(newsroom, "Ana")) or "" for _ in range(3))
    ben = people.sign_in(newsroom, people.make_link(newsroom, "Ben")) or ""
    own, key = ana(newsroom).id, people.digest(ben)[:16]
    with pytest.raises(Refused, match="has ended already"):
        people.end_session(newsroom, own, key)
    for nonsense in ("", "%", "_" * 16):
        with pytest.raises(Refused, match="has ended already"):
            people.end_session(newsroom, own, nonsense)
    people.end_session(newsroom, own, people.digest(two)[:16])
    assert [people.person_for(newsroom, token) is not None for token in (one, two, three, ben)] == [1, 0, 1, 1]
    assert people.end_others(newsroom, own, three) == 1
    assert [people.person_for(newsroom, token) is not None for token in (one, three, ben)] == [0, 1, 1]
