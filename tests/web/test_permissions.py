"""Who may call what: every route, as everybody."""

import re

import pytest

from annotator.store import projects as stored_projects
from annotator.web.table import TABLE
from annotator.workflow import label, people, projects
from tests.fixtures.cast import ROLES, TEXT, Web, add_page

ADJUDICATION = "/api/v1/projects/harbour/pages/{page}/adjudicate/{pass}"
# Per route: method and path, then the status for anonymous, stranger, annotator, other annotator, curator, admin.
EXPECTED: dict[str, tuple[str, str, tuple[int, ...]]] = {
    "static": ("GET", "{static}", (200, 200, 200, 200, 200, 200)),
    "health.check": ("GET", "/healthz", (200, 200, 200, 200, 200, 200)),
    "sign_in.explain": ("GET", "/sign-in", (200, 200, 200, 200, 200, 200)),
    "sign_in.check": ("POST", "/sign-in", (401, 401, 401, 401, 401, 401)),
    "sign_in.ask": ("GET", "/in/nonsense", (410, 410, 410, 410, 410, 410)),
    "sign_in.enter": ("POST", "/in/nonsense", (410, 410, 410, 410, 410, 410)),
    "sign_in.leave": ("POST", "/sign-out", (303, 303, 303, 303, 303, 303)),
    "sign_in.session": ("GET", "/api/v1/session", (200, 200, 200, 200, 200, 200)),
    "join.ask": ("GET", "/join/nonsense", (410, 410, 410, 410, 410, 410)),
    "join.accept": ("POST", "/join/nonsense", (410, 410, 410, 410, 410, 410)),
    "oidc.start": ("GET", "/oidc", (404, 404, 404, 404, 404, 404)),
    "oidc.back": ("GET", "/oidc/back", (404, 404, 404, 404, 404, 404)),
    "account.show": ("GET", "/account", (302, 200, 200, 200, 200, 200)),
    "account.password": ("POST", "/account/password", (302, 422, 422, 422, 422, 422)),
    "account.end": ("POST", "/account/sessions", (302, 303, 303, 303, 303, 303)),
    "account.make_token": ("POST", "/account/tokens", (302, 422, 422, 422, 422, 422)),
    "account.revoke_token": ("POST", "/account/tokens/1/revoke", (302, 303, 303, 303, 303, 303)),
    "account.unlink": ("POST", "/account/identities/unlink", (302, 303, 303, 303, 303, 303)),
    "audit.instance": ("GET", "/audit", (302, 403, 403, 403, 403, 200)),
    "audit.of_project": ("GET", "/projects/harbour/audit", (302, 404, 403, 403, 200, 200)),
    "projects.index": ("GET", "/", (302, 200, 200, 200, 200, 200)),
    "projects.new": ("GET", "/projects/new", (302, 403, 403, 403, 403, 200)),
    "projects.create": ("POST", "/projects/new", (302, 403, 403, 403, 403, 422)),
    "projects.show": ("GET", "/projects/harbour/", (302, 404, 200, 200, 200, 200)),
    "guidelines.show": ("GET", "/projects/harbour/guideline", (302, 404, 200, 200, 200, 200)),
    "guidelines.edit": ("GET", "/projects/harbour/guideline/new", (302, 404, 403, 403, 200, 200)),
    "guidelines.publish": ("POST", "/projects/harbour/guideline/new", (302, 404, 403, 403, 422, 422)),
    "guidelines.confirm": ("POST", "/projects/harbour/guideline/read", (302, 404, 422, 422, 422, 422)),
    "entities.index": ("GET", "/projects/harbour/entities", (302, 404, 403, 403, 200, 200)),
    "entities.show": ("GET", "/projects/harbour/entities/entry?id=none", (302, 404, 403, 403, 404, 404)),
    "entities.save": ("POST", "/projects/harbour/entities/entry", (302, 404, 403, 403, 303, 303)),
    "entities.confirm": ("POST", "/projects/harbour/entities/confirm", (302, 404, 403, 403, 303, 303)),
    "entities.merge": ("GET", "/projects/harbour/entities/merge", (302, 404, 403, 403, 422, 422)),
    "entities.join": ("POST", "/projects/harbour/entities/merge", (302, 404, 403, 403, 422, 422)),
    "entities.undo": ("POST", "/projects/harbour/entities/merges/1/undo", (302, 404, 403, 403, 422, 422)),
    "schemes.show": ("GET", "/projects/harbour/scheme", (302, 404, 403, 403, 200, 200)),
    "schemes.ask": ("POST", "/projects/harbour/scheme", (302, 404, 403, 403, 422, 422)),
    "search.show": ("GET", "/projects/harbour/search?what=lines", (302, 404, 403, 403, 200, 200)),
    "search.look": ("POST", "/projects/harbour/search/look", (302, 404, 403, 403, 422, 422)),
    "search.gold": ("POST", "/projects/harbour/search/gold", (302, 404, 403, 403, 422, 422)),
    "search.undo": ("POST", "/projects/harbour/search/undo", (302, 404, 403, 403, 422, 422)),
    "remarks.index": ("GET", "/projects/harbour/notes", (302, 404, 403, 403, 200, 200)),
    "remarks.answer": ("POST", "/projects/harbour/notes", (302, 404, 403, 403, 422, 422)),
    "remarks.beside": ("GET", "/projects/harbour/labellings/{task}/beside", (302, 404, 200, 404, 200, 200)),
    "remarks.looked": ("POST", "/projects/harbour/looks/1", (302, 404, 422, 422, 422, 422)),
    "members.show": ("GET", "/projects/harbour/members", (302, 404, 403, 403, 200, 200)),
    "members.save": ("POST", "/projects/harbour/members", (302, 404, 403, 403, 303, 303)),
    "members.languages": ("POST", "/projects/harbour/members/languages", (302, 404, 403, 403, 303, 303)),
    "members.invite": ("POST", "/projects/harbour/invitations", (302, 404, 403, 403, 422, 422)),
    "members.uninvite": ("POST", "/projects/harbour/invitations/nonsense/revoke", (302, 404, 403, 403, 303, 303)),
    "importing.ask": ("GET", "/projects/harbour/import", (302, 404, 403, 403, 200, 200)),
    "importing.take": ("POST", "/projects/harbour/import", (302, 404, 403, 403, 422, 422)),
    "importing.look": ("POST", "/projects/harbour/import/look", (302, 404, 403, 403, 422, 422)),
    "importing.job": ("GET", "/projects/harbour/imports/1", (302, 404, 403, 403, 422, 422)),
    "importing.start": ("POST", "/projects/harbour/imports/1/start", (302, 404, 403, 403, 422, 422)),
    "importing.stop": ("POST", "/projects/harbour/imports/1/stop", (302, 404, 403, 403, 422, 422)),
    "exporting.ask": ("GET", "/projects/harbour/exports", (302, 404, 403, 403, 200, 200)),
    "exporting.count": ("GET", "/projects/harbour/export/count", (302, 404, 403, 403, 200, 200)),
    "exporting.give": ("GET", "/projects/harbour/export", (302, 404, 403, 403, 200, 200)),
    "releases.index": ("GET", "/projects/harbour/releases", (302, 404, 403, 403, 200, 200)),
    "releases.create": ("POST", "/projects/harbour/releases", (302, 404, 403, 403, 422, 422)),
    "releases.job": ("GET", "/projects/harbour/releases/-/builds/1", (302, 404, 403, 403, 422, 422)),
    "releases.start": ("POST", "/projects/harbour/releases/-/builds/1/start", (302, 404, 403, 403, 422, 422)),
    "releases.stop": ("POST", "/projects/harbour/releases/-/builds/1/stop", (302, 404, 403, 403, 422, 422)),
    "releases.show": ("GET", "/projects/harbour/releases/v1", (302, 404, 403, 403, 404, 404)),
    "releases.download": ("GET", "/projects/harbour/releases/v1.zip", (302, 404, 403, 403, 404, 404)),
    "releases.diff": ("GET", "/projects/harbour/releases/-/diff?old=v1&new=v2", (302, 404, 403, 403, 404, 404)),
    "withdrawing.ask": ("GET", "/projects/harbour/pages/{page}/withdraw", (302, 404, 403, 403, 200, 200)),
    "withdrawing.withdraw": ("POST", "/projects/harbour/pages/{page}/withdraw", (302, 404, 403, 403, 422, 422)),
    "withdrawing.restore": ("POST", "/projects/harbour/pages/{page}/restore", (302, 404, 403, 403, 422, 422)),
    "withdrawing.erase": ("POST", "/projects/harbour/pages/{page}/erase", (302, 404, 403, 403, 403, 422)),
    "agreement.show": ("GET", "/projects/harbour/agreement", (302, 404, 403, 403, 200, 200)),
    "agreement.places": ("GET", "/projects/harbour/agreement/places?what=lines", (302, 404, 403, 403, 200, 200)),
    "statistics.of_release": ("GET", "/projects/harbour/releases/v1/statistics", (302, 404, 403, 403, 404, 404)),
    "statistics.show": ("GET", "/projects/harbour/statistics", (302, 404, 403, 403, 200, 200)),
    "splits.show": ("GET", "/projects/harbour/splits", (302, 404, 403, 403, 200, 200)),
    "splits.set_plan": ("POST", "/projects/harbour/splits", (302, 404, 403, 403, 422, 422)),
    "splits.pin": ("POST", "/projects/harbour/splits/pins", (302, 404, 403, 403, 422, 422)),
    "splits.place": ("POST", "/projects/harbour/splits/places", (302, 404, 403, 403, 303, 303)),
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
    "label.reopen": ("POST", "/projects/harbour/labellings/{task}/reopen", (302, 404, 403, 403, 422, 422)),
    "api.state": ("GET", "/api/v1/tasks/{task}", (401, 404, 200, 404, 200, 200)),
    "api.save": ("POST", "/api/v1/tasks/{task}/ops", (401, 404, 400, 404, 403, 403)),
    "api.since": ("GET", "/api/v1/tasks/{task}/ops?since=0", (401, 404, 200, 404, 200, 200)),
    "api.check": ("GET", "/api/v1/tasks/{task}/check", (401, 404, 200, 404, 200, 200)),
    "api.place": ("PUT", "/api/v1/tasks/{task}/place", (401, 404, 400, 404, 403, 403)),
    "adjudicate.index": ("GET", "/projects/harbour/adjudicate", (302, 404, 403, 403, 200, 200)),
    "adjudicate.following": ("GET", "/projects/harbour/adjudicate/{pass}/next", (302, 404, 403, 403, 303, 303)),
    "adjudicate.accept": ("POST", "/projects/harbour/adjudicate/{pass}/accept", (302, 404, 403, 403, 303, 303)),
    "adjudicate.show": ("GET", "/projects/harbour/pages/{page}/adjudicate/{pass}", (302, 404, 403, 403, 200, 200)),
    "adjudicate.state": ("GET", ADJUDICATION, (401, 404, 403, 403, 200, 200)),
    "adjudicate.save": ("POST", ADJUDICATION, (401, 404, 403, 403, 400, 400)),
    "me.keys": ("PUT", "/api/v1/me/keys", (401, 204, 204, 204, 204, 204)),
    "progress.show": ("GET", "/projects/harbour/progress", (302, 404, 403, 403, 200, 200)),
    "progress.labels": ("GET", "/projects/harbour/progress/labels", (302, 404, 403, 403, 200, 200)),
    "progress.times": ("POST", "/projects/harbour/progress/times", (302, 404, 403, 403, 303, 303)),
    "progress.work": ("GET", "/me/work", (302, 200, 200, 200, 200, 200)),
    "v1.projects": ("GET", "/api/v1/projects", (401, 200, 200, 200, 200, 200)),
    "v1.new_project": ("POST", "/api/v1/projects", (401, 403, 403, 403, 403, 400)),
    "v1.project_shown": ("GET", "/api/v1/projects/harbour", (401, 404, 200, 200, 200, 200)),
    "v1.passes": ("GET", "/api/v1/projects/harbour/passes", (401, 404, 200, 200, 200, 200)),
    "v1.new_pass": ("POST", "/api/v1/projects/harbour/passes", (401, 404, 403, 403, 400, 400)),
    "v1.pass_shown": ("GET", "/api/v1/projects/harbour/passes/main", (401, 404, 403, 403, 200, 200)),
    "v1.change_pass": ("PATCH", "/api/v1/projects/harbour/passes/main", (401, 404, 403, 403, 200, 200)),
    "v1.new_batch": ("POST", "/api/v1/projects/harbour/passes/main/batches", (401, 404, 403, 403, 400, 400)),
    "v1.open_batch": ("PATCH", "/api/v1/projects/harbour/passes/main/batches/one", (401, 404, 403, 403, 400, 400)),
    "v1.assign": ("POST", "/api/v1/projects/harbour/passes/main/assignments", (401, 404, 403, 403, 400, 400)),
    "v1.withdraw": ("POST", "/api/v1/projects/harbour/passes/main/withdrawals", (401, 404, 403, 403, 400, 400)),
    "v1.next_task": ("POST", "/api/v1/projects/harbour/next", (401, 404, 200, 200, 200, 200)),
    "v1.members": ("GET", "/api/v1/projects/harbour/members", (401, 404, 403, 403, 200, 200)),
    "v1.set_member": ("PUT", "/api/v1/projects/harbour/members", (401, 404, 403, 403, 400, 400)),
    "v1.entities": ("GET", "/api/v1/projects/harbour/entities", (401, 404, 200, 200, 200, 200)),
    "v1.take_entities": ("POST", "/api/v1/projects/harbour/entities", (401, 404, 403, 403, 415, 415)),
    "v1.guideline": ("GET", "/api/v1/projects/harbour/guideline", (401, 404, 200, 200, 200, 200)),
    "v1.new_guideline": ("POST", "/api/v1/projects/harbour/guideline", (401, 404, 403, 403, 400, 400)),
    "v1.agreement": ("GET", "/api/v1/projects/harbour/agreement", (401, 404, 403, 403, 200, 200)),
    "v1.progress": ("GET", "/api/v1/projects/harbour/progress", (401, 404, 403, 403, 200, 200)),
    "v1.pages": ("GET", "/api/v1/projects/harbour/pages", (401, 404, 200, 200, 200, 200)),
    "v1.page_shown": ("GET", "/api/v1/projects/harbour/pages/{page}", (401, 404, 200, 200, 200, 200)),
    "v1.push": ("POST", "/api/v1/projects/harbour/pages", (401, 404, 403, 403, 415, 415)),
    "v1.predict": ("POST", "/api/v1/projects/harbour/predictions", (401, 404, 403, 403, 415, 415)),
    "v1.labellings": ("GET", "/api/v1/projects/harbour/labellings", (401, 404, 200, 200, 200, 200)),
    "v1.labelling": ("GET", "/api/v1/projects/harbour/labellings/{task}", (401, 404, 200, 404, 200, 200)),
    "v1.records": ("GET", "/api/v1/projects/harbour/records", (401, 404, 403, 403, 200, 200)),
    "v1.openapi": ("GET", "/api/v1/openapi.json", (401, 200, 200, 200, 200, 200)),
}


