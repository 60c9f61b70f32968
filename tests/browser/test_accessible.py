"""No state of any screen keeps anybody out: axe-core in the light and the dark look and in forced colours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from annotator.store.instance import Instance
from annotator.workflow import projects
from tests.fixtures.axe import in_every_look
from tests.fixtures.cast import add_page
from tests.fixtures.screen import held_back, name, opened, press, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
Step = Callable[[Page], object]
LINES = (
    "Harbour Herald",
    "",
    "Ferry sails again",
    "“The ferry will sail,” said Mara Lind.",
    "قالت ليند «الميناء» صباحاً\u200b",
    "",
    "All rights reserved",
)


@pytest.fixture
def harbour(live_server: Server) -> Server:
    """A project of everything with two pages; Ana annotates, Dora curates."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    projects.set_member(db, "harbour", "Dora", "curator")
    add_page(live_server.instance, "harbour", "a-ferry.txt", "\n".join(LINES), "The ferry sails")
    add_page(live_server.instance, "harbour", "b-crane.txt", "The crane rests.")
    return live_server


@contextmanager
def without_projects(instance: Instance) -> Iterator[None]:
    """Let the server fail at what it can't foresee: a table is gone for a while."""
    for old, new in (("project", "gone"), ("gone", "project")):
        with instance.database.write() as session:
            session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
        if new == "gone":
            yield


def nothing_in(found: dict[str, list[str]]) -> None:
    said = [f"{state}: {one}" for state, minded in found.items() for one in minded]
    assert not said, "\n".join(said)


def quoted(page: Page) -> None:
    """Answer who speaks, and stay with the quote, hints and stances shown."""
    name(page, "Who speaks?", "Mara Lind")
    expect(page.locator("#L4 mark.source")).to_be_visible()
    press(page, "t")
    name(page, "Stance toward whom or what?", "The levy")
    press(page, "Shift+2")


def stance_of_the_page(page: Page) -> None:
    press(page, "Escape", "t")
    name(page, "Page-level stance: who holds it?", "Mara Lind")
    name(page, "Stance toward whom or what?", "The crane")
    expect(page.locator("#mode")).to_have_text("Stance")


def noted(page: Page) -> None:
    press(page, "Escape", "i")
    page.get_by_role("textbox", name="Note").fill("Is this the ferry of May?")
    page.get_by_role("button", name="Keep", exact=True).click()


def lines_by_mouse(page: Page) -> None:
    page.locator("#L1").click(position={"x": 20, "y": 10})
    expect(page.locator("#chips")).to_be_visible()


def finishing(page: Page) -> None:
    press(page, "Control+Enter")
    expect(page.locator("#notice")).to_be_visible()


def offline(page: Page) -> None:
    page.route("**/ops", lambda route: route.abort("internetdisconnected"))
    press(page, "Control+Home", "b")
    expect(page.locator("#save")).to_have_attribute("data-state", "kept")


def online(page: Page) -> None:
    page.unroute("**/ops")
    page.locator("#save").click()
    saved(page)
    page.locator("#surface").focus()


def reading(page: Page) -> None:
    page.locator('[data-command="reading"]').click()
    page.locator("#surface").focus()


def invisibles(page: Page) -> None:
    page.keyboard.type("invisible")
    press(page, "Enter")
    expect(page.locator(".invisibles i").first).to_be_visible()


def narrow(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})


def keys(*names: str) -> Step:
    return lambda page: press(page, *names)


def button(name: str) -> Step:
    return lambda page: page.get_by_role("button", name=name).click()


