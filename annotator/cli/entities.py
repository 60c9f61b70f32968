"""`annotator entities`: the registry of a project as a CSV table."""

from typing import TextIO

import click

from annotator.store.instance import Instance
from annotator.workflow import entities as registry

from .opening import opened
from .output import written


@click.group()
def entities() -> None:
    """Read and write a project's registry of entities.

    \b
    Example:
      annotator entities export harbour-news entities.csv
    """


@entities.command("import")
@click.argument("key", metavar="PROJECT")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.option("--update", is_flag=True, help="Change the name and kind of entities that are there.")
@opened
def read(instance: Instance, key: str, file: TextIO, *, update: bool) -> None:
    """Take entities from a CSV file with the columns id, name, kind, aliases, wikidata, status.

    Only name and kind are required; aliases are written as "Zora Lindqvist@sv|Зора Линдквист@sr-Cyrl".

    \b
    Example:
      annotator entities import harbour-news entities.csv
    """
    done = registry.read_table(instance.database, key, file, update=update)
    for sentence in done.refused:
        click.echo(sentence, err=True)
    counts = f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged, {len(done.refused)} refused"
    click.echo(f"{key}: {counts}")
    if done.refused:
        click.get_current_context().exit(1)


@entities.command("export")
@click.argument("key", metavar="PROJECT")
@click.argument("file", metavar="FILE|-", default="-")
@opened
def write(instance: Instance, key: str, file: str) -> None:
    """Write the registry as CSV. Cells that a spreadsheet would take for formulas get an apostrophe before them.

    \b
    Example:
      annotator entities export harbour-news entities.csv
    """
    lines = registry.write_table(instance.database, key)
    with written(file) as sink:
        for line in lines:
            sink.write(line.encode())
