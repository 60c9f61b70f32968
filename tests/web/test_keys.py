"""Somebody's own keys: kept on the server, given with the label screen's state, nobody else's."""

from tests.fixtures.cast import Web

KEYS = "/api/v1/me/keys"


def test_keys_are_kept_for_the_person_who_sends_them(web: Web) -> None:
    ana, dora = web.browser("annotator"), web.browser("curator")
    own = {"letters": True, "keys": {"line.body": ["z"], "line.clear": []}}
    assert ana.send("PUT", KEYS, own).status_code == 204
    state = f"/api/v1/tasks/{web.task}"
    assert ana.get(state).json["keys"] == own  # type: ignore[index]
    assert dora.get(state).json["keys"] is None  # type: ignore[index]


def test_what_is_refused_is_said_in_a_sentence_and_changes_nothing(web: Web) -> None:
    ana = web.browser("annotator")
    ana.send("PUT", KEYS, {"keys": {"line.body": ["z"]}})
    answer = ana.send("PUT", KEYS, {"keys": {"line.body": ["Tab"]}})
    assert answer.status_code == 400
    assert answer.json == {"message": "keys: line.body can't have 'Tab', which is no key's name."}
    assert ana.get(f"/api/v1/tasks/{web.task}").json["keys"]["keys"] == {"line.body": ["z"]}  # type: ignore[index]


def test_who_has_finished_no_page_is_a_newcomer(web: Web) -> None:
    state = web.browser("annotator").get(f"/api/v1/tasks/{web.task}").json
    assert state is not None
    assert state["newcomer"] is True
