"""Who is asking: the cookie, the session's token in it, and the person that the server knows it by."""

from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import SecurityError

from annotator.store.database import Database
from annotator.store.instance import Instance
from annotator.store.people import PersonRow
from annotator.workflow import people

from .security import LOOPBACK

TOKEN = "token"  # noqa: S105 - the name of the field, not a secret


class Cookie(SecureCookieSessionInterface):
    """A signed cookie bound to this host; only this computer itself may do without https."""

    def __init__(self, instance_id: str) -> None:
        # Two instances on two ports of one computer share the browser's cookies.
        self.name = f"annotator-{instance_id[:8]}"

    def get_cookie_name(self, app: Flask) -> str:
        """Return the name, with the prefix that makes browsers keep its promises."""
        return f"__Host-{self.name}" if self.get_cookie_secure(app) else self.name

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        """Return whether the cookie may travel over https alone."""
        return request.is_secure or not on_this_computer()

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002
        """Return the path that the `__Host-` prefix asks for."""
        return "/"

    def get_cookie_samesite(self, app: Flask) -> str:  # noqa: ARG002
        """Return the rule for requests from other sites: plain links only."""
        return "Lax"


def on_this_computer() -> bool:
    """Tell whether the address in the browser is this computer's own."""
    try:
        host = request.host
    except SecurityError:
        return False
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return name in LOOPBACK


def instance() -> Instance:
    """Return the instance that the app serves."""
    found: Instance = current_app.extensions["instance"]
    return found


def database() -> Database:
    """Return its database."""
    return instance().database


def person() -> PersonRow | None:
    """Return who is signed in, looked up once a request."""
    if "person" not in g:
        token = session.get(TOKEN)
        g.person = people.person_for(database(), token) if token else None
    found: PersonRow | None = g.person
    return found


def sign_in(token: str) -> bool:
    """Use up a link; tells whether it was good for a session."""
    fresh = people.sign_in(database(), token)
    if fresh is None:
        return False
    if session.get(TOKEN):
        people.sign_out(database(), session[TOKEN])
    session[TOKEN] = fresh
    session.permanent = True
    g.pop("person", None)
    return True


def sign_out() -> None:
    """End the session here and on the server.

    The CSRF token stays with the browser: a label screen with unsent work goes on saving after the next sign-in.
    """
    token = session.pop(TOKEN, None)
    if token:
        people.sign_out(database(), token)
    g.pop("person", None)
