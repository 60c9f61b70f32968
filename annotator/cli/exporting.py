"""`annotator export`: a project's labels into a file or a folder."""

import sys
from pathlib import Path
from typing import Any

import click

from annotator.core.counted import counted
from annotator.core.errors import Refused
from annotator.core.labels import LAYERS
from annotator.formats import FORMATS
from annotator.store.instance import Instance
from annotator.workflow import exporting

from .opening import opened
from .progress import progress

NAMES = [one.name for one in FORMATS]


def filters(command: Any) -> Any:
    """Add the options that choose what leaves; they arrive as the fields of `exporting.Choice`."""
    options = (
        click.option("--accept-single", is_flag=True, help="Without gold, the sole finished labelling answers."),
        click.option("--annotators", "apart", is_flag=True, help="Every finished labelling for itself."),
        click.option("--drafts", is_flag=True, help="Every labelling as it stands, finished or not."),
        click.option("--unusable", is_flag=True, help="Take in the pages that are called not usable."),
        _many("--layer", "layers", f"Only these layers: {', '.join(LAYERS)}."),
        _many("--pass", "passes", "Only what was done in these passes."),
        _many("--annotator", "people", "Only these people's labellings."),
        _many("--site", "sites", "Only pages of these sites; '' is no site."),
        _many("--language", "languages", "Only pages in these languages."),
        _many("--split", "splits", "Only pages of these splits."),
        click.option("--since", metavar="DAY", help="Only pages published on this day or later (2026-11-22)."),
        click.option("--until", metavar="DAY", help="Only pages published on this day or earlier."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _many(name: str, field: str, words: str) -> Any:
    return click.option(name, field, multiple=True, metavar="NAME", help=words)


@click.command()
@click.argument("key", metavar="PROJECT")
@click.option(
    "--format", "format_name", default="jsonl", show_default=True, type=click.Choice(NAMES), help="In what form."
)
@click.option("-o", "--output", "file", metavar="FILE|FOLDER|-", default="-", help="Where to; - is standard output.")
@click.option("--count", "only_count", is_flag=True, help="Tell what would be written, and write nothing.")
@filters
@opened
def export(instance: Instance, /, key: str, format_name: str, file: str, *, only_count: bool, **choice: Any) -> None:
    """Write what a project's pages say: one answer per page and layer, its gold; every offset is checked.

    In a project without gold every finished labelling is written for itself. What was left out is counted and told.

    \b
    Example:
      annotator export harbour-news --format jsonl -o harbour-news.jsonl
    """
    done = exporting.begin(instance.database, key, format_name, exporting.Choice(**choice))
    if only_count:
        click.echo(f"{done.project.slug}: {done.counted()}")
        return
    click.echo(f"{done.project.slug}: {done.counted()}", err=True)
    with progress() as shown:
        for pages in _written(done, file):
            shown.tell(f"{counted(pages, 'page')} written")
    for refused in done.refused:
        click.echo(str(refused), err=True)
    click.echo(f"{done.project.slug}: {done.summary()}", err=file == "-")
    if done.refused:
        click.get_current_context().exit(1)


def _written(done: exporting.Export, file: str) -> Any:
    if file != "-":
        yield from done.to_path(Path(file))
        return
    if done.is_folder:
        raise Refused("-o", f"{done.format.name} makes a folder here, which can't go to standard output; name one")
    for chunk in done.chunks():
        sys.stdout.buffer.write(chunk)
        yield done.tally.pages
    sys.stdout.buffer.flush()
