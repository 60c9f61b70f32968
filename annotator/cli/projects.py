"""`annotator project`: projects and the people who work on them."""

import click

from annotator.core.counted import counted
from annotator.core.presets import PRESETS
from annotator.core.splits import brief_plan
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
@click.option("--split", metavar="PLAN", help="How pages are divided, as site:70/10/20; else all are train.")
@opened
def create(instance: Instance, name: str, preset: str, languages: tuple[str, ...], split: str | None) -> None:
    """Make a project from a preset.

    A plan of splits begins with what is never divided: site, story, or time with the days on which validation and test
    begin (time:2026-03-01/2026-04-01). `annotator split set` says more, and later.

    \b
    Example:
      annotator project create "Harbour news" --preset full --language en --split site:70/10/20
    """
    made = projects.create(instance.database, name, preset, languages, brief_plan(split) if split else None)
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
            click.echo(f"{one.slug}\t{one.preset}\t{counted(one.pages, 'page')}\t{one.done} done\t{one.name}")


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
