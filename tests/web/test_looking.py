"""Importing with a look before: what would happen is shown, and happens once somebody says so."""

import io
import re

from werkzeug.test import TestResponse

from annotator.store import models
from annotator.workflow.jobs import Jobs
from tests.fixtures.cast import Web


def look(web: Web, *files: tuple[str, bytes], **form: str) -> TestResponse:
    """Send files as the form's first button does, and wait until they were looked at."""
    dora = web.browser("curator")
    data = {"csrf_token": dora.token, "files": [(io.BytesIO(raw), name) for name, raw in files], **form}
    answer = dora.client.post("/projects/harbour/import/look", data=data)
    jobs: Jobs = web.app.extensions["jobs"]
    jobs.wait()
    return answer


def names(web: Web) -> set[str]:
    with web.instance.database.read() as session:
        return {page.name for page in session.query(models.Page)}


def test_the_look_shows_new_duplicate_and_refused_and_stores_on_a_word(web: Web) -> None:
    answer = look(web, ("good.txt", b"Fine"), ("again.txt", b"Fine"), ("<b>bad.txt", b"a\0b"))
    assert answer.status_code == 303
    dora, here = web.browser("curator"), answer.headers["Location"]
    shown = dora.get(here).text
    assert "This will happen: 1 page added, 1 duplicate, 1 refused." in re.sub(r"\s+", " ", shown)
    assert "again.txt has the same text as good.txt" in shown
    assert "&lt;b&gt;bad.txt: holds a NUL" in shown
    assert "Import now" in shown
    assert names(web) == {"ferry.txt"}
    assert dora.post(f"{here}/start").status_code == 303
    web.app.extensions["jobs"].wait()
    assert "This was done: 1 page added, 1 duplicate, 1 refused." in re.sub(r"\s+", " ", dora.get(here).text)
    assert names(web) == {"ferry.txt", "good.txt"}
    assert here in dora.get("/projects/harbour/import").text


def test_labels_of_another_tool_are_mapped_in_the_form(web: Web) -> None:
    row = b'{"text": "\\"Yes,\\" said Mara.", "label": [[0, 6, "QUOTE"]]}'
    dora = web.browser("curator")
    shown = dora.get(look(web, ("ben.jsonl", row)).headers["Location"]).text
    assert "--map QUOTE=content" in shown
    shown = dora.get(look(web, ("ben.jsonl", row), names="QUOTE=content\n").headers["Location"]).text
    assert "1 page added, 1 labelling" in shown
    answer = look(web, ("ben.jsonl", row), names="nonsense")
    assert answer.status_code == 422
    assert "nonsense: should look like THEIRS=OURS" in answer.text


def test_a_field_of_text_is_named_in_the_form_where_a_task_does_not_tell_it(web: Web) -> None:
    tasks = b'[{"id": 1, "data": {"teaser": "Ferry sails", "story": "Ferry sails at dawn"}, "annotations": []}]'
    dora = web.browser("curator")
    shown = dora.get(look(web, ("tasks.json", tasks)).headers["Location"]).text
    assert "nothing tells which field is the page (teaser, story); --map teaser=text" in shown
    here = look(web, ("tasks.json", tasks), names="story=text").headers["Location"]
    assert "This will happen: 1 page added." in re.sub(r"\s+", " ", dora.get(here).text)


def test_what_of_an_archive_is_no_page_is_one_line_before_and_after(web: Web) -> None:
    head = "WARC/1.1\r\nWARC-Type: {}\r\nWARC-Target-URI: https://h.example/a\r\nWARC-Record-ID: <urn:x>\r\n"
    raw = "".join(f"{head.format(kind)}Content-Length: 5\r\n\r\nFerry\r\n\r\n" for kind in ("request", "conversion"))
    dora, said = web.browser("curator"), "<li>x.warc: 1 record is no page: 1 request</li>"
    here = look(web, ("x.warc", raw.encode())).headers["Location"]
    assert said in dora.get(here).text
    dora.post(f"{here}/start")
    web.app.extensions["jobs"].wait()
    assert said in dora.get(here).text
    assert "This was done: 1 page added." in re.sub(r"\s+", " ", dora.get(here).text)


def test_what_was_sent_can_be_forgotten_and_foreign_jobs_are_not_there(web: Web) -> None:
    here = look(web, ("good.txt", b"Fine")).headers["Location"]
    elsewhere = here.replace("harbour", "elsewhere")
    assert "there is no such import" in web.browser("stranger").get(elsewhere).text
    dora = web.browser("curator")
    assert dora.post(f"{here}/stop").status_code == 303
    assert "It was stopped" in dora.get(here).text
    assert dora.post(f"{here}/start").status_code == 422
    assert names(web) == {"ferry.txt"}


def test_nothing_sent_is_said_before_a_job_is_made(web: Web) -> None:
    answer = look(web)
    assert answer.status_code == 422
    assert "Choose or drop a file" in answer.text
