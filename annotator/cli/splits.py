"""`annotator split`: the plan that divides a project's pages, pins, and what leaks."""

import json
from typing import Any

import click

from annotator.core.counted import counted
from annotator.core.splits import SPLITS, WAYS, said_plan
from annotator.store.instance import Instance
from annotator.workflow import projects, splitting

from .opening import opened

KEY = click.argument("key", metavar="PROJECT")


@click.group("split")
def split() -> None:
    """Divide a project's pages into train, validation and test before anybody labels them.

    \b
    Example:
      annotator split set harbour-news --by site --shares 70/10/20
      annotator split report harbour-news
    """


@split.command("set")
@KEY
@click.option("--by", default="site", show_default=True, type=click.Choice(WAYS), help="What is never divided.")
@click.option("--seed", default="0", show_default=True, help="Another seed draws other groups.")
@click.option("--shares", metavar="T/V/E", help="Per cent of the groups for train, validation, test; else 70/10/20.")
@click.option(
    "--quota",
    "quotas",
    multiple=True,
    metavar="LANGUAGE=V/E",
    help="So many pages of a language in validation and test, in place of the shares.",
)
@click.option("--validation-from", "validation", metavar="DAY", help="By time: the first day of validation.")
@click.option("--test-from", "test", metavar="DAY", help="By time: the first day of test.")
@opened
def set_plan(instance: Instance, /, key: str, **given: Any) -> None:
    """Set the plan; pages that have a split keep it, the others get theirs now, as later ones do when they come.

    A page goes with its site (or story) and its near-duplicates; one that belongs to several splits goes to none.

    \b
    Example:
      annotator split set harbour-news --by site --seed 7 --shares 60/20/20 --quota sr=40/80
    """
    plan = said_plan(**given)
    project = projects.named(instance.database, key)
    kept = splitting.set_plan(instance.database, key, plan)
    click.echo(f"{project.slug}: {plan}")
    if kept:
        click.echo(f"{counted(kept, 'page keeps its', 'pages keep their')} split")
    _tell(splitting.place(instance.database, project.id))


@split.command("show")
@KEY
@opened
def show(instance: Instance, key: str) -> None:
    """Print the plan, its pins, and how many pages are in each split.

    \b
    Example:
      annotator split show harbour-news
    """
    project = projects.named(instance.database, key)
    found = splitting.report(instance.database, project.id)
    click.echo(f"{project.slug}: {found.plan or 'no plan, so that every page is train'}")
    for group, pinned in sorted(found.plan.pins.items()) if found.plan else ():
        click.echo(f"pinned\t{group}\t{pinned}")
    for name, count in found.pages.items():
        click.echo(f"{name}\t{count}")
    if found.warning:
        click.echo(found.warning)
    if found.waiting:
        click.echo(f"not placed yet\t{found.waiting}")


@split.command("pin")
@KEY
@click.argument("group", metavar="SITE")
@click.argument("to", metavar="SPLIT", type=click.Choice(SPLITS))
@opened
def pin(instance: Instance, key: str, group: str, to: str) -> None:
    """Put a site (by story: a story) into a split by hand, before pages of it are in another one.

    \b
    Example:
      annotator split pin harbour-news valley-lantern.example test
    """
    click.echo(f"{splitting.pin(instance.database, key, group, to)} is pinned to {to}")


@split.command("report")
@KEY
@click.option("--json", "as_json", is_flag=True, help="Print JSON: the plan, pages by split, every leaking pair.")
@opened
def report(instance: Instance, key: str, *, as_json: bool) -> None:
    """Name the pairs of pages that belong together and stand in different splits; exit 1 where there are any.

    \b
    Example:
      annotator split report harbour-news --json
    """
    found = splitting.report(instance.database, projects.named(instance.database, key).id)
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        counts = ", ".join(f"{count} {name}" for name, count in found.pages.items())
        click.echo(f"{key}: {counts}; {counted(len(found.leaks), 'pair leaks', 'pairs leak')}")
        for name in found.none:
            click.echo(f"in no split\t{name}")
        for leak in found.leaks:
            click.echo(f"leak\t{leak}")
    if found.leaks:
        click.get_current_context().exit(1)


@split.command("folds")
@KEY
@click.option("--folds", "count", default=5, show_default=True, help="How many folds of about the same size.")
@opened
def folds(instance: Instance, key: str, count: int) -> None:
    """Print a fold for each page as CSV, for cross-validation: pages of one site or story are in one fold.

    The seed of the plan and the name of the group decide, so that no page changes its fold when others come. Leave the
    rows of test out where test stays unseen.

    \b
    Example:
      annotator split folds harbour-news --folds 5 > folds.csv
    """
    for line in splitting.folds(instance.database, key, count):
        click.echo(line, nl=False)


def _tell(outcome: splitting.Outcome) -> None:
    click.echo(str(outcome))
    for name, why in outcome.none:
        click.echo(f"page {name} is in no split: {why}")
