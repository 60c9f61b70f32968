"""`annotator pages`: what is known about a project's pages, as a CSV table."""

from typing import TextIO

import click

from annotator.core.counted import counted
from annotator.store.instance import Instance
from annotator.workflow import metadata

from .importing import tell
from .opening import opened
from .output import written


@click.command()
@click.argument("key", metavar="PROJECT")
@click.option(
    "--set", "table", metavar="FILE.csv", type=click.File("r", encoding="utf-8-sig"), help="Set from a table."
)
@click.option(
    "--rights", metavar="SITE VALUE", nargs=2, help="Give all pages of a site, '' being none, this rights value."
)
@opened
def pages(instance: Instance, key: str, table: TextIO | None, rights: tuple[str, str] | None) -> None:
    """Print what is known about a project's pages as CSV, or set it from such a table.

    The column name says which page; an empty cell leaves what is there. The text of a page never changes. What the
    rights of a page are decides whether a release holds its text: any value does but none, unknown, "all rights
    reserved" and a bare notice of copyright.

    \b
    Example:
      annotator pages harbour-news > pages.csv
      annotator pages harbour-news --set pages.csv
      annotator pages harbour-news --rights herald.example CC-BY-4.0
    """
    if rights is not None:
        count = metadata.set_rights(instance.database, key, *rights)
        click.echo(f"{counted(count, 'page')} of {rights[0] or 'no site'}: other rights now")
        return
    if table is not None:
        tell(metadata.read_table(instance.database, key, table))
        return
    with written("-") as sink:
        for line in metadata.write_table(instance.database, key):
            sink.write(line.encode())
