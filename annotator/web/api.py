"""The label screen's JSON: state, saving, what others saved, the finish check, the place."""

from typing import Any

import orjson
from flask import Blueprint, abort, current_app, request, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.workflow import label as workflow

from .permissions import project, scene, task
from .sessions import database

blueprint = Blueprint("api", __name__, url_prefix="/api/v1/tasks/<key:task_id>")


@blueprint.get("")
def state(task_id: int) -> Response:
    """Give all that the label screen starts from."""
    found = workflow.task_state(database(), task_id, scene().person.id)
    about, slug = found["task"], project().slug
    before = about["previous"]
    about["previous"] = before and url_for("label.show", slug=slug, page_id=before)
    after: Any = {"after": about.pop("page"), "pass": about["pass"]}
    about["next"] = url_for("label.following", slug=slug, **after)
    if about.pop("practice"):
        about["onward"], about["next"] = about["next"], url_for("passes.compare", slug=slug, task_id=task_id)
    about["project_url"] = url_for("projects.show", slug=about.pop("project"))
    return answer_json(found)


@blueprint.post("/ops")
def save(task_id: int) -> Response:
    """Save a batch of operations; answered after it is committed."""
    try:
        batch = workflow.read_batch(sent())
    except Refused as refused:
        abort(400, f"{refused}.")
    try:
        return answer_json(workflow.save(database(), task_id, scene().person.id, batch).to_json())
    except workflow.Conflict as conflict:
        return answer_json(conflict.to_json(), 409)
    except workflow.RefusedOperation as refused:
        said = {"message": f"{refused}.", "op_id": refused.op_id}
        return answer_json({**said, "problems": refused.problems} if refused.problems else said, 422)


@blueprint.get("/ops")
def since(task_id: int) -> Response:
    """Give the operations after a revision."""
    rev = request.args.get("since", type=int)
    if rev is None or not 0 <= rev <= workflow.LAST_REV:
        abort(400, "The address should say since which revision: ?since=0 gives all.")
    return answer_json(workflow.operations_since(database(), task_id, rev))


@blueprint.get("/check")
def check(task_id: int) -> Response:
    """Say what keeps the labelling from being finished, and what looks odd."""
    return answer_json(workflow.check(database(), task_id))


@blueprint.put("/place")
def place(task_id: int) -> Response:
    """Remember the cursor."""
    try:
        line, quote = workflow.read_place(sent())
    except Refused as refused:
        abort(400, f"{refused}.")
    workflow.set_place(database(), task().id, scene().person.id, line, quote)
    return current_app.response_class(status=204)


def sent() -> Any:
    """Return the JSON body of this request; answers 400 or 415 where there is none."""
    if request.mimetype != "application/json":
        abort(415)
    try:
        return orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        abort(400, f"The body is no JSON that can be taken: {error}.")


def answer_json(value: Any, status: int = 200) -> Response:
    """Answer with JSON."""
    return current_app.response_class(orjson.dumps(value), status=status, mimetype="application/json")
