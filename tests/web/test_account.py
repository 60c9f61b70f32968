"""Signing in with a password, my account, invitations and the audit log, through the forms."""

import html
import re

import pytest
from sqlalchemy import select

from annotator.store import models
from annotator.web.throttle import MOST, Throttle
from annotator.workflow import identities, passwords, people, tokens
from tests.fixtures.cast import Browser, Web

GOOD = "heron gravel nine lamps"


def fresh(web: Web) -> Browser:
    browser = Browser(web.app.test_client())
    browser.read_token()
    return browser


def secret(page: str) -> str:
    found = re.search(r'<code class="secret">([^<]+)</code>', page)
    assert found
    return html.unescape(found[1])


def test_name_and_password_sign_in(web: Web) -> None:
    passwords.set_password(web.instance.database, "Ana", GOOD)
    browser = fresh(web)
    answer = browser.post("/sign-in", name="Ana", password=GOOD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Harbour" in browser.get("/").text


def test_whatever_is_wrong_the_answer_is_the_same(web: Web) -> None:
    passwords.set_password(web.instance.database, "Ana", GOOD)
    answers = [fresh(web).post("/sign-in", name=name, password="wrong guess") for name in ("Ana", "Bea", "Ben")]
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    texts = [re.sub(r'content="[^"]+"|value="[^"]*"|hx-headers[^>]+', "", answer.text) for answer in answers]
    assert texts[0] == texts[1] == texts[2]
    assert "don&#39;t belong together" in texts[0]


def test_after_five_failures_the_answer_says_when_to_come_back(web: Web) -> None:
    browser = fresh(web)
    for _ in range(5):
        assert browser.post("/sign-in", name="Ana", password="wrong guess").status_code == 401
    answer = browser.post("/sign-in", name="Ana", password="wrong guess")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "Too many attempts" in answer.text


def test_an_address_that_fails_too_often_waits_whatever_the_names(web: Web) -> None:
    throttle: Throttle = web.app.extensions["throttle"]
    for _ in range(MOST):
        assert throttle.wait("127.0.0.1") == 0
        throttle.note("127.0.0.1")
    answer = fresh(web).post("/sign-in", name="Ana", password=GOOD)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert throttle.wait("127.0.0.2") == 0


def test_neighbours_of_one_household_count_as_one() -> None:
    throttle = Throttle()
    for number in range(MOST):
        throttle.note(f"2001:db8:1:1::{number:x}")
    assert throttle.wait("2001:db8:1:1:ffff::1") > 0
    assert throttle.wait("2001:db8:1:2::1") == 0


def test_plain_http_from_afar_takes_no_password(web: Web) -> None:
    web.app.config["TRUSTED_HOSTS"] = ["labels.example"]
    client = web.app.test_client()
    page = client.get("/sign-in", base_url="http://labels.example").text
    assert "begins with https" in page
    assert 'type="password"' not in page


def test_a_password_is_set_and_changed_on_ones_own_page(web: Web) -> None:
    ana = web.browser("annotator")
    assert 'name="old"' not in ana.get("/account").text
    refused = ana.post("/account/password", new=GOOD, again="heron gravel nine lamp")
    assert (refused.status_code, "same way twice" in refused.text) == (422, True)
    assert ana.post("/account/password", new=GOOD, again=GOOD).status_code == 303
    assert 'name="old"' in ana.get("/account").text
    wrong = ana.post("/account/password", old="not it at all", new="other long words", again="other long words")
    assert (wrong.status_code, "old password: is wrong" in wrong.text) == (422, True)
    assert fresh(web).post("/sign-in", name="Ana", password=GOOD).status_code == 303


def test_my_sessions_are_listed_and_ended(web: Web) -> None:
    here, there = web.browser("annotator"), fresh(web)
    there.client.environ_base["HTTP_USER_AGENT"] = "Reading <b>Machine</b>"
    there.sign_in(people.make_link(web.instance.database, "Ana"))
    page = here.get("/account").text
    assert "Reading &lt;b&gt;Machine&lt;/b&gt;" in page
    (key,) = re.findall(r'name="which" value="([0-9a-f]+)"', page)
    assert here.post("/account/sessions", which=key).status_code == 303
    assert (there.get("/").status_code, here.get("/").status_code) == (302, 200)


def test_a_token_is_shown_once_and_taken_back(web: Web) -> None:
    ana = web.browser("annotator")
    made = ana.post("/account/tokens", name="nightly export", scope="read", days="30", project="harbour")
    assert made.status_code == 201
    headers = {"Authorization": f"Bearer {secret(made.text)}"}
    assert web.app.test_client().get("/projects/harbour/", headers=headers).status_code == 200
    page = ana.get("/account").text
    assert "nightly export" in page
    assert "annotator_" not in page
    ana.post("/account/tokens/1/revoke")
    assert web.app.test_client().get("/projects/harbour/", headers=headers).status_code == 401
    refused = ana.post("/account/tokens", name="foreign", scope="read", days="30", project="elsewhere")
    assert (refused.status_code, "none of yours" in refused.text) == (422, True)


def invitation(web: Web, role: str = "annotator") -> str:
    made = web.browser("curator").post("/projects/harbour/invitations", role=role, languages="en, ar", days="7")
    assert made.status_code == 201
    return secret(made.text).removeprefix("http://localhost")


def test_a_guest_follows_an_invitation_and_labels(web: Web) -> None:
    path, guest = invitation(web), fresh(web)
    assert "Dora invites you as annotator" in guest.get(path).text
    weak = guest.post(path, name="Eve", password="password1")
    assert (weak.status_code, "tried first" in weak.text) == (422, True)
    assert guest.post(path, name="Eve", password=GOOD).headers["Location"] == "/projects/harbour/"
    assert guest.get("/projects/harbour/").status_code == 200
    assert fresh(web).get(path).status_code == 410
    members = web.browser("curator").get("/projects/harbour/members").text
    assert "used by Eve" in members
    assert 'value="en ar"' in members


def test_who_has_an_account_signs_in_on_the_way(web: Web) -> None:
    passwords.set_password(web.instance.database, "Chloe", GOOD)
    path, chloe = invitation(web), fresh(web)
    token = path.rpartition("/")[2]
    assert f"/sign-in?join={token}" in chloe.get(path).text
    assert chloe.post("/sign-in", name="Chloe", password=GOOD, join=token).headers["Location"] == path
    assert "Join as Chloe" in chloe.get(path).text
    assert chloe.post(path).status_code == 303
    assert chloe.get("/projects/harbour/").status_code == 200


@pytest.mark.parametrize("join", ["//evil.example", "https://evil.example", "../../evil"])
def test_signing_in_leads_nowhere_else(web: Web, join: str) -> None:
    passwords.set_password(web.instance.database, "Ana", GOOD)
    where = fresh(web).post("/sign-in", name="Ana", password=GOOD, join=join).headers.get("Location", "/")
    assert where.startswith("/")
    assert not where.startswith("//")


def test_an_open_invitation_is_listed_and_taken_back(web: Web) -> None:
    path, dora = invitation(web), web.browser("curator")
    (key,) = re.findall(r"/invitations/([0-9a-f]+)/revoke", dora.get("/projects/harbour/members").text)
    dora.post(f"/projects/harbour/invitations/{key}/revoke")
    assert fresh(web).get(path).status_code == 410


def test_a_curator_says_what_a_member_reads(web: Web) -> None:
    dora = web.browser("curator")
    dora.post("/projects/harbour/members/languages", name="Ana", languages="ar, sr-Cyrl")
    assert 'value="ar sr-Cyrl"' in dora.get("/projects/harbour/members").text
    with web.instance.database.read() as session:
        assert session.scalar(select(models.Person.languages).where(models.Person.name == "Ana")) == ["ar", "sr-Cyrl"]


def test_the_audit_log_is_filtered_and_a_project_shows_its_own(web: Web) -> None:
    admin, dora = web.browser("admin"), web.browser("curator")
    assert "signed.in" in admin.get("/audit").text
    own = dora.get("/projects/harbour/audit").text
    assert "member.set" in own
    assert "signed.in" not in own
    assert "Chloe" not in own
    dora.post("/projects/harbour/members/languages", name="Ana", languages="ar")
    assert admin.get("/audit?action=languages.set&person=Dora").text.count("<tr>") == 2
    assert "Nothing matches" in admin.get("/audit?until=2001-01-01").text
    assert admin.get("/audit?since=yesterday").status_code == 400
    assert "2 of" not in admin.get("/audit").text


def test_a_long_trail_is_shown_in_screens(web: Web) -> None:
    for number in range(101):
        people.add(web.instance.database, f"Reader {number}")
    page = web.browser("admin").get("/audit?action=person.added").text
    assert "1 of 2" in page
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    assert "Reader 0" in web.browser("admin").get(html.unescape(following[1])).text


def test_an_account_at_a_provider_is_unlinked_where_another_way_in_is_left(web: Web) -> None:
    db, ana, ben = web.instance.database, web.browser("annotator"), web.browser("other")
    identities.link_named(db, "Ana", "https://id.example", "ana-1")
    named = {"issuer": "https://id.example", "subject": "ana-1"}
    assert "your only way in" in ana.get("/account").text
    ana.post("/account/identities/unlink", **named)
    assert "set a password first" in ana.get("/account").text
    ana.post("/account/password", new=GOOD, again=GOOD)
    ben.post("/account/identities/unlink", **named)
    assert "is none of yours" in ben.get("/account").text
    assert "ana-1" in ana.get("/account").text
    ana.post("/account/identities/unlink", **named)
    assert "no longer signs you in" in ana.get("/account").text
    assert identities.sign_in(db, identities.Identity("https://id.example", "ana-1", "Ana")) is None


def test_another_password_ends_other_sessions_and_leaves_tokens_to_their_own_end(web: Web) -> None:
    ana = web.browser("annotator")
    passwords.set_password(web.instance.database, "Ana", GOOD)
    assert ana.get("/account").status_code == 302
    again = fresh(web)
    again.post("/sign-in", name="Ana", password=GOOD)
    person = next(one for one in people.everybody(web.instance.database) if one.name == "Ana")
    token = tokens.make(web.instance.database, person, "script", "read", 1)
    answer = again.post("/account/password", old=GOOD, new=f"{GOOD} more", again=f"{GOOD} more")
    assert answer.status_code == 303
    assert tokens.holder(web.instance.database, token) is not None
    assert "API tokens go on" in again.get("/account").text
