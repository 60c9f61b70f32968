"""The label screen's JSON: what it starts from, what saving answers, and what is refused in one sentence."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.fixtures.cast import TEXT, Browser, Web


def uuid(number: int) -> str:
    """A UUID of version 7 that stands for a number."""
    return f"01940000-0000-7000-8000-{number:012x}"


def op(number: int, kind: str, payload: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One operation in a step of its own."""
    plain = {"op_id": uuid(number), "step": uuid(1000 + number), "undoes": None, "client_at": None}
    return {**plain, "kind": kind, "payload": payload, **more}


def body(*lines: int, label: str | None = "body") -> dict[str, Any]:
    return {"ranges": [{"first": n, "last": n, "label": label} for n in lines]}


class Tab:
    """A tab of the label screen, without a screen."""

    def __init__(self, web: Web, browser: Browser, name: str = "tab-1") -> None:
        self.browser, self.name = browser, name
        self.url = f"/api/v1/tasks/{web.task}"
        self.rev = 0

    def state(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.browser.get(self.url).data)
        return answer

    def save(self, *ops: dict[str, Any], **more: Any) -> TestResponse:
        sha = self.state()["task"]["text_sha256"]
        batch = {"text_sha256": sha, "client": self.name, "base_rev": self.rev, "ops": list(ops), **more}
        answer = self.browser.send("POST", f"{self.url}/ops", batch)
        if answer.status_code == 200:
            self.rev = json.loads(answer.data)["rev"]
        return answer


@pytest.fixture
def tab(web: Web) -> Tab:
    """Ana's tab."""
    return Tab(web, web.browser("annotator"))


def test_the_state_has_all_that_the_screen_starts_from(web: Web, tab: Tab) -> None:
    state = tab.state()
    assert set(state) == {
        *("task", "page", "person", "newcomer", "keys", "instance"),
        *("scheme", "labels", "entities", "targets", "language", "history", "base", "suggest"),
    }
    assert state["task"]["project_url"] == "/projects/harbour/"
    assert state["task"]["length"] == len(TEXT)
    assert (state["task"]["read_only"], state["person"]) == (False, "Ana")
    assert state["instance"] == web.instance.id
    assert state["scheme"]["preset"] == "full"


def test_what_was_saved_is_there_after_a_reload(tab: Tab) -> None:
    answer = tab.save(op(1, "lines.set", body(1, 3)))
    assert answer.json == {"rev": 1, "acked": [{"op_id": uuid(1), "rev": 1}], "since": []}
    (run,) = tab.state()["labels"]["lines"]
    assert (run["first"], run["last"], run["label"]) == (1, 3, "body")
    assert (run["by"], run["origin"]) == ("Ana", "hand")
    assert tab.state()["history"][0]["step"] == uuid(1001)


def test_the_same_operation_twice_is_one_mark(tab: Tab) -> None:
    tab.save(op(1, "lines.set", body(1)))
    again = tab.save(op(1, "lines.set", body(1)), base_rev=0)
    assert again.json
    assert again.json["acked"] == [{"op_id": uuid(1), "rev": 1, "dup": True}]
    assert again.json["rev"] == 1


def test_another_operation_under_a_known_id_is_refused(tab: Tab) -> None:
    tab.save(op(1, "lines.set", body(1)))
    answer = tab.save(op(1, "lines.set", body(3)))
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["op_id"] == uuid(1)


def test_two_tabs_hear_of_each_other(web: Web, tab: Tab) -> None:
    other = Tab(web, tab.browser, "tab-2")
    tab.save(op(1, "lines.set", body(1)))
    answer = other.save(op(2, "lines.set", body(3)))
    assert answer.json
    assert [(one["op_id"], one["client"], one["by"]) for one in answer.json["since"]] == [(uuid(1), "tab-1", "Ana")]
    heard = tab.browser.get(f"{tab.url}/ops?since=1").json
    assert heard
    assert [one["op_id"] for one in heard["ops"]] == [uuid(2)]


def test_two_tabs_that_meant_the_same_line_need_a_decision(web: Web, tab: Tab) -> None:
    other = Tab(web, tab.browser, "tab-2")
    tab.save(op(1, "lines.set", body(1)))
    answer = other.save(op(2, "lines.set", body(1, label="boilerplate")))
    assert answer.status_code == 409
    assert answer.json
    assert (answer.json["reason"], answer.json["op_id"], answer.json["rev"]) == ("changed", uuid(2), 1)
    assert answer.json["since"]


