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
from tests.fixtures.screen import opened, record, saved
from tests.fixtures.serving import Server

ROOT = Path(__file__).parent.parent.parent
REFERENCES = json.loads((ROOT / "tests/vectors/economy.json").read_text(encoding="utf-8"))
FIELDS = ("contents", "cues", "sources", "via", "addressee")

Visit = Callable[..., Page]


def texts() -> dict[str, str]:
    """The pages beside the checkout, by digest; none where they are absent."""
    folders = (ROOT.parent / "shared/pages", ROOT.parent.parent / "shared/pages")
    raws = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.txt"))]
    return {hashlib.sha256(raw).hexdigest(): raw.decode() for raw in raws}


def labelled(visit: Visit, server: Server, text: str, reference: dict[str, Any]) -> Labeller:
    """Ana labels a page as the reference has it; the counts are with the labeller."""
    db = server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    page = visit("Ana")
    hand = Labeller(page, text, reference)
    sha = hashlib.sha256(text.encode()).hexdigest()
    given = {"name": "page.txt", "sha256": sha, "length": len(text), "text": text}
    report = Desk(db, "harbour").records({"format": "annotator.page/1", "page": given, "entities": hand.entities()})
    assert not report.refused
    opened(page)
    hand.label_lines({kind.id: kind.key for kind in KINDS})
    hand.label_quotes()
    hand.label_page()
    saved(page)
    return hand


def compared(instance: Instance, reference: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What came out and what should have, in one form: lines, quotes, stances, answers."""
    (found,) = record(instance)["labellings"]
    numbers = {}
    for quote in found["quotes"]:
        row = {field: offsets(quote[field]) for field in FIELDS}
        numbers[quote["id"]] = next((at for at, one in enumerate(reference["quotes"]) if attributed(one) == row), -1)
    out = [f"{one['n']} {one['label']} {one['kind']}" for one in found["lines"]]
    out += [quoted(one, {field: offsets(one[field]) for field in FIELDS}, one["speaker"]) for one in found["quotes"]]
    out += [
        judged(one, numbers.get(one["quote"]), one["holder"], one["target"], offsets(one["evidence"]))
        for one in found["stances"]
    ]
    filled = {one["n"] for one in found["lines"]}
    want = [
        f"{n} {label} {kind}"
        for first, last, label, kind in reference["lines"]
        for n in range(first, last + 1)
        if n in filled
    ]
    want += [quoted(one, attributed(one), named(one["speaker"])) for one in reference["quotes"]]
    for one in reference["stances"]:
        holder = one["holder"] if one["quote"] is None else reference["quotes"][one["quote"]]["speaker"]
        want.append(judged(one, one["quote"], named(holder), named(one["target"]), spans(one["evidence"])))
    answers = found["page"]
    return [*out, f"{answers['page_type']} {answers['usable']}"], [
        *want,
        f"{reference['page_type']} {reference['usable']}",
    ]


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


@pytest.mark.parametrize(("number", "most"), [(0, 340), (1, 250)])
def test_a_real_page_is_labelled_in_few_actions(visit: Visit, live_server: Server, number: int, most: int) -> None:
    reference = REFERENCES[number]
    text = texts().get(reference["sha256"])
    if text is None:
        pytest.skip("the pages beside the checkout are absent")
    hand = labelled(visit, live_server, text, reference)
    sys.stdout.write(
        f"\n{hand.keys.total()} actions: "
        + ", ".join(f"{name} {count}" for name, count in sorted(hand.keys.items()))
        + "\n"
    )
    out, want = compared(live_server.instance, reference)
    assert [one for one in out if one not in want] == []
    assert [one for one in want if one not in out] == []
    assert len(out) == len(want)
    assert hand.keys.total() <= most
