"""`annotator backup` and `annotator restore`: the whole database as one checked file, out and in again."""

from pathlib import Path

import click

from annotator.core.counted import counted
from annotator.store.instance import Instance
from annotator.workflow.backup import back_up
from annotator.workflow.backup import restore as put_back

from .opening import opened
from .output import written
from .progress import working


@click.command()
@click.option("-o", "output", metavar="FILE", required=True, help="Where the backup goes; - is standard output.")
@opened
def backup(instance: Instance, output: str) -> None:
    """Write a backup of everything but the secret key, while people go on working.

    The backup is opened and checked, its log replayed, before it takes the name FILE.

    \b
    Example:
      annotator backup -o monday.zip
    """
    with working("making and checking the backup"), written(output) as sink:
        rows = back_up(instance.database, sink)
    told = f"{counted(rows['page'], 'page')}, {counted(rows['task'], 'labelling')}, {counted(rows['op'], 'operation')}"
    shown = "the backup" if output == "-" else output
    click.echo(f"{shown} holds {told}; it was opened and checked", err=output == "-")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", is_flag=True, help="Replay the whole log and compare the digests of all exports.")
@click.option("--force", is_flag=True, help="Empty a used instance first; a backup of it stays in its folder.")
@opened
def restore(instance: Instance, file: Path, *, verify: bool, force: bool) -> None:
    """Put a backup into an empty instance.

    \b
    Example:
      annotator restore monday.zip --verify --instance restored
    """
    with working("restoring"):
        done = put_back(instance, file, force=force, verify=verify)
    for sentence in done:
        click.echo(sentence)
