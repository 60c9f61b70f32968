"""Splits given at import: what belongs together meets, a page never changes its split, what leaks is named."""

import io
from collections import Counter

import pytest

from annotator.core.errors import Refused
from annotator.core.splits import NONE, Plan
from annotator.store import models
from annotator.store.database import Database
from annotator.workflow import metadata, projects, releasing, splitting
from annotator.workflow.exporting import Choice
from tests.fixtures import press
from tests.fixtures.desk import Desk
from tests.fixtures.stories import changed, cyrillic, page, story


def splits(desk: Desk) -> dict[str, str | None]:
    """The split of each page."""
    return {name: one.split for name, one in desk.pages().items()}


def found(desk: Desk) -> splitting.Report:
    """The report of the project."""
    return splitting.report(desk.db, projects.named(desk.db, "news").id)


def elsewhere(plan: Plan, split: str) -> tuple[str, str]:
    """Two sites: one that the plan puts into a split, and one that it puts elsewhere."""
    names = [f"{number}.example" for number in range(99)]
    return (
        next(one for one in names if plan.decide(f"site:{one}") == split),
        next(one for one in names if plan.decide(f"site:{one}") != split),
    )


def test_without_a_plan_no_page_has_a_split_and_all_count_as_train(newsroom: Database) -> None:
    desk = Desk(newsroom)
    desk.records({"text": "one", "name": "a"}, {"text": "two", "name": "b", "site": "x.example"})
    assert set(splits(desk).values()) == {None}
    assert found(desk).pages == {"train": 2, "validation": 0, "test": 0, "none": 0}
    assert found(desk).leaks == []


def test_pages_of_a_site_get_its_split_whenever_they_come(desk: Desk) -> None:
    for turn in range(3):
        desk.records(*({"text": f"{turn} {n}", "name": f"{turn}-{n}", "site": f"{n}.example"} for n in range(90)))
    by_site: dict[str | None, set[str | None]] = {}
    for one in desk.pages().values():
        by_site.setdefault(one.site, set()).add(one.split)
    assert all(len(values) == 1 for values in by_site.values())
    assert {one.split for one in desk.pages().values()} == {"train", "validation", "test"}
    assert all(next(iter(value)) == Plan().decide(f"site:{site}") for site, value in by_site.items())


def test_two_scripts_of_a_story_meet_though_their_sites_differ(desk: Desk) -> None:
    rows = []
    for n in range(12):
        body = story(f"story {n}")
        rows.append({"text": page(f"lat-{n}.example", body), "name": f"{n}-lat", "site": f"lat-{n}.example"})
        rows.append({"text": page(f"cyr-{n}.example", cyrillic(body)), "name": f"{n}-cyr", "site": f"cyr-{n}.example"})
    report = desk.records(*rows)
    assert not report.refused
    given = splits(desk)
    assert [given[f"{n}-lat"] for n in range(12)] == [given[f"{n}-cyr"] for n in range(12)]
    assert len(set(given.values())) > 1
    assert found(desk).leaks == []


def test_translations_meet_by_their_story(desk: Desk) -> None:
    desk.records(
        *({"text": f"{n} {tag}", "name": f"{n}-{tag}", "story": f"s-{n}"} for n in range(20) for tag in ("en", "ar"))
    )
    given = splits(desk)
    assert [given[f"{n}-en"] for n in range(20)] == [given[f"{n}-ar"] for n in range(20)]


def test_a_new_page_that_joins_groups_of_two_splits_goes_to_none_and_is_reported(desk: Desk) -> None:
    here, there = elsewhere(Plan(), "train")
    desk.records(
        {"text": page(here, story("dam")), "name": "a", "site": here},
        {"text": page(there, story("strike")), "name": "b", "site": there},
    )
    report = desk.records({"text": page(there, changed(story("dam"), 0.02)), "name": "c", "site": there})
    assert splits(desk)["c"] == NONE
    assert "page c is in no split: it belongs to" in report.notices[0].sentence
    assert found(desk).none == ["c"]
    assert found(desk).leaks == []


def test_notices_that_a_site_repeats_make_no_story_of_its_pages(newsroom: Database) -> None:
    splitting.set_plan(newsroom, "news", Plan("story"))
    desk = Desk(newsroom)
    desk.records(
        *({"text": page("a.example", story(f"s {n}", 2)), "name": f"{n:02}", "site": "a.example"} for n in range(30))
    )
    assert len({one.split_group for one in desk.pages().values()}) == 30


