"""The plan of splits: what decides a group, and what a plan may say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import Refused
from annotator.core.splits import NONE, SPLITS, Plan, read_plan

GROUPS = st.text(min_size=1, max_size=20)


@given(GROUPS, st.text(max_size=5))
def test_a_group_is_decided_by_its_name_and_the_seed_alone(group: str, seed: str) -> None:
    assert Plan(seed=seed).decide(group) == Plan(seed=seed, pins={f"{group}x": "test"}).decide(group)


def test_the_digest_is_what_it_is_said_to_be() -> None:
    # The first 13 digits of `printf "site:harbour.example\n7" | sha256sum`; what they decide is decided for ever.
    assert Plan(seed="7").digest("site:harbour.example") == 0x067EDAC672276 / 2**52


def test_groups_fall_into_the_splits_by_their_shares() -> None:
    plan = Plan(shares=(50.0, 20.0, 30.0), seed="x")
    found = [plan.decide(f"site:{number}.example") for number in range(4000)]
    assert [round(found.count(split) / 40) for split in SPLITS] == pytest.approx([50, 20, 30], abs=2)


@pytest.mark.parametrize(("shares", "split"), [((100.0, 0.0, 0.0), "train"), ((0.0, 0.0, 100.0), "test")])
def test_a_share_of_nothing_gets_nothing(shares: tuple[float, float, float], split: str) -> None:
    assert {Plan(shares=shares).decide(str(number)) for number in range(200)} == {split}


def test_a_pin_outweighs_the_digest() -> None:
    assert Plan().with_pin("site:harbour.example", "validation").decide("site:harbour.example") == "validation"


@pytest.mark.parametrize(
    ("published", "split"),
    [
        ("2026-02-28", "train"),
        ("2026-03-01", "validation"),
        ("2026-03-31T23:59:59Z", "validation"),
        ("2026-04-01T00:00:00+02:00", "test"),
        ("yesterday", NONE),
        ("2026-13-01", NONE),
        ("", NONE),
        (None, NONE),
    ],
)
def test_by_time_the_day_decides(published: str | None, split: str) -> None:
    assert Plan("time", cuts=("2026-03-01", "2026-04-01")).decide_day(published) == split


@given(
    st.sampled_from(("site", "story")),
    st.text(min_size=1, max_size=5),
    st.dictionaries(st.sampled_from(("en", "sr", "ar")), st.tuples(st.integers(0, 99), st.integers(0, 99))),
    st.dictionaries(GROUPS, st.sampled_from(SPLITS)),
)
def test_a_plan_is_read_as_it_was_written(
    by: str, seed: str, quotas: dict[str, tuple[int, int]], pins: dict[str, str]
) -> None:
    plan = Plan(by, seed, (60.0, 15.0, 25.0), quotas, None, pins)
    assert read_plan(plan.to_json()) == plan


def test_a_plan_by_time_is_read_as_it_was_written() -> None:
    plan = Plan("time", cuts=("2026-03-01", "2026-04-01"))
    assert read_plan(plan.to_json()) == plan


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "plan: should be an object"),
        ({"by": "page"}, "'by' is 'page'"),
        ({"by": "site", "share": []}, "unknown field 'share'"),
        ({"by": "site", "shares": [70, 10, 10]}, "add up to 100"),
        ({"by": "site", "shares": [110, -10, 0]}, "add up to 100"),
        ({"by": "site", "shares": [float("nan"), 50, 50]}, "add up to 100"),
        ({"by": "site", "shares": ["70", "10", "20"]}, "add up to 100"),
        ({"by": "site", "quotas": {"en": {"test": -1}}}, "quota of en: should be numbers of pages"),
        ({"by": "site", "quotas": {"en": {"tset": 1}}}, "unknown field 'tset'"),
        ({"by": "site", "cuts": {"validation": "2026-01-01", "test": "2026-01-02"}}, "only a plan by time"),
        ({"by": "time"}, "lacks the field 'validation'"),
        ({"by": "time", "cuts": {"validation": "2026-02-30", "test": "2026-03-01"}}, "is no day"),
        ({"by": "time", "cuts": {"validation": "2026-04-01", "test": "2026-03-01"}}, "before validation"),
        ({"by": "time", "quotas": {"en": {"test": 1}}}, "no language can have a quota"),
        ({"by": "site", "pins": {"site:x": "none"}}, "'none' is none of"),
        ({"by": "site", "pins": {"site:x": 1}}, "should be a non-empty string"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_place(value: object, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_plan(value)


def test_a_plan_by_time_has_no_pins() -> None:
    with pytest.raises(Refused, match="by time"):
        Plan("time", cuts=("2026-03-01", "2026-04-01")).with_pin("site:x", "test")


def test_a_plan_says_itself_in_words() -> None:
    assert str(Plan(seed="7", quotas={"sr": (4, 8)})) == (
        "by site: 70 % train, 10 % validation, 20 % test; seed 7; pages of sr 4 validation and 8 test"
    )
    assert "validation from 2026-03-01 on" in str(Plan("time", cuts=("2026-03-01", "2026-04-01")))
