"""Whatever fails, nothing that the label screen has kept is missing on the server in the end, or there twice."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType

from tests.fixtures.cast import add_page
from tests.reliability.chaos import LOSSES, TEXT, Chaos
from tests.reliability.chromium import Chromium
from tests.reliability.conftest import Office
from tests.reliability.proxy import Proxy

SEEDS = range(1, 1 + int(os.environ.get("ANNOTATOR_CHAOS_SEEDS", "5")))
OPERATIONS = int(os.environ.get("ANNOTATOR_CHAOS_OPERATIONS", "500"))
Start = Callable[[int], Chaos]


@pytest.fixture
def start(
    office: Office, tmp_path: Path, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Start]:
    """Begins a run with a seed."""
    executable, arguments = browser_type_launch_args["executable_path"], browser_type_launch_args["args"]
    chromium = Chromium(browser_type, executable, arguments, tmp_path / "profile")
    proxies = []

    def begin(seed: int) -> Chaos:
        page = add_page(office.instance, "harbour", "ferries.txt", TEXT)
        proxy = Proxy(random.Random(seed), LOSSES)
        proxies.append(proxy)
        proxy.reach(office.url)
        path = f"{proxy.url}/projects/harbour/pages/{page}/label"
        return Chaos(office, chromium, random.Random(seed), proxy, path)

    yield begin
    chromium.clear()
    for proxy in proxies:
        proxy.close()


def survive(chaos: Chaos, seed: int, count: int) -> None:
    """Let it happen, and say seed and trace when something is wrong."""
    try:
        chaos.run(count)
        wrong = chaos.verdict()
    except Exception as error:
        trace = "\n".join(chaos.trace[-60:])
        raise AssertionError(f"seed {seed} ended early: {error}\n{chaos.errors}\n{trace}") from error
    trace = "\n".join(chaos.trace)
    assert not wrong, f"seed {seed}\n" + "\n".join(wrong) + f"\n{trace}"
    assert chaos.proxy.counts.keys() >= {"before", "after"}, "no request was lost; the test proves nothing"


@pytest.mark.slow
@pytest.mark.browser
def test_nothing_is_lost_or_doubled_while_everything_fails(start: Start) -> None:
    survive(start(7), 7, 90)


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_or_doubled_with_many_seeds(start: Start, seed: int) -> None:
    survive(start(seed), seed, OPERATIONS)
