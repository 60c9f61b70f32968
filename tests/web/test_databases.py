"""A person's way through the screens on both kinds of database."""

import json

from annotator.store.instance import Instance
from annotator.web import create_app
from tests.fixtures.cast import furnished
from tests.web.test_api import Tab, body, op


def test_a_label_goes_from_the_screen_to_the_export(instance: Instance) -> None:
    web = furnished(instance, create_app(instance))
    ana, dora = web.browser("annotator"), web.browser("curator")
    assert ana.get("/").status_code == 200
    assert ana.get(f"/projects/harbour/pages/{web.page}/label").status_code == 200
    assert Tab(web, ana).save(op(1, "lines.set", body(1, 3))).status_code == 200
    assert "in progress" in ana.get("/projects/harbour/?state=in_progress&q=FERRY").text
    page = json.loads(dora.get("/projects/harbour/export?answers=drafts").data)
    assert [line["n"] for line in page["labellings"][0]["lines"]] == [1, 3]
    assert dora.get(f"/projects/harbour/labellings/{web.task}").status_code == 200
    ana.post("/sign-out")
    assert ana.get("/").status_code == 302
