"""The API for scripts: what it gives, what it takes, and that it refuses in one sentence with the place."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from annotator.workflow import people, tokens
from tests.fixtures import records
from tests.fixtures.cast import NAMES, TEXT, Web

HARBOUR = "/api/v1/projects/harbour"


class Script:
    """Calls the API with a token."""

    def __init__(self, web: Web, role: str = "curator", scope: str = "manage") -> None:
        db = web.instance.database
        owner = next(one for one in people.everybody(db) if one.name == NAMES[role])
        self.headers = {"Authorization": f"Bearer {tokens.make(db, owner, 'a script', scope, 1)}"}
        self.client = web.app.test_client()

    def get(self, path: str) -> Any:
        answer = self.client.get(path, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json

    def send(self, method: str, path: str, body: Any) -> TestResponse:
        return self.client.open(path, method=method, json=body, headers=self.headers)

    def lines(self, path: str, *rows: Any, media: str = "application/jsonl") -> TestResponse:
        body = "".join(json.dumps(row) + "\n" for row in rows)
        return self.client.post(path, data=body.encode(), content_type=media, headers=self.headers)


def prediction(**labelling: Any) -> dict[str, Any]:
    """A record in which a machine says something about the page of tests/fixtures/records.py."""
    whole = records.value()
    whole["labellings"][0] |= {"annotator": "guesser-2", "role": "machine", **labelling}
    return whole


def test_a_script_makes_a_project_and_brings_pages_in(web: Web) -> None:
    script = Script(web, "admin")
    made = script.send("POST", "/api/v1/projects", {"name": "Night desk", "preset": "body", "languages": ["en"]})
    assert made.status_code == 201
    assert made.json
    assert (made.json["slug"], made.json["role"], made.json["passes"][0]["name"]) == ("night-desk", "admin", "main")
    below = "/api/v1/projects/night-desk"
    assert script.get(below)["scheme"]["preset"] == "body"
    assert script.get(f"{below}/members") == {"members": [{"name": "Admin", "role": "curator"}]}
    pushed = script.lines(f"{below}/pages", {"name": "a.txt", "text": "One\r\ntwo"}, {"name": "b.txt", "text": "Three"})
    assert pushed.json
    assert (pushed.json["message"], pushed.json["refused"]) == ("2 pages added.", [])
    first, second = script.get(f"{below}/pages?limit=1"), script.get(f"{below}/pages?name=b.txt")
    assert (first["pages"][0]["name"], second["next"]) == ("a.txt", None)
    assert script.get(f"{below}/pages?after={first['next']}")["pages"] == second["pages"]
    assert script.get(f"{below}/pages/{first['pages'][0]['id']}")["text"] == "One\r\ntwo"


def test_raw_text_keeps_its_bytes(web: Web) -> None:
    script, raw = Script(web), "\ufeffOne\r\ntwo\u2028👩‍🚀\r".encode()
    answer = script.client.post(
        f"{HARBOUR}/pages?name=odd.txt", data=raw, content_type="text/plain", headers=script.headers
    )
    assert answer.json
    assert answer.json["counts"] == {"added": 1}
    page = script.get(f"{HARBOUR}/pages?name=odd.txt")["pages"][0]
    assert script.get(f"{HARBOUR}/pages/{page['id']}")["text"].encode() == raw


def test_a_bad_row_is_told_with_its_place_and_the_rest_goes_in(web: Web) -> None:
    answer = Script(web).lines(f"{HARBOUR}/pages", {"name": "good", "text": "Fine"}, {"name": "bad", "text": 7})
    assert answer.json
    assert answer.json["message"] == "1 page added, 1 refused."
    (said,) = answer.json["refused"]
    assert said.startswith("body.jsonl, line 2 (from byte 33)")


def test_members_are_given_roles_but_not_by_themselves(web: Web) -> None:
    script = Script(web)
    answer = script.send("PUT", f"{HARBOUR}/members", {"name": "Chloe", "role": "annotator"})
    assert {"name": "Chloe", "role": "annotator"} in (answer.json or {})["members"]
    answer = script.send("PUT", f"{HARBOUR}/members", {"name": "Chloe", "role": None})
    assert "Chloe" not in answer.text
    answer = script.send("PUT", f"{HARBOUR}/members", {"name": "Dora", "role": "annotator"})
    assert (answer.status_code, answer.json) == (
        422,
        {"message": "Dora: your own role is for somebody else to change."},
    )


def test_annotators_get_their_own_labellings_alone(web: Web) -> None:
    web.browser("other").get(f"/projects/harbour/pages/{web.page}/label")
    ana, dora = Script(web, "annotator", "read"), Script(web, scope="read")
    assert [one["person"] for one in ana.get(f"{HARBOUR}/labellings")["labellings"]] == ["Ana"]
    assert ana.get(f"{HARBOUR}/labellings?person=Ben")["labellings"] == []
    found = dora.get(f"{HARBOUR}/labellings?pass=main&role=annotator&status=todo")["labellings"]
    assert sorted(one["person"] for one in found) == ["Ana", "Ben"]
    assert found[0]["pass"] == "main"
    ben = next(one["id"] for one in found if one["person"] == "Ben")
    assert ana.client.get(f"{HARBOUR}/labellings/{ben}", headers=ana.headers).status_code == 404


def test_a_labelling_is_read_as_a_record(web: Web) -> None:
    record = Script(web, "annotator", "read").get(f"{HARBOUR}/labellings/{web.task}")
    assert record["format"] == "annotator.page/1"
    assert record["page"]["text"] == TEXT
    assert [(one["annotator"], one["status"]) for one in record["labellings"]] == [("Ana", "todo")]


def test_all_records_come_as_they_are_exported(web: Web) -> None:
    script = Script(web)
    streamed = script.client.get(f"{HARBOUR}/records", headers=script.headers)
    exported = web.browser("curator").get("/projects/harbour/export")
    assert streamed.data == exported.data


def test_predictions_are_a_machines_and_nobody_is_asked_less_for_them(web: Web) -> None:
    script, plain = Script(web), records.value()
    plain["labellings"], plain["entities"] = [], []
    assert script.lines(f"{HARBOUR}/pages", plain).json["counts"] == {"added": 1}  # type: ignore[index]
    answer = script.lines(f"{HARBOUR}/predictions", prediction())
    assert answer.json
    assert answer.json["refused"] == []
    assert answer.json["counts"]["labelling"] == 1
    (found,) = script.get(f"{HARBOUR}/labellings?role=machine")["labellings"]
    assert (found["person"], found["status"]) == ("guesser-2", "done")
    record = script.get(f"{HARBOUR}/labellings/{found['id']}")
    assert [quote["id"] for quote in record["labellings"][0]["quotes"]] == ["q-1", "q-0", "q-2"]
    board = script.get(f"{HARBOUR}/progress")
    assert (board["passes"][0]["done"], board["passes"][0]["todo"]) == (0, 2)
    assert {one["status"] for one in script.get(f"{HARBOUR}/entities")["entities"]} == {"proposed"}
    assert Script(web, "annotator", "read").get(f"{HARBOUR}/entities")["entities"] == []
    assert web.browser("annotator").get(f"/projects/harbour/pages/{found['page_id']}/label").status_code == 200


def test_a_prediction_changes_only_when_it_is_to_be_replaced(web: Web) -> None:
    script = Script(web)
    script.lines(f"{HARBOUR}/pages", {**records.value(), "labellings": []})
    script.lines(f"{HARBOUR}/predictions", prediction())
    other = prediction(quotes=[], stances=[])
    answer = script.lines(f"{HARBOUR}/predictions", other)
    assert "is there already and differs" in (answer.json or {})["refused"][0]
    assert (script.lines(f"{HARBOUR}/predictions?replace=true", other).json or {})["refused"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": "annotator", "annotator": "Ana"}, "a prediction has the role machine, not annotator"),
        ({"role": "gold", "annotator": "gold"}, "a prediction has the role machine, not gold"),
        ({"annotator": "Ana"}, "is a person here; a machine needs another name"),
    ],
)
def test_a_prediction_can_not_pass_for_a_person(web: Web, change: dict[str, str], said: str) -> None:
    script = Script(web)
    script.lines(f"{HARBOUR}/pages", {**records.value(), "labellings": []})
    answer = script.lines(f"{HARBOUR}/predictions", prediction(**change))
    assert said in (answer.json or {})["refused"][0]
    assert [one["role"] for one in script.get(f"{HARBOUR}/labellings")["labellings"]] == ["annotator"]


def test_a_prediction_makes_no_page(web: Web) -> None:
    script = Script(web)
    answer = script.lines(f"{HARBOUR}/predictions", prediction())
    assert "page harbour/a.txt: is no page of this project" in (answer.json or {})["refused"][0]
    assert [one["name"] for one in script.get(f"{HARBOUR}/pages")["pages"]] == ["ferry.txt"]


@pytest.mark.parametrize(
    ("method", "path", "body", "said"),
    [
        ("POST", "/api/v1/projects", {}, "body, name: is missing."),
        ("POST", "/api/v1/projects", {"name": "x", "admin": True}, "body, admin: is not known here."),
        ("POST", "/api/v1/projects", {"name": 7}, "body, name: should be a valid string."),
        ("POST", "/api/v1/projects", {"name": "x", "languages": [1]}, "body, languages.0: should be a valid string."),
        ("POST", "/api/v1/projects", [], "body: should be a valid dictionary or instance of NewProject."),
        ("PUT", f"{HARBOUR}/members", {"name": "Ben", "role": "x"}, "body, role: should be 'annotator' or 'curator'."),
        ("GET", f"{HARBOUR}/pages?limit=0", None, "address, limit: should be greater than or equal to 1."),
        ("GET", f"{HARBOUR}/pages?sha256=1", None, "address, sha256: is not known here."),
        ("GET", f"{HARBOUR}/labellings?role=boss", None, "address, role: should be 'annotator', 'gold' or 'machine'."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_a_sentence_with_its_place(
    web: Web, method: str, path: str, body: Any, said: str
) -> None:
    script = Script(web, "admin")
    answer = script.send(method, path, body) if body is not None else script.client.get(path, headers=script.headers)
    assert (answer.status_code, answer.json) == (400, {"message": said})


def test_a_body_of_another_kind_is_refused(web: Web) -> None:
    script = Script(web)
    answer = script.lines(f"{HARBOUR}/predictions", {}, media="text/csv")
    assert (answer.status_code, answer.json) == (415, {"message": "This takes application/jsonl only."})
    answer = script.lines(f"{HARBOUR}/pages", {}, media="text/plain")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query", [f"pages?after={2**80}", f"labellings?page={2**31}", "pages?name=%00", "entities?q=a%00b"]
)
def test_what_no_database_could_be_asked_is_refused(web: Web, query: str) -> None:
    script = Script(web)
    assert script.client.get(f"{HARBOUR}/{query}", headers=script.headers).status_code == 400


def test_a_table_of_entities_is_taken_and_its_bad_rows_are_told(web: Web) -> None:
    script, table = Script(web), "name,kind\nMara Lind,PER\n,ORG\n"
    answer = script.client.post(
        f"{HARBOUR}/entities", data=table.encode(), content_type="text/csv", headers=script.headers
    )
    assert answer.json
    assert (answer.json["added"], len(answer.json["refused"])) == (1, 1)
    assert [one["name"] for one in script.get(f"{HARBOUR}/entities?q=LIND")["entities"]] == ["Mara Lind"]
    answer = script.client.post(f"{HARBOUR}/entities", data=b"\xff", content_type="text/csv", headers=script.headers)
    assert "UTF-8" in (answer.json or {})["refused"][0]


def test_a_guideline_is_published_by_script(web: Web) -> None:
    script = Script(web)
    body = {"text": "Quotes include their marks.", "change": "shorter", "passes": ["main"]}
    assert script.send("POST", f"{HARBOUR}/guideline", body).status_code == 201
    assert script.get(f"{HARBOUR}/guideline")["text"].strip() == "Quotes include their marks."
    assert script.send("POST", f"{HARBOUR}/guideline", body).status_code == 422


def test_agreement_comes_as_the_command_line_prints_it(web: Web) -> None:
    script, whole = Script(web), records.value()
    other = {**whole["labellings"][0], "annotator": "Ben"}
    script.lines(f"{HARBOUR}/pages", {**whole, "labellings": [*whole["labellings"], other]})
    found = script.get(f"{HARBOUR}/agreement?pass=main")
    assert found["annotators"] == ["Ana", "Ben"]
    assert found["pooled"]["content"]["exact_f1"] == 1
    assert list(found["pages"]) == ["harbour/a.txt"]
    assert script.client.get(f"{HARBOUR}/agreement?pass=none", headers=script.headers).status_code == 422
