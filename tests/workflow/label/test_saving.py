from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from annotator.core.errors import Refused
from annotator.store import models, tasks
from annotator.workflow import label, queue
from tests.workflow.label.conftest import Desk, lines

QUOTE = {"id": "q-1", "set": {"contents": [[20, 35]], "cues": [[15, 19]], "speaker": "e-mayor"}}
STANCE = {"id": "s-1", "set": {"level": "quote", "quote": "q-1", "target": "e-bridge", "polarity": 1}}


def test_a_saved_mark_is_there_when_the_page_is_opened_again(desk: Desk) -> None:
    saved = desk.save("lines.set", lines(2, 4, kind="paragraph"))
    assert saved.acked == [{"op_id": saved.acked[0]["op_id"], "rev": 1}]
    [run] = desk.labels()["lines"]
    assert (run["first"], run["last"], run["kind"], run["by"], run["origin"]) == (2, 4, "paragraph", "Ana", "hand")


def test_the_first_label_begins_the_task(desk: Desk) -> None:
    desk.save("page.set", {"set": {"page_type": "article"}})
    state = label.task_state(desk.db, desk.task, desk.people["Ana"])
    assert state["task"]["status"] == "in_progress"
    assert set(state["labels"]["layers"].values()) == {"in_progress"}


def test_the_same_operation_twice_leaves_one_mark_and_one_entry(desk: Desk) -> None:
    op = desk.op("quote.put", QUOTE)
    desk.send(op)
    again = desk.send(op, base=0)
    assert again.acked == [{"op_id": op["op_id"], "rev": 1, "dup": True}]
    assert desk.rev == 1
    assert len(desk.labels()["quotes"]) == 1


def test_the_same_operation_twice_in_one_batch_is_taken_once(desk: Desk) -> None:
    op = desk.op("quote.put", QUOTE)
    assert desk.send(op, op).rev == 1


def test_a_repeat_after_finishing_is_still_acknowledged(desk: Desk) -> None:
    op = desk.op("status.set", {"status": "skipped", "reason": "in another language"})
    first = desk.op("lines.set", lines(2, 2))
    desk.send(first, op)
    assert [one.get("dup") for one in desk.send(first, op, base=0).acked] == [True, True]


def test_another_operation_under_a_known_id_is_refused(desk: Desk) -> None:
    op = desk.op("lines.set", lines(2, 2))
    desk.send(op)
    with pytest.raises(label.RefusedOperation, match="same id"):
        desk.send({**op, "payload": lines(4, 4)})


def test_a_batch_is_saved_whole_or_not_at_all(desk: Desk) -> None:
    bad = desk.op("quote.put", {"id": "q-9", "set": {"contents": [[0, 9999]]}})
    with pytest.raises(label.RefusedOperation, match="outside the text") as refused:
        desk.send(desk.op("lines.set", lines(2, 2)), bad)
    assert refused.value.op_id == bad["op_id"]
    assert desk.labels()["lines"] == []
    assert label.operations_since(desk.db, desk.task, 0) == {"rev": 0, "ops": []}


def test_two_tabs_on_different_lines_both_get_their_labels_and_hear_of_each_other(desk: Desk) -> None:
    desk.save("lines.set", lines(2, 2), client="one")
    saved = desk.save("lines.set", lines(4, 4, "boilerplate"), client="two", base=0)
    [heard] = saved.since
    assert (heard["rev"], heard["client"], heard["by"]) == (1, "one", "Ana")
    assert heard["payload"]["ranges"][0]["by"] == "Ana"
    assert [run["label"] for run in desk.labels()["lines"]] == ["body", "boilerplate"]


def test_two_tabs_on_the_same_line_conflict_and_the_second_hears_why(desk: Desk) -> None:
    desk.save("lines.set", lines(2, 4), client="one")
    op = desk.op("lines.set", lines(4, 6, "boilerplate"))
    with pytest.raises(label.Conflict) as conflict:
        desk.send(op, client="two", base=0)
    answer = conflict.value.to_json()
    assert (answer["reason"], answer["op_id"], answer["rev"]) == ("changed", op["op_id"], 1)
    assert [one["rev"] for one in answer["since"]] == [1]
    assert len(desk.labels()["lines"]) == 1


def test_one_tab_never_conflicts_with_itself(desk: Desk) -> None:
    desk.save("lines.set", lines(2, 4))
    desk.save("lines.set", lines(2, 4, "boilerplate"), base=0)
    assert desk.labels()["lines"][0]["label"] == "boilerplate"


def test_a_stance_whose_quote_another_tab_removed_conflicts(desk: Desk) -> None:
    desk.save("quote.put", QUOTE, client="one")
    desk.save("quote.remove", {"id": "q-1"}, client="one")
    with pytest.raises(label.Conflict) as conflict:
        desk.save("stance.put", STANCE, client="two", base=1)
    assert conflict.value.reason == "removed"


