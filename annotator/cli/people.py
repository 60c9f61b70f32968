"""`annotator user`: accounts and their one-time sign-in links."""

import click

from annotator.store.instance import Instance
from annotator.workflow import people

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
    """Add a person. There are no passwords: `user link` makes the way in.

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
