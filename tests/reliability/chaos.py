"""Ana labels in two tabs of a real browser while everything fails that can; in the end nothing may be missing.

What she did is known from what the label screen puts into IndexedDB; what became of it, from the server's log.
"""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from annotator.store import models, oplog
from annotator.workflow import people
from tests.reliability.chromium import Chromium
from tests.reliability.conftest import Office
from tests.reliability.proxy import Proxy

HALF = 24
GAP = 10
"""Operations between two faults."""
LINES = [f"“The ferry sails at {n},” said Mara Lind of the harbour. Nobody asked why it does." for n in range(2 * HALF)]
TEXT = "\n".join(LINES)
STARTS = [sum(len(line) + 1 for line in LINES[:n]) for n in range(len(LINES))]
GESTURES = ("b", "x", "b", "x", "j b", "j x", "q Escape", "Q Escape", "u", "U", "k x", "B")
DECK = ("offline", "kill_server", "reload", "reopen", "sign_out", "kill_browser", "offline", "reload")
LOSSES = 0.2
LASTS = 6
"""Gestures for which a fault stays."""
PATIENCE = 12.0
WATCH = """(() => {
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (value, ...rest) {
    const about = { store: this.name, client: value.client, op: value.op.op_id, reason: value.message ?? "" };
    report({ ...about, kept: false });
    this.transaction.addEventListener("complete", () => report({ ...about, kept: true }));
    return add.call(this, value, ...rest);
  };
})()"""
ASKING = ("Needs your decision", "Sign in again")
LATE = "in the meantime"
"""What every conflict of two tabs says."""
GO = """(start) => {
  document.body.dispatchEvent(new CustomEvent("surface:goto", { detail: { start, end: start } }));
  return document.getElementById("save").textContent;
}"""
SHOWN = """() => [...document.querySelectorAll("#surface .line")].map((line) => [
  line.dataset.b ?? "", line.dataset.f ?? "", line.getAttribute("aria-description") ?? "",
  ...[...line.querySelectorAll("mark")].map((mark) => `${mark.classList[0]} ${mark.dataset.id} ${mark.textContent}`),
])"""
# At once, since the question goes as soon as another tab has signed in.
FILL = """(link) => {
  const field = document.querySelector('[aria-label="Sign-in link"]');
  if (field?.checkVisibility()) field.value = link;
  return Boolean(field?.checkVisibility());
}"""
CLICK = """(words) => {
  const wanted = (button) => button.textContent === words;
  [...document.querySelectorAll("#notice button")].find(wanted)?.click();
}"""


