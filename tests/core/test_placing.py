"""New pages into splits: what belongs together stays together, whatever comes."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.placing import Newcomer, Placed, Placing
from annotator.core.splits import HELD, NONE, Plan

SITES = st.sampled_from([None, *(f"{letter}.example" for letter in "abcdefgh")])
STORIES = st.sampled_from([None, None, None, "dam", "strike", "heron"])


@st.composite
def newcomers(draw: st.DrawFn) -> list[Newcomer]:
    """Pages of some sites, some of one story."""
    tags = st.sampled_from(["en", "sr", None])
    rows = draw(st.lists(st.tuples(SITES, STORIES, tags), max_size=30))
    return [
        Newcomer(key, f"p-{key}", site, story, language=tag) for key, (site, story, tag) in enumerate(rows, start=1)
    ]


def placed(
    plan: Plan,
    pages: Sequence[Newcomer],
    near: Mapping[int, Sequence[int]] | None = None,
    standing: Sequence[tuple[str, str, str]] = (),
    held: Mapping[tuple[str, str], int] | None = None,
) -> dict[int, Placed]:
    """Place pages beside what stands."""
    placing = Placing(plan, pages, held)
    for one in standing:
        placing.stand(*one)
    for page in pages:
        placing.take(page, (near or {}).get(page.key, ()))
    return placing.end()


@given(newcomers(), st.dictionaries(st.integers(1, 30), st.lists(st.integers(1, 30), max_size=2)))
def test_what_shares_a_site_or_story_or_text_is_never_divided(
    pages: list[Newcomer], near: dict[int, list[int]]
) -> None:
    both = {key: {*others, *(one for one, them in near.items() if key in them)} for key, others in near.items()}
    for one, others in near.items():
        for other in others:
            both.setdefault(other, set()).add(one)
    found = placed(Plan(), pages, {key: sorted(others) for key, others in both.items()})
    assert found.keys() == {one.key for one in pages}
    by_value: dict[str, set[str]] = {}
    for page in pages:
        for value in (page.site and f"site {page.site}", page.story and f"story {page.story}"):
            by_value.setdefault(value or f"page {page.key}", set()).add(found[page.key].split)
    assert all(len(splits - {NONE}) <= 1 for value, splits in by_value.items())
    for one, others in near.items():
        for other in others:
            if one in found and other in found:
                assert len({found[one].split, found[other].split} - {NONE}) <= 1


@given(newcomers(), st.randoms())
def test_the_order_in_which_pages_come_decides_nothing(pages: list[Newcomer], rng: random.Random) -> None:
    shuffled = rng.sample(pages, len(pages))
    for plan in (Plan(), Plan("story", quotas={"en": (2, 4)})):
        assert placed(plan, shuffled) == placed(plan, pages)


@given(newcomers(), newcomers())
def test_more_pages_change_nothing_for_groups_that_they_do_not_join(
    pages: list[Newcomer], more: list[Newcomer]
) -> None:
    alone = [Newcomer(one.key, one.uid, one.site) for one in pages]
    others = [Newcomer(one.key + 100, f"q-{one.key}", f"other-{one.site}") for one in more]
    both = placed(Plan(), alone + others)
    assert {key: both[key] for key in (one.key for one in alone)} == placed(Plan(), alone)


def test_a_page_of_groups_in_different_splits_goes_to_none_and_says_why() -> None:
    standing = [("site:a.example", "site:a.example", "train"), ("story:dam", "site:b.example", "test")]
    found = placed(Plan(), [Newcomer(1, "p-1", "a.example", "dam"), Newcomer(2, "p-2", "a.example")], {}, standing)
    assert found[1] == Placed(NONE, "site:a.example", "it belongs to site:a.example (train) and site:b.example (test)")
    assert found[2] == Placed("train", "site:a.example")


def test_a_new_site_follows_the_page_that_its_own_is_like() -> None:
    placing = Placing(Plan(), [])
    placing.stand_page(7, "site:a.example", "validation")
    placing.take(Newcomer(8, "p-8", "b.example"), [7])
    placing.take(Newcomer(9, "p-9", "b.example"))
    joined = Placed("validation", "site:a.example")
    assert placing.end() == {8: joined, 9: joined}


def test_pages_that_nothing_is_known_about_form_groups_of_their_own() -> None:
    found = placed(Plan(), [Newcomer(1, "p-1"), Newcomer(2, "p-2")])
    assert [found[key].group for key in (1, 2)] == ["page:p-1", "page:p-2"]


def test_pages_that_many_sites_print_do_not_chain_the_sites_to_one_group() -> None:
    pages = [Newcomer(site * 100 + n, f"p-{site}-{n}", f"{site}.example") for site in range(1, 21) for n in range(30)]
    near = {site * 100: [(site - 1) * 100] for site in range(2, 21)}
    found = placed(Plan(), pages, near)
    assert Counter(one.group for one in found.values()).most_common(1)[0][1] <= 100
    assert 0 < sum("would join" in one.why for one in found.values()) < 20


def test_a_lone_page_joins_the_site_that_it_is_like_however_large() -> None:
    pages = [*(Newcomer(key, f"p-{key}", "a.example") for key in range(1, 300)), Newcomer(300, "p-300")]
    found = placed(Plan(), pages, {300: [4]})
    assert found[300] == found[1] == Placed(Plan().decide("site:a.example"), "site:a.example")


def test_pins_of_two_joined_sites_contradict_each_other() -> None:
    plan = Plan(pins={"site:a.example": "train", "site:b.example": "test"})
    pages = [Newcomer(1, "p-1", "a.example"), Newcomer(2, "p-2", "b.example"), Newcomer(3, "p-3", "b.example")]
    assert [one.split for one in placed(plan, pages, {3: [1]}).values()] == [NONE, "train", "test"]


def test_of_two_versions_the_one_whose_day_comes_later_is_left_out() -> None:
    plan = Plan("time", cuts=("2026-03-01", "2026-04-01"))
    pages = [
        Newcomer(1, "p-1", story="dam", published="2026-02-01"),
        Newcomer(2, "p-2", story="dam", published="2026-04-02"),
        Newcomer(3, "p-3", published="2026-04-02"),
        Newcomer(4, "p-4"),
    ]
    found = placed(plan, pages)
    assert [found[key].split for key in (1, 2, 3, 4)] == ["train", NONE, "test", NONE]
    assert found[2].why == "its day is in test, but it belongs to story:dam (train)"
    assert found[4].why == "it has no day of publication"


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 40))
def test_a_quota_is_met_to_the_page_where_each_page_is_its_own_group(held: int, test: int, count: int) -> None:
    plan = Plan(quotas={"sr": (held, test)})
    found = placed(plan, [Newcomer(key, f"p-{key}", language="sr") for key in range(count)])
    tally = Counter(one.split for one in found.values())
    assert tally["test"] == min(test, count)
    assert tally["validation"] == min(held, count - tally["test"])


@given(st.lists(st.integers(1, 9), min_size=2, max_size=12), st.integers(1, 20), st.integers(0, 20))
def test_a_quota_takes_whole_sites_and_leaves_train_one(sizes: list[int], test: int, there: int) -> None:
    plan = Plan(quotas={"sr": (0, test)})
    pages = [
        Newcomer(site * 10 + n, f"p-{site}-{n}", f"{site}.example", language="sr")
        for site, size in enumerate(sizes)
        for n in range(size)
    ]
    found = placed(plan, pages, held={("sr", "test"): there})
    splits = {site: found[site * 10].split for site in range(len(sizes))}
    drawn = sum(size for site, size in enumerate(sizes) if splits[site] == "test")
    if there >= test:
        assert drawn == 0
    elif drawn + there < test:
        # All went to test, or only one was left, which train keeps.
        assert sum(split == "train" for split in splits.values()) <= 1
    assert not set(splits.values()) & set(HELD[:1])


def test_languages_without_a_quota_go_by_the_shares() -> None:
    pages = [Newcomer(key, f"p-{key}", f"{key}.example", language="en") for key in range(50)]
    assert placed(Plan(quotas={"sr": (5, 5)}), pages) == placed(Plan(), pages)
