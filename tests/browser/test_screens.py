"""Every screen in a real browser: how one gets in, makes a project, brings pages; nothing complains or shuts out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.workflow import projects
from tests.fixtures.axe import violations
from tests.fixtures.cast import add_page
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
TEXT = "Harbour Herald\n\n“The ferry will sail,” said Mara Lind.\n\nAll rights reserved\n"


@pytest.fixture
def harbour(live_server: Server) -> int:
    """A project with one page; Ana annotates, Dora curates."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    projects.set_member(db, "harbour", "Dora", "curator")
    return add_page(live_server.instance, "harbour", "ferry.txt", TEXT, "The ferry sails")


def test_the_sign_in_button_is_where_the_keyboard_finds_it(live_server: Server, page: Page) -> None:
    page.goto(live_server.link("Ana"))
    assert violations(page) == []
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Sign in":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()


def test_a_project_is_made_and_pages_are_brought_in(visit: Visit, tmp_path: Path) -> None:
    page = visit("Admin")
    page.get_by_role("link", name="New project").click()
    page.get_by_label("Name").fill("Night desk")
    page.get_by_role("radio", name="body Which").check()
    page.get_by_label("Languages").fill("en")
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("heading", name="Import pages")).to_be_visible()
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_bytes(b"A line\r\nanother\r\n")
    bad.write_bytes(b"a\0b")
    page.get_by_label("Files").set_input_files([good, bad])
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("status")).to_have_text("1 page added, 1 refused.")
    expect(page.get_by_role("listitem").filter(has_text="bad.txt")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Import more").click()
    page.get_by_label("its name").fill("typed.txt")
    page.get_by_label("Its text").fill("One\ntwo")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("link", name="typed.txt", exact=True)).to_be_visible()
    page.get_by_role("link", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename == "night-desk.jsonl"
    assert r"A line\r\nanother\r\n" in saved
    assert r"One\ntwo" in saved


def test_files_can_be_dropped(visit: Visit, harbour: int) -> None:
    del harbour
    page = visit("Dora")
    page.goto("/projects/harbour/import")
    expect(page.locator(".drop")).to_have_attribute("data-mounted", "")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["Dropped text"], "dropped.txt", {type: "text/plain"}));
          const zone = document.querySelector(".drop");
          zone.dispatchEvent(new DragEvent("dragover", {dataTransfer: data, bubbles: true, cancelable: true}));
          zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }"""
    )
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("link", name="dropped.txt", exact=True)).to_be_visible()


def test_the_list_filters_while_one_types(visit: Visit, live_server: Server, harbour: int) -> None:
    del harbour
    add_page(live_server.instance, "harbour", "crane.txt", "Crane")
    page = visit("Ana")
    page.goto("/projects/harbour/")
    page.get_by_label("Name or title").press_sequentially("cran")
    expect(page.get_by_role("link", name="ferry.txt")).to_have_count(0)
    expect(page.get_by_role("link", name="crane.txt")).to_be_visible()
    expect(page.get_by_label("Name or title")).to_be_focused()
    expect(page).to_have_url(re.compile("q=cran$"))


def test_a_narrow_screen_does_not_scroll_sideways(visit: Visit, harbour: int) -> None:
    page = visit("Admin", screen={"width": 400, "height": 800})
    page.set_viewport_size({"width": 400, "height": 800})
    for path in ("/", "/projects/new", "/projects/harbour/", "/projects/harbour/import", "/projects/harbour/members"):
        page.goto(path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path
    page.goto(f"/projects/harbour/pages/{harbour}/label")
    expect(page.locator("#save")).to_contain_text("Saved")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
