"""What counts as the date of a page is what sorts and splits by time can go by."""

import pytest

from annotator.core.dates import is_date


@pytest.mark.parametrize(
    "said",
    [
        *("2026", "2026-11", "2026-11-22", "2026-11-22T08:00", "2026-11-22T08:00:00Z", "2026-11-22 08:00:00+0100"),
        *("2026-11-22T08:00:00.123456+01:00", "0001-01-01"),
    ],
)
def test_days_and_moments_of_iso_8601_are_dates(said: str) -> None:
    assert is_date(said)


@pytest.mark.parametrize(
    "said",
    [
        *("", "yesterday", "22 November 2026", "22/11/2026", "20261122", "2026-W47-7", "2026-13-01", "2026-02-30"),
        *("2026-1-2", "2026-11-22T", "2026-11-22T25:00", "٢٠٢٦-١١-٢٢", "2026-11-22\n", " 2026-11-22"),
    ],
)
def test_all_else_is_none(said: str) -> None:
    assert not is_date(said)
