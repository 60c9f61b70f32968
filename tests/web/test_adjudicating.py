"""Adjudication over HTTP: who may, what is refused and how, and pages accepted by a plain form."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from annotator.store import models
from annotator.store.instance import Instance
from annotator.web import create_app
from annotator.workflow import people
from tests.fixtures.cast import Browser, Client
from tests.fixtures.jury import Jury, fresh, lines, seated, status


@pytest.fixture
def jury(sqlite_instance: Instance) -> Jury:
    """A body-only project with two pages: Ana and Ben differ in one line of the first."""
    seat = seated(sqlite_instance, "body-kinds")
    for name, kinds in (("a.txt", "nhppfff"), ("b.txt", "nhpppff")):
        seat.page(name)
        seat.labels("Ana", lines("nhpppff"), status("done"), page=name)
        seat.labels("Ben", lines(kinds), status("done"), page=name)
    return seat


class Visitors:
    """Signed-in clients of one app, by name."""

    def __init__(self, jury: Jury) -> None:
        self.jury, self.app = jury, create_app(jury.instance)
        self.app.testing, self.app.test_client_class = True, Client
        self.known: dict[str, Browser] = {}

    def __call__(self, name: str) -> Browser:
        if name not in self.known:
            client: FlaskClient = self.app.test_client()
            self.known[name] = Browser(client)
            self.known[name].sign_in(people.make_link(self.jury.db, name))
            self.known[name].read_token()
        return self.known[name]


@pytest.fixture
def visitors(jury: Jury) -> Visitors:
    return Visitors(jury)


def address(jury: Jury, page: str = "a.txt") -> str:
    return f"/api/v1/projects/harbour/pages/{jury.pages[page]}/adjudicate/{jury.first_pass()}"


def gesture(place: dict[str, Any], choice: str = "a", **more: Any) -> dict[str, Any]:
    about = {"layer": place["layer"], "place": place["key"], "seen": place["seen"], "after": None}
    return {"id": fresh(), "verb": "decide", **about, "choice": choice, **more}


def opened(browser: Browser, path: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [one for one in browser.get(path).json["places"] if one["open"]]  # type: ignore[index]
    assert len(found) == 1
    return found[0]


def test_a_decision_is_answered_with_what_is_so_afterwards(jury: Jury, visitors: Visitors) -> None:
    dora, path = visitors("Dora"), address(jury)
    sent = gesture(opened(dora, path))
    for _ in range(2):
        answer = dora.send("POST", path, sent)
        assert (answer.status_code, answer.json and answer.json["ready"]) == (200, True)
    assert answer.json
    assert [one["choice"] for one in answer.json["log"]] == ["a"]


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"id": "nonsense"}, 400, "UUID"),
        ({"verb": "guess"}, 400, "decide, undo, accept"),
        ({"more": 1}, 400, "unknown field"),
        ({"reason": "x" * 1001}, 400, "1000 characters"),
        ({"reason": "\0"}, 400, "NUL"),
        ({"by": "Ben"}, 401, "sign in as Ben"),
        ({"layer": "lines", "place": "90-91"}, 409, "not there any more"),
        ({"seen": {}}, 409, "look again"),
        ({"choice": "both"}, 422, "one label"),
        ({"choice": "own", "own": [{"label": "body", "kind": "nonsense"}]}, 422, "nonsense"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(
    jury: Jury, visitors: Visitors, change: dict[str, Any], code: int, says: str
) -> None:
    dora, path = visitors("Dora"), address(jury)
    answer = dora.send("POST", path, {**gesture(opened(dora, path)), **change})
    assert answer.status_code == code
    assert answer.json
    assert says in answer.json["message"]
    assert dora.get(path).json["log"] == []  # type: ignore[index]


def test_an_annotator_adjudicates_only_with_the_right_for_that_pass(jury: Jury, visitors: Visitors) -> None:
    chloe = visitors("Chloe")
    assert chloe.get(address(jury)).status_code == 403
    assert "Adjudicate" not in chloe.get("/projects/harbour/").text
    with jury.db.write() as session:
        given = {"pass_id": jury.first_pass(), "person_id": jury.people["Chloe"].id}
        session.add(models.PassRight(**given, adjudicate=True))
    answer = chloe.send("POST", address(jury), gesture(opened(chloe, address(jury))))
    assert answer.status_code == 200
    assert "Adjudicate" in chloe.get("/projects/harbour/").text
    assert "main" in chloe.get("/projects/harbour/adjudicate").text


def test_a_pass_of_another_project_is_as_good_as_none(jury: Jury, visitors: Visitors) -> None:
    path = address(jury).replace(f"adjudicate/{jury.first_pass()}", "adjudicate/99")
    assert visitors("Dora").get(path).status_code == 404


def test_a_form_accepts_in_bulk_and_leads_to_what_is_left(jury: Jury, visitors: Visitors) -> None:
    dora = visitors("Dora")
    path = f"/projects/harbour/adjudicate/{jury.first_pass()}"
    assert dora.post(f"{path}/accept", holdback="0").status_code == 303
    said = dora.get("/projects/harbour/adjudicate").text
    assert "1 page accepted, 0 held back for a look, 1 has differences." in said
    assert re.search(r"1 is adjudicated,\s+1 waits", said)
    assert dora.get(f"{path}/next").location.endswith(f"/pages/{jury.pages['a.txt']}/adjudicate/{jury.first_pass()}")
    dora.post(f"{path}/accept", holdback="ten")
    assert "from 0 to 100" in dora.get("/projects/harbour/adjudicate").text
    dora.send("POST", address(jury), gesture(opened(dora, address(jury))))
    assert dora.get(f"{path}/next").location.endswith("/projects/harbour/adjudicate")


def test_an_adjudicated_labelling_is_reopened_by_a_curator_alone(jury: Jury, visitors: Visitors) -> None:
    ben, dora = visitors("Ben"), visitors("Dora")
    dora.send("POST", address(jury), gesture(opened(dora, address(jury))))
    dora.send("POST", address(jury), {"id": fresh(), "verb": "accept"})
    task = jury.task("Ben", "a.txt")
    about = ben.get(f"/api/v1/tasks/{task}").json["task"]  # type: ignore[index]
    op = {"op_id": fresh(), "step": fresh(), "undoes": None, **status("in_progress")}
    batch = {"text_sha256": about["text_sha256"], "client": "tab", "base_rev": about["rev"], "ops": [op]}
    refused = ben.send("POST", f"/api/v1/tasks/{task}/ops", batch)
    assert refused.status_code == 422
    assert "this page is adjudicated" in refused.json["message"]  # type: ignore[index]
    path = f"/projects/harbour/labellings/{task}/reopen"
    assert ben.post(path, reason="Please.").status_code == 403
    assert dora.post(path, reason="One line is a caption.").status_code == 303
    assert "One line is a caption." in ben.get("/projects/harbour/").text
    batch["base_rev"] += 1
    assert ben.send("POST", f"/api/v1/tasks/{task}/ops", batch).status_code == 200


def test_what_is_disputed_leads_to_its_place_and_is_settled_by_a_curator(jury: Jury, visitors: Visitors) -> None:
    dora, ben = visitors("Dora"), visitors("Ben")
    dora.send("POST", address(jury), gesture(opened(dora, address(jury))))
    with jury.db.write() as session:
        gold = session.scalars(select(models.Task).where(models.Task.role == "gold")).one()
        row = models.Look(task_id=gold.id, reason="This is no footer.", by="Ben", at="2026-11-22T04:20:00.000Z")
        session.add(row)
        session.flush()
        key = row.id
    shown = dora.get("/projects/harbour/notes").text
    assert "This is no footer." in shown
    assert f"/pages/{jury.pages['a.txt']}/adjudicate/{jury.first_pass()}" in shown
    board = dora.get("/projects/harbour/progress").text
    assert 'href="/projects/harbour/notes"' in board
    assert 'href="/projects/harbour/adjudicate"' in board
    assert ben.post(f"/projects/harbour/looks/{key}").status_code == 422
    assert dora.post(f"/projects/harbour/looks/{key}", settled="1").location == "/projects/harbour/notes"
    assert "This is no footer." not in dora.get("/projects/harbour/notes").text
