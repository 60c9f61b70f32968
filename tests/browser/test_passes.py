"""Labels of an earlier pass on the label screen, and the screens of passes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from annotator.store import models
from annotator.workflow import passes, projects
from annotator.workflow.passes import Terms
from tests.fixtures import axe, bridge
from tests.fixtures.desk import Desk
from tests.fixtures.serving import Server

Visit = Callable[..., Page]


@pytest.fixture
def layered(live_server: Server) -> Server:
    """The project `harbour` with gold bodies on one page, and a pass `quotes` on that gold."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    for name, role in (("Ana", "annotator"), ("Dora", "curator")):
        projects.set_member(db, "harbour", name, role)
    passes.change(db, "harbour", "main", Terms(layers=["page", "lines"], people=2))
    passes.create(db, "harbour", Terms(name="quotes", layers=["quotes"], base="gold:main", people=1))
    passes.set_open(db, "harbour", "quotes", open_=True)
    layers = bridge.layers("main", "page", "lines")
    gold = bridge.labelling("gold", role="gold", layers=layers, quotes=[], stances=[])
    assert not Desk(db, "harbour").records(bridge.record(gold)).refused
    return live_server


def test_the_lines_of_the_gold_are_there_locked_and_can_be_disputed(layered: Server, visit: Visit) -> None:
    page = visit("Ana")
    page.goto("/projects/harbour/next?pass=quotes")
    expect(page.locator("#surface [data-b=b]").first).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("#said")).to_contain_text("The lines come from the gold of the pass main and are locked here")
    page.keyboard.press("z")
    page.get_by_role("dialog").get_by_role("textbox").fill("This is a headline.")
    assert axe.violations(page) == []
    page.get_by_role("button", name="Tell").click()
    expect(page.locator("#said")).to_contain_text("The curators are told")
    with layered.instance.database.read() as session:
        assert session.scalars(select(models.Look.reason)).all() == ["This is a headline."]


@pytest.mark.usefixtures("layered")
def test_the_screens_of_passes_suit_everybody(visit: Visit, tmp_path: Path) -> None:
    page = visit("Dora")
    for address in ("passes", "passes/new", "passes/quotes"):
        page.goto(f"/projects/harbour/{address}")
        for details in page.locator("summary").all():
            details.click()
        assert axe.in_every_look(page) == []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=tmp_path / f"{address.replace('/', '-')}-{scheme}.png", full_page=True)
    page.get_by_label("Name").first.fill("all")
    page.get_by_role("button", name="Make the batch").click()
    expect(page.get_by_role("status")).to_contain_text("The batch all holds 1 page")
