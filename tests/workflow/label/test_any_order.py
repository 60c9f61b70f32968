"""Whatever is done in whatever order: what saving loads is enough, the log gives the state, undo gives it back."""

import contextlib
import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotator.core.errors import Refused
from annotator.core.text import PageText
from annotator.store import models
from annotator.store.instance import Instance
from annotator.store.state import TaskState
from annotator.workflow import doctor, label
from tests.workflow.label.conftest import AT, ENTITIES, TEXT, Desk, identity, lay_out

LINES = TEXT.count("\n") + 1
SPANS = [[0, 4], [5, 8], [20, 35], [15, 19], [49, 53], [62, 67]]
_numbers = itertools.count(1)

line = st.integers(1, LINES)
label_of_lines = st.fixed_dictionaries(
    {"label": st.sampled_from(["body", "boilerplate", None])},
    optional={"kind": st.sampled_from(["paragraph", "nav"]), "flags": st.just(["unsure"])},
)
runs = st.tuples(line, line, label_of_lines).map(lambda t: {"first": min(t[:2]), "last": max(t[:2]), **t[2]})
spans = st.lists(st.sampled_from(SPANS), max_size=2)
quotes = st.sampled_from(["q-1", "q-2", "q-3"])
speaker = st.sampled_from([*ENTITIES, "unknown", None])
quote = {"contents": spans, "cues": spans, "speaker": speaker, "flags": st.just(["unsure"])}
stance = {"level": st.just("quote"), "quote": quotes, "target": st.just("e-bridge")}
answers = {"page_type": st.sampled_from(["article", None]), "no_body": st.booleans(), "usable": st.booleans()}


def put(ids: Any, required: dict[str, Any], optional: dict[str, Any]) -> Any:
    return st.fixed_dictionaries({"id": ids, "set": st.fixed_dictionaries(required, optional=optional)})


def only(ids: Any) -> Any:
    return st.fixed_dictionaries({"id": ids})


stances, notes = st.sampled_from(["s-1", "s-2"]), st.just("n-1")
operation = st.one_of(
    st.tuples(st.just("lines.set"), st.fixed_dictionaries({"ranges": st.lists(runs, min_size=1, max_size=3)})),
    st.tuples(st.just("quote.put"), put(quotes, {}, quote)),
    st.tuples(st.just("quote.remove"), only(quotes)),
    st.tuples(st.just("stance.put"), put(stances, stance, {"polarity": st.sampled_from([1, "unclear"])})),
    st.tuples(st.just("stance.remove"), only(stances)),
    st.tuples(st.just("note.put"), put(notes, {"start": st.just(0), "end": st.just(4)}, {"note": st.just("hm")})),
    st.tuples(st.just("note.remove"), only(notes)),
    st.tuples(st.just("page.set"), put(st.none(), {}, answers).map(lambda value: {"set": value["set"]})),
)
gestures = st.lists(st.lists(operation, min_size=1, max_size=2), max_size=12)


@pytest.fixture
def shared(instance: Instance) -> Desk:
    """One project for all examples; each example gets a page of its own, since making an instance takes long."""
    return lay_out(instance, {"first.txt": TEXT})


def on_a_new_page(desk: Desk) -> Desk:
    name = f"{next(_numbers)}.txt"
    with desk.db.write() as session:
        first = session.get_one(models.Page, desk.pages["first.txt"])
        size = {"sha256": first.sha256, "length": first.length, "line_count": first.line_count, "added_at": AT}
        page = models.Page(project_id=desk.project, uid=name, name=name, **size)
        session.add(page)
        session.flush()
        session.add(models.PageText(page_id=page.id, text=TEXT))
        number = page.id
    desk.task = label.open_task(desk.db, desk.project, number, desk.people["Ana"])
    desk.rev = 0
    return desk


def do(desk: Desk, script: list[list[tuple[str, dict[str, Any]]]]) -> None:
    """Make the gestures; those that are refused leave nothing behind."""
    for gesture in script:
        step = identity(next(desk.numbers))
        ops = [desk.op(kind, payload, step=step) for kind, payload in gesture]
        with contextlib.suppress(Refused, label.Conflict):
            desk.send(*ops)


def take_back(desk: Desk, steps: list[dict[str, Any]]) -> list[str]:
    """Undo the steps, the last one first, and return the steps that did it."""
    made = []
    for undone in reversed(steps):
        step = identity(next(desk.numbers))
        desk.send(*(desk.op(one["kind"], one["payload"], step, undone["step"]) for one in undone["inverse"]))
        made.append(step)
    return made


def marks(desk: Desk) -> dict[str, Any]:
    return {name: value for name, value in desk.labels().items() if name != "layers"}


def differences(desk: Desk) -> list[str]:
    with desk.db.read() as session:
        return list(doctor.replayed(session, desk.task))


quietly = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quietly
@given(script=gestures)
def test_the_log_gives_exactly_what_is_stored(shared: Desk, script: list[Any]) -> None:
    desk = on_a_new_page(shared)
    do(desk, script)
    assert differences(desk) == []


@quietly
@given(script=gestures)
def test_the_screen_is_told_what_the_whole_labelling_holds(shared: Desk, script: list[Any]) -> None:
    desk = on_a_new_page(shared)
    do(desk, script)
    with desk.db.read() as session:
        task = session.get_one(models.Task, desk.task)
        whole = TaskState.whole(session, task, PageText(TEXT)).labelling.to_json()
    assert marks(desk) == {name: whole[name] for name in marks(desk)}


def relabelled(kind: str) -> tuple[str, Any]:
    return ("lines.set", {"ranges": [{"first": 1, "last": 1, "label": "body", "kind": kind}]})


@quietly
@given(script=gestures)
@example(script=[[relabelled("list"), relabelled("paragraph")]])
def test_everything_can_be_undone_and_redone_to_the_letter(shared: Desk, script: list[Any]) -> None:
    desk = on_a_new_page(shared)
    before = marks(desk)
    do(desk, script)
    after = marks(desk)
    taken_back = take_back(desk, label.task_state(desk.db, desk.task, desk.people["Ana"])["history"])
    assert marks(desk) == before
    last = label.task_state(desk.db, desk.task, desk.people["Ana"])["history"][-len(taken_back) :] if taken_back else []
    assert [one["step"] for one in last] == taken_back
    take_back(desk, last)
    assert marks(desk) == after
    assert differences(desk) == []


@quietly
@given(script=gestures, repeats=st.randoms(use_true_random=False))
def test_repeating_any_batch_changes_nothing(shared: Desk, script: list[Any], repeats: Any) -> None:
    desk = on_a_new_page(shared)
    batches = [[desk.op(kind, payload) for kind, payload in gesture] for gesture in script]
    saved = []
    for batch in batches:
        with contextlib.suppress(Refused, label.Conflict):
            desk.send(*batch)
            saved.append(batch)
    state, rev = desk.labels(), desk.rev
    for batch in repeats.sample(saved, len(saved)):
        assert all(one["dup"] for one in desk.send(*batch, base=0).acked)
    assert (desk.labels(), desk.rev) == (state, rev)
