"""Scripts that come with a token: what each scope may do, where a project limits it, and that no cookie counts."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.database import Database
from annotator.workflow import people, tokens
from annotator.workflow.clock import now
from annotator.workflow.tokens import SCOPES
from tests.fixtures.cast import NAMES, ROLES, Browser, Web
from tests.web.test_permissions import EXPECTED, address


def token_of(web: Web, role: str, scope: str, slug: str | None = None, days: int = 30) -> str:
    db = web.instance.database
    owner = next(one for one in people.everybody(db) if one.name == NAMES[role])
    return tokens.make(db, owner, "a script", scope, days, slug)


def call(web: Web, token: str, path: str, method: str = "GET", json: object = None) -> TestResponse:
    return web.app.test_client().open(path, method=method, json=json, headers={"Authorization": f"Bearer {token}"})


def test_a_script_needs_neither_cookie_nor_csrf_token_and_gets_no_cookie(web: Web) -> None:
    answer = call(web, token_of(web, "annotator", "label"), f"/api/v1/tasks/{web.task}/place", "PUT", {"line": 2})
    assert answer.status_code == 204
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("sent", ["Bearer wrong", "Bearer ", "bearer  annotator_x", "BEARER annotator_y"])
def test_a_bad_token_is_not_helped_by_a_good_cookie(web: Web, sent: str) -> None:
    answer = web.browser("admin").client.get("/", headers={"Authorization": sent})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json == {"message": "This token is unknown, over, taken back, or came over plain http."}


def test_a_write_with_cookie_and_token_is_the_tokens_alone(web: Web) -> None:
    ana = web.browser("annotator").client
    headers = {"Authorization": f"Bearer {token_of(web, 'other', 'label')}"}
    assert ana.put(f"/api/v1/tasks/{web.task}/place", json={"line": 2}, headers=headers).status_code == 404
    assert ana.post("/sign-out", headers=headers).status_code == 403
    assert ana.get("/").status_code == 200


def expected(endpoint: str, role: str, scope: str) -> int:
    """What the matrix says of the role, unless the scope is too small or the route is for people in a browser."""
    from annotator.web.table import TABLE, anyone, in_person, scope_of  # noqa: PLC0415

    method, _, statuses = EXPECTED[endpoint]
    needed = scope_of(endpoint, method)
    if TABLE[endpoint] is in_person or (TABLE[endpoint] is anyone and needed == "manage"):
        return 403
    return statuses[ROLES.index(role)] if SCOPES.index(scope) >= SCOPES.index(needed) else 403


@pytest.mark.parametrize("role", [role for role in ROLES if role in NAMES])
@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_may_what_its_holder_may_and_its_scope_covers(web: Web, role: str, scope: str) -> None:
    token = token_of(web, role, scope)
    got, due = {}, {}
    for endpoint, (method, path, _) in EXPECTED.items():
        json: dict[str, str] | None = {} if path.startswith("/api/") and method != "GET" else None
        got[endpoint] = call(web, token, address(web, path), method, json).status_code
        due[endpoint] = expected(endpoint, role, scope)
    assert got == due


@pytest.mark.parametrize("role", ["curator", "admin"])
def test_a_token_for_one_project_finds_nothing_elsewhere(web: Web, role: str) -> None:
    token = token_of(web, role, "manage", "harbour")
    for endpoint, (method, path, _) in EXPECTED.items():
        if "/projects/harbour" in path:
            foreign = address(web, path).replace("harbour", "elsewhere")
            assert call(web, token, foreign, method).status_code == 404, endpoint
    assert call(web, token, "/projects/harbour/").status_code == 200
    assert call(web, token, "/").status_code == 403
    assert call(web, token, "/projects/new", "POST").status_code == 403


def test_a_token_taken_back_is_dead_at_once(web: Web) -> None:
    db, token = web.instance.database, token_of(web, "annotator", "read")
    assert call(web, token, "/projects/harbour/").status_code == 200
    ana = next(one for one in people.everybody(db) if one.name == "Ana")
    with db.read() as session:
        key = session.scalars(select(models.ApiToken.id)).one()
    tokens.revoke(db, ana, key)
    assert call(web, token, "/projects/harbour/").status_code == 401


def test_a_token_does_not_count_over_plain_http_from_afar(web: Web) -> None:
    token = token_of(web, "admin", "read")
    web.app.config["TRUSTED_HOSTS"] = ["labels.example"]
    headers = {"Authorization": f"Bearer {token}"}
    client = web.app.test_client()
    assert client.get("/", base_url="http://labels.example", headers=headers).status_code == 401
    assert client.get("/", base_url="https://labels.example", headers=headers).status_code == 200


def test_a_second_browser_is_none_the_wiser(web: Web) -> None:
    fresh = Browser(web.app.test_client())
    call(web, token_of(web, "admin", "manage"), "/")
    assert fresh.get("/").status_code == 302


def test_a_token_is_stored_as_a_digest_and_knows_when_it_was_used(newsroom: Database) -> None:
    ana = next(one for one in people.everybody(newsroom) if one.name == "Ana")
    token = tokens.make(newsroom, ana, "nightly export", "read", 30, "news")
    found = tokens.holder(newsroom, token)
    assert found is not None
    assert (found.person.name, found.scope, found.project_id is not None) == ("Ana", "read", True)
    with newsroom.read() as session:
        kept = session.scalars(select(models.ApiToken)).one()
        assert token not in (kept.token_sha256, kept.name)
        assert kept.seen_at is not None


@pytest.mark.parametrize(
    ("values", "owner"),
    [
        ({"expires_at": now(timedelta(seconds=-1))}, {}),
        ({}, {"disabled_at": now()}),
        ({}, {"can_sign_in": False}),
    ],
    ids=["over", "disabled", "without account"],
)
def test_a_token_ends_with_its_time_or_its_holder(
    newsroom: Database, values: dict[str, str], owner: dict[str, str]
) -> None:
    ana = next(one for one in people.everybody(newsroom) if one.name == "Ana")
    token = tokens.make(newsroom, ana, "nightly export", "read", 30)
    with newsroom.write() as session:
        if values:
            session.execute(update(models.ApiToken).values(**values))
        if owner:
            session.execute(update(models.Person).where(models.Person.id == ana.id).values(**owner))
    assert tokens.holder(newsroom, token) is None


@pytest.mark.parametrize(
    ("name", "scope", "days", "slug", "place"),
    [
        ("", "read", 30, None, "name"),
        ("x" * 81, "read", 30, None, "name"),
        ("a\x00b", "read", 30, None, "name"),
        ("script", "all", 30, None, "scope"),
        ("script", "read", 0, None, "days"),
        ("script", "read", 366, None, "days"),
        ("script", "read", 30, "nowhere", "project"),
    ],
)
def test_a_token_that_can_not_be_made_is_refused_in_a_sentence(
    newsroom: Database, name: str, scope: str, days: int, slug: str | None, place: str
) -> None:
    ana = next(one for one in people.everybody(newsroom) if one.name == "Ana")
    with pytest.raises(Refused) as refused:
        tokens.make(newsroom, ana, name, scope, days, slug)
    assert refused.value.place == place


def test_nobody_takes_back_the_token_of_somebody_else(newsroom: Database) -> None:
    ana, ben = (next(one for one in people.everybody(newsroom) if one.name == name) for name in ("Ana", "Ben"))
    token = tokens.make(newsroom, ana, "nightly export", "read", 30)
    held = tokens.holder(newsroom, token)
    assert held is not None
    with pytest.raises(Refused, match="none of yours"):
        tokens.revoke(newsroom, ben, held.id)
    assert tokens.holder(newsroom, token)