# In this order on one page: a state, and how it comes about from the one before.
STATES: tuple[tuple[str, tuple[Step, ...]], ...] = (
    ("nothing labelled", (saved,)),
    ("lines labelled", (keys("x", "b", "y", "b", "Control+End", "x"),)),
    ("menu of kinds", (keys("Control+Home", "g"),)),
    ("chips at the gutter", (keys("Escape"), lines_by_mouse)),
    ("help", (keys("?"),)),
    ("help while keys are changed", (button("Change keys"),)),
    ("palette", (keys("Escape", "Escape", "Control+k"),)),
    ("search", (keys("Escape", "/", "f"),)),
    ("letters to jump to", (keys("Escape", "f"),)),
    ("white space shown", (keys("Escape", "Control+k"), invisibles)),
    ("speaker asked", (keys("Escape", "Control+Home", "q", "a"),)),
    ("quote with a stance", (quoted,)),
    ("flags of a quote", (keys("l"),)),
    ("words of a quote", (keys("Escape", "v", "l", "L"),)),
    ("selection by mouse", (keys("Escape", "Escape"), lambda page: page.locator("#L5").click(click_count=3))),
    ("stance of the page", (stance_of_the_page,)),
    ("note asked", (keys("Escape", "i"),)),
    ("note", (keys("Escape"), noted)),
    ("answers about the page", (keys("o"),)),
    ("finish refused", (keys("Escape"), finishing)),
    ("refusal in a toast", (lambda page: page.locator("#surface").focus(), keys("Control+Home", "["))),
    ("reading view", (reading,)),
    ("offline", (reading, offline)),
    ("narrow", (online, narrow)),
    ("narrow with the outline", (button("Outline"),)),
    ("narrow with the marks", (button("Outline"), button("Marks"))),
)


def test_the_label_screen_keeps_nobody_out_in_any_state(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    found = {}
    for state, steps in STATES:
        for step in steps:
            step(page)
        found[state] = in_every_look(page)
    nothing_in(found)


def test_a_decision_a_done_page_and_a_foreign_one_keep_nobody_out(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    other = page.context.new_page()
    opened(other, page.url)
    held = held_back(page)
    with page.expect_request("**/ops"):
        press(page, "Control+Home", "x")
    press(other, "Control+Home", "b")
    expect(other.locator("#save")).to_have_attribute("data-state", "kept")
    held[0].continue_()
    expect(other.locator("#notice")).to_contain_text("Needs your decision (1)")
    found = {"decision": in_every_look(other)}
    other.get_by_role("button", name="Drop").click()
    saved(other)
    other.close()
    page.goto("/projects/harbour/pages/2/label")
    saved(page)
    page.locator("#surface").focus()
    press(page, "b", "o", "a", "y", "Escape", "Control+Enter")
    page.wait_for_url("**/pages/1/label")
    page.goto("/projects/harbour/pages/2/label")
    expect(page.locator("#mode")).to_have_text("Done")
    found["done"] = in_every_look(page)
    dora = visit("Dora")
    dora.goto("/projects/harbour/pages/2/labellings")
    dora.get_by_role("link", name="Ana").click()
    expect(dora.locator("#mode")).to_have_text("Read only")
    found["read only"] = in_every_look(dora)
    nothing_in(found)


def test_no_list_and_no_form_keeps_anybody_out(visit: Visit, harbour: Server, tmp_path: Path) -> None:
    del harbour
    page = visit("Admin")
    here = "/projects/harbour"
    found = {}
    for path in (
        *(
            "/",
            "/projects/new",
            f"{here}/",
            f"{here}/?q=none",
            f"{here}/import",
            f"{here}/members",
            f"{here}/guideline",
        ),
        *(f"{here}/pages/1/labellings", "/sign-in", "/in/nonsense"),
    ):
        page.goto(path)
        found[path] = in_every_look(page)
    page.goto("/projects/new")
    page.get_by_label("Name").fill("Harbour")
    page.get_by_label("Languages").fill("no language")
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found["a form with an error"] = in_every_look(page)
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"a\0b")
    page.goto(f"{here}/import")
    page.get_by_label("Files").set_input_files([bad])
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("listitem").filter(has_text="bad.txt")).to_be_visible()
    found["refused files"] = in_every_look(page)
    nothing_in(found)


def test_no_error_keeps_anybody_out(visit: Visit, browser: Browser, harbour: Server) -> None:
    signed_in = visit("Ana").context.storage_state()
    # A context of its own: the browser complains to the console about every status that this test is about.
    page = browser.new_context(base_url=harbour.url, storage_state=signed_in).new_page()
    found = {}
    for status, path in ((403, "/projects/new"), (404, "/nothing/here")):
        answer = page.goto(path)
        assert answer
        assert answer.status == status
        found[path] = in_every_look(page)
    with without_projects(harbour.instance):
        answer = page.goto("/")
    assert answer
    assert answer.status == 500
    found["500"] = in_every_look(page)
    page.context.close()
    nothing_in(found)
