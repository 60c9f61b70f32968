"""One page labelled from the first line to the export, by keyboard and by mouse, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.store.instance import Instance
from annotator.workflow import projects
from tests.fixtures.cast import add_page
from tests.fixtures.screen import looked_at, opened, press, record, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
LINES = (
    "Harbour Herald",
    "",
    "Ferry sails again",
    "“The ferry will sail,” said Mara Lind.",
    "The harbour was quiet 👩‍🚀 on Monday.",
    "",
    "All rights reserved",
)
TEXT = "\n".join(LINES)


@pytest.fixture
def harbour(live_server: Server) -> Server:
    """A project of everything with two pages, and Ana in it."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    projects.set_member(db, "harbour", "Dora", "curator")
    add_page(live_server.instance, "harbour", "a-ferry.txt", TEXT)
    add_page(live_server.instance, "harbour", "b-crane.txt", "The crane rests.")
    return live_server


def labels(instance: Instance) -> dict[str, Any]:
    """Ana's labelling in the export."""
    page = record(instance)
    (labelling,) = page["labellings"]
    assert page["page"]["text"] == TEXT
    assert labelling["annotator"] == "Ana"
    found: dict[str, Any] = labelling
    return found


def kinds(instance: Instance) -> dict[int, tuple[str, str | None]]:
    return {line["n"]: (line["label"], line["kind"]) for line in labels(instance)["lines"]}


def test_a_page_is_labelled_by_keyboard_and_finished(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    press(page, "x")  # line 1, and down to the headline
    press(page, "g", "h", "j")
    expect(page.locator("#L3")).to_have_attribute("data-b", "b")
    press(page, "Control+Home", "]")
    page.keyboard.type("bb")
    press(page, "]", "x")
    press(page, "Control+Home", "q")
    expect(page.locator("#L4 mark.content")).to_have_text("“The ferry will sail,”")
    press(page, "Enter")  # takes the guessed cue and source, asks who that is
    expect(page.get_by_role("listbox", name="Who speaks?").get_by_role("option").first).to_contain_text(
        "New: Mara Lind"
    )
    press(page, "Enter")
    expect(page.locator("#L4 mark.cue")).to_have_text("said")
    expect(page.locator("#L4 mark.source")).to_have_text("Mara Lind")
    press(page, "Escape", "o")
    page.get_by_role("radio", name="article").click()
    press(page, "Escape")
    saved(page)
    press(page, "Control+Enter")
    page.wait_for_url("**/projects/harbour/pages/2/label")
    found = labels(harbour.instance)
    assert found["status"] == "done"
    assert found["page"]["page_type"] == "article"
    kind = {line["n"]: (line["label"], line["kind"]) for line in found["lines"]}
    assert kind[3] == ("body", "headline")
    assert [kind[n][0] for n in (1, 4, 5, 7)] == ["boilerplate", "body", "body", "boilerplate"]
    (quote,) = found["quotes"]
    parts = ("contents", "cues", "sources")
    assert [[span["text"] for span in quote[part]] for part in parts] == [
        ["“The ferry will sail,”"],
        ["said"],
        ["Mara Lind"],
    ]
    assert (quote["type"], quote["zone"], quote["source_kind"]) == ("direct", "paragraph", "explicit")
    entities = {one["id"]: one["name"] for one in record(harbour.instance)["entities"]}
    assert entities[quote["speaker"]] == "Mara Lind"


def test_what_was_marked_survives_a_reload_and_so_does_undo(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    press(page, "x", "b", "b", "b")
    expect(page.locator("#L3")).to_have_attribute("data-b", "b")
    saved(page)
    page.reload()
    saved(page)
    expect(page.locator("#L3")).to_have_attribute("data-b", "b")
    page.locator("#surface").focus()
    press(page, "u", "u", "u", "u")
    for n in (1, 3, 4, 5):
        expect(page.locator(f"#L{n}")).not_to_have_attribute("data-b", "b")
    press(page, "Shift+U")
    expect(page.locator("#L1")).to_have_attribute("data-b", "x")
    saved(page)
    assert kinds(harbour.instance)[1][0] == "boilerplate"
    assert len(kinds(harbour.instance)) == 1


def test_lines_are_labelled_by_mouse(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    box = page.locator("#L3").bounding_box()
    assert box
    gutter = box["x"] + 20
    page.mouse.click(gutter, box["y"] + 10)
    last = page.locator("#L5").bounding_box()
    assert last
    page.keyboard.down("Shift")
    page.mouse.click(gutter, last["y"] + 10)
    page.keyboard.up("Shift")
    page.get_by_role("button", name="Body").last.click()
    for n in (3, 4, 5):
        expect(page.locator(f"#L{n}")).to_have_attribute("data-b", "b")
    saved(page)
    assert set(kinds(harbour.instance)) == {3, 4, 5}


def test_a_selected_text_becomes_a_quote_by_mouse(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    page.locator("#L5").click(click_count=3)
    page.locator("#bar").get_by_role("button", name="Quote").click()
    expect(page.locator("#L5 mark.content").first).to_be_visible()
    saved(page)
    (quote,) = labels(harbour.instance)["quotes"]
    assert [span["text"] for span in quote["contents"]] == [LINES[4]]


def test_finishing_lists_what_is_missing_and_leads_there(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    press(page, "Control+Enter")
    notice = page.locator("#notice")
    expect(notice).to_contain_text("missing")
    notice.get_by_role("button", name="Show").first.click()
    expect(page.locator("#surface")).to_be_focused()


def test_a_curator_reads_without_being_able_to_change(visit: Visit, harbour: Server) -> None:
    del harbour
    ana = visit("Ana")
    opened(ana)
    press(ana, "x")
    saved(ana)
    dora = visit("Dora")
    dora.goto("/projects/harbour/")
    dora.get_by_role("link", name="Labellings of a-ferry.txt").click()
    dora.get_by_role("link", name="Ana").click()
    saved(dora)
    expect(dora.locator("#L1")).to_have_attribute("data-b", "x")
    dora.locator("#surface").focus()
    press(dora, "b")
    expect(dora.locator("#L1")).to_have_attribute("data-b", "x")
    expect(dora.locator('[data-command="finish"]')).to_be_hidden()


def test_signing_out_elsewhere_loses_nothing(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_text("You are signed out.")).to_be_visible()
    press(page, "x")
    expect(page.locator("#save")).to_have_attribute("data-state", "signin")
    other.goto(harbour.link("Ana"))
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url(f"{harbour.url}/")
    looked_at(page)
    saved(page)  # without a reload, and nothing was pressed again
    assert kinds(harbour.instance)[1][0] == "boilerplate"
