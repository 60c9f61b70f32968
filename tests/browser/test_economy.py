"""How many actions a page takes from nothing to fully labelled, by keyboard, without a suggestion being accepted."""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from annotator.core.presets import KINDS
from annotator.store.instance import Instance
from annotator.workflow import projects
from tests.fixtures.desk import Desk
from tests.fixtures.labeller import Labeller, spans
from tests.fixtures.runs import Run, shared_pages
from tests.fixtures.screen import opened, press, record, saved
from tests.fixtures.serving import Server

ROOT = Path(__file__).parent.parent.parent
REFERENCES = json.loads((ROOT / "tests/vectors/economy.json").read_text(encoding="utf-8"))
FIELDS = ("contents", "cues", "sources", "via", "addressee")

Visit = Callable[..., Page]


def entities(text: str, reference: dict[str, Any]) -> list[dict[str, Any]]:
    """The registry of a reference; its names are words of its own and places in the page."""
    named = []
    for at, one in enumerate(reference["entities"]):
        first, *others = [
            " ".join(part if isinstance(part, str) else text[slice(*part)] for part in name) for name in one["names"]
        ]
        aliases = [{"name": other, "language": None} for other in others]
        named.append({"id": f"e-{at}", "name": first, "kind": one["kind"], "aliases": aliases})
    return named


def labelled(visit: Visit, server: Server, text: str, runs: list[Run], reference: dict[str, Any]) -> Labeller:
    """Ana labels a page as the reference has it; the counts are with the labeller."""
    db = server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    given = {"name": "page.txt", "sha256": hashlib.sha256(text.encode()).hexdigest(), "length": len(text), "text": text}
    registry = entities(text, reference)
    assert not Desk(db, "harbour").records({"format": "annotator.page/1", "page": given, "entities": registry}).refused
    page = visit("Ana")
    opened(page)
    hand = Labeller(page, text, reference, {one["id"]: one["name"] for one in registry})
    press(page, "Control+Home")

    def lines() -> dict[int, Any]:
        saved(page)
        (labelling,) = record(server.instance)["labellings"]
        return {line["n"]: line for line in labelling["lines"]}

    hand.label_lines(runs, lines, {kind.id: kind.key for kind in KINDS})
    hand.label_quotes()
    hand.label_page()
    saved(page)
    parts = ", ".join(f"{name} {count}" for name, count in sorted(hand.keys.items()))
    sys.stdout.write(f"\n{hand.keys.total()} actions: {parts}\n")
    return hand


def exported(instance: Instance, reference: dict[str, Any]) -> list[str]:
    """The labels that came out, in the form of `wanted`."""
    (found,) = record(instance)["labellings"]
    rows = [f"{one['n']} {one['label']} {one['kind']}" for one in found["lines"]]
    numbers = {}
    for quote in found["quotes"]:
        fields = {field: offsets(quote[field]) for field in FIELDS}
        numbers[quote["id"]] = next((at for at, one in enumerate(reference["quotes"]) if attributed(one) == fields), -1)
        rows.append(quoted(quote, fields, quote["speaker"]))
    rows += [
        judged(one, numbers.get(one["quote"]), one["holder"], one["target"], offsets(one["evidence"]))
        for one in found["stances"]
    ]
    return sorted([*rows, f"{found['page']['page_type']} {found['page']['usable']}"])


def wanted(text: str, runs: list[Run], reference: dict[str, Any]) -> list[str]:
    """The labels of a reference: lines, quotes, stances, answers."""
    filled = [bool(line.strip()) for line in text.split("\n")]
    rows = [f"{n} {label} {kind}" for first, last, label, kind in runs for n in range(first, last + 1) if filled[n - 1]]
    rows += [quoted(one, attributed(one), named(one["speaker"])) for one in reference["quotes"]]
    for one in reference["stances"]:
        holder = one["holder"] if one["quote"] is None else reference["quotes"][one["quote"]]["speaker"]
        rows.append(judged(one, one["quote"], named(holder), named(one["target"]), spans(one["evidence"])))
    return sorted([*rows, f"{reference['page_type']} {reference['usable']}"])


def named(entity: Any) -> str | None:
    return None if entity is None else f"e-{entity}"


def attributed(quote: dict[str, Any]) -> dict[str, Any]:
    return {field: spans(quote[field]) for field in FIELDS}


def offsets(values: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(one["start"], one["end"]) for one in values]


def quoted(quote: dict[str, Any], fields: dict[str, Any], speaker: str | None) -> str:
    flags = [flag for flag in quote["flags"] if flag != "discontinuous"]
    return f"quote {fields} {quote['source_kind']} {speaker} {flags}"


