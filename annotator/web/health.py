"""Whether the server and its database answer."""

from flask import Blueprint
from sqlalchemy import select
from werkzeug.wrappers import Response

from .sessions import database

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def check() -> Response:
    """Answer `ok` once the database has answered."""
    with database().read() as session:
        session.execute(select(1))
    return Response("ok\n", mimetype="text/plain")
