"""`annotator doctor`: is everything that is stored sound, and does the log give the labels."""

import sys

import click

from annotator.store.instance import Instance
from annotator.workflow.doctor import examine

from .opening import opened
from .progress import working

MARKS = {"ok": "ok     ", "warning": "warning", "error": "WRONG  "}


@click.command()
@opened
def doctor(instance: Instance) -> None:
    """Examine the instance: the database file, the texts, and the log against the labels.

    Changes nothing and works while the server runs. Ends with status 1 when something is wrong.

    \b
    Example:
      annotator doctor
    """
    wrong = 0
    with working("examining"):
        for finding in examine(instance):
            wrong += finding.level == "error"
            click.echo(f"{MARKS[finding.level]} {finding.sentence}")
    if wrong:
        click.echo(f"{wrong} things are wrong; keep a copy of the instance folder before you repair anything", err=True)
        sys.exit(1)
