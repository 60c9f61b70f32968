"""Two curators at the same page at the same time: one after the other, and neither writes over the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from annotator.workflow import doctor
from annotator.workflow.adjudication import Changed
from tests.fixtures.jury import Jury


def test_of_two_who_decide_about_one_place_the_second_is_told(jury: Jury) -> None:
    place, gate = jury.open()[0], Barrier(2)

    def deciding(who: str, choice: str) -> str | None:
        gate.wait(10)
        try:
            jury.decide(place, choice, who)
        except Changed:
            return None
        return choice

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(deciding, ("Dora", "Chloe"), "ab"))
    taken = [one for one in done if one]
    assert len(taken) == 1
    assert [one["choice"] for one in jury.state()["log"]] == taken


def test_two_who_decide_about_different_places_both_win(jury: Jury) -> None:
    places, gate = jury.open()[:2], Barrier(2)

    def deciding(who: str, place: dict[str, Any]) -> None:
        gate.wait(10)
        jury.decide(place, "a", who)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deciding, ("Dora", "Chloe"), places))
    log = jury.state()["log"]
    assert sorted((one["by"], one["layer"]) for one in log) == [("Chloe", "quotes"), ("Dora", "lines")]
    assert not [one.sentence for one in doctor.examine_database(jury.db) if one.level == "error"]
