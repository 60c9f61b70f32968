"""Who is asking: the session of a browser's cookie or the token of a script, and the person that either stands for."""

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from werkzeug.exceptions import SecurityError

from annotator.store.database import Database
from annotator.store.instance import Instance
from annotator.store.people import PersonRow
from annotator.store.tokens import TokenRow
from annotator.workflow import people, tokens

from .security import LOOPBACK

TOKEN = "token"  # noqa: S105 - the name of the field, not a secret


class Cookie(SecureCookieSessionInterface):
    """A signed cookie bound to this host; only this computer itself may do without https."""

    def __init__(self, instance_id: str) -> None:
        # Two instances on two ports of one computer share the browser's cookies.
        self.name = f"annotator-{instance_id[:8]}"

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the cookie holds; a script's request has no cookies, so that nobody else's can act in it."""
        return SecureCookieSession() if bearer() is not None else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie where something in it changed, and never to a script."""
        if bearer() is None:
            super().save_session(app, session, response)

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


def protect(app: Flask) -> None:
    """Ask every write of a browser for the CSRF token; a script has no cookies that another page could use."""
    app.config.update(
        # The token is bound to the session; a page that was open for over an hour still has to save.
        WTF_CSRF_TIME_LIMIT=None,
        # Checked below, for browsers alone.
        WTF_CSRF_CHECK_DEFAULT=False,
        # Some browsers are told to send no referrer; the token and Sec-Fetch-Site are enough.
        WTF_CSRF_SSL_STRICT=False,
    )
    csrf = CSRFProtect(app)

    @app.before_request
    def check() -> None:
        if bearer() is None:
            csrf.protect(apply_exemptions=True)


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


def bearer() -> str | None:
    """Return the token that a script sent along; None for a browser."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def grant() -> TokenRow | None:
    """Return what the script's token allows, looked up once a request; None for a browser and for a bad token."""
    if "grant" not in g:
        token = bearer()
        # A token that went over the network in the clear is not to be got used to.
        g.grant = tokens.holder(database(), token) if token and possible() else None
    found: TokenRow | None = g.grant
    return found


def person() -> PersonRow | None:
    """Return who is asking, through a session or through a token, looked up once a request."""
    if "person" not in g:
        g.person = _by_token() if bearer() is not None else _by_session()
    found: PersonRow | None = g.person
    return found


def _by_token() -> PersonRow | None:
    found = grant()
    return found.person if found else None


def _by_session() -> PersonRow | None:
    token = session.get(TOKEN)
    return people.person_for(database(), token) if token else None


def sign_in(token: str) -> bool:
    """Use up a link; tells whether it was good for a session."""
    fresh = people.sign_in(database(), token, agent())
    if fresh is None:
        return False
    enter(fresh)
    return True


def enter(fresh: str) -> None:
    """Let this browser hold a new session, and end the one it had."""
    if session.get(TOKEN):
        people.sign_out(database(), session[TOKEN])
    session[TOKEN] = fresh
    session.permanent = True
    g.pop("person", None)


def current() -> str:
    """Return the token of this browser's session; empty without one."""
    found: str = session.get(TOKEN, "")
    return found


def agent() -> str:
    """Return what the browser calls itself."""
    return request.user_agent.string


def possible() -> bool:
    """Tell whether a browser could stay signed in: over https, or on this very computer."""
    return request.is_secure or on_this_computer()


def sign_out() -> None:
    """End the session here and on the server.

    The CSRF token stays with the browser: a label screen with unsent work goes on saving after the next sign-in.
    """
    token = session.pop(TOKEN, None)
    if token:
        people.sign_out(database(), token)
    g.pop("person", None)
