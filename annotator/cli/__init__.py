"""The command line: one file a family of verbs; exit status 0 all done, 1 something refused, 2 wrong usage."""

import click

from annotator import __version__

from .group import Verbs


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="annotator")
@click.option("--instance", metavar="DIR", help="Instance folder; may also stand after the verb.")
@click.pass_context
def verbs(context: click.Context, instance: str | None) -> None:
    """Label raw web text: body, boilerplate, quotes and stance.

    Whoever runs this command acts as admin of the instance. The instance folder is DIR, else
    ANNOTATOR_INSTANCE, else ./instance; it is made when it isn't there. ANNOTATOR_DATABASE_URL names another
    database than the SQLite file in that folder.

    \b
    Example:
      annotator demo
      annotator serve --link
    """
    context.obj = instance
