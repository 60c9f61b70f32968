"""What a screen reader gets of the label screen: roles, descriptions, a sentence for what was done, lists of marks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from annotator.workflow import projects
from tests.fixtures.cast import add_page
from tests.fixtures.screen import name, opened, press, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
TEXT = "Harbour Herald\n\n“The ferry will sail,” said Mara Lind.\nA quiet harbour.\nAll rights reserved"
# What the browser is asked to say, with what it said kept.
EARS = """
window.heard = [];
Element.prototype.ariaNotify = function (sentence) { heard.push(sentence); };
"""


@pytest.fixture
def harbour(live_server: Server) -> Server:
    """A project of everything with one page, and Ana in it."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    add_page(live_server.instance, "harbour", "ferry.txt", TEXT)
    return live_server


def quoted(page: Page) -> None:
    """Quote line 3 by Mara Lind, against the levy, with a note on the next line."""
    press(page, "b", "b", "k", "q", "a", "A")
    name(page, "Who speaks?", "Mara Lind")
    expect(page.locator("#L3 mark.source")).to_be_visible()
    press(page, "t")
    name(page, "Stance toward whom or what?", "the levy")
    press(page, "Shift+2", "Escape", "Control+End", "i")
    page.get_by_role("textbox", name="Note").fill("Is this needed?")
    page.get_by_role("button", name="Keep", exact=True).click()


def test_a_line_says_its_label_and_whose_quote_stands_on_it(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    quoted(page)
    expect(page.get_by_role("option", name="“The ferry will sail,” said Mara Lind.")).to_have_attribute(
        "aria-description", "body, paragraph; quote by Mara Lind, against the levy"
    )
    expect(page.get_by_role("option", name="blank")).to_have_count(1)
    press(page, "u", "u")  # the note and the stance
    expect(page.locator("#L3")).to_have_attribute("aria-description", "body, paragraph; quote by Mara Lind")


def test_the_focus_stays_while_the_current_line_and_the_range_change(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    surface = opened(page)
    expect(surface).to_have_attribute("aria-multiselectable", "true")
    press(page, "Control+Home", "j", "J")
    expect(surface).to_be_focused()
    expect(surface).to_have_attribute("aria-activedescendant", "L4")
    expect(page.get_by_role("option", selected=True)).to_have_count(2)
    assert page.locator("#surface [tabindex]").count() == 0


def test_what_was_done_is_said_in_one_sentence(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    page.add_init_script(EARS)
    opened(page)
    expect(page.locator("#said")).not_to_have_attribute("role", "status")
    expect(page.locator("#said")).to_have_text("Mode: Lines")
    page.evaluate("window.heard = []")
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))  # however slow the hand, this is one burst of keys
    press(page, "Control+Home", "x", "b", "b")
    page.clock.run_for(150)
    page.clock.resume()
    expect(page.locator("#said")).to_have_text("Line 4 body")
    assert page.evaluate("heard.join()") == "Line 4 body"
    press(page, "[", "[", "[")
    expect(page.locator("#said")).to_have_class("toast")
    expect(page.locator("#said")).to_have_text("No unlabelled line further up.")
    press(page, "v")
    expect(page.locator("#said")).to_contain_text("Mode: Words")
    expect(page.locator("#said")).to_have_class("visually-hidden")


def test_a_browser_that_says_nothing_by_itself_has_a_live_region(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    page.add_init_script("delete Element.prototype.ariaNotify;")
    opened(page)
    press(page, "Control+Home", "x")
    said = page.locator("#said")
    expect(said).to_have_text("Line 1 boilerplate")
    expect(said).to_have_attribute("role", "status")


def test_the_reading_view_is_plain_text_and_the_list_comes_back(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    surface = opened(page)
    press(page, "Control+Home", "x")
    switch = page.get_by_role("button", name="Reading view")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(surface).to_have_attribute("role", "document")
    expect(surface).not_to_have_attribute("aria-activedescendant", "L3")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator("#surface").get_by_role("paragraph")).to_have_count(5)
    surface.focus()
    press(page, "j", "b")
    expect(page.locator("#L4")).to_have_attribute("data-b", "b")
    expect(page.locator("#surface [aria-selected]")).to_have_count(0)
    switch.click()
    expect(surface).to_have_attribute("role", "listbox")
    expect(page.get_by_role("option")).to_have_count(5)
    expect(page.get_by_role("option", name="blank")).to_have_count(1)
    expect(surface).to_have_attribute("aria-activedescendant", "L5")


def test_everything_marked_is_in_a_list_of_buttons(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    quoted(page)
    marked = page.get_by_role("complementary", name="What is marked").get_by_role("listitem")
    quote = marked.filter(has_text="The ferry will sail")
    for words in ("“The ferry will sail,”", "said", "Mara Lind"):
        expect(quote.get_by_role("button", name=words, exact=True)).to_be_visible()
    expect(quote).to_contain_text("against toward the levy")
    expect(marked.filter(has_text="Is this needed?").get_by_role("button", name="All rights reserved")).to_be_visible()
    outline = page.get_by_role("complementary", name="Layers and outline")
    expect(outline.get_by_role("button", name="3 paragraph")).to_be_visible()
    saved(page)


def test_nothing_moves_for_who_wants_no_motion(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana", reduced_motion="reduce")
    opened(page)
    page.locator("#L1").evaluate("(line) => line.classList.add('flash')")
    assert page.locator("#L1").evaluate("(line) => getComputedStyle(line).animationName") == "none"
    assert page.evaluate("document.getAnimations().length") == 0


def test_who_wants_more_contrast_gets_no_dimmed_text(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana", contrast="more")
    opened(page)
    press(page, "Control+Home", "x")
    expect(page.locator("#L1")).to_have_css("color", "rgb(27, 31, 36)")
    expect(page.locator("#where")).to_have_css("color", "rgb(27, 31, 36)")