def test_a_page_never_changes_its_split_and_a_new_plan_is_for_new_pages(desk: Desk) -> None:
    desk.records(*({"text": f"{n}", "name": f"{n}", "site": f"{n}.example"} for n in range(20)))
    before = splits(desk)
    kept = splitting.set_plan(desk.db, "news", Plan(seed="other", shares=(0.0, 0.0, 100.0)))
    desk.records(*({"text": f"x{n}", "name": f"x{n}", "site": f"{n}.example"} for n in range(30)))
    after = splits(desk)
    assert kept == 20
    assert {name: after[name] for name in before} == before
    assert all(after[f"x{n}"] == before[f"{n}"] for n in range(20))
    assert {after[f"x{n}"] for n in range(20, 30)} == {"test"}


def test_a_plan_that_is_set_later_places_the_pages_that_are_there(newsroom: Database) -> None:
    desk = Desk(newsroom)
    desk.records(*({"text": f"{n}", "name": f"{n}", "site": f"{n}.example"} for n in range(30)))
    splitting.set_plan(newsroom, "news", Plan())
    outcome = splitting.place(newsroom, projects.named(newsroom, "news").id)
    assert outcome.pages.total() == 30
    assert splits(desk) == {f"{n}": Plan().decide(f"site:{n}.example") for n in range(30)}
    assert splitting.place(newsroom, projects.named(newsroom, "news").id).pages.total() == 0


def test_what_left_in_a_release_before_there_was_a_plan_stays_train(newsroom: Database) -> None:
    desk = Desk(newsroom)
    desk.records({"text": "one", "name": "a"}, {"text": "two", "name": "b"})
    with newsroom.write() as session:
        release = models.Release(
            project_id=desk.pages()["a"].project_id, version="1", made_at="", made_by="", manifest={}, sha256=""
        )
        session.add(release)
        session.flush()
        session.add(models.ReleasePage(release_id=release.id, page_id=desk.pages()["a"].id))
    assert splitting.set_plan(newsroom, "news", Plan(shares=(0.0, 0.0, 100.0))) == 1
    splitting.place(newsroom, projects.named(newsroom, "news").id)
    assert splits(desk) == {"a": "train", "b": "test"}


def test_by_time_the_day_decides_and_pages_without_one_are_in_none(newsroom: Database) -> None:
    splitting.set_plan(newsroom, "news", Plan("time", cuts=("2026-03-01", "2026-04-01")))
    desk = Desk(newsroom)
    days = {"a": "2026-01-05", "b": "2026-03-02T10:00:00Z", "c": "2026-05-01", "d": None}
    report = desk.records(*({"text": name, "name": name, "published": day} for name, day in days.items()))
    assert splits(desk) == {"a": "train", "b": "validation", "c": "test", "d": NONE}
    assert [one.sentence for one in report.notices] == ["page d is in no split: it has no day of publication"]


def test_a_pin_decides_a_site_and_is_refused_once_it_is_elsewhere(desk: Desk) -> None:
    here, there = elsewhere(Plan(), "test")
    assert splitting.pin(desk.db, "news", there, "test") == f"site:{there}"
    desk.records({"text": "1", "name": "1", "site": there}, {"text": "2", "name": "2", "site": here})
    assert splits(desk) == {"1": "test", "2": "test"}
    with pytest.raises(Refused, match="has pages in test already"):
        splitting.pin(desk.db, "news", here, "train")
    assert splitting.plan_of(desk.db, "news") == Plan(pins={f"site:{there}": "test"})


def test_a_project_without_a_plan_has_no_pins(newsroom: Database) -> None:
    with pytest.raises(Refused, match="has no plan yet"):
        splitting.pin(newsroom, "news", "a.example", "test")


