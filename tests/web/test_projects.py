"""Lists and forms: what a person finds, filters and makes."""

import html
import re

import pytest

from annotator.core.presets import PRESETS
from tests.fixtures.cast import Web, add_page


def text_of(page: str) -> str:
    """What is read on a screen, white space joined."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def names(page: str) -> list[str]:
    """The pages that a list shows, in order."""
    return re.findall(r'/label">([^<]+)</a>', page)


def test_an_admin_makes_a_project_and_curates_it(web: Web) -> None:
    admin = web.browser("admin")
    answer = admin.post("/projects/new", name="Night desk", preset="body", languages="en, sr-Cyrl")
    assert (answer.status_code, answer.location) == (303, "/projects/night-desk/import")
    assert "Admin" in text_of(admin.get("/projects/night-desk/members").text)
    assert "Night desk" in text_of(admin.get("/").text)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": " ", "preset": "full"}, "its name should have 1 to 100 characters"),
        ({"name": "Harbour", "preset": "full"}, "is the name of another project"),
        ({"name": "Dusk", "preset": "everything"}, "there is no preset"),
        ({"name": "Dusk", "preset": "full", "languages": "<b>"}, "is no language tag"),
        ({"name": "Dusk", "preset": "full", "split": "site", "shares": "70/20"}, "add up to 100"),
        ({"name": "Dusk", "preset": "full", "split": "moon"}, "'moon'"),
    ],
)
def test_a_form_that_is_refused_comes_back_filled_in(web: Web, form: dict[str, str], said: str) -> None:
    answer = web.browser("admin").post("/projects/new", **form)
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert f'value="{html.escape(form["name"])}"' in answer.text


def test_a_project_may_begin_with_its_plan_of_splits(web: Web) -> None:
    admin = web.browser("admin")
    admin.post("/projects/new", name="Dusk", preset="body", split="story", shares="60/20/20")
    assert "by story: 60 % train, 20 % validation, 20 % test" in text_of(admin.get("/projects/dusk/splits").text)
    admin.post("/projects/new", name="Dawn", preset="body", split="", shares="60/20/20")
    assert "There is no plan" in text_of(admin.get("/projects/dawn/splits").text)


def test_every_preset_is_offered_with_what_it_means(web: Web) -> None:
    page = web.browser("admin").get("/projects/new").text
    for name in PRESETS:
        assert f'value="{name}"' in page
    assert page.count('class="hint"') > len(PRESETS)


def test_everybody_sees_the_own_projects_only(web: Web) -> None:
    assert "Elsewhere" not in web.browser("annotator").get("/").text
    assert "Harbour" not in web.browser("stranger").get("/").text
    both = web.browser("admin").get("/").text
    assert "Harbour" in both
    assert "Elsewhere" in both


def test_a_page_that_was_opened_is_among_my_pages(web: Web) -> None:
    assert "ferry.txt" not in web.browser("other").get("/").text
    web.browser("other").get(f"/projects/harbour/pages/{web.page}/label")
    assert "ferry.txt" in web.browser("other").get("/").text


def test_pages_are_filtered_by_state_and_name(web: Web) -> None:
    add_page(web.instance, "harbour", "crane.txt", "Crane", "The crane rests")
    ana = web.browser("annotator")
    done = {"op_id": UUIDS[0], "step": UUIDS[1], "undoes": None, "kind": "status.set", "client_at": None}
    done["payload"] = {"status": "skipped", "reason": "not for us"}  # type: ignore[assignment]
    state = ana.get(f"/api/v1/tasks/{web.task}").json
    assert state
    batch = {"text_sha256": state["task"]["text_sha256"], "client": "tab", "base_rev": 0, "ops": [done]}
    assert ana.send("POST", f"/api/v1/tasks/{web.task}/ops", batch).status_code == 200
    assert names(ana.get("/projects/harbour/").text) == ["crane.txt", "ferry.txt"]
    assert names(ana.get("/projects/harbour/?state=skipped").text) == ["ferry.txt"]
    assert names(ana.get("/projects/harbour/?state=todo").text) == ["crane.txt"]
    assert names(ana.get("/projects/harbour/?q=RESTS").text) == ["crane.txt"]
    assert "No page matches" in ana.get("/projects/harbour/?q=100%25").text
    assert names(web.browser("other").get("/projects/harbour/?state=todo").text) == ["crane.txt", "ferry.txt"]


UUIDS = ("01940000-0000-7000-8000-000000000001", "01940000-0000-7000-8000-000000000002")


def test_a_filter_that_does_not_exist_is_refused(web: Web) -> None:
    answer = web.browser("annotator").get("/projects/harbour/?state=person.name")
    assert answer.status_code == 400
    assert "todo, in_progress, done, skipped" in answer.text


def test_a_long_list_has_screens(web: Web) -> None:
    for number in range(60):
        add_page(web.instance, "harbour", f"page-{number:03}.txt", f"Text {number}")
    ana = web.browser("annotator")
    first, second = ana.get("/projects/harbour/?q=page"), ana.get("/projects/harbour/?q=page&page=2")
    assert len(names(first.text)) == 50
    assert names(second.text) == [f"page-{number:03}.txt" for number in range(50, 60)]
    assert "1 of 2, 60 pages" in first.text
    assert "q=page" in re.findall(r'rel="next" href="([^"]+)"', first.text)[0]
    assert ana.get("/projects/harbour/?page=99999999999999999999").status_code in (200, 400)


def test_the_queue_leads_to_the_first_page_and_says_when_there_is_none(web: Web) -> None:
    ana = web.browser("annotator")
    assert ana.get("/projects/harbour/next").location == f"/projects/harbour/pages/{web.page}/label"
    nothing = web.browser("stranger").client.get("/projects/elsewhere/next", follow_redirects=True)
    assert "nothing left to label" in nothing.text


def test_members_are_taken_in_and_let_go(web: Web) -> None:
    dora, ben = web.browser("curator"), web.browser("other")
    dora.post("/projects/harbour/members", name="Ben", role="none")
    assert ben.get("/projects/harbour/").status_code == 404
    dora.post("/projects/harbour/members", name="Ben", role="curator")
    assert ben.get("/projects/harbour/members").status_code == 200


@pytest.mark.parametrize(("name", "role"), [("Nobody", "annotator"), ("Ben", "emperor")])
def test_a_member_that_can_not_be_is_refused_in_a_sentence(web: Web, name: str, role: str) -> None:
    dora = web.browser("curator")
    dora.post("/projects/harbour/members", name=name, role=role)
    page = dora.get("/projects/harbour/members").text
    assert 'class="error"' in page
