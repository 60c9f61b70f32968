"""Signing in, cookies, CSRF, headers, hosts: what every request passes and every answer carries."""

import hashlib
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from annotator.store.instance import Instance
from annotator.web import create_app, security, table
from annotator.workflow import people
from tests.fixtures.cast import Browser, Web, furnished
from tests.web.test_permissions import EXPECTED, address

WRITES = [endpoint for endpoint, (method, _, _) in EXPECTED.items() if method != "GET"]
READS = [endpoint for endpoint, (method, _, _) in EXPECTED.items() if method == "GET"]


def test_following_a_link_shows_one_button_and_changes_nothing(web: Web) -> None:
    link = people.make_link(web.instance.database, "Ana")
    browser = web.browser("anonymous")
    for _ in range(2):
        page = browser.get(f"/in/{link}")
        assert page.text.count("<button") == 1
        assert "Hello Ana" in page.text
    assert browser.sign_in(link).status_code == 303
    assert "Ana" in browser.get("/").text


def test_a_link_works_once(web: Web) -> None:
    link = people.make_link(web.instance.database, "Ana")
    web.browser("anonymous").sign_in(link)
    second = Browser(web.app.test_client())
    assert second.sign_in(link).status_code == 410
    assert second.get("/").status_code == 302


def test_a_link_expires(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "LINK_LIVES", timedelta(seconds=-1))
    link = people.make_link(web.instance.database, "Ana")
    assert web.browser("anonymous").sign_in(link).status_code == 410


def test_signing_out_ends_the_session_on_the_server(web: Web) -> None:
    browser = web.browser("annotator")
    stolen = web.app.test_client()
    name = web.app.session_interface.get_cookie_name
    with web.app.test_request_context():
        cookie = browser.client.get_cookie(name(web.app))
    assert cookie
    stolen.set_cookie(cookie.key, cookie.value)
    assert stolen.get("/").status_code == 200
    browser.post("/sign-out")
    assert stolen.get("/").status_code == 302


def test_an_answer_that_comes_late_leaves_the_cookie_of_a_new_sign_in_alone(web: Web) -> None:
    browser = web.browser("annotator")
    for path in ("/", f"/api/v1/tasks/{web.task}", "/api/v1/session", "/nowhere"):
        assert "Set-Cookie" not in browser.get(path).headers


def test_a_label_screen_goes_on_saving_after_signing_in_again(web: Web) -> None:
    browser = web.browser("annotator")
    before = browser.token
    with closing(sqlite3.connect(web.instance.folder.parent / "annotator.db")) as database:
        database.execute("DELETE FROM session")
        database.commit()
    place = f"/api/v1/tasks/{web.task}/place"
    assert browser.send("PUT", place, {"line": 2}).status_code == 401
    browser.sign_in(people.make_link(web.instance.database, "Ana"))
    browser.token = before
    assert browser.send("PUT", place, {"line": 2}).status_code == 204


def cookie_of(client: FlaskClient, base_url: str) -> str:
    return client.get("/sign-in", base_url=base_url).headers["Set-Cookie"]


def test_the_cookie_is_bound_to_the_host_over_https(web: Web) -> None:
    said = cookie_of(web.app.test_client(), "https://localhost")
    assert said.startswith("__Host-annotator-")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(said.split("; "))
    assert "Domain" not in said


def test_plain_http_on_this_computer_has_another_cookie(web: Web) -> None:
    said = cookie_of(web.app.test_client(), "http://127.0.0.1:8000")
    assert said.startswith("annotator-")
    assert "Secure" not in said
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(said.split("; "))


def test_plain_http_elsewhere_can_not_sign_in(sqlite_instance: Instance) -> None:
    web = furnished(sqlite_instance, create_app(sqlite_instance, trusted_hosts=("labels.example",)))
    link = people.make_link(sqlite_instance.database, "Ana")
    page = web.app.test_client().get(f"/in/{link}", base_url="http://labels.example")
    assert "https" in page.text
    assert "Secure" in page.headers["Set-Cookie"]


@pytest.mark.parametrize("endpoint", WRITES)
def test_every_write_asks_for_the_token(web: Web, endpoint: str) -> None:
    method, path, _ = EXPECTED[endpoint]
    role = "annotator" if table.TABLE[endpoint] is table.owner else "admin"
    client = web.browser(role).client
    for headers in ({}, {"X-CSRFToken": "wrong"}):
        answer = client.open(address(web, path), method=method, headers=headers)
        assert answer.status_code == 400
        assert "out of date" in answer.text