def test_every_leak_is_named(desk: Desk) -> None:
    body = story("dam")
    texts = {"a": body, "b": changed(body, 0.03), "c": story("strike"), "d": story("heron"), "e": story("gravel")}
    desk.records(*({"text": text, "name": name, "site": f"{name}.example"} for name, text in texts.items()))
    # As if somebody had learned more about the pages after they were placed.
    known = {"a": "train", "b": "test", "c": "train", "d": "validation", "e": "train"}
    with desk.db.write() as session:
        for one in session.query(models.Page):
            one.split = known[one.name]
            one.site = "a.example" if one.name == "e" else one.site
            one.story = "s" if one.name in "cd" else None
        session.flush()
        session.query(models.Page).filter_by(name="e").one().split = "validation"
    assert [str(one) for one in found(desk).leaks] == [
        "e (validation) and a (train) share the site a.example",
        "d (validation) and c (train) share the story s",
        f"a (train) and b (test) are near-duplicates ({found(desk).leaks[2].what})",
    ]
    assert 0.5 < float(found(desk).leaks[2].what) < 0.9


def test_leaks_are_told_for_chosen_pages_alone(desk: Desk) -> None:
    desk.records({"text": "1", "name": "a", "story": "s"}, {"text": "2", "name": "b", "story": "s"})
    keys = {name: one.id for name, one in desk.pages().items()}
    with desk.db.write() as session:
        session.get_one(models.Page, keys["a"]).split = "train"
        session.get_one(models.Page, keys["b"]).split = "test"
    project = projects.named(desk.db, "news").id
    with desk.db.read() as session:
        assert [one.kind for one in splitting.leaks(session, project, list(keys.values()))] == ["story"]
        assert splitting.leaks(session, project, [keys["a"]]) == []


def test_one_group_of_most_pages_is_told(desk: Desk) -> None:
    desk.records(*({"text": f"{n}", "name": f"{n}", "site": f"{n}.example"} for n in range(4)))
    assert found(desk).warning is None
    desk.records(*({"text": f"x{n}", "name": f"x{n}", "story": "dam"} for n in range(9)))
    assert found(desk).warning == (
        "9 of 13 pages are one group (story:dam), which sites, stories or near-duplicates hold together"
    )


def test_an_import_that_was_cut_short_is_placed_by_the_next_one(desk: Desk) -> None:
    desk.records(*({"text": f"{n}", "name": f"{n}", "site": f"{n}.example"} for n in range(5)))
    with desk.db.write() as session:
        for one in session.query(models.Page).filter(models.Page.name.in_(["1", "2"])):
            one.split = one.split_group = None
    assert found(desk).waiting == 2
    desk.records({"text": "9", "name": "9"})
    assert found(desk).waiting == 0


def test_work_that_runs_out_of_patience_goes_on_where_it_was(newsroom: Database) -> None:
    desk = Desk(newsroom)
    desk.records(*({"text": story(f"{n}"), "name": f"{n:03}"} for n in range(90)))
    splitting.set_plan(newsroom, "news", Plan())
    project = projects.named(newsroom, "news").id
    turns = Counter[bool]()
    while not splitting.place(newsroom, project, patience=0.01).whole:
        turns[False] += 1
    assert turns[False] > 0
    assert None not in splits(desk).values()


def test_setting_a_plan_and_pinning_are_in_the_audit_trail(desk: Desk) -> None:
    splitting.pin(desk.db, "news", "a.example", "test")
    with desk.db.read() as session:
        found_ones = [(one.action, one.detail) for one in session.query(models.Event) if "split" in one.action]
    assert [action for action, _ in found_ones] == ["split.set", "split.pinned"]
    assert found_ones[1][1] == {"project": "news", "group": "site:a.example", "split": "test"}


@pytest.mark.parametrize("column", ["site", "story"])
def test_what_changed_after_a_page_got_its_split_moves_no_page_and_is_reported(desk: Desk, column: str) -> None:
    near, far = elsewhere(Plan(), "test")
    desk.records(press.page(1, press.gold(), name="a", site=near, story="levy"))
    desk.records(press.page(2, press.gold(), name="b", site=far, story="flood"))
    before = splits(desk)
    value = {"site": near, "story": "levy"}[column]
    told = list(metadata.read_table(desk.db, "news", io.StringIO(f"name,{column}\nb,{value}\n")))
    assert [one.kind for one in told] == ["updated"]
    assert splits(desk) == before
    [leak] = found(desk).leaks
    assert (leak.kind, leak.what, {leak.page, leak.other}) == (column, value, {"a", "b"})
    with pytest.raises(Refused, match=f"have the same {column} \\({value}\\)"):
        releasing.create(desk.db, "news", "v1", releasing.Order(Choice()))
