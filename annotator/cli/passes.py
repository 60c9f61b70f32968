"""`annotator pass`: rounds of labelling, their batches and who takes which pages."""

from collections.abc import Callable
from typing import Any

import click

from annotator.core.counted import counted
from annotator.core.labels import LAYERS
from annotator.core.scheme import PARTS
from annotator.store.instance import Instance
from annotator.store.passes import ORDERS
from annotator.workflow import passes, queue
from annotator.workflow.passes import Shown, Terms

from .opening import opened

KEY = click.argument("key", metavar="PROJECT")
NAME = click.argument("name", metavar="PASS")


@click.group("pass")
def pass_() -> None:
    """Make passes: who labels which layers, on what base, how many people per page.

    \b
    Example:
      annotator pass create harbour-news quotes --layer quotes --base gold:main --people 1
      annotator pass open harbour-news quotes
    """


def _terms(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options that say what a pass asks for."""
    options = (
        click.option("--layer", "layers", multiple=True, type=click.Choice(LAYERS), help="A layer that is labelled."),
        click.option("--base", metavar="BASE", help="none, own:PASS or gold:PASS of an earlier pass."),
        click.option("--require", "required", multiple=True, type=click.Choice(PARTS), help="What a quote must have."),
        click.option("--people", type=int, metavar="N", help="How many people label each page; 0 is everybody."),
        click.option("--order", type=click.Choice(ORDERS), help="The order of the queue."),
        click.option("--suggestions/--no-suggestions", default=None, help="Whether guesses are drawn."),
        click.option("--guideline", metavar="VERSION", help="The version of the guideline."),
    )
    for option in reversed(options):
        verb = option(verb)
    return verb


@pass_.command("create")
@KEY
@NAME
@_terms
@opened
def create(instance: Instance, /, key: str, name: str, **values: Any) -> None:
    """Make a pass; it stays closed until it is opened.

    \b
    Example:
      annotator pass create harbour-news quotes --layer quotes --base gold:main --people 1
    """
    passes.create(instance.database, key, _asked(name, values))
    click.echo(f"{name} is there, closed; next: annotator pass open {key} {name}")


@pass_.command("set")
@KEY
@NAME
@click.option("--name", "new_name", metavar="NAME", help="Another name.")
@_terms
@opened
def set_pass(instance: Instance, /, key: str, name: str, new_name: str | None, **values: Any) -> None:
    """Change a pass; its layers and base stay once somebody has begun.

    \b
    Example:
      annotator pass set harbour-news main --people 2 --order random
    """
    passes.change(instance.database, key, name, _asked(new_name, values))
    click.echo(_line(passes.shown(instance.database, key, new_name or name)))


@pass_.command("allow")
@KEY
@NAME
@click.option("--label", multiple=True, metavar="PERSON", help="Who may label; all members without one.")
@click.option("--adjudicate", multiple=True, metavar="PERSON", help="Who may adjudicate; all curators without one.")
@opened
def allow(instance: Instance, key: str, name: str, label: tuple[str, ...], adjudicate: tuple[str, ...]) -> None:
    """Say who may label in a pass and who may adjudicate it.

    \b
    Example:
      annotator pass allow harbour-news quotes --label Chloe --adjudicate Dora
    """
    passes.set_rights(instance.database, key, name, label=label, adjudicate=adjudicate)
    click.echo(
        f"{name}: {', '.join(label) or 'all members'} label, {', '.join(adjudicate) or 'all curators'} adjudicate"
    )


@pass_.command("list")
@KEY
@opened
def list_passes(instance: Instance, key: str) -> None:
    """List the passes of a project: name, state, layers, base, people per page, order, batches.

    \b
    Example:
      annotator pass list harbour-news
    """
    for one in passes.listing(instance.database, key):
        click.echo(_line(one))
        for batch in one.batches:
            click.echo(f"  {batch.name}\t{counted(batch.pages, 'page')}\t{'open' if batch.open else 'closed'}")


@pass_.command("open")
@KEY
@NAME
@opened
def open_pass(instance: Instance, key: str, name: str) -> None:
    """Let the queue offer a pass; says where its demand can't be met.

    \b
    Example:
      annotator pass open harbour-news quotes
    """
    unmet = passes.set_open(instance.database, key, name, open_=True)
    click.echo(f"{name} is open")
    for sentence in unmet:
        click.echo(sentence)


@pass_.command("close")
@KEY
@NAME
@opened
def close_pass(instance: Instance, key: str, name: str) -> None:
    """Take a pass out of the queue; what is begun can still be opened by address.

    \b
    Example:
      annotator pass close harbour-news main
    """
    passes.set_open(instance.database, key, name, open_=False)
    click.echo(f"{name} is closed")


@pass_.command("lease")
@click.argument("seconds", type=int)
@opened
def lease(instance: Instance, seconds: int) -> None:
    """Say for how long a page is kept for somebody who saves nothing; every save begins it anew.

    \b
    Example:
      annotator pass lease 7200
    """
    queue.set_lease(instance.database, seconds)
    click.echo(f"pages are kept for {seconds} seconds")


def _asked(name: str | None, values: dict[str, Any]) -> Terms:
    """Return the terms that the options give; an option that may come often and didn't says nothing."""
    lists = {option: values.pop(option) or None for option in ("layers", "required")}
    return Terms(name=name, **lists, **values)


def _line(one: Shown) -> str:
    facts = (
        one.name,
        "open" if one.open else "closed",
        " ".join(one.layers),
        one.base or "no base",
        f"{one.people or 'all'} people",
        one.order,
        f"{one.begun} begun",
    )
    return "\t".join(facts)
