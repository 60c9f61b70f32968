"""`annotator project`: projects and the people who work on them."""

import click

from annotator.core.presets import PRESETS
from annotator.store import projects as stored
from annotator.store.instance import Instance
from annotator.workflow import projects

from .opening import opened


@click.group()
def project() -> None:
    """Make projects and give people a role in them.

    \b
    Example:
      annotator project create "Harbour news" --preset quotes --language en
      annotator project member harbour-news Ana --role annotator
    """


@project.command("create")
@click.argument("name")
@click.option("--preset", default="full", show_default=True, type=click.Choice(list(PRESETS)), help="What is labelled.")
@click.option(
    "--language", "languages", multiple=True, metavar="TAG", help="A language of its pages, as en or sr-Cyrl."
)
@opened
def create(instance: Instance, name: str, preset: str, languages: tuple[str, ...]) -> None:
    """Make a project from a preset.

    \b
    Example:
      annotator project create "Harbour news" --preset full --language en --language ar
    """
    made = projects.create(instance.database, name, preset, languages)
    click.echo(f"{made.name} is there as {made.slug}; next: annotator import {made.slug} PATH")


@project.command("list")
@opened
def list_projects(instance: Instance) -> None:
    """List the projects: address, preset, pages, finished pages, name.

    \b
    Example:
      annotator project list
    """
    with instance.database.read() as session:
        for one in stored.listing(session):
            click.echo(f"{one.slug}\t{one.preset}\t{one.pages} pages\t{one.done} done\t{one.name}")


@project.command("member")
@click.argument("key", metavar="PROJECT")
@click.argument("name")
@click.option("--role", type=click.Choice([*stored.ROLES, "none"]), required=True, help="none takes the person out.")
@opened
def member(instance: Instance, key: str, name: str, role: str) -> None:
    """Give a person a role in a project.

    \b
    Example:
      annotator project member harbour-news Dora --role curator
    """
    projects.set_member(instance.database, key, name, None if role == "none" else role)
    click.echo(f"{name} has no role in {key} any more" if role == "none" else f"{name} is {role} of {key}")


@project.command("targets")
@click.argument("key", metavar="PROJECT")
@click.argument("entities", metavar="ENTITY...", nargs=-1, required=True)
@opened
def targets(instance: Instance, key: str, entities: tuple[str, ...]) -> None:
    """Set the closed list of stance targets, in the order in which they are asked.

    \b
    Example:
      annotator project targets dam-stance e-dam e-port-strike
    """
    projects.set_targets(instance.database, key, entities)
    click.echo(f"{key} asks for {len(dict.fromkeys(entities))} targets")
