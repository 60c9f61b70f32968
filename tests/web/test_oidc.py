"""Signing in through a provider that runs beside the test and signs what it says."""

import sys
import time
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.instance import Instance
from annotator.web import create_app
from annotator.web.oidc import Provider as Settings
from annotator.web.oidc import from_environment
from annotator.workflow import identities, invitations, people
from annotator.workflow.clock import now
from tests.fixtures.cast import Browser, Web, furnished
from tests.fixtures.provider import CLIENT, SECRET, Provider


class Stay(HTTPRedirectHandler):
    """Shows where a redirect leads without following it."""

    def redirect_request(self, *_: Any) -> Request | None:
        return None


@pytest.fixture
def served(sqlite_instance: Instance, openid: Provider) -> Web:
    """The usual cast on an app that knows the provider."""
    settings = Settings(openid.url, CLIENT, SECRET)
    return furnished(sqlite_instance, create_app(sqlite_instance, provider=settings))


def come_back(browser: Browser, path: str = "/oidc") -> TestResponse:
    """Go out to the provider, and back with what it says."""
    leaving = browser.client.get(path)
    assert leaving.status_code == 302, leaving.text
    with pytest.raises(HTTPError) as sent_back:
        build_opener(Stay).open(leaving.headers["Location"])
    with sent_back.value as response:
        return browser.client.get(response.headers["Location"].removeprefix("http://localhost"))


def fresh(web: Web) -> Browser:
    return Browser(web.app.test_client())


def test_the_door_shows_where_one_can_come_from(served: Web) -> None:
    assert "Sign in through 127.0.0.1" in fresh(served).get("/sign-in").text


def test_whom_an_admin_has_linked_is_signed_in(served: Web, openid: Provider) -> None:
    identities.link_named(served.instance.database, "Ana", openid.url, openid.subject)
    browser = fresh(served)
    assert come_back(browser).headers["Location"] == "/"
    assert "Harbour" in browser.get("/").text
    with served.instance.database.read() as session:
        signed = session.scalars(select(models.Event.detail).where(models.Event.action == "signed.in")).all()
    assert {"by": "provider"} in signed


def test_an_unknown_subject_is_told_what_to_ask_for_and_gets_no_account(served: Web, openid: Provider) -> None:
    openid.name = "Ana"
    before = people.everybody(served.instance.database)
    browser = fresh(served)
    answer = come_back(browser)
    assert answer.status_code == 403
    assert f"annotator user identity NAME subject-1 --issuer {openid.url}" in answer.text
    assert browser.get("/").status_code == 302
    assert people.everybody(served.instance.database) == before


def test_an_invitation_makes_an_account_without_a_password(served: Web) -> None:
    db = served.instance.database
    dora = next(one for one in people.everybody(db) if one.name == "Dora")
    token = invitations.make(db, "harbour", "annotator", [], 7, dora)
    browser = fresh(served)
    assert f"/oidc?join={token}" in browser.get(f"/join/{token}").text
    assert come_back(browser, f"/oidc?join={token}").headers["Location"] == f"/join/{token}"
    page = browser.get(f"/join/{token}").text
    assert 'value="Eve Lind"' in page
    assert 'type="password"' not in page
    browser.read_token()
    assert browser.post(f"/join/{token}", name="Eve").headers["Location"] == "/projects/harbour/"
    again = fresh(served)
    assert come_back(again).headers["Location"] == "/"
    assert "Harbour" in again.get("/").text


