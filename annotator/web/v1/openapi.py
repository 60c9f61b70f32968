"""The OpenAPI 3.1 document of the API, made from the routes, the models and the permission table themselves."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask, current_app
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from werkzeug.routing import Rule

from annotator import __version__
from annotator.web.table import TABLE, anyone, scope_of

from . import shapes
from .described import OPERATIONS, Operation, route

Json = dict[str, Any]
BELOW = "/api/v1"
PART = re.compile(r"<(?:(\w+):)?(\w+)>")
REFERENCE = "#/components/schemas/{model}"
FAILURES = {
    "400": "The request could not be understood; the sentence names the place.",
    "401": "There is no token or session, or it is over.",
    "403": "The caller, or the token's scope, may not do this.",
    "404": "There is no such thing, or none for the caller.",
    "422": "What was sent could not be taken; the sentence names the place.",
}


@route("GET", "/openapi.json", Operation(shapes.Document))
def openapi() -> object:
    """Give this document."""
    return document(current_app)


def document(app: Flask) -> Json:
    """Return the document of an app: every route below /api/v1, who may call it, what it takes and gives."""
    found = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(BELOW)]
    references, schemas = _schemas()
    paths: dict[str, Json] = {}
    for rule in sorted(found, key=lambda one: (one.rule, one.endpoint)):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            about = _operation(app, rule, method, references)
            paths.setdefault(PART.sub(r"{\2}", rule.rule), {})[method.lower()] = about
    return {
        "openapi": "3.1.0",
        "info": {"title": "annotator", "version": __version__, "description": "Label raw web text, by script."},
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(app: Flask, rule: Rule, method: str, references: Any) -> Json:
    said = OPERATIONS.get(rule.endpoint, Operation(shapes.Document))
    who = TABLE[rule.endpoint]
    scope = "" if who is anyone else f" A token needs the scope {scope_of(rule.endpoint, method)}."
    about: Json = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": (app.view_functions[rule.endpoint].__doc__ or "").split("\n")[0],
        "description": f"For: {(who.__doc__ or '').strip()}{scope}",
        "parameters": [*_parts(rule), *_query(said.asks)],
        "responses": {str(said.status): _answer(said, references)},
    }
    about["responses"] |= {
        status: {"description": words, "content": _json(references[shapes.Failed, "serialization"])}
        for status, words in FAILURES.items()
    }
    if who is anyone:
        about["security"] = []
    if said.takes:
        about["requestBody"] = {"required": True, "content": _body(said.takes, references)}
    return about


def _answer(said: Operation, references: Any) -> Json:
    if said.gives is None:
        return {"description": "Done; there is nothing to say."}
    if isinstance(said.gives, str):
        return {"description": "A stream.", "content": {said.gives: {"schema": {"type": "string"}}}}
    words = (said.gives.__doc__ or "").split("\n")[0]
    return {"description": words, "content": _json(references[said.gives, "serialization"])}


def _body(takes: type[BaseModel] | tuple[str, ...], references: Any) -> Json:
    if isinstance(takes, tuple):
        return {media: {"schema": {"type": "string"}} for media in takes}
    return _json(references[takes, "validation"])


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _parts(rule: Rule) -> Iterator[Json]:
    """Yield the parts of the address that change."""
    for kind, name in PART.findall(rule.rule):
        schema: Json = {"type": "integer", "minimum": 1} if kind == "key" else {"type": "string"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query(asks: type[BaseModel] | None) -> Iterator[Json]:
    """Yield what may stand behind the question mark."""
    for name, schema in (asks.model_json_schema()["properties"] if asks else {}).items():
        words = {"description": schema.pop("description")} if "description" in schema else {}
        yield {"name": name, "in": "query", "required": False, **words, "schema": schema}


def _schemas() -> tuple[Any, Json]:
    """Return a reference for each model in its mode, and the schemas that these lead to."""
    used: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(shapes.Failed, "serialization"): None}
    for said in (*OPERATIONS.values(), Operation(shapes.Document)):
        if isinstance(said.gives, type):
            used[said.gives, "serialization"] = None
        if isinstance(said.takes, type):
            used[said.takes, "validation"] = None
    references, schemas = models_json_schema(list(used), ref_template=REFERENCE)
    return references, schemas["$defs"]
