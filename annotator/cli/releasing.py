"""`annotator release`: freezing labellings into files that never change, and checking them."""

import json
from pathlib import Path
from typing import Any

import click

from annotator.core.counted import counted
from annotator.store.instance import Instance
from annotator.workflow import releasing
from annotator.workflow.exporting import Choice

from .exporting import filters
from .opening import opened
from .progress import progress

KEY = click.argument("key", metavar="PROJECT")
VERSION = click.argument("version", metavar="VERSION")


@click.group()
def release() -> None:
    """Freeze chosen labellings into releases; check, compare and join them.

    \b
    Example:
      annotator release create harbour-news v1.0
      annotator release verify harbour-news v1.0
    """


@release.command("create")
@KEY
@VERSION
@filters
@click.option("--names", is_flag=True, help="Keep people's names, their notes and reasons.")
@click.option("--leaks-ok", metavar="REASON", help="Build although pages in different splits leak; the card says why.")
@opened
def create(instance: Instance, /, key: str, version: str, *, names: bool, leaks_ok: str | None, **choice: Any) -> None:
    """Build a release: what was chosen, with a card and a manifest, in the instance's folder `releases`.

    Each page and layer has one answer, its gold; in a project without gold every finished labelling is in it. People
    appear as a1, a2. Pages whose rights aren't known are in it without their text.

    \b
    Example:
      annotator release create harbour-news v1.0 --accept-single --language en
    """
    order = releasing.Order(Choice(**choice), names, leaks_ok)
    with progress() as shown:
        made = releasing.create(instance.database, key, version, order, tell=shown.tell)
    for sentence in _about(made):
        click.echo(sentence)


@release.command("list")
@KEY
@opened
def list_releases(instance: Instance, key: str) -> None:
    """List the releases of a project: version, when, by whom, pages, digest.

    \b
    Example:
      annotator release list harbour-news
    """
    for one in releasing.listing(instance.database, key):
        pages = one.row.manifest["counts"]["pages"]
        gone = f"\t{one.withdrawn} withdrawn" if one.withdrawn else ""
        row = one.row
        click.echo(f"{row.version}\t{row.made_at}\t{row.made_by}\t{counted(pages, 'page')}\t{row.sha256[:12]}{gone}")


@release.command("show")
@KEY
@VERSION
@opened
def show(instance: Instance, key: str, version: str) -> None:
    """Print the card of a release, after where it lies and what its digest is.

    \b
    Example:
      annotator release show harbour-news v1.0
    """
    found = releasing.show(instance.database, key, version)
    for sentence in _about(found):
        click.echo(sentence)
    click.echo()
    click.echo(found.card)


@release.command("verify")
@KEY
@VERSION
@opened
def verify(instance: Instance, key: str, version: str) -> None:
    """Check a release: the digest of each file, every span, and whether the same bytes are built again.

    Status 1 where a file is not what was written. That the database has gone on since is nothing wrong.

    \b
    Example:
      annotator release verify harbour-news v1.0
    """
    with progress() as shown:
        verdict = releasing.verify(instance.database, key, version, shown.tell)
    for sentence in verdict.good:
        click.echo(f"ok       {sentence}")
    for sentence in verdict.wrong:
        click.echo(f"WRONG    {sentence}")
    if verdict.wrong:
        click.get_current_context().exit(1)


@release.command("diff")
@KEY
@click.argument("old", metavar="VERSION")
@click.argument("new", metavar="VERSION")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, every page by id and name.")
@opened
def diff(instance: Instance, key: str, old: str, new: str, *, as_json: bool) -> None:
    """Tell what changed between two releases: pages, labels by layer, agreement then and now.

    \b
    Example:
      annotator release diff harbour-news v1.0 v1.1
    """
    found = releasing.diff(instance.database, key, old, new)
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False))
        return
    counts = f"{len(found.added)} added, {len(found.removed)} removed, {len(found.changed)} changed"
    click.echo(f"pages: {counts}, {found.same} the same")
    if found.renamed:
        click.echo("people are named differently, which doesn't count")
    for name, one in found.layers.items():
        if one.pages:
            labels = f"{one.added} added, {one.removed} removed, {one.changed} changed"
            click.echo(f"{name}: {labels} on {counted(one.pages, 'page')}")
    for name, part, then, now in found.agreement:
        click.echo(f"agreement in {name}, {part}: {_figure(then)} then, {_figure(now)} now")


@release.command("join")
@click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("texts", metavar="TEXTS...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", metavar="FILE", required=True, type=click.Path(path_type=Path), help="Where to.")
def join(folder: Path, texts: tuple[Path, ...], output: Path) -> None:
    """Put texts that you have into a release's pages without text, each where its sha256 fits.

    TEXTS are files of raw text, JSON Lines with a text, archives, or folders of these. FILE gets canonical records of
    all pages whose text is known then.

    \b
    Example:
      annotator release join instance/releases/harbour-news/v1.0 my-pages -o harbour-news.jsonl
    """
    done = releasing.join(folder, texts, output)
    for refused in done.unread:
        click.echo(f"passed over: {refused}", err=True)
    click.echo(
        f"{counted(done.whole + done.joined, 'page')} written: {done.whole} had their text, {done.joined} got it; "
        f"of {done.missing} the text was not there"
    )


def _about(one: releasing.Shown) -> list[str]:
    row, counts = one.row, one.row.manifest["counts"]
    labellings = counted(sum(counts["annotators"].values()), "labelling")
    said = [f"{one.name}: {counted(counts['pages'], 'page')}, {labellings}, in {one.folder}"]
    if counts["standoff"]:
        bare = counted(counts["standoff"], "page is", "pages are")
        said.append(f"{bare} without text, since rights are not known or forbid it")
    said += [f"{count} {why} left out" for why, count in row.manifest["left_out"].items()]
    if row.manifest["leaks"]:
        said.append(
            f"{counted(len(row.manifest['leaks']), 'pair of pages leaks', 'pairs of pages leak')}; "
            f"built because: {row.options['leaks_ok']}"
        )
    if one.withdrawn:
        said.append(f"{counted(one.withdrawn, 'page')} withdrawn since")
    return [*said, f"sha256 of its manifest: {row.sha256}, made {row.made_at} by {row.made_by}"]


def _figure(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
