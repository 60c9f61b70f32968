"""What every answer carries and every request has to pass: headers, the prefix, the proxy, cross-site writes."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, abort, request
from werkzeug.datastructures import Headers
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
FOR_EVER = 365 * 24 * 3600
READING = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = {"Strict-Transport-Security": f"max-age={FOR_EVER}; includeSubDomains"}


class Armour:
    """WSGI layer that adds the headers to every answer there is, errors and static files included."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Call the app with a `start_response` that knows the headers."""

        def start(status: str, headers: list[tuple[str, str]], exc_info=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            known = Headers(headers)
            secure = HSTS if environ.get("wsgi.url_scheme") == "https" else {}
            for name, value in {**HEADERS, **secure}.items():
                known.setdefault(name, value)
            return start_response(status, known.to_wsgi_list(), exc_info)

        return self.app(environ, start)


def install(app: Flask, prefix: str, *, behind_proxy: bool) -> None:
    """Wrap the app: prefix innermost, then the headers, then what a trusted proxy says about the client."""
    app.before_request(refuse_cross_site)
    app.after_request(keep_static_files)
    inner: WSGIApplication = app.wsgi_app
    if prefix:
        missing = Response("There is nothing at this address.\n", status=404, mimetype="text/plain")
        inner = DispatcherMiddleware(missing, {"/" + prefix.strip("/"): inner})
    inner = Armour(inner)
    if behind_proxy:
        inner = ProxyFix(inner, x_for=1, x_proto=1, x_host=1, x_port=1)
    app.wsgi_app = inner  # type: ignore[method-assign]


def refuse_cross_site() -> None:
    """Refuse a write that a page of another site caused."""
    if request.method not in READING and request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403, "This was sent from a page of another site.")


def keep_static_files(response: Response) -> Response:
    """Static addresses carry a digest of what they lead to, so a browser needn't ask again."""
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        response.headers["Cache-Control"] = f"public, max-age={FOR_EVER}, immutable"
    return response
