"""Two labellings of one page that differ in lines, quotes and stances."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store.instance import Instance
from tests.fixtures.jury import Jury, lines, quote, seated, stance, status
from tests.fixtures.migrated import fresh


@pytest.fixture
def instance(tmp_path: Path, migrated_url: str) -> Iterator[Instance]:
    opened = fresh(tmp_path / "instance", migrated_url)
    yield opened
    opened.close()


@pytest.fixture
def jury(instance: Instance) -> Jury:
    seat = seated(instance)
    seat.page("ferry.txt")
    seat.labels(
        "Ana",
        lines("nhpppff"),
        quote("q1", "“We sail at last,”", speaker="e-mara-lind"),
        quote("q2", "that the levy was too high", speaker="e-mara-lind"),
        stance("s1", "q2", "e-the-levy", -1, "too high"),
        status("done"),
    )
    seat.labels(
        "Ben",
        lines("nhpppnf"),
        quote("r1", "“We sail at last,”", speaker="e-mara-lind"),
        quote("r2", "that the levy was", speaker="e-mara-lind"),
        quote("r3", "“Never,”", speaker="e-ivo-brand"),
        stance("t1", "r2", "e-the-levy", 1, "the levy"),
        status("done"),
    )
    return seat
