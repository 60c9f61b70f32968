"""The core gives what the shared vectors say; the ES modules are held to the same files in tests/js."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import Refused
from annotator.core.labelling import Actor, Labelling, load, runs_of
from annotator.core.operations import Run, parse, read_label
from annotator.core.presets import PRESETS
from annotator.core.reading import Fields
from annotator.core.spans import Span
from annotator.core.text import PageText

VECTORS = Path(__file__).parent.parent / "vectors"
ACTOR_OF_UNDO = Actor("Dora", "2026-11-22T05:00:00.000Z")


def cases(name: str) -> list[Any]:
    found = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(one, id=one["name"]) for one in found]


def labelling_of(case: dict[str, Any]) -> Labelling:
    labelling = Labelling(PageText(case["text"]))
    load(labelling, case["state"])
    return labelling


def shown(labelling: Labelling, like: dict[str, Any]) -> dict[str, Any]:
    state = labelling.to_json()
    return {key: state[key] for key in like}


def test_the_schemes_of_the_vectors_are_the_presets() -> None:
    schemes = json.loads((VECTORS / "schemes.json").read_text(encoding="utf-8"))["cases"]
    stored = {one["preset"]: one for one in schemes if one["preset"] in PRESETS}
    assert stored == {name: json.loads(json.dumps(one.to_json())) for name, one in PRESETS.items()}


def test_white_space_is_the_table_of_the_vectors() -> None:
    table = json.loads((VECTORS / "whitespace.json").read_text(encoding="utf-8"))["code_points"]
    assert [point for point in range(0x110000) if chr(point).isspace()] == table


@pytest.mark.parametrize("case", cases("text"))
def test_lines_and_spans_of_tricky_texts(case: dict[str, Any]) -> None:
    text = PageText(case["text"])
    numbers = range(1, text.line_count + 1)
    assert len(text) == case["length"]
    assert [list(text.line_span(n)) for n in numbers] == case["lines"]
    assert [n for n in numbers if text.is_blank(n)] == case["blank"]
    assert [text.line_at(offset) for offset in range(len(text) + 1)] == case["line_at"]
    for one in case["spans"]:
        assert text.slice(one["span"]) == one["slice"]
        trimmed = Span(*one["span"]).trimmed(text.text)
        assert list(trimmed) == one["trimmed"] or (not one["slice"].strip() and trimmed.start == trimmed.end)


@pytest.mark.parametrize("case", cases("runs"))
def test_labels_of_lines_become_runs(case: dict[str, Any]) -> None:
    lines = {int(n): read_label(Fields(label, n)) for n, label in case["lines"].items()}
    assert [run.to_json() for run in runs_of(PageText(case["text"]), lines)] == case["runs"]


@pytest.mark.parametrize("case", cases("operations"))
def test_each_operation_applies_and_gives_its_inverse(case: dict[str, Any]) -> None:
    labelling = labelling_of(case)
    if case.get("refused"):
        with pytest.raises(Refused):
            labelling.apply(parse(case["op"]["kind"], case["op"]["payload"]), Actor(**case["stamp"]))
        return
    inverse = labelling.apply(parse(case["op"]["kind"], case["op"]["payload"]), Actor(**case["stamp"]))
    assert shown(labelling, case["result"]) == case["result"]
    if inverse is None:
        assert case["inverse"] is None
        return
    assert parse(inverse.kind, inverse.payload()) == parse(case["inverse"]["kind"], case["inverse"]["payload"])
    labelling.apply(inverse, ACTOR_OF_UNDO, [inverse])
    begun = "in_progress" if case["state"]["status"] == "todo" else case["state"]["status"]
    assert shown(labelling, case["state"]) == {**case["state"], "status": begun}


def test_a_run_without_a_label_clears() -> None:
    assert runs_of(PageText("a\n\nb"), {1: None, 3: None}) == [Run(1, 3, None)]
