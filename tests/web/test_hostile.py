"""Hostile strings everywhere a string can come in: each is shown as text, on every screen, and stored as it was."""

import html
import re

import pytest

from annotator.core.errors import Refused
from annotator.workflow import people, projects
from tests.fixtures.cast import Web, add_page

CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% raw %}",
    "javascript:alert(1)",
    "</textarea></title></div><svg onload=alert(1)>",
    "\u202eevil\u2066",
    "👩‍👩‍👧‍👦 e\u0301\u0323",
    "' onmouseover='alert(1)",
    "&lt;b&gt; &amp;#13; &#13;",
    "]]><!--",
)
MARKUP = ("<script>alert", "<img src=x", "<svg onload", "onmouseover='alert", '"><img', "49")


def screens(web: Web, page: int, slug: str) -> list[str]:
    own = [f"/projects/{slug}/", f"/projects/{slug}/guideline", f"/projects/{slug}/members", f"/projects/{slug}/import"]
    on_page = [f"/projects/{slug}/pages/{page}/label", f"/projects/{slug}/pages/{page}/labellings"]
    return ["/", *own, *on_page, f"/projects/{slug}/labellings/{web.task}"]


@pytest.mark.parametrize("evil", CORPUS)
def test_it_is_text_on_every_screen(web: Web, evil: str) -> None:
    db, admin = web.instance.database, web.browser("admin")
    try:
        people.add(db, evil)
        projects.set_member(db, "harbour", evil, "annotator")
    except Refused:
        pass
    slug = projects.create(db, evil, "full").slug
    page = add_page(web.instance, slug, evil, f"{evil}\n{evil}", evil)
    for path in [*screens(web, page, slug), "/projects/harbour/members"]:
        answer = admin.get(path).text.replace(admin.token, "")
        assert not [bad for bad in MARKUP[:-1] if bad in answer], path
        assert "{{7*7}}" not in evil or "49" not in answer.split("csrf-token")[0]
    assert html.escape(evil, quote=False) in admin.get("/").text.replace("&#34;", '"').replace("&#39;", "'")


@pytest.mark.parametrize("evil", CORPUS)
def test_it_is_text_where_it_is_asked_for(web: Web, evil: str) -> None:
    admin = web.browser("admin")
    answers = [
        admin.client.get("/projects/harbour/", query_string={"q": evil}),
        admin.client.get("/projects/harbour/", query_string={"state": evil}),
        admin.client.get(f"/in/{evil.replace('/', '')}"),
        admin.post("/projects/new", name=evil, preset=evil, languages=evil),
        admin.client.get(f"/projects/{evil.replace('/', '')}/"),
    ]
    for answer in answers:
        assert answer.status_code < 500
        assert not [bad for bad in MARKUP[:-1] if bad in answer.text]


@pytest.mark.parametrize("evil", CORPUS)
def test_it_is_shown_line_by_line_as_it_is(web: Web, evil: str) -> None:
    text = f"{evil}\r\n\n{evil}\r{evil}"
    page = add_page(web.instance, "harbour", "evil", text)
    answer = web.browser("annotator").get(f"/projects/harbour/pages/{page}/label").text
    lines = re.findall(r"<p class=line [^>]*>([^<]*)", answer)
    assert "\n".join(html.unescape(line) for line in lines) == text
