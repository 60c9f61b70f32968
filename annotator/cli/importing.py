"""`annotator import`: pages and labellings into a project."""

from collections.abc import Iterable
from pathlib import Path

import click

from annotator.store.instance import Instance
from annotator.workflow import importing

from .opening import opened
from .progress import progress


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
    """
    options = importing.Options(encoding, update, replace, site_from_folder)
    tell(importing.import_paths(instance.database, key, paths, options))


def tell(events: Iterable[importing.Event]) -> None:
    """Show progress, then what somebody should read, then the tally; status 1 where something was refused."""
    report = importing.Report()
    with progress() as shown:
        for event in events:
            report.count(event)
            shown.tell(f"pages read: {report.pages}")
    for event in (*report.notices, *report.refused):
        click.echo(event.sentence, err=True)
    click.echo(report.summary())
    if report.refused:
        click.get_current_context().exit(1)
