"""Batches, assignment and the check of demand: who gets which pages, and whether there are people enough."""

from collections import Counter

import pytest
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.store import models
from annotator.workflow import assigning, batches, demand, passes
from annotator.workflow.assigning import Plan
from annotator.workflow.batches import BatchTerms, Choice
from annotator.workflow.passes import Terms
from tests.workflow.passes.conftest import Crew


def make(crew: Crew, name: str, choice: Choice, **terms: object) -> batches.Made:
    asked = BatchTerms(name=name, **terms)  # type: ignore[arg-type]
    return batches.create(crew.db, "harbour", "main", asked, choice)


def speak(crew: Crew, **languages: list[str]) -> None:
    with crew.db.write() as session:
        for name, tags in languages.items():
            session.get_one(models.Person, crew.people[name]).languages = tags


def sites(crew: Crew) -> None:
    for site in ("harbour.example", "hill.example"):
        for language in ("en", "ar"):
            for number in range(4):
                crew.page(f"{site}-{language}-{number}.txt", language, site)


def test_a_quota_takes_so_many_of_each_site_and_language(crew: Crew) -> None:
    sites(crew)
    assert make(crew, "pilot", Choice(quota=3)).pages == 12
    with crew.db.read() as session:
        chosen = session.execute(
            select(models.Page.site, models.Page.language).join(
                models.BatchPage, models.BatchPage.page_id == models.Page.id
            )
        )
        assert set(Counter(tuple(row) for row in chosen).values()) == {3}


def test_a_page_is_in_one_batch_of_a_pass_at_most(crew: Crew) -> None:
    sites(crew)
    assert make(crew, "first", Choice(language="ar")).pages == 8
    assert make(crew, "rest", Choice()).pages == 8
    with pytest.raises(Refused, match="would be empty"):
        make(crew, "more", Choice())


def test_a_pass_with_batches_covers_these_alone(crew: Crew) -> None:
    sites(crew)
    make(crew, "hill", Choice(site="hill.example", text="-en-0"), people=1, takers=("Ben",))
    assert (crew.next("Ana"), crew.next("Ben"), crew.next("Ben", after="hill.example-en-0.txt")) == (
        None,
        "hill.example-en-0.txt",
        None,
    )
    with pytest.raises(Refused, match="isn't offered to you"):
        crew.open("Ana", "harbour.example-en-0.txt")


def test_practice_comes_first_and_leaves_the_other_pages_to_the_pass(crew: Crew) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        crew.page(name)
    make(crew, "try", Choice(text="c.txt"), practice=True)
    assert crew.next("Ana") == "c.txt"
    crew.finish("Ana", "c.txt")
    assert crew.next("Ana") == "a.txt"


def test_a_closed_batch_is_not_offered(crew: Crew) -> None:
    crew.page("a.txt")
    make(crew, "one", Choice())
    batches.set_open(crew.db, "harbour", "main", "one", open_=False)
    assert crew.next("Ana") is None


def test_pages_are_dealt_in_turn(crew: Crew) -> None:
    for number in range(6):
        crew.page(f"{number}.txt")
    passes.change(crew.db, "harbour", "main", Terms(people=2))
    dealt = assigning.assign(crew.db, "harbour", "main", Plan(["Ana", "Ben", "Chloe"], 2, Choice()))
    assert dealt.people == {"Ana": 4, "Ben": 4, "Chloe": 4}
    with crew.db.read() as session:
        rows = session.execute(select(models.Task.page_id, models.Task.person_id)).all()
    assert len({tuple(row) for row in rows}) == 12
    assert set(Counter(page for page, _ in rows).values()) == {2}


def test_what_is_assigned_is_offered_first_and_kept_without_a_lease(crew: Crew) -> None:
    crew.page("a.txt")
    crew.page("b.txt")
    passes.change(crew.db, "harbour", "main", Terms(people=1))
    assigning.assign(crew.db, "harbour", "main", Plan(["Ana"], 1, Choice(text="b.txt")))
    crew.let_leases_run_out()
    assert (crew.next("Ana"), crew.next("Ben"), crew.next("Ben", after="a.txt")) == ("b.txt", "a.txt", None)
    assert assigning.withdraw(crew.db, "harbour", "main", "Ana") == 1
    assert crew.next("Ben", after="a.txt") == "b.txt"


def test_nobody_is_assigned_what_they_cannot_read_or_what_is_full(crew: Crew) -> None:
    crew.page("a.txt", "ar")
    crew.page("b.txt", "en")
    passes.change(crew.db, "harbour", "main", Terms(people=1))
    speak(crew, Ana=["en"], Ben=["ar"])
    crew.open("Chloe", "b.txt")
    dealt = assigning.assign(crew.db, "harbour", "main", Plan(["Ana", "Ben"], 1, Choice()))
    assert (dict(dealt.people), dealt.short) == ({"Ben": 1}, 1)


def test_too_few_readers_are_told_before_a_pass_opens(crew: Crew) -> None:
    for number in range(3):
        crew.page(f"{number}.txt", "ar")
    crew.page("e.txt", "en")
    speak(crew, Ana=["en", "ar"], Ben=["en"], Chloe=["en"])
    passes.change(crew.db, "harbour", "main", Terms(people=2))
    expected = ["3 ar pages, 1 reader: redundancy 2 is impossible"]
    assert demand.check(crew.db, crew.project, "main") == expected
    assert passes.set_open(crew.db, "harbour", "main", open_=True) == expected
    speak(crew, Ben=["ar"])
    assert demand.check(crew.db, crew.project, "main") == []


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (Terms(name="main"), "is there already"),
        (Terms(name="a/b"), "none of / :"),
        (Terms(name="new"), "an address of its own"),
        (Terms(name="x", layers=["quotes"]), "has no layer 'quotes'"),
        (Terms(name="x", base="gold:later"), "is no earlier pass"),
        (Terms(name="x", base="main"), "should be none, own:PASS or gold:PASS"),
        (Terms(name="x", people=-1), "people per page"),
        (Terms(name="x", order="length"), "none of name, random, added"),
        (Terms(name="x", guideline="9"), "no guideline of version"),
        (Terms(name="x", required=["tail"]), "can't be required"),
    ],
)
def test_what_a_pass_cannot_ask_for_is_refused_and_nothing_is_made(crew: Crew, terms: Terms, said: str) -> None:
    with pytest.raises(Refused, match=said):
        passes.create(crew.db, "harbour", terms)
    assert [one.name for one in passes.listing(crew.db, "harbour")] == ["main"]


def test_layers_stay_once_somebody_has_begun(crew: Crew) -> None:
    crew.page("a.txt")
    passes.create(crew.db, "harbour", Terms(name="again", base="gold:main"))
    crew.begin("Ana", "a.txt")
    with pytest.raises(Refused, match="1 labelling has begun"):
        passes.change(crew.db, "harbour", "main", Terms(name="first"))
    passes.change(crew.db, "harbour", "main", Terms(people=3))
    assert passes.shown(crew.db, "harbour", "main").people == 3
