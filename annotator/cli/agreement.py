"""`annotator agreement`: how far the annotators of a project agree, for people or for programs."""

import json
from collections.abc import Mapping

import click

from annotator.core.counted import counted
from annotator.store.instance import Instance
from annotator.workflow import agreement as workflow
from annotator.workflow import projects

from .opening import opened
from .progress import progress


@click.command()
@click.argument("key", metavar="PROJECT")
@click.option("--pass", "pass_name", metavar="NAME", help="Which pass; else the first that two people finished.")
@click.option(
    "--base", metavar="BASE", help="Only what stands on this base (gold:NAME, own:NAME), where there are several."
)
@click.option("--gold", is_flag=True, help="Take the gold as one more annotator.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON at full precision, every page by itself; null = undefined."
)
@opened
def agreement(
    instance: Instance, key: str, pass_name: str | None, base: str | None, *, gold: bool, as_json: bool
) -> None:
    """Print how far the annotators of a project agree, layer by layer.

    Counted are finished layers, on pages where two people finished them; passes are never mixed.

    \b
    Example:
      annotator agreement harbour-news --pass main --json
    """
    db = instance.database
    project = projects.named(db, key)
    with db.read() as session:
        chosen = workflow.chosen_pass(session, project, pass_name)
    question = workflow.Question(chosen, base or workflow.ANY, gold)
    with progress() as shown:
        material = workflow.current(
            db, project, question, tell=lambda done, of: shown.tell(f"{done} of {counted(of, 'page')} counted")
        )
    if len(material.bases) > 1 and not base:
        named = ", ".join(one or "none" for one in material.bases)
        click.echo(f"{chosen}: made on several bases ({named}); each layer counts that of most labellings", err=True)
    if as_json:
        click.echo(json.dumps(workflow.document(material), ensure_ascii=False))
        return
    names, count = ", ".join(material.annotators) or "nobody yet", len(workflow.pages_of(material))
    pages = f"{counted(count, 'page')} that two people finished"
    click.echo(f"{project.slug}, pass {chosen}: {names}; {pages}")
    _table(workflow.pooled(material).figures())


def _table(figures: Mapping[str, Mapping[str, float | None]]) -> None:
    for layer, values in figures.items():
        shown = [f"{name.replace('_', ' ')} {_shown(value)}" for name, value in values.items()]
        click.echo(f"{layer.replace('_', ' '):14}{', '.join(shown)}")


def _shown(value: float | None) -> str:
    if value is None:
        return "undefined"
    return str(value) if isinstance(value, int) else f"{value:.6f}"
