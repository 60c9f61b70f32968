"""Passes by API: made, opened, dealt out and claimed from by scripts."""

from tests.fixtures.cast import Web, add_page
from tests.web.test_v1 import HARBOUR, Script


def test_a_pass_is_made_dealt_out_and_taken_from_by_script(web: Web) -> None:
    for number in range(4):
        add_page(web.instance, "harbour", f"page-{number}.txt", f"Text {number}")
    script = Script(web)
    made = script.send("POST", f"{HARBOUR}/passes", {"name": "second", "layers": ["lines"], "people": 2})
    assert made.status_code == 201
    assert (made.json or {})["open"] is False
    batch = {"name": "first two", "people": 1, "takers": ["Ana"], "pages": {"text": "page-", "quota": 2}}
    answer = script.send("POST", f"{HARBOUR}/passes/second/batches", batch)
    assert (answer.json or {})["pages"] == 2
    opened = script.send("PATCH", f"{HARBOUR}/passes/second", {"open": True, "label": ["Ana", "Ben"]}).json
    assert opened
    assert (opened["open"], opened["rights"]["label"], opened["people"]) == (True, ["Ana", "Ben"], 2)
    assert opened["batches"] == [
        {"name": "first two", "pages": 2, "people": 1, "open": True, "practice": False, "takers": ["Ana"]}
    ]
    dealt = script.send("POST", f"{HARBOUR}/passes/second/assignments", {"people": ["Ana"], "pages": {"text": "page-"}})
    assert (dealt.json or {})["people"] == {"Ana": 2}
    claimed = Script(web, "annotator", "label").send("POST", f"{HARBOUR}/next", {"pass": "second"}).json
    assert claimed
    found = script.get(f"{HARBOUR}/labellings?pass=second&page={claimed['page_id']}")["labellings"]
    assert [(one["id"], one["person"]) for one in found] == [(claimed["task_id"], "Ana")]
    ben = Script(web, "other", "label").send("POST", f"{HARBOUR}/next", {"pass": "second"})
    assert ben.json == {"task_id": None, "page_id": None}
    back = script.send("POST", f"{HARBOUR}/passes/second/withdrawals", {"person": "Ana"})
    assert (back.json or {})["pages"] in (1, 2)
    closed = script.send("PATCH", f"{HARBOUR}/passes/second/batches/first two", {"open": False}).json
    assert closed
    assert closed["batches"][0]["open"] is False


def test_what_a_pass_can_not_be_is_refused_with_the_place(web: Web) -> None:
    script = Script(web)
    answer = script.send("POST", f"{HARBOUR}/passes", {"name": "main"})
    assert answer.status_code == 422
    answer = script.send("PATCH", f"{HARBOUR}/passes/main", {"layer": []})
    assert (answer.status_code, answer.json) == (400, {"message": "body, layer: is not known here."})
    assert script.send("PATCH", f"{HARBOUR}/passes/none", {}).status_code == 422
    answer = script.send("POST", f"{HARBOUR}/passes/main/batches", {"name": "x", "pages": {"quota": "2"}})
    assert answer.json == {"message": "body, pages.quota: should be a valid integer."}
