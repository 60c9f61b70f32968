"""What goes wrong, told in one sentence: a page for people, JSON for the label screen; details go to the log alone."""

import logging
import secrets

import orjson
from flask import Flask, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.workflow.clock import now

log = logging.getLogger("annotator.web")
SENTENCES = {
    400: "The request could not be understood.",
    401: "Please sign in.",
    403: "You may not do this here.",
    404: "There is nothing at this address, or nothing for you.",
    405: "This address does not take that kind of request.",
    413: "This is more than can be taken at once; the command line takes files of any size.",
    415: "Only JSON is taken here.",
    500: "Something went wrong on the server; nothing was changed.",
}
TITLES = {401: "Not signed in", 403: "Not allowed", 404: "Not found", 413: "Too much", 500: "Something went wrong"}


def install(app: Flask) -> None:
    """Let every error end in one of these answers."""
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(CSRFError, csrf)
    app.register_error_handler(Exception, unexpected)


def is_api() -> bool:
    """Tell whether the answer is read by a program: the label screen's modules or somebody's script."""
    return request.path.startswith("/api/") or request.headers.get("Authorization", "").lower().startswith("bearer ")


def http(error: HTTPException) -> Response:
    """Answer an ordinary HTTP error; a redirect is no error."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        # No template: addresses can't be built for a host that isn't served.
        said = "This host name is not served here; the server's option --trusted-host adds it.\n"
        return Response(said, status=400, mimetype="text/plain")
    own = type(error).description != error.description and error.description
    return answer(status, own or SENTENCES.get(status, "The request could not be answered."))


def csrf(_error: CSRFError) -> Response:
    """Answer a write whose token is missing or belongs to another session."""
    sentence = "The page is out of date; reload it and try again. Nothing was changed."
    return make_response(jsonify(message=sentence, reason="token"), 400) if is_api() else answer(400, sentence)


def refused(error: Refused) -> Response:
    """Answer input that was not taken, with the place it is about."""
    return answer(422, f"{error}.")


def unexpected(error: Exception) -> Response:
    """Answer anything else with an id under which the log has the details."""
    number = secrets.token_hex(4)
    log.error(line("error", id=number), exc_info=error)
    g.person = None  # the page must not ask a database that may be what went wrong
    return answer(500, f"{SENTENCES[500]} The log names it {number}.")


def answer(status: int, sentence: str) -> Response:
    """Return the page or the JSON that says it."""
    if status in (401, 403):
        log.warning(line("refused", status=status))
    if is_api():
        said = make_response(jsonify(message=sentence), status)
        if status == 401:
            said.headers["WWW-Authenticate"] = "Bearer"
        return said
    return page("error.html", status, title=TITLES.get(status, "That did not work"), sentence=sentence)


def page(template: str, status: int, **context: object) -> Response:
    """Return a screen under a status that is not 200."""
    return make_response(render_template(template, **context), status)


def line(event: str, **detail: object) -> str:
    """Return one line of JSON about this request; line ends in an address can't start another line."""
    where = {"method": request.method, "path": request.path, "from": request.remote_addr}
    return orjson.dumps({"at": now(), "event": event, **where, **detail}).decode()
