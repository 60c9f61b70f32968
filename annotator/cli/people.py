"""`annotator user`: accounts, their one-time sign-in links and their passwords."""

import click

from annotator.store.instance import Instance
from annotator.workflow import identities, passwords, people

from .opening import opened

SERVER = "http://127.0.0.1:8000"


@click.group()
def user() -> None:
    """Add people and make sign-in links for them.

    \b
    Example:
      annotator user add Ana
      annotator user link Ana
    """


@user.command("add")
@click.argument("name")
@click.option("--admin", is_flag=True, help="May see and change everything in the instance.")
@opened
def add(instance: Instance, name: str, *, admin: bool) -> None:
    """Add a person. `user link` makes the way in, `user password` another one.

    \b
    Example:
      annotator user add Dora --admin
    """
    people.add(instance.database, name, admin=admin)
    click.echo(f"{name} has an account{' as admin' if admin else ''}; next: annotator user link {name}")


@user.command("link")
@click.argument("name")
@click.option(
    "--server",
    metavar="URL",
    help=f"Address under which people reach the server; else that of the one that runs, else {SERVER}.",
)
@opened
def link(instance: Instance, name: str, server: str | None) -> None:
    """Print a sign-in link for a person: it works once, within 15 minutes.

    \b
    Example:
      annotator user link Ana --server https://labels.example.org
    """
    address = server or instance.served_at or SERVER
    click.echo(f"{address.rstrip('/')}/in/{people.make_link(instance.database, name)}")


@user.command("password")
@click.argument("name")
@opened
def set_password(instance: Instance, name: str) -> None:
    """Ask for a new password for a person, and sign all their browsers out.

    \b
    Example:
      annotator user password Ana
    """
    typed: str = click.prompt("New password", hide_input=True, confirmation_prompt=True)
    passwords.set_password(instance.database, name, typed)
    click.echo(f"{name} can sign in with this password now; all browsers of {name} have been signed out")


@user.command("identity")
@click.argument("name")
@click.argument("subject")
@click.option("--issuer", envvar="ANNOTATOR_OIDC_ISSUER", required=True, metavar="URL", help="Address of the provider.")
@opened
def identity(instance: Instance, name: str, subject: str, issuer: str) -> None:
    """Let a person sign in through an OpenID provider, which knows the person as SUBJECT.

    \b
    Example:
      annotator user identity Ana 3f2c9a --issuer https://login.example.org
    """
    identities.link_named(instance.database, name, issuer, subject)
    click.echo(f"{name} can sign in through {issuer} now")


@user.command("disable")
@click.argument("name")
@opened
def disable(instance: Instance, name: str) -> None:
    """Shut a person out at once, with all browsers and tokens; what they labelled stays.

    \b
    Example:
      annotator user disable Ana
    """
    people.set_disabled(instance.database, name, disabled=True)
    click.echo(f"{name} can't sign in any more; annotator user enable {name} changes that")


@user.command("enable")
@click.argument("name")
@opened
def enable(instance: Instance, name: str) -> None:
    """Let a person in again who was shut out.

    \b
    Example:
      annotator user enable Ana
    """
    people.set_disabled(instance.database, name, disabled=False)
    click.echo(f"{name} can sign in again")


@user.command("list")
@opened
def list_people(instance: Instance) -> None:
    """List everybody, people who only came with an import too.

    \b
    Example:
      annotator user list
    """
    for one in people.everybody(instance.database):
        notes = (("admin", one.admin), ("cannot sign in", not one.can_sign_in), ("disabled", one.disabled))
        click.echo("\t".join([one.name, *(word for word, true in notes if true)]))