def first_pass(web: Web) -> int:
    with web.instance.database.read() as session:
        return stored_projects.passes(session, stored_projects.find(session, "harbour").id)[0].id  # type: ignore[union-attr]


def address(web: Web, path: str) -> str:
    static = f"{web.app.static_url_path}/css/base.css"
    return path.format_map({"page": web.page, "task": web.task, "static": static, "pass": first_pass(web)})


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


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("anonymous", "admin")])
def test_every_route_of_a_foreign_project_and_its_pages_is_as_good_as_none(web: Web, role: str) -> None:
    browser, foreign = web.browser(role), "harbour" if role == "stranger" else "elsewhere"
    browser.read_token()
    headers = {"X-CSRFToken": browser.token}
    got = {
        endpoint: browser.client.open(
            address(web, path).replace("harbour", foreign), method=method, headers=headers
        ).status_code
        for endpoint, (method, path, _) in EXPECTED.items()
        if "/projects/harbour" in path
    }
    assert set(got.values()) == {404}, got


@pytest.mark.parametrize("role", ["curator", "admin"])
def test_an_object_of_another_project_is_not_found_below_ones_own(web: Web, role: str) -> None:
    browser = web.browser(role)
    browser.read_token()
    page = add_page(web.instance, "elsewhere", "other.txt", TEXT)
    chloe = next(one for one in people.everybody(web.instance.database) if one.name == "Chloe")
    elsewhere = projects.named(web.instance.database, "elsewhere")
    task = label.open_task(web.instance.database, elsewhere.id, page, chloe.id)
    with web.instance.database.read() as session:
        other = stored_projects.passes(session, elsewhere.id)[0].id
    got = {
        endpoint: browser.client.open(
            path.format_map({"page": page, "task": task, "pass": other}),
            method=method,
            headers={"X-CSRFToken": browser.token},
        ).status_code
        for endpoint, (method, path, _) in EXPECTED.items()
        if "/projects/harbour" in path and "{" in path
    }
    assert got
    assert set(got.values()) == {404}, got
