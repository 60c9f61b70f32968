"""Blind labelling: what one annotator's browser receives for a page doesn't tell whether another has labelled it."""

import re

import pytest

from annotator.workflow import passes
from annotator.workflow.passes import Terms
from tests.fixtures.cast import Browser, Web
from tests.fixtures.tabs import operation

# Signed with the second it was made in; nothing else differs between two answers.
TOKEN = re.compile(r'(csrf_token" value="|csrf-token" content="|X-CSRFToken": ")[^"]+')
PLACES = (
    "/",
    "/projects/harbour/",
    "/projects/harbour/?state=todo&q=ferry",
    "/projects/harbour/?state=done",
    "/projects/harbour/guideline",
    "/projects/harbour/pages/{page}/label",
    "/api/v1/tasks/{task}",
    "/api/v1/tasks/{task}/ops?since=0",
    "/api/v1/tasks/{task}/check",
)


def received(web: Web, browser: Browser) -> dict[str, str]:
    """Everything that Ana's browser gets for the page, without the tokens."""
    addresses = [place.format(page=web.page, task=web.task) for place in PLACES]
    return {address: TOKEN.sub("", browser.get(address).text) for address in addresses}


def label_as_ben(web: Web) -> None:
    """Ben opens the page, proposes an entity, marks all there is to mark, and finishes it."""
    ben = web.browser("other")
    page = ben.get(f"/projects/harbour/pages/{web.page}/label").text
    found = re.search(r'data-task="(\d+)"', page)
    assert found
    state = ben.get(f"/api/v1/tasks/{found[1]}").json
    assert state
    entity = {"id": "e-0123456789", "set": {"name": "Mara Lind", "kind": "PER"}}
    said = {"contents": [[16, 37]], "source_kind": "explicit", "sources": [[44, 53]], "speaker": "e-0123456789"}
    ops = [
        operation("entity.put", entity),
        operation("lines.set", {"ranges": [{"first": 1, "last": 4, "label": "body", "kind": "paragraph"}]}),
        operation("quote.put", {"id": "q-1", "set": said}),
        operation("note.put", {"id": "n-1", "set": {"start": 0, "end": 7, "note": "a note"}}),
        operation("status.set", {"status": "done", "reason": None}),
    ]
    batch = {"text_sha256": state["task"]["text_sha256"], "client": "tab", "base_rev": 0, "ops": ops}
    ben.read_token()
    answer = ben.send("POST", f"/api/v1/tasks/{found[1]}/ops", batch)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("people", [0, 2])
def test_what_a_browser_gets_is_the_same_to_the_byte_whether_or_not_another_has_labelled(web: Web, people: int) -> None:
    passes.change(web.instance.database, "harbour", "main", Terms(people=people))
    ana = web.browser("annotator")
    received(web, ana)
    before = received(web, ana)
    label_as_ben(web)
    after = received(web, ana)
    assert [place for place in before if before[place] != after[place]] == []
    assert "Mara Lind" not in after[f"/api/v1/tasks/{web.task}"].partition('"entities"')[2].partition('"language"')[0]


def test_a_curator_and_who_made_it_see_a_proposal(web: Web) -> None:
    label_as_ben(web)
    seen = {
        role: "e-0123456789" in web.browser(role).get(f"/api/v1/tasks/{web.task}").text
        for role in ("annotator", "curator")
    }
    assert seen == {"annotator": False, "curator": True}
