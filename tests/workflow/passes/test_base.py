"""Layers on layers: bodies by two people, gold by a curator, quotes by a third, stances on those quotes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.store import models
from annotator.store.instance import Instance
from annotator.store.people import PersonRow
from annotator.workflow import disputes, label, passes
from annotator.workflow.disputes import Dispute
from annotator.workflow.passes import Terms
from tests.fixtures import bridge
from tests.fixtures.desk import Desk
from tests.workflow.passes.conftest import Crew, assembled

BODY = ("page", "lines")
PAGE = "bridge.txt"
SAID = bridge.span("“we will build it”")
LINES = [{"first": n, "last": n, "label": name, "kind": kind} for n, name, kind in bridge.LINES]
LINES.append({"first": 6, "last": 6, "label": "boilerplate", "kind": "footer"})
STANCE: dict[str, Any] = {
    "level": "quote",
    "quote": "q-1",
    "holder": None,
    "target": "e-bridge",
    "polarity": 1,
    "explicit": None,
}
STANCE |= {"explicit": None, "evidence": [[SAID["start"] + 1, SAID["end"] - 1]]}


@pytest.fixture
def full(tmp_path: Path, database_url: str) -> Iterator[Crew]:
    """A crew on a project of preset `full`: bodies in pass main, quotes on their gold, stances on that."""
    opened = Instance.open(tmp_path / "instance", database_url)
    crew = assembled(opened, "full")
    passes.change(crew.db, "harbour", "main", Terms(layers=BODY, people=2))
    for name, layer, base in (("quotes", "quotes", "gold:main"), ("stances", "stances", "gold:quotes")):
        passes.create(crew.db, "harbour", Terms(name=name, layers=[layer], base=base, people=1))
        passes.set_open(crew.db, "harbour", name, open_=True)
    desk(crew).records(bridge.record() | {"entities": [bridge.MAYOR, bridge.BRIDGE]})
    yield crew
    opened.close()


def desk(crew: Crew) -> Desk:
    return Desk(crew.db, "harbour")


def gold(crew: Crew, **passes_of: str) -> None:
    """Write the gold with lines from pass main, and the layers named from their passes."""
    layers = bridge.layers("main", *BODY)
    for layer, name in passes_of.items():
        layers[layer] = {"status": "done", "pass": name, "guideline": None, "base": None}
    quotes = [bridge.quote()] if "quotes" in passes_of else []
    whole = bridge.labelling("gold", role="gold", layers=layers, quotes=quotes, stances=[])
    assert not desk(crew).records(bridge.record(whole), replace=True).refused


def bodies(crew: Crew) -> None:
    for person in ("Ana", "Ben"):
        assert crew.next(person) == PAGE
        task = crew.open(person, PAGE, "main")
        crew.save(person, task, ("lines.set", {"ranges": LINES}), ("status.set", {"status": "done"}))


def quotes(crew: Crew) -> int:
    assert crew.next("Chloe") == PAGE
    task = crew.open("Chloe", PAGE, "quotes")
    spans = {
        name: [[one["start"], one["end"]] for one in bridge.quote()[name]] for name in ("contents", "cues", "sources")
    }
    put = {"id": "q-1", "set": {**spans, "source_kind": "explicit", "speaker": "e-mayor"}}
    crew.save("Chloe", task, ("quote.put", put), ("status.set", {"status": "done"}))
    return task


def stances(crew: Crew) -> int:
    assert crew.next("Ben") == PAGE
    task = crew.open("Ben", PAGE, "stances")
    crew.save("Ben", task, ("stance.put", {"id": "s-1", "set": STANCE}), ("status.set", {"status": "done"}))
    return task


def test_a_page_is_offered_when_its_base_is_done(full: Crew) -> None:
    bodies(full)
    assert full.next("Chloe") is None
    with pytest.raises(Refused, match="before its base \\(gold:main\\) is done"):
        full.open("Chloe", PAGE, "quotes")
    gold(full)
    assert full.next("Chloe") == PAGE
    assert full.about(full.open("Chloe", PAGE, "quotes")) == (PAGE, "quotes")


def test_the_base_stands_under_the_text_and_no_operation_changes_it(full: Crew) -> None:
    bodies(full)
    gold(full)
    task = full.open("Chloe", PAGE, "quotes")
    state = label.task_state(full.db, task, full.people["Chloe"])
    assert state["base"] == {"name": "gold:main", "layers": ["page", "lines"]}
    assert [run["first"] for run in state["labels"]["lines"]] == [1, 2, 3, 6]
    assert state["scheme"]["layers"] == ("page", "lines", "quotes")
    with pytest.raises(label.RefusedOperation, match="doesn't label lines"):
        full.save("Chloe", task, ("lines.set", {"ranges": LINES}))


def test_the_finish_check_sees_the_lines_of_the_base(full: Crew) -> None:
    bodies(full)
    gold(full)
    task = full.open("Chloe", PAGE, "quotes")
    home = {"contents": [[0, 4]], "source_kind": "none"}
    full.save("Chloe", task, ("quote.put", {"id": "q-1", "set": home}))
    assert [one["code"] for one in label.check(full.db, task)["errors"]] == ["zone"]


def test_each_layer_has_its_own_people_in_one_record(full: Crew) -> None:
    bodies(full)
    gold(full)
    quotes(full)
    gold(full, quotes="quotes")
    stances(full)
    [line] = desk(full).export().splitlines()
    made = {
        (one["annotator"], layer["pass"], name)
        for one in json.loads(line)["labellings"]
        for name, layer in one["layers"].items()
        if layer["status"] == "done"
    }
    people = {(who, "main", layer) for who in ("Ana", "Ben", "gold") for layer in BODY}
    people |= {("gold", "quotes", "quotes"), ("Chloe", "quotes", "quotes"), ("Ben", "stances", "stances")}
    assert made == people


def test_stances_on_quotes_of_the_base_come_back_from_a_file(full: Crew) -> None:
    bodies(full)
    gold(full)
    quotes(full)
    gold(full, quotes="quotes")
    stances(full)
    written = desk(full).export()
    assert [one["stances"][0]["holder"] for one in json.loads(written)["labellings"] if one["stances"]] == ["e-mayor"]
    again = desk(full).take(("rows.jsonl", written))
    assert (again.refused, again.counts["unchanged"]) == ([], 1)


def test_a_stance_on_a_quote_that_neither_side_has_is_refused(full: Crew) -> None:
    bodies(full)
    gold(full)
    gold(full, quotes="quotes")
    task = full.open("Ben", PAGE, "stances")
    with pytest.raises(label.Conflict, match="was removed"):
        full.save("Ben", task, ("stance.put", {"id": "s-1", "set": STANCE | {"quote": "q-9"}}))


def test_a_dispute_goes_to_the_labelling_that_the_line_comes_from(full: Crew) -> None:
    bodies(full)
    gold(full)
    task = full.open("Chloe", PAGE, "quotes")
    chloe = PersonRow(full.people["Chloe"], "Chloe", admin=False, can_sign_in=True, disabled=False)
    disputes.raise_one(full.db, task, Dispute("This is a headline.", "lines", 5, 29), chloe)
    disputes.raise_one(full.db, task, Dispute("The text is cut off."), chloe)
    with pytest.raises(Refused, match="don't come from an earlier pass"):
        disputes.raise_one(full.db, task, Dispute("No.", "quotes", 5, 29), chloe)
    with full.db.read() as session:
        rows = session.execute(
            select(models.Look.reason, models.Look.by, models.Task.role)
            .join(models.Task, models.Task.id == models.Look.task_id)
            .order_by(models.Look.id)
        ).all()
        told = [event.action for event in session.scalars(select(models.Event).order_by(models.Event.seq))]
    assert [tuple(row) for row in rows] == [
        ("This is a headline.", "Chloe", "gold"),
        ("The text is cut off.", "Chloe", "annotator"),
    ]
    assert told[-2:] == ["base.disputed", "page.flagged"]
    full.save("Chloe", task, ("status.set", {"status": "done"}))


def test_own_labels_may_be_the_base(full: Crew) -> None:
    passes.create(full.db, "harbour", Terms(name="mine", layers=["quotes"], base="own:main"))
    passes.set_open(full.db, "harbour", "mine", open_=True)
    bodies(full)
    assert (full.next("Ana", pass_name="mine"), full.next("Chloe", pass_name="mine")) == (PAGE, None)
    state: dict[str, Any] = label.task_state(full.db, full.open("Ana", PAGE, "mine"), full.people["Ana"])
    assert {run["by"] for run in state["labels"]["lines"]} == {"Ana"}
