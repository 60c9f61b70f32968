"""A plan set in a real browser; the screens of splits and statistics keep nobody out, empty and full."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from annotator.store import models
from annotator.workflow import projects
from tests.fixtures.axe import in_every_look
from tests.fixtures.desk import Desk
from tests.fixtures.disagreement import ana, ben, page
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
SPLITS, STATISTICS = "/projects/harbour/splits", "/projects/harbour/statistics"


def test_a_plan_is_set_and_its_leaks_are_read_by_everybody(visit: Visit, live_server: Server) -> None:
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Dora", "curator")
    dora = visit("Dora")
    minded = {}
    for path in (SPLITS, STATISTICS):
        dora.goto(path)
        minded[f"{path}, empty"] = in_every_look(dora)
    dora.goto(SPLITS)
    dora.get_by_role("textbox", name="Train / validation / test").fill("0/0/100")
    dora.get_by_role("button", name="Set the plan").click()
    expect(dora.get_by_text("The plan is by site")).to_be_visible()
    Desk(db, "harbour").records(
        page(0, ana(), ben(), site="gull.example", story="bridge"),
        page(1, ana(), site="tern.example", story="bridge"),
        {"text": "no story", "name": "z.txt"},
    )
    with db.write() as session:
        # As if the story had become known later.
        session.query(models.Page).filter_by(site="tern.example").one().split = "train"
        session.query(models.Page).filter_by(name="z.txt").one().split = "none"
    dora.goto(SPLITS)
    expect(dora.get_by_role("region", name="Leaks")).to_contain_text("share the story bridge")
    minded["leaks"] = in_every_look(dora)
    dora.goto(STATISTICS)
    expect(dora.get_by_role("img", name="Quotes by type")).to_be_visible()
    minded["statistics"] = in_every_look(dora)
    assert not {state: found for state, found in minded.items() if found}
