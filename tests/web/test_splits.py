"""The screen of splits: a plan is set in a form, and what came of it is shown."""

from annotator.core.splits import Plan
from annotator.store import models
from annotator.workflow import projects, splitting
from tests.fixtures.cast import Web, add_page

SPLITS = "/projects/harbour/splits"


def plan_is_set(web: Web, **values: str) -> None:
    asked = {"by": "site", "shares": "70/10/20", "seed": "0"} | values
    assert web.browser("curator").post(SPLITS, **asked).status_code == 303


def test_a_curator_sets_a_plan_and_reads_what_it_made(web: Web) -> None:
    plan_is_set(web, shares="0/0/100", quotas="sr=1/2 ar=3/4")
    assert splitting.plan_of(web.instance.database, "harbour") == Plan(
        shares=(0.0, 0.0, 100.0), quotas={"sr": (1, 2), "ar": (3, 4)}
    )
    shown = web.browser("curator").get(SPLITS).text
    assert "0 % train, 0 % validation, 100 % test" in shown
    assert "1 page placed: 1 test" in shown


def test_a_wrong_plan_is_told_and_keeps_what_was_filled_in(web: Web) -> None:
    told = web.browser("curator").post(SPLITS, by="site", shares="50/50", seed="mine")
    assert told.status_code == 422
    assert "add up to 100" in told.text
    assert 'value="mine"' in told.text
    assert splitting.plan_of(web.instance.database, "harbour") is None


def test_test_pages_come_without_suggestions_and_nobody_is_told_their_split(web: Web) -> None:
    ana = web.browser("annotator")
    path = f"/api/v1/tasks/{web.task}"
    before = ana.get(path).get_json()
    assert before["suggest"] is True
    plan_is_set(web, shares="0/0/100")
    after = ana.get(path).get_json()
    assert after["suggest"] is False
    assert "split" not in str(after)


def test_pages_that_wait_for_their_split_have_no_suggestions_and_are_placed_on_request(web: Web) -> None:
    plan_is_set(web, shares="100/0/0")
    page = add_page(web.instance, "harbour", "later.txt", "later")
    dora = web.browser("curator")
    assert "1 page stands nowhere yet" in dora.get(SPLITS).text
    assert dora.post(f"{SPLITS}/places").status_code == 303
    with web.instance.database.read() as session:
        assert session.get_one(models.Page, page).split == "train"
    assert "nowhere yet" not in dora.get(SPLITS).text


def test_a_site_is_pinned_in_a_form(web: Web) -> None:
    plan_is_set(web)
    dora = web.browser("curator")
    assert dora.post(f"{SPLITS}/pins", group="<b>.example", split="test").status_code == 303
    shown = dora.get(SPLITS).text
    assert "site:&lt;b&gt;.example: test" in shown
    assert dora.post(f"{SPLITS}/pins", group="a.example", split="none").status_code == 422


def test_a_batch_holds_pages_of_one_split(web: Web) -> None:
    db = web.instance.database
    add_page(web.instance, "harbour", "second.txt", "second")
    project = projects.named(db, "harbour").id
    plan_is_set(web, shares="100/0/0")
    with db.write() as session:
        session.query(models.Page).filter_by(project_id=project, name="second.txt").one().split = "test"
    dora = web.browser("curator")
    assert "Split" in dora.get("/projects/harbour/passes/main").text
    made = dora.post("/projects/harbour/passes/main/batches", name="held out", split="test")
    assert made.status_code == 303
    with db.read() as session:
        part = session.query(models.BatchPage).one()
        assert session.get_one(models.Page, part.page_id).name == "second.txt"
    refused = dora.post("/projects/harbour/passes/main/batches", name="other", split="tset")
    assert (refused.status_code, "is none of train, validation, test, none" in refused.text) == (422, True)


def test_statistics_are_drawn_with_names_as_text(web: Web) -> None:
    with web.instance.database.write() as session:
        session.query(models.Page).filter_by(id=web.page).one().site = "<b>.example"
    shown = web.browser("curator").get("/projects/harbour/statistics").text
    assert "Pages by site: 1 in all" in shown
    assert "&lt;b&gt;.example" in shown
    assert "<b>" not in shown
    assert web.browser("curator").get("/projects/harbour/statistics?of=machine").status_code == 422
    assert "There is no page yet" in web.browser("admin").get("/projects/elsewhere/statistics").text
