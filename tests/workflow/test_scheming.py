"""A change of the scheme says first what it does, rewrites what has to follow, and drops no label."""

from typing import Any

import pytest
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.store import models, projects
from annotator.workflow import doctor, scheming
from tests.workflow.label.conftest import TEXT, Desk, lay_out, lines
from tests.workflow.test_registry import dora, sound, span


@pytest.fixture
def desk(instance: Any) -> Desk:
    """Ana has labelled two lines as captions and marked a quote with a stance."""
    desk = lay_out(instance, {"a.txt": TEXT})
    desk.save("lines.set", lines(1, 2, "boilerplate", kind="caption"))
    quote = {"contents": [span("“No,”")], "cues": [span("said Mr")], "via": [span("Brook")], "speaker": "e-brook"}
    desk.save("quote.put", {"id": "q-1", "set": quote})
    stance = {"level": "quote", "quote": "q-1", "target": "e-bridge", "polarity": 1, "evidence": [span("No")]}
    desk.save("stance.put", {"id": "s-1", "set": stance})
    return desk


def row(desk: Desk) -> projects.ProjectRow:
    with desk.db.read() as session:
        found = projects.by_id(session, desk.project)
    assert found
    return found


def says(desk: Desk, **form: str) -> list[str]:
    with desk.db.read() as session:
        return scheming.plan(session, row(desk), form).says


def change(desk: Desk, **form: str) -> None:
    scheming.change(desk.db, desk.project, form, row(desk).scheme.version, dora(desk))
    with desk.db.read() as session:
        desk.rev = session.get_one(models.Task, desk.task).rev


def test_a_merge_of_kinds_says_what_it_moves_and_moves_it(desk: Desk) -> None:
    form = {"change": "kind.merge", "which": "caption", "into": "related"}
    before = desk.labels()["lines"]
    assert says(desk, **form) == [
        "1 run of lines in 1 labelling are related instead of caption, by whom and when they were made."
    ]
    change(desk, **form)
    assert desk.labels()["lines"] == [{**before[0], "kind": "related"}]
    assert row(desk).scheme.version == "2"
    assert sound(desk)


def test_a_label_that_arrives_under_the_old_kind_means_the_new_one(desk: Desk) -> None:
    change(desk, change="kind.rename", which="caption", new="credit")
    desk.save("lines.set", lines(6, 6, "boilerplate", kind="caption"))
    assert [one["kind"] for one in desk.labels()["lines"]] == ["credit", "credit"]
    assert sound(desk)


def test_a_hidden_kind_stays_on_its_lines(desk: Desk) -> None:
    change(desk, change="kind.hide", which="caption")
    assert [one["kind"] for one in desk.labels()["lines"]] == ["caption"]
    assert row(desk).scheme.kind("caption").hidden  # type: ignore[union-attr]


def test_a_split_asks_who_used_the_kind_to_look_again(desk: Desk) -> None:
    form = {
        "change": "kind.split",
        "which": "caption",
        "new": "credit",
        "name": "Credit",
        "key": "d",
        "definition": "Who.",
    }
    assert "1 labelling is asked to look again" in says(desk, **form)[0]
    change(desk, **form)
    with desk.db.read() as session:
        (look,) = session.scalars(select(models.Look))
    assert (look.task_id, "whether “Credit” fits" in look.reason) == (desk.task, True)
    assert [one["kind"] for one in desk.labels()["lines"]] == ["caption"]


def test_a_change_that_was_planned_on_an_older_scheme_is_refused(desk: Desk) -> None:
    change(desk, change="kind.hide", which="caption")
    with pytest.raises(Refused, match="was changed to version 2 meanwhile"):
        scheming.change(desk.db, desk.project, {"change": "kind.hide", "which": "ui"}, "1", dora(desk))


def test_fewer_steps_take_strong_stances_with_them(desk: Desk) -> None:
    change(desk, change="polarities", steps="5")
    desk.save("stance.put", {"id": "s-1", "set": {"polarity": -2}})
    assert says(desk, change="polarities", steps="3") == ["1 stance of -2 becomes -1, by whom and when they were made."]
    change(desk, change="polarities", steps="3")
    assert [one["polarity"] for one in desk.labels()["stances"]] == [-1]
    assert sound(desk)


def test_a_closed_list_begins_with_the_targets_in_use(desk: Desk) -> None:
    change(desk, change="targets", targets="closed")
    with desk.db.read() as session:
        assert [(one.entity_id, one.status) for one in session.scalars(select(models.Target))] == [
            ("e-bridge", "proposed")
        ]
    with pytest.raises(Refused, match="e-bridge: has 1 stance"):
        says(desk, change="targets.list", list="e-mayor")
    change(desk, change="targets.list", list="e-mayor\r\ne-bridge")
    with desk.db.read() as session:
        assert projects.targets(session, desk.project, row(desk).scheme) == ("e-mayor", "e-bridge")


def test_a_part_in_use_is_not_switched_off(desk: Desk) -> None:
    on = {"change": "parts", "cue": "required", "source": "required", "via": "1", "addressee": "1", "explicit": "1"}
    with pytest.raises(Refused, match="via: 1 quote has some marked"):
        says(desk, **{**on, "via": ""})
    with pytest.raises(Refused, match="cues: 1 quote"):
        says(desk, **{**on, "cue": "off"})
    change(desk, **{**on, "addressee": "", "source": "off", "override": "1"})
    assert row(desk).scheme.quotes.source == "off"


def test_an_answer_that_was_given_stays(desk: Desk) -> None:
    form = {"change": "question", "which": "tone", "name": "Which tone?", "options": "calm\nloud", "required": "1"}
    change(desk, **form)
    desk.save("page.set", {"set": {"answers": {"tone": "calm"}}})
    with pytest.raises(Refused, match="tone: 1 labelling answers calm"):
        says(desk, **{**form, "options": "loud\nshrill"})
    with pytest.raises(Refused, match="tone: 1 labelling has answered"):
        says(desk, change="question.remove", which="tone")


def test_what_is_like_this_already_is_said(desk: Desk) -> None:
    with pytest.raises(Refused, match="is like this already"):
        says(desk, change="polarities", steps="3")
    with pytest.raises(Refused, match="change: should be one of"):
        says(desk, change="everything")


def test_every_change_stands_in_the_audit_trail(desk: Desk) -> None:
    change(desk, change="kind.hide", which="caption")
    with desk.db.read() as session:
        (event,) = session.scalars(select(models.Event).where(models.Event.action == "scheme.changed"))
    assert event.detail["asked"] == {"change": "kind.hide", "which": "caption"}
    assert all(one.level != "error" for one in doctor.examine_database(desk.db))