@dataclass
class Chaos:
    """One run: the office, the browser, what was gestured, and the trace to print when it goes wrong."""

    office: Office
    chromium: Chromium
    chance: random.Random
    proxy: Proxy
    path: str
    tabs: list[Page] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)
    kept: dict[str, list[str]] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)
    heal: dict[int, list[Callable[[], None]]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    step: int = 0

    def run(self, count: int) -> None:
        """Gesture until `count` operations are kept, with a fault now and then; in the end let all be well."""
        self.start_browser()
        faults: list[str] = []
        while (done := self.count()) < count:
            self.step += 1
            for work in self.heal.pop(self.step, ()):
                work()
            faults = faults or self.chance.sample(DECK, len(DECK))
            if done >= GAP * (1 + sum(line.startswith("fault") for line in self.trace)):
                name = faults.pop()
                self.say(f"fault {name}")
                getattr(self, name)()
            self.gesture(self.chance.randrange(2))
        self.recover()

    def count(self) -> int:
        """How many operations were kept so far."""
        return sum(map(len, self.kept.values()))

    def say(self, words: str) -> None:
        self.trace.append(words if words.startswith("fault") else f"  {self.step} {words}")

    # Gestures

    def gesture(self, at: int) -> None:
        """Go to a line, mostly of the tab's own half, and press keys; now and then settle what waits."""
        page = self.tabs[at]
        n = self.chance.randrange(HALF) + HALF * at if self.chance.random() < 0.9 else self.chance.randrange(2 * HALF)
        keys = self.chance.choice(GESTURES)
        said = page.evaluate(GO, STARTS[n])
        if said.startswith(ASKING) and self.chance.random() < 0.3:
            self.settle(page)
        for key in keys.split():
            page.keyboard.press(f"Shift+{key}" if len(key) == 1 and key.isupper() else key)
        self.say(f"tab {at}: {said}; line {n + 1} {keys}")

    def settle(self, page: Page, *, always: bool = False) -> None:
        """Decide a conflict, or sign in, where the screen asks for it."""
        state = page.locator("#save").get_attribute("data-state")
        if state not in ("decision", "signin"):
            return
        page.locator("#save").click()
        if state == "decision":
            words = "Drop" if always else self.chance.choice(("Keep mine", "Drop"))
            page.evaluate(CLICK, words)
            self.say(f"decides: {words}")
        elif page.evaluate(FILL, self.link()):
            page.evaluate(CLICK, "Sign in")
            self.say("signs in")

    # Faults

    def offline(self) -> None:
        """The network goes away for a while."""
        self.chromium.context.set_offline(True)
        self.later(lambda: self.chromium.context.set_offline(False))

    def kill_server(self) -> None:
        """The server ends in the middle of whatever it does, and comes back."""
        if self.office.process:
            self.office.kill()
            self.office.process = None
        self.later(self.start_server)

    def reload(self) -> None:
        """One of the tabs is loaded again."""
        self.be_reachable()
        self.enter(self.chance.choice(self.tabs))

    def reopen(self) -> None:
        """One of the tabs is closed, and opened again."""
        at = self.chance.randrange(2)
        self.tabs[at].close()
        self.be_reachable()
        self.tabs[at] = self.open()

    def sign_out(self) -> None:
        """All sessions end on the server; the next request gets a 401."""
        with self.office.instance.database.write() as session:
            session.execute(delete(models.Session))

    def kill_browser(self) -> None:
        """The browser crashes, and is started again."""
        self.chromium.kill()
        self.be_reachable()
        self.start_browser()

    def later(self, work: Callable[[], None]) -> None:
        self.heal.setdefault(self.step + LASTS, []).append(work)

    def start_server(self) -> None:
        if self.office.process is None:
            self.office.start()
            self.proxy.reach(self.office.url)

    def be_reachable(self) -> None:
        """A page can't be loaded without a server, so that comes back first."""
        self.start_server()
        if self.chromium.process:
            self.chromium.context.set_offline(False)

    # The browser

    def start_browser(self) -> None:
        context = self.chromium.start()
        context.set_default_timeout(20_000)
        context.expose_binding("report", lambda _source, about: self.note(about))
        context.add_init_script(WATCH)
        self.tabs = [self.open() for _ in range(2)]

    def open(self) -> Page:
        """A new tab on the page."""
        page = self.chromium.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        self.enter(page)
        return page

    def enter(self, page: Page) -> None:
        """Load the page, signing in first where that is asked for, and wait until it takes keys."""
        page.goto(self.path)
        if "/sign-in" in page.url:
            page.goto(self.link())
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{self.proxy.url}/")
            page.goto(self.path)
        expect(page.locator("#surface")).to_be_focused(timeout=60_000)

    def link(self) -> str:
        return f"{self.proxy.url}/in/{people.make_link(self.office.instance.database, 'Ana')}"

    def note(self, about: dict[str, Any]) -> None:
        """Remember what the screen has put into IndexedDB."""
        op_id = about["op"]
        if about["store"] == "aside":
            self.aside[op_id] = about["reason"]
        elif about["kept"]:
            self.kept.setdefault(about["client"], []).append(op_id)
        else:
            self.begun.add(op_id)

    # The end

    def recover(self) -> None:
        """Let everything be well, settle what waits, and wait until both tabs say that all is saved."""
        self.proxy.losses = 0
        self.be_reachable()
        for page in self.tabs:
            page.evaluate("dispatchEvent(new Event('focus'))")
        until = time.monotonic() + 5 * PATIENCE
        while time.monotonic() < until:
            states = [page.locator("#save").get_attribute("data-state") for page in self.tabs]
            if set(states) == {"saved"}:
                break
            for page in self.tabs:
                self.settle(page, always=True)
        for page in self.tabs:
            expect(page.locator("#save")).to_have_attribute("data-state", "saved")

    def log(self) -> list[tuple[str, str]]:
        """Operation and tab of every entry of the server's log, in order."""
        with self.office.instance.database.read() as session:
            tasks = session.scalars(select(models.Task.id))
            return [(entry.op_id, entry.client) for task in tasks for entry in oplog.entries(session, task)]

    def verdict(self) -> list[str]:
        """What is wrong in the end, in sentences; empty when all is well."""
        log = self.log()
        ids = [op_id for op_id, _ in log]
        wrong = [f"missing: {one}" for ops in self.kept.values() for one in ops if one not in {*ids, *self.aside}]
        wrong += [f"doubled: {one}" for one in set(ids) if ids.count(one) > 1]
        wrong += [f"never gestured: {one}" for one in set(ids) - self.begun]
        for client, ops in self.kept.items():
            sent = [one for one in ops if one in set(ids)]
            if sent != [one for one, whose in log if whose == client and one in set(sent)]:
                wrong.append(f"out of order: tab {client}")
        wrong += [
            f"refused for another reason than a conflict: {why}"
            for why in set(self.aside.values())
            if "in the meantime" not in why
        ]
        wrong += [f"error in the page: {error}" for error in self.errors]
        return wrong + self.office.troubles() + self.differences()

    def differences(self) -> list[str]:
        """Where the tabs, and one that is opened now, don't show the same; each gets the time of two polls."""
        fresh = self.open()
        until = time.monotonic() + PATIENCE
        while True:
            shown = [page.evaluate(SHOWN) for page in (fresh, *self.tabs)]
            lines = enumerate(zip(*shown, strict=True), 1)
            odd = [f"line {n}: {json.dumps(line)}" for n, line in lines if any(one != line[0] for one in line)]
            if not odd or time.monotonic() > until:
                return odd
            fresh.evaluate("new Promise(requestAnimationFrame)")
