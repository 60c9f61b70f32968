"""`annotator stats`: what a project holds, in numbers."""

import json

import click

from annotator.core.counted import counted
from annotator.core.statistics import STEPS, classes, ranked
from annotator.store.instance import Instance
from annotator.workflow import projects, statistics

from .opening import opened


@click.command()
@click.argument("key", metavar="PROJECT")
@click.option("--of", "role", type=click.Choice(statistics.ROLES), help="Whose labels; else gold where there is any.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON with every count.")
@opened
def stats(instance: Instance, key: str, role: str | None, *, as_json: bool) -> None:
    """Print how many pages, lines, quotes and stances a project holds, of what kinds, sites and languages.

    \b
    Example:
      annotator stats harbour-news --json
    """
    found = statistics.of_project(instance.database, projects.named(instance.database, key).id, role)
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False))
        return
    tally = found.tally
    said = f"{counted(tally.pages, 'page')}, {counted(tally.code_points, 'code point')}, {counted(tally.lines, 'line')}"
    click.echo(f"{key}: {said}; of {found.role}")
    rows = {
        "language": ranked(tally.languages),
        "site": ranked(tally.sites),
        "split": ranked(tally.splits),
        "length": classes(tally.lengths, STEPS),
        "done": ranked(tally.answered),
        "label": ranked(tally.labels),
        "kind": ranked({f"{label}, {kind}": count for (label, kind), count in tally.kinds.items() if kind}),
        "quote": ranked(tally.quote_types),
        "source": ranked(tally.source_kinds),
        "speaker": ranked({tally.names.get(one, one): count for one, count in tally.speakers.items()}),
        "stance": ranked({f"{tally.names.get(one, one)}, {way}": n for (one, way), n in tally.stances.items()}),
    }
    for what, counts in rows.items():
        for word, count in counts:
            click.echo(f"{what}\t{word or 'not told'}\t{count}")