def judged(stance: dict[str, Any], quote: int | None, holder: str | None, target: str | None, evidence: Any) -> str:
    return f"stance {quote} {holder} {target} {stance['polarity']} {stance['explicit']} {evidence}"


TEXT = """Harbour Herald
  • News

Lind says ferry will sail before winter

By Nora Vale

“We will sail,” said Mara Lind on Monday. “Nobody pays.”

Lind told reporters that the old crane would go, adding that the pier “is far too old”.

Ivo Brand, according to Harbour Herald, said the plan was too expensive.

Pilots warned of ice. The “free” ferry is back.

Related news

© 2031 Harbour Herald. All rights reserved."""
RUNS: list[Run] = [
    (1, 2, "boilerplate", "nav"),
    (4, 4, "body", "headline"),
    (6, 6, "boilerplate", "byline"),
    (8, 14, "body", "paragraph"),
    (16, 16, "boilerplate", "related"),
    (18, 18, "boilerplate", "footer"),
]
LIND, BRAND, PILOTS, HERALD, FERRY, CRANE = range(6)


def at(line: int, *words: str) -> list[tuple[int, int]]:
    """Where words stand on a line of the invented page."""
    start = sum(len(one) + 1 for one in TEXT.split("\n")[: line - 1])
    return [(TEXT.index(one, start), TEXT.index(one, start) + len(one)) for one in words]


def says(line: int, speaker: int, cue: str, source: str, *contents: str, **more: Any) -> dict[str, Any]:
    """A quote of the invented page."""
    plain = {"via": [], "addressee": [], "flags": [], "source_kind": "explicit", "speaker": speaker}
    return {**plain, "contents": at(line, *contents), "cues": at(line, cue), "sources": at(line, source), **more}


def shows(line: int, quote: int | None, target: int, polarity: int, evidence: str, **more: Any) -> dict[str, Any]:
    """A stance of the invented page."""
    plain = {"quote": quote, "holder": None, "target": target, "polarity": polarity, "explicit": True}
    return {**plain, "evidence": at(line, evidence), **more}


REFERENCE: dict[str, Any] = {
    "page_type": "article",
    "usable": True,
    "entities": [
        {"kind": "PER", "names": [["Mara Lind"], ["Lind"]]},
        {"kind": "PER", "names": [["Ivo Brand"]]},
        {"kind": "OTHER", "names": [["Pilots"]]},
        {"kind": "ORG", "names": [["Harbour Herald"]]},
        {"kind": "ISSUE", "names": [["The ferry sails in winter"]]},
        {"kind": "ISSUE", "names": [["The old crane is kept"]]},
    ],
    "quotes": [
        says(4, LIND, "says", "Lind", "ferry will sail before winter"),
        says(8, LIND, "said", "Mara Lind", "“We will sail,”", "“Nobody pays.”"),
        says(10, LIND, "told", "Lind", "that the old crane would go", addressee=at(10, "reporters")),
        says(10, LIND, "adding", "Lind", "that the pier “is far too old”"),
        says(12, BRAND, "said", "Ivo Brand", "the plan was too expensive", via=at(12, "Harbour Herald")),
        says(14, PILOTS, "warned of", "Pilots", "ice"),
    ],
    "stances": [
        shows(8, 1, FERRY, 1, "“We will sail,”"),
        shows(10, 2, CRANE, -1, "that the old crane would go", explicit=False),
        shows(12, 4, FERRY, -1, "too expensive"),
        shows(8, None, FERRY, 1, "“We will sail,”", holder=LIND),
        shows(14, None, FERRY, 0, "ferry is back", holder=HERALD, explicit=False),
    ],
}


def test_an_invented_page_is_labelled_in_few_actions(visit: Visit, live_server: Server) -> None:
    hand = labelled(visit, live_server, TEXT, RUNS, REFERENCE)
    assert exported(live_server.instance, REFERENCE) == wanted(TEXT, RUNS, REFERENCE)
    assert hand.keys["quotes"] + hand.keys["passed over"] <= 9


# Actions that the two real pages may take; 340 is the goal for the first, 1,546 and 903 were the counts before.
MOST = [210, 150]


@pytest.mark.parametrize("at", [0, 1])
def test_a_real_page_is_labelled_in_few_actions(visit: Visit, live_server: Server, at: int) -> None:
    pages = list(shared_pages())
    if len(pages) <= at:
        pytest.skip("the two real pages lie in ../shared, which is not here")
    text, runs = pages[at]
    hand = labelled(visit, live_server, text, runs, REFERENCES[at])
    assert exported(live_server.instance, REFERENCES[at]) == wanted(text, runs, REFERENCES[at])
    assert hand.keys.total() <= MOST[at]
