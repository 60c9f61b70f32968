"""`annotator serve`: the web server, on loopback unless told otherwise, until it is told to stop."""

import errno
import os
import socket
import sys

import click

from annotator.core.errors import Refused
from annotator.store import people as stored
from annotator.store.instance import Instance
from annotator.workflow import people

from .answering import Stop, answer
from .opening import opened, settle

BACKLOG = 1024
ADMIN = "Admin"
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not listened on


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--prefix", default="", metavar="/PATH", help="Path below which everything is served.")
@click.option("--trusted-host", "trusted_hosts", multiple=True, metavar="NAME", help="A host name to answer to.")
@click.option("--behind-proxy", is_flag=True, help="Trust the X-Forwarded headers of one proxy in front.")
@click.option("--link", is_flag=True, help="Print a one-time sign-in link for an admin (made if there is none).")
@opened
def serve(
    instance: Instance,
    host: str,
    port: int,
    prefix: str,
    trusted_hosts: tuple[str, ...],
    *,
    behind_proxy: bool,
    link: bool,
) -> None:
    """Serve the instance until Ctrl+C or SIGTERM; what runs then is finished first.

    People can also sign in through an OpenID provider: ANNOTATOR_OIDC_ISSUER is its address, ANNOTATOR_OIDC_CLIENT
    and ANNOTATOR_OIDC_SECRET are what it calls this server; it sends people back to /oidc/back.

    \b
    Example:
      annotator serve --link
      annotator serve --host 0.0.0.0 --trusted-host labels.example.org --behind-proxy
    """
    # Here, because every other verb starts twice as quickly without the web room.
    from annotator.web import create_app  # noqa: PLC0415
    from annotator.web.oidc import from_environment  # noqa: PLC0415

    below = checked_prefix(prefix)
    stop, provider = Stop(), from_environment(os.environ)
    with instance.serving() as announce:
        listening = listen(host, port)
        names = trusted_hosts if host in EVERYWHERE else (*trusted_hosts, host)
        app = create_app(instance, below, names, behind_proxy=behind_proxy, provider=provider)
        settle()
        own = f"http://{_shown(host)}:{listening.getsockname()[1]}{below}"
        address = f"https://{trusted_hosts[0]}{below}" if behind_proxy and trusted_hosts else own
        announce(address)
        click.echo(f"Serving {instance.folder} at {own}/ (Ctrl+C stops)")
        if link or not _anybody(instance):
            click.echo(f"Sign in once within 15 minutes: {address}/in/{admin_link(instance)}")
        sys.stdout.flush()
        answer(app, listening, stop, behind_proxy=behind_proxy)


def admin_link(instance: Instance) -> str:
    """Return the token of a new link for the first admin; makes one where there is none."""
    everybody = people.everybody(instance.database)
    admins = [one.name for one in everybody if one.admin and not one.disabled]
    name = (
        admins[0]
        if admins
        else people.add(instance.database, _free(ADMIN, {one.name for one in everybody}), admin=True).name
    )
    return people.make_link(instance.database, name)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on host and port; refuses in a sentence where that can't be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise Refused("", f"{host} is no address of this machine") from None
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        # Before the address is printed, since somebody may follow it at once.
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        taken = error.errno == errno.EADDRINUSE
        reason = "is taken; choose another with --port" if taken else f"can't be used: {error.strerror}"
        raise Refused("", f"port {port} on {host} {reason}") from None
    return listening


def checked_prefix(prefix: str) -> str:
    """Return the prefix as `/a/b` or an empty string; refuses what is no path."""
    below = prefix.strip("/")
    if any(not (one.isalnum() or one in "-_./~") for one in below) or ".." in below:
        raise click.BadParameter(f"{prefix!r} is no path; a prefix looks like /annotator", param_hint="--prefix")
    return f"/{below}" if below else ""


def _anybody(instance: Instance) -> bool:
    with instance.database.read() as session:
        return stored.anybody_signed_in(session)


def _free(name: str, taken: set[str]) -> str:
    numbered = (name if number == 1 else f"{name} {number}" for number in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def _shown(host: str) -> str:
    """Return a host as it stands in an address that this computer can open."""
    if host in EVERYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
