"""`annotator demo`: the sample project into an empty instance."""

import click

from annotator.store.instance import Instance
from annotator.workflow import demo as sample

from .importing import tell
from .opening import opened


@click.command()
@opened
def demo(instance: Instance) -> None:
    """Load the sample project with its people into an empty instance; elsewhere it does nothing.

    \b
    Example:
      annotator demo
    """
    if not sample.is_wanted(instance.database):
        click.echo(f"{instance.folder} is not empty; the sample project was not loaded")
        return
    tell(sample.load(instance.database))
    names = ", ".join(f"{name} ({role})" for name, role in sample.CAST)
    click.echo(f"The sample project is loaded into {instance.folder}, with {names} and {sample.ADMIN}")
