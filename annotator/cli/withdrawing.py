"""`annotator page`: taking a page out of everything that comes, bringing it back, erasing it for good."""

import click

from annotator.store.instance import Instance
from annotator.workflow import withdrawing

from .opening import opened

KEY = click.argument("key", metavar="PROJECT")
NAME = click.argument("name", metavar="NAME")
REASON = click.option("--reason", required=True, metavar="WORDS", help="Why; it stays with the page.")


@click.group()
def page() -> None:
    """Withdraw a page, bring it back, or erase it for good.

    \b
    Example:
      annotator page withdraw harbour-news ferry.txt --reason "the outlet asked for it"
    """


@page.command("withdraw")
@KEY
@NAME
@REASON
@opened
def withdraw(instance: Instance, key: str, name: str, reason: str) -> None:
    """Take a page out of queue, exports and later releases; its labels stay, and it can come back.

    \b
    Example:
      annotator page withdraw harbour-news ferry.txt --reason "the outlet asked for it"
    """
    withdrawing.withdraw(instance.database, key, name, reason)
    click.echo(f"{name} is withdrawn from {key}; releases that hold it stand, and `release verify` says so")


@page.command("restore")
@KEY
@NAME
@opened
def restore(instance: Instance, key: str, name: str) -> None:
    """Let a page that was withdrawn take part again.

    \b
    Example:
      annotator page restore harbour-news ferry.txt
    """
    withdrawing.restore(instance.database, key, name)
    click.echo(f"{name} takes part in {key} again")


@page.command("erase")
@KEY
@NAME
@REASON
@click.option("--yes", is_flag=True, help="Don't ask.")
@opened
def erase(instance: Instance, key: str, name: str, reason: str, *, yes: bool) -> None:
    """Erase a page's text for good, from the database and from every kept release. There is no way back.

    Left are its name, id, digest, length, the offsets of its labels, and the reason.

    \b
    Example:
      annotator page erase harbour-news ferry.txt --reason "taken down by court" --yes
    """
    if not yes:
        lost = "its text, bytes, notes and metadata will be GONE from database and releases, with no way back"
        click.confirm(f"Erase {name} of {key}: {lost}. Go on?", abort=True)
    for sentence in withdrawing.erase(instance.database, key, name, reason):
        click.echo(sentence)