def test_a_quote_that_carries_a_stance_is_not_removed(desk: Desk) -> None:
    desk.save("quote.put", QUOTE)
    desk.save("stance.put", STANCE)
    with pytest.raises(label.RefusedOperation, match="still carries the stance s-1"):
        desk.save("quote.remove", {"id": "q-1"})
    desk.send(desk.op("stance.remove", {"id": "s-1"}), desk.op("quote.remove", {"id": "q-1"}))
    assert desk.labels()["quotes"] == desk.labels()["stances"] == []


def test_labels_on_another_text_are_refused(desk: Desk) -> None:
    with pytest.raises(label.Conflict) as conflict:
        desk.save("lines.set", lines(1, 1), sha256="0" * 64)
    assert conflict.value.reason == "text"


def test_a_finished_page_takes_labels_only_after_it_is_reopened(desk: Desk) -> None:
    desk.save("status.set", {"status": "skipped", "reason": "broken"})
    with pytest.raises(label.Conflict) as conflict:
        desk.save("lines.set", lines(1, 1))
    assert conflict.value.reason == "done"
    desk.send(desk.op("status.set", {"status": "in_progress"}), desk.op("lines.set", lines(1, 1)))
    assert len(desk.labels()["lines"]) == 1


def test_a_page_is_finished_only_when_nothing_is_missing(desk: Desk) -> None:
    desk.save("lines.set", lines(1, 6, "boilerplate", kind="nav"))
    with pytest.raises(label.RefusedOperation, match="missing") as refused:
        desk.save("status.set", {"status": "done"})
    assert any(problem["start"] for problem in refused.value.problems)
    desk.save("lines.set", lines(7, 7, "boilerplate", kind="footer"))
    desk.save("page.set", {"set": {"no_body": True, "page_type": "listing"}})
    errors = label.check(desk.db, desk.task)["errors"]
    assert errors == []
    desk.save("status.set", {"status": "done"})
    state = label.task_state(desk.db, desk.task, desk.people["Ana"])
    assert state["task"]["status"] == "done"
    assert set(state["labels"]["layers"].values()) == {"done"}


def test_nobody_saves_into_somebody_elses_task(desk: Desk) -> None:
    with pytest.raises(label.Missing):
        desk.save("lines.set", lines(1, 1), person="Ben")


def test_a_proposed_entity_can_speak_in_the_same_batch(desk: Desk) -> None:
    entity = desk.op("entity.put", {"id": "e-new", "set": {"name": "Čedomir", "kind": "PER", "aliases": []}})
    desk.send(entity, desk.op("quote.put", {"id": "q-1", "set": {"contents": [[20, 35]], "speaker": "e-new"}}))
    found = {one["id"]: one for one in label.task_state(desk.db, desk.task, desk.people["Ana"])["entities"]}
    assert (found["e-new"]["name"], found["e-new"]["status"]) == ("Čedomir", "proposed")


def test_a_speaker_nobody_knows_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="no entity 'e-ghost'"):
        desk.save("quote.put", {"id": "q-1", "set": {"contents": [[20, 35]], "speaker": "e-ghost"}})


def test_an_undone_step_gets_back_who_and_when_and_can_be_redone(desk: Desk) -> None:
    desk.save("lines.set", lines(2, 4, kind="paragraph"))
    before = desk.labels()
    change = desk.op("lines.set", lines(2, 2, "boilerplate"))
    desk.send(change)
    changed = desk.labels()
    [*_, step] = label.task_state(desk.db, desk.task, desk.people["Ana"])["history"]
    inverse = step["inverse"][0]
    undo = desk.op(inverse["kind"], inverse["payload"], undoes=change["step"])
    desk.send(undo)
    assert desk.labels() == before
    [*_, step] = label.task_state(desk.db, desk.task, desk.people["Ana"])["history"]
    assert step["undoes"] == change["step"]
    desk.send(desk.op(step["inverse"][0]["kind"], step["inverse"][0]["payload"], undoes=undo["step"]))
    assert desk.labels() == changed


def test_the_history_groups_a_gesture_and_gives_its_inverses_in_the_order_to_apply(desk: Desk) -> None:
    first = desk.op("quote.put", QUOTE)
    desk.send(first, desk.op("stance.put", STANCE, step=first["step"]))
    [step] = label.task_state(desk.db, desk.task, desk.people["Ana"])["history"]
    assert [op["kind"] for op in step["ops"]] == ["quote.put", "stance.put"]
    assert [op["kind"] for op in step["inverse"]] == ["stance.remove", "quote.remove"]


