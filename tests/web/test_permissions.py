"""Who may call what: every route, as everybody."""

import re

import pytest

from annotator.web.permissions import TABLE
from tests.fixtures.cast import ROLES, Web

# Per route: method and path, then the status for anonymous, stranger, annotator, other annotator, curator, admin.
EXPECTED: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "static": ("GET", "{static}", (200, 200, 200, 200, 200, 200)),
    "health.check": ("GET", "/healthz", (200, 200, 200, 200, 200, 200)),
    "sign_in.explain": ("GET", "/sign-in", (200, 200, 200, 200, 200, 200)),
    "sign_in.ask": ("GET", "/in/nonsense", (410, 410, 410, 410, 410, 410)),
    "sign_in.enter": ("POST", "/in/nonsense", (410, 410, 410, 410, 410, 410)),
    "sign_in.leave": ("POST", "/sign-out", (303, 303, 303, 303, 303, 303)),
    "sign_in.session": ("GET", "/api/v1/session", (200, 200, 200, 200, 200, 200)),
    "projects.index": ("GET", "/", (302, 200, 200, 200, 200, 200)),
    "projects.new": ("GET", "/projects/new", (302, 403, 403, 403, 403, 200)),
    "projects.create": ("POST", "/projects/new", (302, 403, 403, 403, 403, 422)),
    "projects.show": ("GET", "/projects/harbour/", (302, 404, 200, 200, 200, 200)),
    "projects.guideline": ("GET", "/projects/harbour/guideline", (302, 404, 200, 200, 200, 200)),
    "members.show": ("GET", "/projects/harbour/members", (302, 404, 403, 403, 200, 200)),
    "members.save": ("POST", "/projects/harbour/members", (302, 404, 403, 403, 303, 303)),
    "importing.ask": ("GET", "/projects/harbour/import", (302, 404, 403, 403, 200, 200)),
    "importing.take": ("POST", "/projects/harbour/import", (302, 404, 403, 403, 422, 422)),
    "exporting.give": ("GET", "/projects/harbour/export", (302, 404, 403, 403, 200, 200)),
    "passes.index": ("GET", "/projects/harbour/passes", (302, 404, 403, 403, 200, 200)),
    "passes.new": ("GET", "/projects/harbour/passes/new", (302, 404, 403, 403, 200, 200)),
    "passes.create": ("POST", "/projects/harbour/passes/new", (302, 404, 403, 403, 422, 422)),
    "passes.show": ("GET", "/projects/harbour/passes/main", (302, 404, 403, 403, 200, 200)),
    "passes.change": ("POST", "/projects/harbour/passes/main", (302, 404, 403, 403, 422, 422)),
    "passes.set_open": ("POST", "/projects/harbour/passes/none/open", (302, 404, 403, 403, 422, 422)),
    "passes.add_batch": ("POST", "/projects/harbour/passes/main/batches", (302, 404, 403, 403, 422, 422)),
    "passes.assign": ("POST", "/projects/harbour/passes/main/assign", (302, 404, 403, 403, 422, 422)),
    "passes.compare": ("GET", "/projects/harbour/labellings/{task}/practice", (302, 404, 422, 404, 403, 403)),
    "passes.dispute": ("POST", "/projects/harbour/labellings/{task}/disputes", (302, 404, 415, 404, 403, 403)),
    "label.following": ("GET", "/projects/harbour/next", (302, 404, 303, 303, 303, 303)),
    "label.show": ("GET", "/projects/harbour/pages/{page}/label", (302, 404, 200, 200, 200, 200)),
    "label.labellings": ("GET", "/projects/harbour/pages/{page}/labellings", (302, 404, 403, 403, 200, 200)),
    "label.labelling": ("GET", "/projects/harbour/labellings/{task}", (302, 404, 403, 403, 200, 200)),
    "api.state": ("GET", "/api/v1/tasks/{task}", (401, 404, 200, 404, 200, 200)),
    "api.save": ("POST", "/api/v1/tasks/{task}/ops", (401, 404, 400, 404, 403, 403)),
    "api.since": ("GET", "/api/v1/tasks/{task}/ops?since=0", (401, 404, 200, 404, 200, 200)),
    "api.check": ("GET", "/api/v1/tasks/{task}/check", (401, 404, 200, 404, 200, 200)),
    "api.place": ("PUT", "/api/v1/tasks/{task}/place", (401, 404, 400, 404, 403, 403)),
    "me.keys": ("PUT", "/api/v1/me/keys", (401, 204, 204, 204, 204, 204)),
}


