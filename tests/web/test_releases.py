"""Releases in the browser: the count first, the card, the files, what changed; and pages taken out."""

import html
import io
import json
import re
import zipfile

import pytest

from annotator.workflow import releasing
from tests.fixtures.bridge import MAYOR
from tests.fixtures.cast import Web
from tests.fixtures.desk import Desk
from tests.fixtures.disagreement import ana, ben
from tests.fixtures.jury import fresh
from tests.fixtures.press import gold, page


@pytest.fixture
def desk(web: Web) -> Desk:
    """The project `harbour` with two labelled pages beside the one that nobody finished."""
    one = Desk(web.instance.database, "harbour")
    one.records(page(1, ana(), ben(), gold()), page(2, gold(), rights=None))
    return one


def built(web: Web, **form: str) -> str:
    """Ask for a release as the form does, wait until it is built, and return the address of its job."""
    made = web.browser("curator").post("/projects/harbour/releases", **form)
    assert made.status_code == 303
    web.app.extensions["jobs"].wait()
    return str(made.location)


def test_the_form_says_what_would_be_in_a_release_before_it_is_built(web: Web, desk: Desk) -> None:
    dora = web.browser("curator")
    assert "There is no release yet" in dora.get("/projects/harbour/releases").text
    assert "2 pages with 2 labellings would be in it" in dora.get("/projects/harbour/releases").text
    assert "0 pages with 0 labellings would be in it" in dora.get("/projects/harbour/releases?languages=sr").text
    assert releasing.listing(desk.db, "harbour") == []


def test_a_release_is_built_shown_and_downloaded_whole(web: Web, desk: Desk) -> None:
    dora = web.browser("curator")
    here = built(web, version="v1", leaks_ok="")
    assert "harbour@v1 is there: 2 pages written." in dora.get(here).text
    assert 'href="/projects/harbour/releases/v1"' in dora.get(here).text
    shown = dora.get("/projects/harbour/releases/v1").text
    assert "<h2>Harbour v1</h2>" in shown
    assert "People appear as a1, a2" in shown
    answer = dora.get("/projects/harbour/releases/v1.zip")
    assert answer.headers["Content-Disposition"] == "attachment; filename=harbour-v1.zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    manifest = json.loads(archive.read("harbour-v1/manifest.json"))
    assert {f"harbour-v1/{name}" for name in (*manifest["files"], "manifest.json")} == set(archive.namelist())
    assert releasing.show(desk.db, "harbour", "v1").row.made_by == "Dora"


def test_what_can_not_be_built_is_said_beside_the_form_that_was_filled_in(web: Web, desk: Desk) -> None:
    dora = web.browser("curator")
    assert dora.post("/projects/harbour/releases", version="").status_code == 422
    assert releasing.listing(desk.db, "harbour") == []
    built(web, version="v1")
    again = dora.post("/projects/harbour/releases", version="v1", languages="en")
    assert again.status_code == 422
    assert "harbour@v1: is there already" in again.text
    assert 'value="v1"' in again.text


def test_a_build_that_is_refused_leads_back_to_the_form_as_it_was_filled_in(web: Web, desk: Desk) -> None:
    dora, nothing = web.browser("curator"), {"languages": "sr", "accept_single": "1", "leaks_ok": "why not"}
    here = built(web, version="v1", splits="test", **nothing)
    shown = dora.get(here).text
    assert "harbour@v1: would hold no page" in shown
    assert "Start again" in shown
    again = re.search(r'href="([^"]*releases\?[^"]*)"', shown)
    assert again
    form = dora.get(html.unescape(again.group(1))).text
    for value in ("v1", "sr", "why not"):
        assert f'value="{value}"' in form
    assert re.search(r'name="splits" value="test" checked', form)
    assert here in dora.get("/projects/harbour/releases").text
    assert releasing.listing(desk.db, "harbour") == []


def test_a_build_is_begun_again_and_stopped_by_those_who_may(web: Web, desk: Desk) -> None:
    here = built(web, version="v1", languages="sr")
    dora = web.browser("curator")
    desk.records(page(3, gold(), language="sr"))
    assert dora.post(f"{here}/start").location == here
    web.app.extensions["jobs"].wait()
    assert "harbour@v1 is there: 1 page" in dora.get(here).text
    assert dora.post(f"{here}/stop").status_code == 303
    assert "harbour@v1 is there" in dora.get(here).text
    assert "there is no such build" in web.browser("stranger").get(here.replace("harbour", "elsewhere")).text
    assert "there is no such import" in dora.get(here.replace("releases/-/builds", "imports")).text


def test_two_releases_are_compared(web: Web, desk: Desk) -> None:
    dora = web.browser("curator")
    built(web, version="v1")
    desk.records(page(3, gold()))
    built(web, version="v2")
    shown = dora.get("/projects/harbour/releases/-/diff?old=v1&new=v2").text
    assert "1 page added, 0 removed, 0 changed, 2 the same." in shown
    assert "<li>3.txt</li>" in shown
    assert "<option>v1</option>" in dora.get("/projects/harbour/releases/v2").text


