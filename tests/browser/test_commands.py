"""What leads to commands and places: palette, jump letters, search, help, own keys, parts of the screen, the tour."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.store import models
from annotator.workflow import people, projects
from tests.fixtures.cast import add_page
from tests.fixtures.screen import name, opened, press, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
LINES = (
    "Ferry sails again",
    "Čamac and\u00a0camac\tmeet\u200b",
    "“The ferry will sail,” said Mara Lind.",
    *(f"Line {n} of the tide table" for n in range(4, 60)),
    "The last ferry",
)
# What is highlighted once the frame is drawn that a key or a word has asked for.
FOUND = """new Promise((done) => requestAnimationFrame(() => done([...CSS.highlights.get("found")].map(String))))"""


@pytest.fixture
def harbour(live_server: Server) -> Server:
    """A project of everything with one page, and Ana in it."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    add_page(live_server.instance, "harbour", "ferry.txt", "\n".join(LINES))
    return live_server


def line(page: Page, n: int) -> Locator:
    return page.locator(f"#L{n}")


def picks(page: Page) -> Locator:
    """What the palette offers."""
    return page.get_by_role("listbox", name="Find a command").get_by_role("option")


def now(page: Page) -> str | None:
    """The line of the cursor."""
    return page.locator("#surface").get_attribute("aria-activedescendant")


