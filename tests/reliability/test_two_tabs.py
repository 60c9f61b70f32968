"""Two tabs of one person on one page at once: what was acknowledged is in the log, what was refused is named."""

import random
import threading
from dataclasses import dataclass, field

import pytest

from tests.fixtures.tabs import Json, Tab, lines, note, operation
from tests.reliability.conftest import TEXT, Office

LINES = TEXT.count("\n")


@dataclass
class Worker:
    """Somebody who gestures in one tab, often at what the other tab is about, too."""

    tab: Tab
    seed: str
    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: dict[str, Json] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)

    def work(self, count: int) -> None:
        """Save `count` operations, one after the other."""
        chance = random.Random(self.seed)
        try:
            for _ in range(count):
                self._save(self._gesture(chance))
        except Exception as error:  # noqa: BLE001 - a thread's failure has to reach the test
            self.surprises.append(repr(error))

    def _gesture(self, chance: random.Random) -> Json:
        n, name = chance.randint(1, 6), chance.randint(1, 3)
        return chance.choice(
            [
                lines(n, n + 1, chance.choice(["body", "boilerplate"])),
                note(f"n-{self.seed}-{chance.random()}"),
                operation("quote.put", {"id": f"q-{name}", "set": {"contents": [[0, chance.choice([3, 9, 16])]]}}),
                operation("quote.remove", {"id": f"q-{name}"}),
            ]
        )

    def _save(self, op: Json) -> None:
        answer = self.tab.save(op)
        if answer.status == 200:
            self.acknowledged |= {one["op_id"]: one["rev"] for one in answer.json["acked"]}
        elif answer.status == 409 and answer.json["op_id"] == op["op_id"] and answer.json["message"]:
            self.refused[op["op_id"]] = answer.json
        else:
            self.surprises.append(f"{answer.status}: {answer.body!r}")


def interleave(office: Office, count: int, seed: str) -> list[Worker]:
    """Let two tabs work at once, and compare their answers with the log."""
    workers = [Worker(office.tab("Ana", f"{name}-{seed}"), f"{name}-{seed}") for name in ("left", "right")]
    threads = [threading.Thread(target=worker.work, args=(count,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one for worker in workers for one in worker.surprises] == []
    log = {entry["op_id"]: entry["rev"] for entry in workers[0].tab.log()}
    for worker in workers:
        assert log.items() >= worker.acknowledged.items()
        assert log.keys().isdisjoint(worker.refused)
        assert len(worker.acknowledged) + len(worker.refused) == count
    assert office.troubles() == []
    return workers


@pytest.mark.slow
def test_two_tabs_at_once_get_an_answer_for_every_operation(office: Office) -> None:
    workers = interleave(office, 60, "seed 1")
    assert sum(len(worker.acknowledged) for worker in workers) == len(workers[0].tab.log())
    assert any(worker.refused for worker in workers), "the tabs never met; the test proves nothing"


@pytest.mark.slow
def test_two_tabs_that_meet_in_every_order_end_with_one_state(office: Office) -> None:
    left, right = office.tab("Ana", "left"), office.tab("Ana", "right")
    assert left.save(lines(1, 3)).status == 200
    behind = right.save(lines(5, 6))
    assert behind.status == 200
    assert [entry["payload"]["ranges"][0]["first"] for entry in behind.json["since"]] == [1]
    assert left.save(lines(6, 7, "boilerplate")).status == 409
    assert left.save(lines(6, 7, "boilerplate")).status == 200
    states = [tab.open(tab.task)["labels"] for tab in (left, right)]
    assert states[0] == states[1]
    assert office.troubles() == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_two_tabs_at_once_get_an_answer_with_many_seeds(office: Office, seed: int) -> None:
    interleave(office, 250, f"seed {seed}")
