"""`annotator import`: pages and labellings into a project."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from annotator.core.errors import Refused
from annotator.formats.readers import NAMES
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
@click.option("--format", metavar="NAME", help=f"What the files are, where they don't tell: {', '.join(NAMES)}.")
@click.option("--map", "names", metavar="THEIRS=OURS", multiple=True, help="What another tool's label is called here.")
@click.option("--layer", "layers", metavar="NAME", multiple=True, help="Its labellings answer this layer, even empty.")
@click.option("--annotator", metavar="NAME", help="Who made labellings that come from another tool.")
@opened
def import_(
    instance: Instance, /, key: str, paths: tuple[Path, ...], *, names: tuple[str, ...], **options: Any
) -> None:
    """Import raw text, HTML, WARC and WET archives, CSV, JSON Lines and canonical records, folders and zip archives.

    What Label Studio, doccano, Prodigy, brat and Citron export comes in with its labels.

    A file that can't be taken is named with the reason, and the rest goes in. Running it again changes nothing.

    \b
    Example:
      annotator import harbour-news pages/ more.zip rows.jsonl
      annotator import harbour-news labelled.json --map Quote=content --map Person=
    """
    chosen = importing.Options(names=dict(_pair(one) for one in names), **options)
    tell(importing.import_paths(instance.database, key, paths, chosen))


def _pair(said: str) -> tuple[str, str]:
    theirs, sign, ours = said.rpartition("=")
    if not sign or not theirs:
        raise Refused(f"--map {said}", "should look like THEIRS=OURS")
    return theirs, ours


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