def test_labels_of_another_text_are_not_taken(tab: Tab) -> None:
    answer = tab.save(op(1, "lines.set", body(1)), text_sha256="0" * 64)
    assert answer.status_code == 409
    assert answer.json
    assert answer.json["reason"] == "text"


def test_a_batch_stands_or_falls_together(tab: Tab) -> None:
    answer = tab.save(op(1, "lines.set", body(1)), op(2, "lines.set", body(9999)))
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["op_id"] == uuid(2)
    assert tab.state()["labels"]["lines"] == []
    assert tab.state()["task"]["rev"] == 0


def test_finishing_says_what_is_missing_with_the_place(tab: Tab) -> None:
    checked = tab.browser.get(f"{tab.url}/check").json
    assert checked
    assert checked["errors"]
    assert {"code", "message", "layer", "start", "end"} <= set(checked["errors"][0])
    answer = tab.save(op(1, "status.set", {"status": "done"}))
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["problems"]


def test_the_place_is_remembered(tab: Tab) -> None:
    assert tab.browser.send("PUT", f"{tab.url}/place", {"line": 3, "quote": None}).status_code == 204
    assert tab.state()["task"]["place"] == {"line": 3, "quote": None}


def test_a_curator_reads_without_changing(web: Web, tab: Tab) -> None:
    tab.save(op(1, "lines.set", body(1)))
    dora = Tab(web, web.browser("curator"))
    state = dora.state()
    assert (state["task"]["read_only"], state["task"]["person"], state["person"]) == (True, "Ana", "Dora")
    assert state["history"] == []
    assert dora.save(op(2, "lines.set", body(3))).status_code == 403


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{", 400),
        (b'{"text_sha256": NaN}', 400),
        (b'"\\ud800"', 400),
        (b"[" * 100_000, 400),
        (b'{"text_sha256": "", "client": "a", "base_rev": 0, "ops": []}', 400),
        (b'{"text_sha256": "", "client": "a", "base_rev": 0, "ops": [{}], "person": 1}', 400),
    ],
)
def test_what_is_no_batch_is_refused_in_one_sentence(tab: Tab, sent: bytes, status: int) -> None:
    for path in ("ops", "place"):
        answer = tab.browser.client.open(
            f"{tab.url}/{path}",
            method="POST" if path == "ops" else "PUT",
            data=sent,
            headers={"X-CSRFToken": tab.browser.token, "Content-Type": "application/json"},
        )
        assert answer.status_code == status
        assert answer.json
        assert answer.json["message"].endswith(".")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/ld+json"])
def test_only_json_is_taken(tab: Tab, kind: str) -> None:
    answer = tab.browser.client.post(
        f"{tab.url}/ops", data="{}", headers={"X-CSRFToken": tab.browser.token, "Content-Type": kind}
    )
    assert answer.status_code == 415
    assert answer.json == {"message": "Only JSON is taken here."}


def test_more_than_a_thousand_operations_are_refused(tab: Tab) -> None:
    answer = tab.save(*(op(n, "lines.set", body(1)) for n in range(1001)))
    assert answer.status_code == 400
    assert answer.json
    assert "1 to 1000" in answer.json["message"]


@pytest.mark.parametrize("since", ["", "-1", "x", "1.5"])
def test_a_revision_is_a_number(tab: Tab, since: str) -> None:
    assert tab.browser.get(f"{tab.url}/ops?since={since}").status_code == 400


@pytest.mark.parametrize("place", [{"line": 0}, {"line": "1"}, {"line": 1, "column": 2}, {"line": 10**12}, {}])
def test_a_place_that_can_not_be_is_refused(tab: Tab, place: dict[str, object]) -> None:
    assert tab.browser.send("PUT", f"{tab.url}/place", place).status_code == 400


def test_a_note_is_stored_as_it_was_written(tab: Tab) -> None:
    note = "<script>alert(1)</script> \u202e 👩‍🚀 e\u0301"
    tab.save(op(1, "note.put", {"id": "n-0123456789", "set": {"start": 0, "end": 7, "note": note}}))
    assert tab.state()["labels"]["notes"][0]["note"] == note


def test_a_nul_is_refused(tab: Tab) -> None:
    answer = tab.save(op(1, "note.put", {"id": "n-0123456789", "set": {"start": 0, "end": 7, "note": "a\0b"}}))
    assert answer.status_code in (400, 422)