def test_who_is_disabled_here_stays_out(served: Web, openid: Provider) -> None:
    db = served.instance.database
    identities.link_named(db, "Ana", openid.url, openid.subject)
    with db.write() as session:
        session.execute(update(models.Person).where(models.Person.name == "Ana").values(disabled_at=now()))
    assert come_back(fresh(served)).status_code == 403


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ({"aud": "another-client"}, "'aud'"),
        ({"aud": "another-client", "azp": CLIENT}, "'aud'"),
        ({"nonce": "another-nonce"}, "'nonce'"),
        ({"iss": "https://another.example"}, "'iss'"),
        ({"exp": int(time.time()) - 1000, "iat": int(time.time()) - 2000}, "expired"),
        ({"sub": ""}, "sub"),
        ({"sub": "x" * 256}, "subject: is none"),
    ],
    ids=["audience", "audience, though we asked", "nonce", "issuer", "time", "no subject", "long subject"],
)
def test_a_token_that_is_not_for_us_or_not_for_now_is_refused(
    served: Web, openid: Provider, lie: dict[str, object], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    identities.link_named(served.instance.database, "Ana", openid.url, openid.subject)
    openid.claims = lie
    browser = fresh(served)
    answer = come_back(browser)
    assert (answer.status_code, browser.get("/").status_code) == (502, 302)
    assert "did not work" in answer.text
    assert reason in caplog.text
    assert reason not in answer.text


def test_a_token_that_somebody_else_signed_is_refused(
    served: Web, openid: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    identities.link_named(served.instance.database, "Ana", openid.url, openid.subject)
    openid.signer = "somebody else"
    assert come_back(fresh(served)).status_code == 502
    assert "BadSignature" in caplog.text


def test_a_provider_that_speaks_for_another_is_refused(served: Web, openid: Provider) -> None:
    openid.metadata = {"issuer": "https://another.example"}
    assert come_back(fresh(served)).status_code == 502


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(served: Web, openid: Provider) -> None:
    identities.link_named(served.instance.database, "Ana", openid.url, openid.subject)
    attacker, victim = fresh(served), fresh(served)
    leaving = attacker.client.get("/oidc")
    with pytest.raises(HTTPError) as sent_back:
        build_opener(Stay).open(leaving.headers["Location"])
    with sent_back.value as response:
        back = response.headers["Location"].removeprefix("http://localhost")
    assert victim.client.get(back).status_code == 502
    assert victim.get("/").status_code == 302
    assert victim.client.get("/oidc/back?error=access_denied").status_code == 502


def test_a_provider_that_is_away_is_said_in_a_sentence(sqlite_instance: Instance) -> None:
    web = furnished(sqlite_instance, create_app(sqlite_instance, provider=Settings("http://127.0.0.1:9", CLIENT, "x")))
    answer = fresh(web).get("/oidc")
    assert answer.status_code == 502
    assert "did not work; try again, or sign in another way" in answer.text


def test_a_subject_belongs_to_one_person(served: Web, openid: Provider) -> None:
    identities.link_named(served.instance.database, "Ana", openid.url, openid.subject)
    with pytest.raises(Refused, match="linked to an account already"):
        identities.link_named(served.instance.database, "Ben", openid.url, openid.subject)
    with pytest.raises(Refused, match="has no account"):
        identities.link_named(served.instance.database, "Nobody", openid.url, "subject-2")


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"ANNOTATOR_OIDC_ISSUER": "http://login.example"}, "ANNOTATOR_OIDC_ISSUER"),
        ({"ANNOTATOR_OIDC_ISSUER": "https://login.example"}, "ANNOTATOR_OIDC_CLIENT"),
        ({"ANNOTATOR_OIDC_ISSUER": "https://login.example", "ANNOTATOR_OIDC_CLIENT": "a"}, "ANNOTATOR_OIDC_SECRET"),
    ],
)
def test_half_a_setting_is_refused(environment: dict[str, str], place: str) -> None:
    assert from_environment({}) is None
    with pytest.raises(Refused) as refused:
        from_environment(environment)
    assert refused.value.place == place


def test_without_the_library_one_sentence_says_what_to_install(
    sqlite_instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "authlib.integrations.flask_client", None)
    with pytest.raises(Refused, match=r"needs the extra: pip install 'marginalia-annotator\[oidc\]'"):
        create_app(sqlite_instance, provider=Settings("https://login.example", CLIENT, SECRET))