@pytest.mark.parametrize("endpoint", WRITES)
def test_a_write_from_a_page_of_another_site_is_refused(web: Web, endpoint: str) -> None:
    method, path, _ = EXPECTED[endpoint]
    browser = web.browser("admin")
    headers = {"X-CSRFToken": browser.token, "Sec-Fetch-Site": "cross-site"}
    assert browser.client.open(address(web, path), method=method, headers=headers).status_code == 403


@pytest.mark.parametrize("endpoint", [*EXPECTED, "missing"])
@pytest.mark.parametrize("role", ["anonymous", "admin"])
def test_every_answer_carries_the_headers(web: Web, endpoint: str, role: str) -> None:
    method, path, _ = EXPECTED.get(endpoint, ("GET", "/no/such/place", ()))
    answer = web.browser(role).client.open(address(web, path), method=method)
    for name, value in security.HEADERS.items():
        if name != "Cache-Control":
            assert answer.headers[name] == value
    cached = "public, max-age=31536000, immutable" if endpoint == "static" else "no-store"
    assert answer.headers["Cache-Control"] == cached
    assert "Strict-Transport-Security" not in answer.headers


def test_https_is_remembered_by_the_browser(web: Web) -> None:
    answer = web.app.test_client().get("/sign-in", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_an_unexpected_error_says_an_id_and_nothing_else(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> str:
        raise RuntimeError("secret detail\nforged line")

    web.app.add_url_rule("/broken", "health.broken", fail)
    web.app.testing = False
    table.TABLE["health.broken"] = table.anyone
    try:
        answer = web.browser("admin").get("/broken")
    finally:
        del table.TABLE["health.broken"]
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    logged = next(one for one in caplog.records if one.name == "annotator.web").getMessage()
    assert "\n" not in logged
    assert logged.split('"id":"')[1][:8] in answer.text
    assert security.HEADERS["Content-Security-Policy"] == answer.headers["Content-Security-Policy"]


def test_an_unknown_host_is_refused_with_the_option_that_helps(web: Web) -> None:
    answer = web.app.test_client().get("/sign-in", base_url="http://evil.example")
    assert answer.status_code == 400
    assert "--trusted-host" in answer.text
    assert "nosniff" in answer.headers["X-Content-Type-Options"]


def test_a_trusted_host_is_served(sqlite_instance: Instance) -> None:
    app = create_app(sqlite_instance, trusted_hosts=("labels.example",))
    assert app.test_client().get("/sign-in", base_url="https://labels.example").status_code == 200


def test_everything_lies_below_the_prefix(sqlite_instance: Instance) -> None:
    client = create_app(sqlite_instance, prefix="/labels").test_client()
    assert client.get("/sign-in").status_code == 404
    assert "nosniff" in client.get("/sign-in").headers["X-Content-Type-Options"]
    page = client.get("/labels/sign-in")
    assert page.status_code == 200
    addresses = [part.split('"')[0] for part in page.text.split('href="')[1:]]
    assert all(one.startswith(("/labels/", "#")) for one in addresses)


def test_a_proxy_is_believed_only_when_there_is_one(sqlite_instance: Instance) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "labels.example"}
    alone = create_app(sqlite_instance, trusted_hosts=("labels.example",))
    behind = create_app(sqlite_instance, trusted_hosts=("labels.example",), behind_proxy=True)
    assert "Secure" not in alone.test_client().get("/sign-in", headers=forwarded).headers["Set-Cookie"]
    assert "Secure" in behind.test_client().get("/sign-in", headers=forwarded).headers["Set-Cookie"]


def contents(folder: Path) -> str:
    with closing(sqlite3.connect(folder.parent / "annotator.db")) as database:
        return hashlib.sha256("\n".join(database.iterdump()).encode()).hexdigest()


@pytest.mark.parametrize("endpoint", READS)
def test_getting_changes_nothing(web: Web, endpoint: str) -> None:
    path = address(web, EXPECTED[endpoint][1])
    for role in ("annotator", "admin"):
        browser = web.browser(role)
        browser.get(path)  # opening a page makes the labelling that is one's own
        before = contents(web.instance.folder)
        browser.get(path)
        assert contents(web.instance.folder) == before


def test_two_fresh_instances_have_different_keys(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "two"):
        opened = Instance.open(tmp_path / name)
        keys.add(create_app(opened).config["SECRET_KEY"])
        opened.close()
    assert len(keys) == 2
