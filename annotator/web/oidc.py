"""Signing in through an OpenID provider, by Authlib: out with state, nonce and PKCE, back with a signed token."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from annotator.core.errors import Refused
from annotator.workflow import identities
from annotator.workflow.identities import Identity

from . import errors, sessions

blueprint = Blueprint("oidc", __name__, url_prefix="/oidc")
CLIENT = "oidc"
TIMEOUT = 10
WAITS = 600
"""Seconds for which a shown identity waits for the name that its new account shall have."""
LONGEST_SUBJECT = 255
"""Characters, as the standard says."""
LIBRARY = "signing in through a provider needs the extra: pip install 'marginalia-annotator[oidc]'"


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider, and what it calls this server."""

    issuer: str
    client: str
    secret: str

    @property
    def host(self) -> str:
        """What people know it by."""
        return urlsplit(self.issuer).hostname or self.issuer


def from_environment(environment: Mapping[str, str]) -> Provider | None:
    """Return the provider that the environment names; None where none is, and a refusal where a part is missing."""
    issuer = environment.get("ANNOTATOR_OIDC_ISSUER", "")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise Refused("ANNOTATOR_OIDC_ISSUER", "should be an address that begins with https")
    for name in ("ANNOTATOR_OIDC_CLIENT", "ANNOTATOR_OIDC_SECRET"):
        if not environment.get(name):
            raise Refused(name, "should be set, too, as the provider gave it")
    return Provider(issuer, environment["ANNOTATOR_OIDC_CLIENT"], environment["ANNOTATOR_OIDC_SECRET"])


def install(app: Flask, provider: Provider | None) -> None:
    """Let the app sign people in through the provider; refuses where the library isn't installed."""
    if provider is None:
        return
    try:
        # Here, because it is an extra, and slow to load.
        from authlib.integrations.flask_client import OAuth  # noqa: PLC0415
    except ImportError:
        raise Refused("ANNOTATOR_OIDC_ISSUER", LIBRARY) from None
    app.extensions["provider"] = provider
    app.extensions["oidc"] = OAuth(app).register(
        CLIENT,
        client_id=provider.client,
        client_secret=provider.secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
        },
    )


@blueprint.get("")
def start() -> Response:
    """Lead to the provider."""
    client = _client()
    if not sessions.possible():
        abort(403, "Signing in over plain http works on the computer that the server runs on, and nowhere else.")
    forget()
    session["join"] = request.args.get("join", "")
    try:
        found: Response = client.authorize_redirect(url_for("oidc.back", _external=True))
    except Exception as error:  # noqa: BLE001 - whatever the network, the provider or the library says
        return _failed(error)
    return found


@blueprint.get("/back")
def back() -> Response:
    """Sign in whom the provider has sent back, or say what is missing."""
    client, join = _client(), session.get("join", "")
    try:
        identity = _identity(client)
    except Exception as error:  # noqa: BLE001 - whatever the network, the provider or the library says
        return _failed(error)
    fresh = identities.sign_in(sessions.database(), identity, sessions.agent())
    forget()
    if fresh is not None:
        sessions.enter(fresh)
    elif join:
        known = [identity.issuer, identity.subject, identity.name]
        session["identity"] = [*known, int(time.time()) + WAITS]
    else:
        errors.log.warning(errors.line("sign-in failed", status=403))
        return errors.page("oidc/unknown.html", 403, identity=identity)
    return redirect(url_for("join.ask", token=join) if join else url_for("projects.index"))


def waiting() -> Identity | None:
    """Return the identity that this browser has just shown, and that nobody is linked to."""
    issuer, subject, name, until = session.get("identity", ("", "", "", 0))
    return Identity(issuer, subject, name) if until > time.time() else None


def forget() -> None:
    """Forget a shown identity, and earlier ways out that didn't lead back."""
    for key in [one for one in session if one in ("identity", "join") or one.startswith(f"_state_{CLIENT}")]:
        del session[key]


def _client() -> Any:
    if "oidc" not in current_app.extensions:
        abort(404)
    return current_app.extensions["oidc"]


def _identity(client: Any) -> Identity:
    provider: Provider = current_app.extensions["provider"]
    issuer = client.load_server_metadata().get("issuer", "")
    if issuer.rstrip("/") != provider.issuer.rstrip("/"):
        raise Refused("issuer", "is another than the one that was asked for")
    # The library checks signature, nonce and time by itself; it would take a token for another audience.
    ours = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": provider.client}}
    claims = client.authorize_access_token(claims_options=ours)["userinfo"]
    subject, name = claims["sub"], claims.get("preferred_username") or claims.get("name") or ""
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise Refused("subject", "is none")
    # As it was configured: that is how an admin names it.
    return Identity(provider.issuer, subject, str(name)[:80])


def _failed(error: Exception) -> Response:
    reason = f"{type(error).__name__}: {error}"[:300]
    errors.log.warning(errors.line("sign-in failed", status=502, reason=reason))
    return errors.answer(502, "Signing in through the provider did not work; try again, or sign in another way.")
