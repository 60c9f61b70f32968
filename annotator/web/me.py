"""What belongs to whoever is signed in: the keys of the label screen."""

from flask import Blueprint, abort, current_app
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.core.keys import read_keys
from annotator.workflow import people

from .api import sent
from .permissions import scene
from .sessions import database

blueprint = Blueprint("me", __name__, url_prefix="/api/v1/me")


@blueprint.put("/keys")
def keys() -> Response:
    """Keep the person's own keys."""
    try:
        own = read_keys(sent())
    except Refused as refused:
        abort(400, f"{refused}.")
    people.set_keys(database(), scene().person.id, own)
    return current_app.response_class(status=204)
