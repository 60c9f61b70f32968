"""What an API route takes and gives, said once: that checks the request, shapes the answer and makes the document."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, TypeVar

from flask import Blueprint, abort, current_app, request
from pydantic import BaseModel, ValidationError
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.web.api import sent

blueprint = Blueprint("v1", __name__, url_prefix="/api/v1")
View = Callable[..., object]
M = TypeVar("M", bound=BaseModel)
LINES, PLAIN = "application/jsonl", "text/plain"
"""Media types that are no JSON: a record or row a line, and the bare text of a page."""
WORDS = {"missing": "is missing", "extra_forbidden": "is not known here", "string_pattern_mismatch": "holds a NUL"}


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route gives (a model, a media type, None: nothing), takes (a model or media types) and asks for.

    `asks` is the model of what stands behind the question mark of the address, `status` that of its answer.
    """

    gives: type[BaseModel] | str | None
    takes: type[BaseModel] | tuple[str, ...] | None = None
    asks: type[BaseModel] | None = None
    status: int = 200


OPERATIONS: dict[str, Operation] = {}
"""Endpoint -> what it takes and gives."""


def route(method: str, path: str, operation: Operation) -> Callable[[View], View]:
    """Mount a view on the API; it is called with `body` and `asked`, where it takes such, and its answer is shaped."""

    def mount(view: View) -> View:
        @wraps(view)
        def answer(**named: Any) -> Response:
            if operation.asks:
                named["asked"] = checked(operation.asks, request.args.to_dict(), "address")
            if isinstance(operation.takes, tuple) and request.mimetype not in operation.takes:
                abort(415, f"This takes {' or '.join(operation.takes)} only.")
            if isinstance(operation.takes, type):
                named["body"] = checked(operation.takes, sent(), "body")
            return shaped(view(**named), operation)

        name: str = view.__name__
        blueprint.add_url_rule(path, name, answer, methods=[method])
        OPERATIONS[f"{blueprint.name}.{name}"] = operation
        return view

    return mount


def checked(model: type[M], value: object, place: str) -> M:
    """Return what was sent as its model; answers 400 with one sentence that names the place."""
    try:
        return model.model_validate(value)
    except ValidationError as wrong:
        _refuse(wrong, place)


def shaped(value: object, operation: Operation) -> Response:
    """Return an answer in the shape that the document promises."""
    if isinstance(value, Response):
        return value
    if not isinstance(operation.gives, type):
        return current_app.response_class(value, status=operation.status, mimetype=operation.gives or "text/plain")  # type: ignore[arg-type]
    said = operation.gives.model_validate(value).model_dump_json(by_alias=True)
    return current_app.response_class(said, status=operation.status, mimetype="application/json")


def _refuse(wrong: ValidationError, place: str) -> NoReturn:
    first = wrong.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Input ")
    reason = WORDS.get(first["type"], said[:1].lower() + said[1:])
    abort(400, f"{Refused(f'{place}, {where}' if where else place, reason)}.")