def test_the_statistics_of_a_release_stay_as_they_were_and_agreement_leads_on(web: Web, desk: Desk) -> None:
    built(web, version="v1")
    desk.records(page(3, gold(), site="late.example"))
    dora = web.browser("curator")
    there = "/projects/harbour/releases/v1/statistics"
    assert there in dora.get("/projects/harbour/releases/v1").text
    frozen, live = (dora.get(path).text for path in (there, "/projects/harbour/statistics"))
    assert "2 pages with" in frozen
    assert "1 page is in it without text." in frozen
    assert ("late.example" in live, "late.example" in frozen) == (True, False)
    manifest = releasing.show(desk.db, "harbour", "v1").row.manifest
    alpha = f"{manifest['agreement']['main']['figures']['lines']['alpha']:.3f}"
    for shown in (frozen, live):
        assert "Pass main, 1 page that two people finished" in shown
        assert re.search(rf"lines alpha</th><td class=\"number\">{alpha}<", shown)
        assert '"/projects/harbour/agreement"' in shown
    assert MAYOR["name"] in frozen


def test_a_card_is_text_whatever_names_are_in_it(web: Web) -> None:
    desk = Desk(web.instance.database, "harbour")
    desk.records(page(1, gold(), site="<script>alert(1)</script>", rights="CC0 [x](javascript:alert(1))"))
    dora = web.browser("curator")
    built(web, version="v1")
    shown = dora.get("/projects/harbour/releases/v1").text
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown


def test_an_annotator_no_longer_finds_a_withdrawn_page_and_a_curator_brings_it_back(web: Web) -> None:
    ana_, dora = web.browser("annotator"), web.browser("curator")
    there = f"/projects/harbour/pages/{web.page}"
    assert dora.post(f"{there}/withdraw", reason="the outlet asked for it").status_code == 303
    assert ana_.get(f"{there}/label").status_code == 404
    assert ana_.get(f"/api/v1/projects/harbour/pages/{web.page}").status_code == 404
    assert "ferry.txt" not in ana_.get("/projects/harbour/").text
    assert "ferry.txt" not in ana_.get("/").text
    assert ana_.get("/projects/harbour/?state=withdrawn").status_code == 400
    assert "ferry.txt" in dora.get("/projects/harbour/?state=withdrawn").text
    assert "the outlet asked for it" in dora.get(f"{there}/withdraw").text
    assert dora.post(f"{there}/restore").status_code == 303
    assert ana_.get(f"{there}/label").status_code == 200


def test_what_was_on_its_way_when_the_page_was_withdrawn_is_still_taken_in(web: Web) -> None:
    ana_ = web.browser("annotator")
    state = ana_.get(f"/api/v1/tasks/{web.task}").get_json()
    web.browser("curator").post(f"/projects/harbour/pages/{web.page}/withdraw", reason="asked for")
    label = {"first": 1, "last": 1, "label": "boilerplate", "kind": "nav"}
    op = {"op_id": fresh(), "step": fresh(), "undoes": None, "kind": "lines.set", "payload": {"ranges": [label]}}
    batch = {"text_sha256": state["task"]["text_sha256"], "client": "tab", "base_rev": 0, "ops": [op]}
    assert ana_.send("POST", f"/api/v1/tasks/{web.task}/ops", batch).status_code == 200


def test_an_admin_erases_a_page_by_typing_its_name(web: Web) -> None:
    admin, there = web.browser("admin"), f"/projects/harbour/pages/{web.page}"
    assert "Erase" not in web.browser("curator").get(f"{there}/withdraw").text
    wrong = admin.post(f"{there}/erase", reason="court", name="ferry")
    assert (wrong.status_code, "type it to say that this very page is meant" in wrong.text) == (422, True)
    assert admin.post(f"{there}/erase", reason="court", name="ferry.txt").status_code == 303
    for path in (f"{there}/label", f"{there}/withdraw", f"{there}/labellings"):
        assert admin.get(path).status_code == 410
    assert admin.get(f"/projects/harbour/labellings/{web.task}").status_code == 404
    assert "erased" in admin.get("/projects/harbour/?state=withdrawn").text


@pytest.mark.parametrize("path", ["", "/check", "/ops?since=0"])
def test_the_labelling_of_an_erased_page_answers_to_nobody(web: Web, path: str) -> None:
    ana_ = web.browser("annotator")
    assert ana_.get(f"/api/v1/tasks/{web.task}{path}").status_code == 200
    admin = web.browser("admin")
    admin.post(f"/projects/harbour/pages/{web.page}/erase", reason="court", name="ferry.txt")
    assert ana_.get(f"/api/v1/tasks/{web.task}{path}").status_code == 404
    assert "Mara Lind" not in ana_.get(f"/api/v1/tasks/{web.task}{path}").text