def address(web: Web, path: str) -> str:
    static = f"{web.app.static_url_path}/css/base.css"
    return path.format(page=web.page, task=web.task, static=static)


def test_every_route_stands_in_the_table_and_in_the_matrix(web: Web) -> None:
    endpoints = {rule.endpoint for rule in web.app.url_map.iter_rules()}
    assert endpoints == set(TABLE)
    assert endpoints == set(EXPECTED)


def test_a_route_that_the_table_forgot_is_closed_to_everybody(web: Web) -> None:
    web.app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert web.browser("admin").get("/forgotten").status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_the_answer_that_is_declared(web: Web, role: str) -> None:
    browser = web.browser(role)
    got: dict[str, int] = {}
    # Signing out comes last.
    for endpoint, (method, path, _) in sorted(EXPECTED.items(), key=lambda one: one[0] == "sign_in.leave"):
        browser.read_token()
        headers = {"X-CSRFToken": browser.token}
        json: dict[str, str] | None = {} if path.startswith("/api/") and method != "GET" else None
        got[endpoint] = browser.client.open(address(web, path), method=method, headers=headers, json=json).status_code
    assert got == {endpoint: statuses[ROLES.index(role)] for endpoint, (_, _, statuses) in EXPECTED.items()}


def without_token(page: str) -> str:
    """The token is signed with the second it was made in, so two pages seldom carry the same."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    return page.replace(found[1], "")


@pytest.mark.parametrize(
    "path", ["/projects/harbour/", "/projects/harbour/pages/1/label", "/projects/harbour/labellings/1"]
)
def test_a_foreign_project_looks_like_none_at_all(web: Web, path: str) -> None:
    browser = web.browser("stranger")
    foreign, missing = browser.get(path), browser.get(path.replace("harbour", "nowhere"))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert without_token(foreign.text) == without_token(missing.text)


def test_a_page_or_task_is_not_reached_through_another_project(web: Web) -> None:
    browser = web.browser("admin")
    assert browser.get(f"/projects/elsewhere/pages/{web.page}/label").status_code == 404
    assert browser.get(f"/projects/elsewhere/labellings/{web.task}").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "2147483648", "1e3"])
def test_a_number_that_no_page_can_have_leads_nowhere(web: Web, number: str) -> None:
    browser = web.browser("admin")
    assert browser.get(f"/projects/harbour/pages/{number}/label").status_code == 404
    assert browser.get(f"/api/v1/tasks/{number}").status_code == 404


def test_who_left_the_project_no_longer_reads_the_own_labelling(web: Web) -> None:
    ana, dora = web.browser("annotator"), web.browser("curator")
    assert ana.get(f"/api/v1/tasks/{web.task}").status_code == 200
    dora.post("/projects/harbour/members", name="Ana", role="none")
    assert ana.get(f"/api/v1/tasks/{web.task}").status_code == 404


def test_nobody_changes_the_own_role(web: Web) -> None:
    dora = web.browser("curator")
    assert (
        "somebody else"
        in dora.client.post(
            "/projects/harbour/members",
            data={"csrf_token": dora.token, "name": "Dora", "role": "annotator"},
            follow_redirects=True,
        ).text
    )
    assert dora.get("/projects/harbour/members").status_code == 200
