"""Two tabs on one page: what they can't both have is shown and decided by the person; and the smallest project."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotator.workflow import projects
from tests.fixtures.cast import add_page
from tests.fixtures.screen import held_back, opened, press, record, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
TEXT = "Harbour Herald\n\nFerry sails again\nThe harbour was quiet.\n\nAll rights reserved"


def furnished(server: Server, preset: str) -> None:
    db = server.instance.database
    projects.create(db, "Harbour", preset, ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    add_page(server.instance, "harbour", "ferry.txt", TEXT)


@pytest.mark.parametrize(("choice", "label"), [("Keep mine", "body"), ("Drop", "boilerplate")])
def test_a_conflict_of_two_tabs_is_shown_and_decided(
    visit: Visit, live_server: Server, choice: str, label: str
) -> None:
    furnished(live_server, "full")
    one = visit("Ana")
    opened(one)
    other = one.context.new_page()
    opened(other, one.url)
    held = held_back(one)
    with one.expect_request("**/ops"):
        press(one, "Control+Home", "x")
    press(other, "Control+Home", "b")
    for page in (one, other):
        expect(page.locator("#save")).to_have_attribute("data-state", "kept")
    held[0].continue_()
    expect(other.locator("#notice")).to_contain_text("Needs your decision (1)")
    expect(other.locator("#notice")).to_contain_text("line 1")
    other.get_by_role("button", name=choice).click()
    saved(other)
    expect(other.locator("#L1")).to_have_attribute("data-b", "b" if label == "body" else "x")
    assert record(live_server.instance)["labellings"][0]["lines"][0]["label"] == label


def test_a_project_of_bodies_has_two_keys(visit: Visit, live_server: Server) -> None:
    furnished(live_server, "body")
    page = visit("Ana")
    opened(page)
    for key in ("q", "Q", "t"):
        press(page, key)
    expect(page.locator("dialog")).to_have_count(0)
    press(page, "g")  # no kinds: a flag is all that is left to set
    expect(page.locator("dialog .pick")).to_have_text(["bMixed: two kinds in one line"])
    press(page, "Escape")
    expect(page.locator("#right")).not_to_contain_text("Quotes")
    press(page, "Control+Home", "x", "B", "Control+End", "x")
    saved(page)
    press(page, "Control+Enter")
    page.wait_for_url("**/projects/harbour/")
    (found,) = record(live_server.instance)["labellings"]
    assert [line["label"] for line in found["lines"]] == ["boilerplate", "body", "body", "boilerplate"]
    assert {line["kind"] for line in found["lines"]} == {None}
    assert (found["status"], found["quotes"]) == ("done", [])
