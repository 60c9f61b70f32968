"""From a figure to the place behind it in a real browser, which nothing on the way shuts out."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from annotator.workflow import projects
from tests.fixtures.axe import in_every_look
from tests.fixtures.desk import Desk
from tests.fixtures.disagreement import ana, ben, page
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
HERE = "/projects/harbour/agreement"


def test_a_figure_is_two_actions_from_the_quote_behind_it(visit: Visit, live_server: Server) -> None:
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Dora", "curator")
    dora = visit("Dora")
    dora.goto(HERE)
    minded = {"empty": in_every_look(dora)}
    days = {"finished": "2026-11-12T08:00:00.000Z"}
    Desk(db, "harbour").records(page(0, ana(**days), ben(**days), site="gull.example"))
    for by in ("", "page", "site", "week", "kind"):
        dora.goto(f"{HERE}?by={by}")
        minded[by] = in_every_look(dora)
    dora.goto(HERE)
    dora.get_by_role("link", name="Quotes, attribution accuracy: where it differs").click()
    expect(dora.get_by_role("heading", name="Speakers that differ")).to_be_visible()
    minded["places"] = in_every_look(dora)
    dora.get_by_role("link", name="Ben").click()
    expect(dora.locator("#where")).to_contain_text("line 3")
    expect(dora.locator("#mode")).to_have_text("Read only")
    assert not {state: found for state, found in minded.items() if found}
