"""The card of a release: what is in it, for people who weren't there, in Markdown; all of it is from the manifest."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.core.agreement.headline import headline
from annotator.core.counted import counted
from annotator.core.labels import Json

SHOWN = 20
"""Rows of a table that are shown; the manifest has all."""


def card(about: Json) -> str:
    """Return the card of what a manifest says."""
    sections = (_head, _files, _counts, _agreement, _people, _rights, _leaks, _left_out)
    lines = [line for section in sections for line in (*section(about), "")]
    return "\n".join(lines)


def _head(about: Json) -> Iterator[str]:
    counts, options = about["counts"], about["options"]
    yield f"# {_plain(about['project']['name'])} {about['version']}"
    yield ""
    yield (
        f"{counted(counts['pages'], 'page')} with {counted(sum(counts['annotators'].values()), 'labelling')} under the "
        f"scheme {about['scheme']['preset']}, frozen by {about['tool']['name']} {about['tool']['version']}."
    )
    which = (
        "Every finished labelling stands for itself."
        if options["choice"]["apart"]
        else (
            "Each page and layer has one answer: its gold"
            + (", else the sole finished labelling." if options["choice"]["accept_single"] else ".")
        )
    )
    yield which
    asked = {
        name: value for name, value in options["choice"].items() if value and name not in ("apart", "accept_single")
    }
    if asked:
        yield "Chosen were: " + "; ".join(f"{name} {_said(value)}" for name, value in asked.items()) + "."
    versions = ", ".join(f"{name} (sha256 {digest[:12]}…)" for name, digest in about["guidelines"].items())
    yield f"Guideline versions: {versions or 'none is recorded'}."


def _files(about: Json) -> Iterator[str]:
    yield "## Files"
    yield ""
    yield "- `pages.jsonl`: a page a line, format `annotator.page/1`; offsets `[start, end)` are code points."
    yield (
        "- `standoff.jsonl`: pages without their text, format `annotator.standoff/1`; "
        "`annotator release join FOLDER TEXTS -o OUT` puts texts in that you have."
    )
    yield "- `splits.jsonl`: each page's split (train, validation, test, or none, which is in no split) and fold."
    yield "- `statistics.json`: counts of pages, lines, quotes, speakers and stances, as the screens show them."
    yield "- `manifest.json`: size and sha256 of every file, the scheme, all counts and figures."
    for name, said in about["not_written"].items():
        yield f"- Rows of {name}: {said}."


def _counts(about: Json) -> Iterator[str]:
    counts = about["counts"]
    yield "## What is in it"
    yield ""
    yield f"{counts['characters']:,} characters of text."
    for title, name in (
        ("Split", "splits"),
        ("Language", "languages"),
        ("Site", "sites"),
        ("Layer, finished", "layers"),
        ("Lines", "lines"),
        ("Kind of line", "kinds"),
        ("Quotes", "quotes"),
        ("Stances, polarity", "stances"),
    ):
        yield from _table(title, counts[name])


def _table(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    if not counts:
        return
    yield ""
    yield f"| {title} | n |"
    yield "|---|---|"
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    for name, count in ranked[:SHOWN]:
        yield f"| {_plain(name) or 'not known'} | {count} |"
    if len(ranked) > SHOWN:
        yield f"| and {len(ranked) - SHOWN} more | {sum(count for _, count in ranked[SHOWN:])} |"


def _agreement(about: Json) -> Iterator[str]:
    yield "## Agreement"
    yield ""
    if not about["agreement"]:
        yield "No two people finished the same layer of a page, so nothing can be said of it."
    for name, found in about["agreement"].items():
        shown = [f"{words} {_figure(value)}" for words, value in headline(found["figures"])]
        pages = f"Pass {_plain(name)}, {counted(found['pages'], 'page')} that two people finished"
        yield f"{pages}: {', '.join(shown) or 'undefined'}."


def _people(about: Json) -> Iterator[str]:
    yield "## People"
    yield ""
    if about["options"]["names"]:
        yield "People appear under their names; notes and reasons are in the records of pages with text."
        return
    yield (
        "People appear as a1, a2, … in the order in which they first labelled in this project, and have the same "
        "code in all its releases. Notes and reasons in people's own words are left out, since they may name somebody."
    )


def _rights(about: Json) -> Iterator[str]:
    counts = about["counts"]
    yield "## Rights"
    yield ""
    if counts["standoff"]:
        yield (
            f"Of {counted(counts['standoff'], 'page')} the rights are not known or don't allow it: digests and offsets "
            "alone are here. Text, title, `meta` and notes are left out, and don't come back when a text is joined."
        )
    else:
        yield "Every page came with a rights value that lets its text be here."
    yield from _table("Rights value", counts["rights"])


def _leaks(about: Json) -> Iterator[str]:
    yield "## Leakage"
    yield ""
    found, reason = about["leaks"], about["options"]["leaks_ok"]
    yield f"Pages in different splits were compared by {', '.join(about['compared'])}."
    if not found:
        yield "No two of them share any of it."
        return
    leaking = counted(len(found), "pair of pages in different splits leaks", "pairs of pages in different splits leak")
    yield f"{leaking}. It was built all the same: {_plain(reason)}"
    yield ""
    for one in found[:SHOWN]:
        yield f"- {_plain(one['a'])} and {_plain(one['b'])}: {_plain(one['why'])}"
    if len(found) > SHOWN:
        yield f"- and {len(found) - SHOWN} more, listed in `manifest.json`"


def _left_out(about: Json) -> Iterator[str]:
    yield "## Left out"
    yield ""
    if not about["left_out"]:
        yield "No page of the project was left out."
    for why, count in about["left_out"].items():
        yield f"- {counted(count, 'page')} {why}"


def _said(value: Any) -> str:
    return (
        ", ".join(map(_plain, value)) if isinstance(value, list | tuple) else "yes" if value is True else _plain(value)
    )


def _figure(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _plain(words: object) -> str:
    """Return words from outside on one line, in which nothing is Markdown or HTML."""
    line = " ".join(str(words).split())
    return "".join(f"\\{one}" if one in "\\`*_{}[]<>#|!" else one for one in line)