@pytest.mark.parametrize(
    ("kind", "payload", "sentence"),
    [
        ("labelling.import", {"labelling": {}}, "can't be sent"),
        ("status.set", {"status": "todo", "layers": {"lines": "done"}}, "can't be sent"),
        ("lines.set", lines(0, 3), "not within"),
        ("lines.set", lines(3, 10**12), "not within"),
        ("lines.set", {"ranges": [{"first": 1, "last": 1, "label": "body", "kind": "poem"}]}, "no kind 'poem'"),
        ("note.put", {"id": "n-1", "set": {"start": 0, "end": 4, "note": " "}}, "is empty"),
        ("quote.put", {"id": "q-1", "set": {"content": []}}, "unknown field"),
        ("nothing.at.all", {}, "no kind"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    desk: Desk, kind: str, payload: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        desk.save(kind, payload)


@pytest.mark.parametrize("value", ["a\0b", "a\ud800b"])
def test_a_character_that_cannot_be_stored_is_refused(desk: Desk, value: str) -> None:
    with pytest.raises(Refused, match="character"):
        desk.save("note.put", {"id": "n-1", "set": {"start": 0, "end": 4, "note": value}})


@pytest.mark.parametrize(("line", "quote"), [(0, None), (9, None), (1, "a\0b")])
def test_a_place_that_cannot_be_is_refused(desk: Desk, line: int, quote: str | None) -> None:
    with pytest.raises(Refused, match="place"):
        label.set_place(desk.db, desk.task, desk.people["Ana"], line, quote)


def after(desk: Desk, page_id: int) -> int | None:
    found = queue.next_task(desk.db, desk.project, desk.people["Ana"], after=page_id)
    with desk.db.read() as session:
        task = session.get(models.Task, found) if found else None
        return task.page_id if task else None


def before(desk: Desk, page_id: int) -> int | None:
    with desk.db.read() as session:
        return tasks.previous_worked_on(session, desk.project, page_id, desk.people["Ana"])


def test_the_way_back_leads_along_the_pages_worked_on(desk: Desk) -> None:
    ana, home = desk.people["Ana"], desk.pages
    desk.save("lines.set", lines(1, 1))
    first, digest = desk.task, desk.sha256
    desk.task = label.open_task(desk.db, desk.project, home["c.txt"], ana)
    desk.sha256 = label.task_state(desk.db, desk.task, ana)["task"]["text_sha256"]
    desk.save("lines.set", lines(1, 1), base=0)
    assert before(desk, home["b.txt"]) == home["c.txt"]
    assert before(desk, home["c.txt"]) == home["a.txt"]
    assert before(desk, home["a.txt"]) is None
    assert (first, digest) != (desk.task, desk.sha256)


def test_a_page_of_another_project_is_not_opened(desk: Desk) -> None:
    with pytest.raises(label.Missing):
        label.open_task(desk.db, desk.project + 1, desk.pages["a.txt"], desk.people["Ana"])


def test_somebody_elses_labelling_is_read_only_and_has_no_history(desk: Desk) -> None:
    desk.save("lines.set", lines(1, 1))
    state = label.task_state(desk.db, desk.task, desk.people["Dora"])
    assert state["task"]["read_only"]
    assert (state["person"], state["task"]["person"], state["history"]) == ("Dora", "Ana", [])


def test_a_confirmed_entity_is_not_changed_by_an_annotator(desk: Desk) -> None:
    with desk.db.write() as session:
        session.get_one(models.Entity, (desk.project, "e-mayor")).status = "confirmed"
    desk.save("entity.put", {"id": "e-mayor", "set": {"name": "e-mayor", "kind": "PER"}})
    with pytest.raises(label.RefusedOperation, match="confirmed already"):
        desk.save("entity.put", {"id": "e-mayor", "set": {"name": "Somebody else"}})


@pytest.mark.parametrize("change", ["UPDATE op SET payload = '{}'", "DELETE FROM op"])
def test_the_log_refuses_changes(desk: Desk, change: str) -> None:
    desk.save("lines.set", lines(1, 1))
    with pytest.raises(DBAPIError, match="append-only"), desk.db.write() as session:
        session.execute(text(change))


def test_a_place_is_remembered_and_the_queue_goes_on_with_started_pages_first(desk: Desk) -> None:
    label.set_place(desk.db, desk.task, desk.people["Ana"], 4, "q-1")
    state = label.task_state(desk.db, desk.task, desk.people["Ana"])["task"]
    assert state["place"] == {"line": 4, "quote": "q-1"}
    first, task = desk.task, label.open_task(desk.db, desk.project, desk.pages["c.txt"], desk.people["Ana"])
    # What was opened and not marked yet is kept for Ana, and comes before what nobody holds.
    assert after(desk, desk.pages["a.txt"]) == desk.pages["c.txt"]
    assert after(desk, desk.pages["c.txt"]) == desk.pages["a.txt"]
    desk.task, desk.sha256 = task, label.task_state(desk.db, task, desk.people["Ana"])["task"]["text_sha256"]
    desk.save("lines.set", lines(1, 1), base=0)
    assert after(desk, desk.pages["a.txt"]) == desk.pages["c.txt"]
    assert before(desk, desk.pages["a.txt"]) == desk.pages["c.txt"]
    assert first != task