def test_the_palette_finds_a_command_by_its_words_and_does_it(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    press(page, "Control+k")
    field = page.get_by_role("combobox", name="Find a command")
    field.fill("standf")
    expect(picks(page).first).to_contain_text("Standfirst")
    press(page, "Enter")
    expect(line(page, 1)).to_have_attribute("data-b", "b")
    expect(page.locator("#surface")).to_be_focused()
    press(page, "Control+k")
    field.fill("cand next")
    expect(picks(page)).to_contain_text("n")
    picks(page).click()
    assert page.evaluate("getSelection().toString()") == "“The ferry will sail,”"


def test_the_palette_keeps_the_selection_that_its_command_acts_on(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    press(page, "n", "q", "v", *"llll", "Control+k")
    field = page.get_by_role("combobox", name="Find a command")
    field.fill("cue")
    expect(picks(page).first).to_contain_text("Selection, or words by letters, is the cue")
    press(page, "Enter")
    expect(line(page, 3).locator("mark.cue")).to_have_text("said")


def test_the_palette_offers_what_makes_sense_now_only(visit: Visit, harbour: Server) -> None:
    db = harbour.instance.database
    projects.create(db, "Body", "body", ["en"])
    projects.set_member(db, "body", "Ana", "annotator")
    add_page(harbour.instance, "body", "ferry.txt", "\n".join(LINES))
    page = visit("Ana")
    opened(page, "/projects/body/next")
    press(page, "Control+k")
    options = picks(page)
    expect(options.filter(has_text="Body, and down")).to_have_count(1)
    said = " ".join(options.all_inner_texts()).lower()
    assert not [word for word in ("quot", "stance", "speaker", "selection is") if word in said], said
    press(page, "Escape", "?")
    helped = page.get_by_role("dialog").inner_text().lower()
    assert "stance" not in helped
    assert "candidate" not in helped


def test_letters_jump_to_a_line_and_to_a_quote(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    press(page, "n", "q", "Escape", "Control+Home", "f")
    letters = page.locator("[data-jump]")
    expect(letters.first).to_have_text("a")
    fourth = page.locator("[data-jump]:not(.as-cue)").nth(3).inner_text()
    press(page, *fourth)
    expect(letters).to_have_count(0)
    expect(line(page, 4)).to_have_class("line now")
    press(page, "f")
    press(page, *page.locator("[data-jump].as-cue").inner_text())
    expect(page.locator("#mode")).to_have_text("Quote")
    press(page, "Escape", "f", "Escape", "b")
    expect(letters).to_have_count(0)
    expect(line(page, 3)).to_have_attribute("data-b", "b")


def test_search_folds_walks_counts_and_goes_back(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    press(page, "j", "/")
    field = page.get_by_role("searchbox", name="Search in the text")
    field.fill("CAMAC")
    expect(page.locator("#find .dim")).to_have_text("1 of 2")
    field.fill("ferry")
    expect(page.locator("#find .dim")).to_have_text("2 of 3")
    assert page.evaluate(FOUND) == ["Ferry", "ferry"]
    press(page, "Enter")
    expect(line(page, 60)).to_have_class("line now")
    press(page, "Enter", "Shift+Enter")
    assert now(page) == "L60"
    press(page, "Escape")
    assert now(page) == "L2"
    expect(page.locator("#surface")).to_be_focused()
    expect(page.locator("#find")).to_have_count(0)
    press(page, "/", "Enter")
    line(page, 60).click()
    expect(page.locator("#find")).to_have_count(0)
    assert now(page) == "L60"
    assert page.evaluate("CSS.highlights.has('found')") is False


def test_own_keys_are_set_refused_switched_off_and_given_back(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    press(page, "?")
    page.get_by_role("button", name="Change keys").click()
    page.get_by_role("button", name="Change Body, and down").click()
    press(page, "x")
    expect(page.get_by_role("alert").last).to_contain_text(
        "x can't start “Body, and down”, because it starts “Boilerplate, and down” already."
    )
    press(page, "Control+f")
    expect(page.get_by_role("alert").last).to_contain_text("Ctrl+f belongs to the browser.")
    press(page, "Z")
    expect(page.get_by_role("alert").last).to_contain_text("Kept for you.")
    page.get_by_role("button", name="Change Boilerplate, and down").click()
    page.get_by_role("button", name="Off", exact=True).click()
    expect(page.get_by_role("button", name="Change Boilerplate, and down")).to_have_text("no key")
    press(page, "Escape", "b", "x", "Z")
    expect(line(page, 1)).to_have_attribute("data-b", "b")
    expect(line(page, 2)).not_to_have_attribute("data-b", "b")
    expect(page.locator("#left").get_by_role("button", name="Body Z")).to_be_visible()
    other = page.context.new_page()
    opened(other, page.url)
    expect(other.locator("#hints").get_by_role("button", name="Z body")).to_be_visible()
    press(other, "?")
    other.get_by_role("button", name="Change keys").click()
    other.get_by_role("button", name="Back to the defaults").click()
    expect(other.get_by_role("alert").last).to_contain_text("Kept for you.")
    press(other, "Escape", "Control+Home", "x")
    expect(line(other, 1)).to_have_attribute("data-b", "x")
    other.close()


def test_a_key_that_is_no_key_stays_text_wherever_it_came_from(visit: Visit, harbour: Server) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    with harbour.instance.database.read() as session:
        (ana,) = session.query(models.Person).filter_by(name="Ana")
    people.set_keys(
        harbour.instance.database, ana.id, {"letters": True, "keys": {"line.body": [hostile], "no.such": ["b"]}}
    )
    page = visit("Ana")
    opened(page)
    expect(page.locator("#left").get_by_role("button", name="Body")).to_contain_text(hostile)
    press(page, "?")
    expect(page.get_by_role("dialog")).to_contain_text(hostile)
    expect(page.locator("img")).to_have_count(0)


def test_single_characters_can_be_switched_off_and_all_is_reached_without_them(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    press(page, "F1")
    page.get_by_role("button", name="Change keys").click()
    page.get_by_role("checkbox", name="Single letters and signs are keys").uncheck()
    expect(page.get_by_role("alert").last).to_contain_text("Kept for you.")
    press(page, "Escape", "b", "Shift+B", "/")
    expect(page.locator("#surface [data-b]")).to_have_count(0)
    expect(page.locator("#find")).to_have_count(0)
    press(page, "ArrowDown", "Control+k")
    page.get_by_role("combobox").fill("boilerplate, and")
    press(page, "Enter")
    expect(line(page, 2)).to_have_attribute("data-b", "x")


def test_keys_that_could_not_be_kept_are_not_taken(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    page.route("**/me/keys", lambda route: route.fulfill(status=409, json={"message": "Not now."}))
    press(page, "?")
    page.get_by_role("button", name="Change keys").click()
    page.get_by_role("button", name="Change Body, and down").click()
    press(page, "Z")
    expect(page.get_by_role("alert").last).to_have_text("The keys couldn't be kept. Not now.")
    press(page, "Escape", "b")
    expect(line(page, 1)).to_have_attribute("data-b", "b")


def test_invisible_characters_are_shown_and_never_copied(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    press(page, "W")
    signs = page.locator(".invisibles i")
    expect(signs.filter(has_text="⍽")).to_have_count(1)
    expect(signs.filter(has_text="→")).to_have_count(1)
    expect(signs.filter(has_text="200b")).to_have_count(1)
    assert line(page, 2).text_content() == LINES[1]
    copied = page.evaluate(
        """async () => {
          const told = new Promise((done) => document.addEventListener("selectionchange", done, { once: true }));
          getSelection().selectAllChildren(document.getElementById("L2"));
          await told; // nobody copies before the browser has told of the selection
          const event = new ClipboardEvent("copy", {clipboardData: new DataTransfer(), cancelable: true});
          document.getElementById("surface").dispatchEvent(event);
          return event.clipboardData.getData("text/plain");
        }"""
    )
    assert copied == LINES[1]
    press(page, "Escape", "W")
    expect(signs).to_have_count(0)


def test_f6_walks_the_parts_of_the_screen_and_escape_leads_back(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    focused = "document.activeElement.closest('#surface, #left, #right, .top')?.id"
    walked = []
    for _ in range(4):
        press(page, "F6")
        walked.append(page.evaluate(focused))
    assert walked == ["left", "right", "", "surface"]
    press(page, "Shift+F6")
    assert page.evaluate(focused) == ""
    press(page, "b")
    expect(page.locator("#surface [data-b]")).to_have_count(0)
    press(page, "Escape")
    expect(page.locator("#surface")).to_be_focused()


def test_a_hint_goes_when_its_command_has_been_used_three_times(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    hints = page.locator("#hints")
    expect(hints).to_contain_text("next unlabelled")
    press(page, *"]]]", "b", "b", "b", "b")
    expect(hints).not_to_contain_text("next unlabelled")
    expect(hints).to_contain_text("body")
    stored = page.evaluate("Object.values(localStorage).join()")
    assert "Ferry" not in stored
    page.reload()
    saved(page)
    expect(hints).to_contain_text("boilerplate")
    expect(hints).not_to_contain_text("next unlabelled")


def test_the_tour_waits_for_the_real_thing_by_key_and_ends(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    tour = page.locator("#tour")
    tour.get_by_role("button", name="Show me").click()
    expect(page.locator("#surface")).to_be_focused()
    expect(tour).to_contain_text("1 of 5")
    press(page, "j", "b")
    expect(tour).to_contain_text("2 of 5")
    press(page, "B")
    expect(tour).to_contain_text("3 of 5")
    page.reload()
    saved(page)
    expect(tour).to_contain_text("3 of 5")
    page.locator("#surface").focus()
    press(page, "Control+Home", "q")
    expect(tour).to_contain_text("4 of 5")
    press(page, "a")
    expect(tour).to_contain_text("5 of 5")
    name(page, "Who speaks?", "Mara Lind")
    press(page, "1")
    name(page, "Stance toward whom or what?", "The ferry sails")
    expect(tour).to_have_count(0)
    page.reload()
    saved(page)
    expect(tour).to_have_count(0)


def test_the_tour_is_declined_once_and_comes_again_when_asked_for(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    page.get_by_role("button", name="No, thanks").click()
    page.reload()
    saved(page)
    expect(page.locator("#tour")).to_have_count(0)
    page.locator("#surface").focus()
    press(page, "?")
    page.get_by_role("button", name="Show me around").click()
    expect(page.locator("#tour")).to_contain_text("1 of 5")
    page.get_by_role("button", name="Skip").click()
    expect(page.locator("#tour")).to_contain_text("2 of 5")
    page.get_by_role("button", name="End").click()
    expect(page.locator("#tour")).to_have_count(0)
