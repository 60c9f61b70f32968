"""A real Chromium for benches: the label screen opened, keys pressed, and what they cost the renderer."""

import gzip
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page, sync_playwright

from annotator.workflow import people
from bench.workplace import Workplace
from tests.fixtures.browser import FLAGS, MISSING, WHOLE, chromium_path
from tests.fixtures.serving import serve

STATIC = Path(__file__).parents[1] / "static"
KEY_PAUSE = 60.0
"""Milliseconds between two keys; saves and redrawing go on meanwhile."""
QUIET = 1500.0
"""Milliseconds after which what a key put off has been done, too."""
PATIENCE = 120_000.0
WATCH = """
window.ready = new Promise((done) =>
  addEventListener("focusin", ({target}) => target.id === "surface" && done(performance.now()), true));
window.waits = [];
addEventListener("keydown", ({timeStamp}) => requestAnimationFrame(() => {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => waits.push(performance.now() - timeStamp);
  port2.postMessage(0);
}), true);
"""
"""`ready`: when the surface got the focus and takes keys. `waits`: from a key's time stamp until the main thread has
handed over the frame that shows it, in ms."""


@dataclass
class Screen:
    """A tab with the label screen, somebody signed in; times are in ms."""

    page: Page
    protocol: CDPSession
    loaded: set[str] = field(default_factory=set)

    def open(self, address: str) -> tuple[float, float]:
        """Load the label screen; returns wall time and main-thread CPU until it takes keys."""
        self.page.goto("about:blank")
        self.loaded.clear()
        self.protocol.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = self.busy()
        self.page.goto(address, wait_until="commit")
        wall = float(self.page.evaluate("ready"))
        cpu = self.busy() - before
        self.settled()
        return wall, cpu

    def settled(self) -> None:
        """Wait until everything is saved and drawn."""
        self.page.locator("#save", has_text="Saved").wait_for(timeout=PATIENCE)
        self.page.wait_for_timeout(QUIET)

    def press(self, key: str, times: int) -> tuple[float, list[float]]:
        """Press a key some times; returns the CPU of each and how long each waited for its frame."""
        self.page.evaluate("waits.length = 0")
        before = self.busy()
        for n in range(times):
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(KEY_PAUSE + n % 7)
        self.page.wait_for_timeout(QUIET)
        cpu = (self.busy() - before) / times
        return cpu, self.page.evaluate("waits")

    def busy(self) -> float:
        """CPU time of the page's main thread so far."""
        found = self.protocol.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) * 1000 for one in found if one["name"] == "TaskDuration")

    def run(self, script: str, value: object) -> Any:
        """Run a script that may import modules as they are written, below `/bench-source/`."""
        # Only now, since a browser that asks a script about requests keeps no cache.
        self.page.context.route("**/bench-source/**", lambda route: route.fulfill(path=_source(route.request.url)))
        return self.page.evaluate(script, value)

    def quotes(self) -> int:
        """How many quotes the header counts."""
        return int(self.page.locator("#quotes-meter b").inner_text().split("/")[1])

    def size(self, *endings: str, packed: bool = False) -> int:
        """Bytes of what was loaded from addresses with these endings; `packed` as gzip -9 would make them."""
        wanted = [path for path in self.loaded if path.endswith(endings)]
        bodies = [self.page.request.get(path, timeout=PATIENCE).body() for path in wanted]
        return sum(len(gzip.compress(body, 9)) if packed else len(body) for body in bodies)

    def memory(self) -> float:
        """Megabytes of the tab's renderer that no other process shares (PSS), after a garbage collection."""
        self.protocol.send("HeapProfiler.collectGarbage")
        browser = self.page.context.browser
        assert browser
        about: Any = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
        found = [one["id"] for one in about["processInfo"] if one["type"] == "renderer"]
        return max(_pss(number) for number in found)


@contextmanager
def screen(place: Workplace) -> Iterator[Screen]:
    """Serve a workplace and give a window of 1,440 by 900 in which Ana is signed in."""
    process, url = serve(place.instance.folder)
    try:
        with sync_playwright() as playwright:
            path = chromium_path(playwright.chromium.executable_path, WHOLE)
            if path is None:
                raise SystemExit(MISSING)
            as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
            browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *as_root])
            context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.goto(f"/in/{people.make_link(place.db, 'Ana')}")
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{url}/")
            page.add_init_script(WATCH)
            found = Screen(page, context.new_cdp_session(page))
            page.on("response", lambda answer: found.loaded.add(urlsplit(answer.url).path))
            yield found
            browser.close()
    finally:
        process.send_signal(signal.SIGTERM)
        with process:
            process.wait()


def _source(url: str) -> Path:
    """The file of a module as it stands in the source, however the server hands it out."""
    return STATIC / "js" / urlsplit(url).path.partition("/bench-source/")[2]


def _pss(number: int) -> float:
    rollup = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0
