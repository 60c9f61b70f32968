"""The screens of releases and of pages taken out, in a browser: counted while one chooses, and keeping nobody out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotator.workflow import projects
from tests.fixtures.axe import in_every_look
from tests.fixtures.desk import Desk
from tests.fixtures.disagreement import ana, ben
from tests.fixtures.press import gold, page
from tests.fixtures.serving import Server

HERE = "/projects/harbour/releases"


@pytest.fixture
def harbour(live_server: Server) -> Server:
    """A project of two pages with gold, one of which may not leave with its text; Dora curates."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Dora", "curator")
    Desk(db, "harbour").records(page(1, ana(), ben(), gold(), language="en"), page(2, gold(), rights=None))
    return live_server


@pytest.mark.usefixtures("harbour")
def test_a_release_is_counted_built_compared_and_a_page_taken_out(visit: Callable[..., Page]) -> None:
    dora = visit("Dora")
    dora.goto(HERE)
    found = {"empty": in_every_look(dora)}
    expect(dora.locator("#count")).to_contain_text("2 pages with 2 labellings")
    dora.get_by_label("Only these languages").fill("en")
    dora.get_by_label("Only these languages").press("Tab")
    expect(dora.locator("#count")).to_contain_text("1 page with 1 labelling would be in it.")
    for version, language in (("v1", "en"), ("v2", "")):
        dora.goto(HERE)
        dora.get_by_label("Version").fill(version)
        dora.get_by_label("Only these languages").fill(language)
        dora.get_by_role("button", name="Build the release").click()
        expect(dora.get_by_text(f"harbour@{version} is there")).to_be_visible()
        found[f"built {version}"] = in_every_look(dora)
        dora.get_by_role("link", name="To the release").click()
        expect(dora.get_by_role("heading", name=f"harbour@{version}")).to_be_visible()
    found["card"] = in_every_look(dora)
    dora.get_by_role("link", name="Statistics", exact=True).last.click()
    expect(dora.get_by_role("heading", name="Statistics of harbour@v2")).to_be_visible()
    found["statistics"] = in_every_look(dora)
    dora.go_back()
    dora.get_by_role("button", name="Compare").click()
    expect(dora.get_by_role("listitem").filter(has_text="2.txt")).to_be_visible()
    found["difference"] = in_every_look(dora)
    dora.goto(HERE)
    found["list"] = in_every_look(dora)
    dora.goto("/projects/harbour/")
    dora.get_by_role("link", name="Withdraw 1.txt").click()
    expect(dora.get_by_role("button", name="Withdraw the page")).to_be_visible()
    found["take out"] = in_every_look(dora)
    dora.get_by_label("Why").fill("the outlet asked for it")
    dora.get_by_role("button", name="Withdraw the page").click()
    expect(dora.get_by_role("link", name="Bring back 1.txt")).to_be_visible()
    assert {state: minded for state, minded in found.items() if minded} == {}
