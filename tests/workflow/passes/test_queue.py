"""The queue: which page comes next, and that no page is labelled more often than asked for."""

from collections.abc import Callable

import pytest

from annotator.core.errors import Refused
from annotator.store import models
from annotator.workflow import label, passes
from annotator.workflow.passes import Terms
from tests.workflow.passes.conftest import Crew

Pages = Callable[[str], None]


def ask(crew: Crew, **terms: object) -> None:
    passes.change(crew.db, "harbour", "main", Terms(**terms))  # type: ignore[arg-type]


def test_a_page_goes_to_as_many_people_as_asked_for(crew: Crew, pages: Pages) -> None:
    pages("a.txt b.txt")
    ask(crew, people=2)
    assert [crew.next(name) for name in ("Ana", "Ben", "Chloe")] == ["a.txt", "a.txt", "b.txt"]


def test_without_a_number_everybody_gets_every_page(crew: Crew, pages: Pages) -> None:
    pages("a.txt")
    assert [crew.next(name) for name in ("Ana", "Ben", "Chloe")] == ["a.txt"] * 3


def test_the_same_page_is_given_until_something_is_done_with_it(crew: Crew, pages: Pages) -> None:
    pages("a.txt b.txt c.txt")
    ask(crew, people=1)
    assert [crew.next("Ana"), crew.next("Ana")] == ["a.txt", "a.txt"]
    assert crew.next("Ana", after="a.txt") == "b.txt"
    crew.begin("Ana", "b.txt")
    assert crew.next("Ana") == "b.txt"


def test_a_lease_that_ran_out_frees_an_untouched_page(crew: Crew, pages: Pages) -> None:
    pages("a.txt")
    ask(crew, people=1)
    assert (crew.next("Ana"), crew.next("Ben")) == ("a.txt", None)
    crew.let_leases_run_out()
    assert crew.next("Ben") == "a.txt"
    with pytest.raises(Refused, match="as many people as asked for"):
        crew.open("Ana", "a.txt")


def test_saving_renews_the_lease(crew: Crew, pages: Pages) -> None:
    pages("a.txt")
    ask(crew, people=1)
    task = crew.open("Ana", "a.txt")
    crew.let_leases_run_out()
    crew.save("Ana", task, ("page.set", {"set": {"page_type": "article"}}))
    assert crew.next("Ben") is None


def test_who_comes_back_too_late_keeps_the_labels_but_cannot_finish(crew: Crew, pages: Pages) -> None:
    pages("a.txt b.txt")
    ask(crew, people=1)
    late = crew.begin("Ana", "a.txt")
    crew.let_leases_run_out()
    crew.finish("Ben", "a.txt")
    crew.save("Ana", late, ("page.set", {"set": {"page_type": "article"}}))
    with pytest.raises(label.RefusedOperation, match="somebody else took your place"):
        crew.save("Ana", late, ("status.set", {"status": "done"}))
    assert crew.status(late) == "in_progress"
    assert crew.next("Ana") == "b.txt"


def test_who_comes_back_in_time_goes_on(crew: Crew, pages: Pages) -> None:
    pages("a.txt b.txt")
    ask(crew, people=1)
    task = crew.begin("Ana", "a.txt")
    crew.let_leases_run_out()
    assert crew.next("Ana") == "a.txt"
    assert crew.next("Ben") == "b.txt"
    crew.save("Ana", task, ("status.set", {"status": "done"}))
    assert crew.status(task) == "done"


def test_a_skipped_page_is_free_for_others_and_its_reason_is_kept(crew: Crew, pages: Pages) -> None:
    pages("a.txt")
    ask(crew, people=1)
    task = crew.open("Ana", "a.txt")
    crew.save("Ana", task, ("status.set", {"status": "skipped", "reason": "the text is broken"}))
    with crew.db.read() as session:
        assert session.get_one(models.Task, task).skip_reason == "the text is broken"
    assert (crew.next("Ana"), crew.next("Ben")) == (None, "a.txt")


def test_a_page_goes_to_who_reads_its_language(crew: Crew) -> None:
    for name, language in (("a.txt", "ar"), ("b.txt", "sr-Cyrl"), ("c.txt", None)):
        crew.page(name, language)
    with crew.db.write() as session:
        session.get_one(models.Person, crew.people["Ana"]).languages = ["sr"]
        session.get_one(models.Person, crew.people["Ben"]).languages = ["AR-EG"]
        session.get_one(models.Person, crew.people["Chloe"]).languages = ["en", "sr-Latn"]
    assert [crew.next(name) for name in ("Ana", "Ben", "Chloe")] == ["b.txt", "a.txt", "c.txt"]


def test_a_random_order_is_each_persons_own_and_stays(crew: Crew) -> None:
    names = [f"{number:02}.txt" for number in range(30)]
    for name in names:
        crew.page(name)
    ask(crew, order="random")
    orders = {}
    for person in ("Ana", "Ben"):
        found: list[str] = []
        for _ in names[:8]:
            found.append(crew.next(person) or "")
            assert crew.next(person) == found[-1]
            crew.finish(person, found[-1])
        orders[person] = found
        assert found not in (names[:8], sorted(found))
    assert orders["Ana"] != orders["Ben"]


def test_only_who_is_named_takes_a_pass(crew: Crew, pages: Pages) -> None:
    pages("a.txt")
    passes.set_rights(crew.db, "harbour", "main", label=["Ben"], adjudicate=["Dora"])
    assert (crew.next("Ana"), crew.next("Ben")) == (None, "a.txt")
    with pytest.raises(Refused, match="no pass is open to you"):
        crew.open("Ana", "a.txt")


def test_a_closed_pass_offers_nothing_but_leaves_what_is_begun_open(crew: Crew, pages: Pages) -> None:
    pages("a.txt b.txt")
    task = crew.begin("Ana", "a.txt")
    passes.set_open(crew.db, "harbour", "main", open_=False)
    assert crew.next("Ana") is None
    assert crew.open("Ana", "a.txt") == task
    with pytest.raises(Refused, match="no pass is open"):
        crew.open("Ana", "b.txt")


def test_a_page_that_is_opened_by_its_address_is_one_that_the_queue_could_offer(crew: Crew) -> None:
    crew.page("a.txt", "ar")
    with crew.db.write() as session:
        session.get_one(models.Person, crew.people["Ana"]).languages = ["sr", "en"]
    with pytest.raises(Refused, match="is in ar, and you read sr, en; a curator can add to your languages"):
        crew.open("Ana", "a.txt")
    crew.open("Ben", "a.txt")
    with crew.db.write() as session:
        session.get_one(models.Person, crew.people["Ana"]).languages = ["sr", "ar-EG"]
    crew.open("Ana", "a.txt")
