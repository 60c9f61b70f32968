"""`annotator import`, `export`, `pages` and `demo`: what goes into an instance and what comes out."""

from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

import click

from annotator.formats import FORMATS
from annotator.store.instance import Instance
from annotator.workflow import demo as sample
from annotator.workflow import exporting, importing, metadata

from .opening import opened
from .output import written
from .progress import progress

NAMES = [one.name for one in FORMATS]


@click.command("import")
@click.argument("key", metavar="PROJECT")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--encoding", metavar="NAME", help="Encoding of raw text that is not UTF-8; its bytes are kept too.")
@click.option("--update", is_flag=True, help="Change metadata of pages that are there, not only fill what is empty.")
@click.option("--replace", is_flag=True, help="Put labellings in the place of those that differ; the log keeps them.")
@click.option("--site-from-folder", is_flag=True, help="Without a better source, a page's folder names its site.")
@opened
def import_(
    instance: Instance,
    key: str,
    paths: tuple[Path, ...],
    encoding: str | None,
    *,
    update: bool,
    replace: bool,
    site_from_folder: bool,
) -> None:
    """Import raw text, folders, zip archives, JSON Lines and canonical records into a project.

    A file that can't be taken is named with the reason, and the rest goes in. Running it again changes nothing.

    \b
    Example:
      annotator import harbour-news pages/ more.zip rows.jsonl
    """  # noqa: D301
    options = importing.Options(encoding, update, replace, site_from_folder)
    _tell(importing.import_paths(instance.database, key, paths, options))


@click.command()
@click.argument("key", metavar="PROJECT")
@click.option(
    "--format", "format_name", default="jsonl", show_default=True, type=click.Choice(NAMES), help="In what form."
)
@click.option("-o", "--output", "file", metavar="FILE|-", default="-", help="Where to; - is standard output.")
@click.option("--unusable", is_flag=True, help="Take in the pages that are called not usable.")
@opened
def export(instance: Instance, key: str, format_name: str, file: str, *, unusable: bool) -> None:
    """Write a project's pages with everything labelled on them; every offset is checked against its text.

    \b
    Example:
      annotator export harbour-news --format jsonl -o harbour-news.jsonl
    """  # noqa: D301
    done = exporting.begin(instance.database, key, format_name, unusable=unusable)
    with progress() as shown, written(file) as sink:
        for chunk in done.chunks():
            sink.write(chunk)
            shown.tell(f"{done.written} pages written")
    for refused in done.refused:
        click.echo(str(refused), err=True)
    click.echo(f"{done.project.slug}: {done.summary()}", err=file == "-")
    if done.refused:
        click.get_current_context().exit(1)


@click.command()
@click.argument("key", metavar="PROJECT")
@click.option(
    "--set", "table", metavar="FILE.csv", type=click.File("r", encoding="utf-8-sig"), help="Set from a table."
)
@opened
def pages(instance: Instance, key: str, table: TextIO | None) -> None:
    """Print what is known about a project's pages as CSV, or set it from such a table.

    The column name says which page; an empty cell leaves what is there. The text of a page never changes.

    \b
    Example:
      annotator pages harbour-news > pages.csv
      annotator pages harbour-news --set pages.csv
    """  # noqa: D301
    if table is not None:
        _tell(metadata.read_table(instance.database, key, table))
        return
    with written("-") as sink:
        for line in metadata.write_table(instance.database, key):
            sink.write(line.encode())


@click.command()
@opened
def demo(instance: Instance) -> None:
    """Load the sample project with its people into an empty instance; elsewhere it does nothing.

    \b
    Example:
      annotator demo
    """  # noqa: D301
    if not sample.is_wanted(instance.database):
        click.echo(f"{instance.folder} is not empty; the sample project was not loaded")
        return
    _tell(sample.load(instance.database))
    names = ", ".join(f"{name} ({role})" for name, role in sample.CAST)
    click.echo(f"The sample project is loaded into {instance.folder}, with {names} and {sample.ADMIN}")


def _tell(events: Iterable[importing.Event]) -> None:
    """Show progress, then what somebody should read, then the tally; status 1 where something was refused."""
    report = importing.Report()
    with progress() as shown:
        for event in events:
            report.count(event)
            shown.tell(f"{report.pages} pages read")
    for event in (*report.notices, *report.refused):
        click.echo(event.sentence, err=True)
    click.echo(report.summary())
    if report.refused:
        click.get_current_context().exit(1)
