"""`annotator export`: a project's labels into a file."""

import click

from annotator.formats import FORMATS
from annotator.store.instance import Instance
from annotator.workflow import exporting

from .opening import opened
from .output import written
from .progress import progress

NAMES = [one.name for one in FORMATS]


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
    """
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
