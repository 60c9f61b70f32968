"""A long page full of labels costs no more than a short one: few elements beside it, few lines a key."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.workflow import importing, projects
from bench.written import record
from tests.fixtures.screen import opened, press, saved
from tests.fixtures.serving import Server

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
QUOTES = 2_000
MOST_BESIDE = 3_000
WATCH = """() => {
  window.touched = new Set();
  const line = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(".line")?.id;
  new MutationObserver((changes) => changes.forEach(({ target }) => line(target) && touched.add(line(target))))
    .observe(document.getElementById("surface"), { subtree: true, childList: true, attributes: true });
}"""


@pytest.fixture
def long_page(visit: Visit, live_server: Server, tmp_path: Path) -> Page:
    """A page of 4,000 lines with 2,000 quotes, the cursor on the first line without a label."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    file = tmp_path / "long.jsonl"
    file.write_text(json.dumps(record("long.txt", 250_000, 4_000, QUOTES * 4)), encoding="utf-8")
    refused = [one for one in importing.import_paths(db, "harbour", [file]) if one.kind == "refused"]
    assert not refused
    page = visit("Ana")
    opened(page)
    press(page, "Control+Home", "]")
    expect(page.locator(".line.now:not([data-b])")).to_be_in_viewport()
    return page


def test_what_stands_beside_the_text_does_not_grow_with_the_page(long_page: Page) -> None:
    expect(long_page.locator("#quotes-meter b")).to_have_text(f"{QUOTES}/{QUOTES}")
    expect(long_page.locator("#right .mark-card").first).to_be_visible()
    beside = long_page.evaluate("document.querySelectorAll('body :not(#surface, #surface *)').length")
    assert beside < MOST_BESIDE


def test_a_key_touches_only_the_lines_it_names(long_page: Page) -> None:
    now = long_page.locator(".line.now")
    first = now.get_attribute("id")
    long_page.evaluate(WATCH)
    press(long_page, "b")
    expect(long_page.locator(f"#{first}")).to_have_attribute("data-b", "b")
    assert set(long_page.evaluate("[...touched]")) == {first, now.get_attribute("id")}
    before = now.get_attribute("id")
    long_page.evaluate("touched.clear()")
    press(long_page, "q")
    quoted = long_page.locator(".line:has(mark.current)")
    expect(quoted).to_have_class("line now opened")
    assert set(long_page.evaluate("[...touched]")) == {before, quoted.get_attribute("id")}
    saved(long_page)
