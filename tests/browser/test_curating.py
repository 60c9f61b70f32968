"""Curators' screens on the sample project, and what an annotator sees of their work beside the text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotator.store.instance import Instance
from annotator.workflow import demo, guidelines, looks, people, projects
from tests.fixtures.axe import in_every_look
from tests.fixtures.screen import saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
SLUG = demo.SLUG
SCREENS = ("guideline", "guideline/new", "entities", "scheme", "search", "search?what=lines&kind=caption", "notes")


@pytest.fixture
def sample(live_server: Server) -> Instance:
    """The sample project, where Dora curates."""
    for _ in demo.load(live_server.instance.database):
        pass
    return live_server.instance


@pytest.fixture
def bare(live_server: Server) -> str:
    """A project with nothing in it, where Dora curates."""
    projects.create(live_server.instance.database, "Bare")
    projects.set_member(live_server.instance.database, "bare", "Dora", "curator")
    return "bare"


@pytest.mark.usefixtures("sample")
def test_axe_finds_nothing_on_a_curators_screens(visit: Visit) -> None:
    page = visit("Dora")
    found = []
    for screen in SCREENS:
        page.goto(f"/projects/{SLUG}/{screen}")
        found += [f"{screen}: {one}" for one in in_every_look(page)]
    page.goto(f"/projects/{SLUG}/entities")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("link", name="All entities")).to_be_visible()
    found += in_every_look(page)
    assert not found


def test_axe_finds_nothing_where_there_is_nothing_yet(visit: Visit, bare: str) -> None:
    page = visit("Dora")
    found = []
    for screen in SCREENS:
        page.goto(f"/projects/{bare}/{screen}")
        found += [f"{screen}: {one}" for one in in_every_look(page)]
    assert not found


@pytest.mark.usefixtures("sample")
def test_a_kind_is_merged_after_a_look_at_what_that_does(visit: Visit) -> None:
    page = visit("Dora")
    page.goto(f"/projects/{SLUG}/scheme")
    page.locator("summary", has_text="Comment").click()
    page.get_by_role("button", name="Merge Comment").locator("..").get_by_label("Merge into").select_option("promo")
    page.get_by_role("button", name="Merge Comment").click()
    expect(page.get_by_role("heading", name="Change the scheme?")).to_be_visible()
    assert in_every_look(page) == []
    page.get_by_role("button", name="Yes, change it").click()
    expect(page.get_by_role("status")).to_have_text("The scheme is news/2 now.")
    expect(page.locator("summary", has_text="Comment")).to_have_count(0)


def test_what_waits_for_an_annotator_stands_beside_the_text(visit: Visit, sample: Instance) -> None:
    db = sample.database
    page = visit("Ana")
    page.goto(f"/projects/{SLUG}/next")
    saved(page)
    task = int(page.locator("#label").get_attribute("data-task") or 0)
    dora = next(one for one in people.everybody(db) if one.name == "Dora")
    project = projects.named(db, SLUG)
    guidelines.publish(db, project.id, "# Rules\n\nA caption is *no* body.", "Captions are out", ["main"], dora)
    looks.look_again(db, project.id, [(task, 0, 4)], "is this a caption?", dora)
    page.reload()
    saved(page)
    labelled = page.locator("#lines-meter b").inner_text()
    page.get_by_role("button", name="Guideline 2 new").click()
    panel = page.get_by_role("complementary", name="Guideline and remarks")
    expect(panel).to_contain_text("is this a caption?")
    expect(panel).to_contain_text("A caption is no body.")
    assert in_every_look(page) == []
    page.keyboard.press("b")
    panel.get_by_role("link", name="Line 1").click()
    page.keyboard.press("Escape")
    expect(page.locator("#lines-meter b")).to_have_text(labelled)
    page.get_by_role("button", name="Guideline 2 new").click()
    panel.get_by_role("button", name="I have looked at: is this a caption?").press("Enter")
    saved(page)
    page.get_by_role("button", name="Guideline 1 new").click()
    panel.get_by_role("button", name="I have read version 2").click()
    saved(page)
    expect(page.get_by_role("button", name="Guideline", exact=True)).to_be_visible()
