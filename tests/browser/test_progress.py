"""The dashboard in a real browser: it is told anew while somebody looks, keeps the focus, and shuts nobody out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotator.workflow import label, people, projects
from tests.fixtures.axe import in_every_look
from tests.fixtures.cast import add_page
from tests.fixtures.serving import Server

Visit = Callable[..., Page]


@pytest.fixture
def harbour(live_server: Server) -> int:
    """A project with one page, which Ana has opened; Dora curates."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "body", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    projects.set_member(db, "harbour", "Dora", "curator")
    page = add_page(live_server.instance, "harbour", "ferry.txt", "The ferry sails\n")
    ana = next(one for one in people.everybody(db) if one.name == "Ana")
    return label.open_task(db, projects.named(db, "harbour").id, page, ana.id)


def skip(server: Server, task: int) -> None:
    """Ana skips her page."""
    db = server.instance.database
    ana = next(one for one in people.everybody(db) if one.name == "Ana")
    key = "01940000-0000-7000-8000-000000000001"
    payload = {"status": "skipped", "reason": "not for us"}
    op = {"op_id": key, "step": key, "undoes": None, "kind": "status.set", "payload": payload, "client_at": None}
    state = label.task_state(db, task, ana.id)["task"]
    batch = {"text_sha256": state["text_sha256"], "client": "tab", "base_rev": state["rev"], "ops": [op]}
    label.save(db, task, ana.id, label.read_batch(batch))


def test_figures_change_while_one_looks_and_the_focus_stays(visit: Visit, live_server: Server, harbour: int) -> None:
    page = visit("Dora")
    page.clock.install()
    page.goto("/projects/harbour/")
    page.get_by_role("link", name="Progress").click()
    expect(page.locator("[data-behaviour=fresh]")).to_have_attribute("data-mounted", "")
    row = page.get_by_role("row", name="Ana")
    expect(row).to_contain_text("Ana 0 0 0", use_inner_text=True)
    page.get_by_role("link", name="Labels by site").focus()
    skip(live_server, harbour)
    page.clock.run_for(31_000)
    expect(row).to_contain_text("Ana 0 0 1", use_inner_text=True)
    expect(page.get_by_role("link", name="Labels by site")).to_be_focused()
    assert in_every_look(page) == []


def test_times_are_shown_when_the_project_says_so_and_annotators_read_it(visit: Visit, harbour: int) -> None:
    del harbour
    dora, ana = visit("Dora"), visit("Ana")
    ana.get_by_role("link", name="My work").click()
    expect(ana.get_by_text("don’t see how long you take")).to_be_visible()
    dora.goto("/projects/harbour/progress")
    dora.get_by_role("button", name="Show them to curators").click()
    expect(dora.get_by_text("and annotators are told so")).to_be_visible()
    ana.reload()
    expect(ana.get_by_text("see how long you take for a page")).to_be_visible()
    assert in_every_look(ana) == []
