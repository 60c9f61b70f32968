"""The document of the API and the API itself say the same: routes, who may call them, bodies and answers."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from annotator.core.errors import Refused
from annotator.web.table import TABLE, anyone
from annotator.web.v1.described import OPERATIONS
from annotator.web.v1.openapi import document
from annotator.web.v1.screen import Batch, Gesture, Place
from annotator.workflow import label
from annotator.workflow.adjudication import read_sent
from tests.fixtures.cast import Web

SAVE: dict[str, Any] = {
    "text_sha256": "0" * 64,
    "client": "a script",
    "base_rev": 0,
    "ops": [
        {
            "op_id": "01940000-0000-7000-8000-000000000001",
            "step": "01940000-0000-7000-8000-000000000002",
            "undoes": None,
            "kind": "status.set",
            "payload": {"status": "skipped"},
            "client_at": None,
        }
    ],
}


def references(value: Any) -> set[str]:
    """Every schema that a part of the document points to."""
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(one) for one in value.values()))
    return set().union(*(references(one) for one in value)) if isinstance(value, list) else set()


def test_every_route_of_the_api_is_described_and_no_other(web: Web) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in web.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }
    described = {(path, method) for path, methods in document(web.app)["paths"].items() for method in methods}
    assert described == routes


def test_every_route_of_the_api_says_what_it_gives_and_what_it_takes(web: Web) -> None:
    rules = [rule for rule in web.app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    assert {rule.endpoint for rule in rules} - set(OPERATIONS) == set()
    writing = {rule.endpoint for rule in rules if {"POST", "PUT", "PATCH"} & (rule.methods or set())}
    assert [one for one in writing if OPERATIONS[one].takes is None] == []


def test_the_document_says_who_may_call_what(web: Web) -> None:
    endpoints = {rule.endpoint.replace(".", "_"): rule.endpoint for rule in web.app.url_map.iter_rules()}
    for methods in document(web.app)["paths"].values():
        for about in methods.values():
            rule = TABLE[endpoints[about["operationId"]]]
            assert (rule.__doc__ or "") in about["description"]
            assert (about.get("security") == []) == (rule is anyone)
            assert about["summary"].endswith(".")


def test_every_reference_of_the_document_leads_somewhere(web: Web) -> None:
    found = document(web.app)
    there = {f"#/components/schemas/{name}" for name in found["components"]["schemas"]}
    assert references(found) <= there


def test_names_of_operations_are_unique_and_parts_of_addresses_described(web: Web) -> None:
    found = document(web.app)
    names = [about["operationId"] for methods in found["paths"].values() for about in methods.values()]
    assert len(names) == len(set(names))
    for path, methods in found["paths"].items():
        for about in methods.values():
            told = [one["name"] for one in about["parameters"] if one["in"] == "path"]
            assert told == re.findall(r"{(\w+)}", path)


def test_the_document_is_served_to_who_is_signed_in(web: Web) -> None:
    served = web.browser("annotator").get("/api/v1/openapi.json").json
    assert served == document(web.app)
    assert served["openapi"] == "3.1.0"


@pytest.mark.parametrize("missing", ["text_sha256", "client", "base_rev", "ops"])
def test_a_batch_is_described_as_it_is_read(missing: str) -> None:
    Batch.model_validate(SAVE)
    assert [one.kind for one in label.read_batch(SAVE).ops] == ["status.set"]
    broken = {key: value for key, value in SAVE.items() if key != missing}
    with pytest.raises(ValidationError, match=missing):
        Batch.model_validate(broken)
    with pytest.raises(Refused, match=missing if missing != "ops" else "1 to 1000 operations"):
        label.read_batch(broken)


@pytest.mark.parametrize("missing", ["id", "verb"])
def test_a_gesture_is_described_as_it_is_read(missing: str) -> None:
    gesture: dict[str, Any] = {"id": SAVE["ops"][0]["op_id"], "verb": "undo", "reason": "a slip"}
    Gesture.model_validate(gesture)
    assert read_sent(gesture).reason == "a slip"
    broken = {key: value for key, value in gesture.items() if key != missing}
    with pytest.raises(ValidationError, match=missing):
        Gesture.model_validate(broken)
    with pytest.raises(Refused, match=missing):
        read_sent(broken)


@pytest.mark.parametrize("place", [{"line": 2, "quote": None}, {"line": 1, "quote": "q"}])
def test_a_place_is_described_as_it_is_read(place: dict[str, Any]) -> None:
    Place.model_validate(place)
    assert label.read_place(place) == (place["line"], place["quote"])
