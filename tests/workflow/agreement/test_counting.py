"""Counts are kept by revision: what changed is counted anew, what didn't is not, and both make the same figures."""

import uuid
from typing import Any

import pytest

from annotator.store import models
from annotator.store.database import Database
from annotator.workflow import agreement, label, people, projects
from annotator.workflow.agreement import Material, Question
from annotator.workflow.agreement.material import load
from tests.fixtures.bridge import LAYERS, labelling, layers, quote, span, stance
from tests.fixtures.desk import Desk
from tests.fixtures.disagreement import FIGURES, ana, ben, page


@pytest.fixture
def desk(newsroom: Database) -> Desk:
    """Three pages that Ana and Ben labelled differently."""
    made = Desk(newsroom)
    made.records(*(page(n, ana(), ben(), site=f"{n % 2}.example") for n in range(3)))
    return made


def material(desk: Desk, **question: Any) -> Material:
    asked = Question(**{"pass_name": "main", **question})
    return agreement.current(desk.db, projects.named(desk.db, "news"), asked)


def stamps(desk: Desk) -> dict[tuple[int, int, str], str]:
    with desk.db.read() as session:
        return {(one.task_a, one.task_b, one.layer): one.counts["stamp"] for one in session.query(models.PairCount)}


def pooled(found: Material) -> dict[str, dict[str, Any]]:
    return agreement.pooled(found).figures()


def test_every_figure_of_the_example_is_the_one_worked_out_by_hand(desk: Desk) -> None:
    found = agreement.document(material(desk))["pages"]["0.txt"]
    assert found.keys() == FIGURES.keys()
    for part, figures in FIGURES.items():
        assert found[part] == pytest.approx(figures), part


def test_pages_add_up_before_anything_is_divided(desk: Desk) -> None:
    found = pooled(material(desk))
    assert found["lines"]["n"] == 12
    # 24 values, 15 of them body: 1 - 23 * 6 / (2 * 15 * 9).
    assert found["lines"]["alpha"] == pytest.approx(1 - 138 / 270)
    assert found["content"]["char_f1"] == pytest.approx(96 / 102)
    assert {name: one.figures()["lines"]["n"] for name, one in agreement.by(material(desk), "site").items()} == {
        "0.example": 8,
        "1.example": 4,
    }


def test_only_what_changed_is_counted_again(desk: Desk) -> None:
    material(desk)
    before = stamps(desk)
    assert len(before) == 9
    desk.records(page(1, ana(lines=ben()["lines"])), replace=True)
    after = pooled(material(desk))
    now = stamps(desk)
    assert sum(now[key] != before[key] for key in before) == 3
    assert (after["lines"]["differ"], after["lines"]["n"]) == (2, 12)


def test_counts_that_are_true_are_not_counted_again(desk: Desk) -> None:
    material(desk)
    with desk.db.write() as session:
        kept = session.query(models.PairCount).filter_by(layer="lines").first()
        assert kept
        kept.counts = {**kept.counts, "optional": 1000}
    assert agreement.pooled(material(desk)).pairs["Ana", "Ben"].optional == 1002


def test_a_page_whose_language_changes_is_counted_again(desk: Desk) -> None:
    material(desk)
    with desk.db.write() as session:
        session.query(models.Page).filter_by(name="1.txt").one().language = "de"
    with desk.db.read() as session:
        stale = load(session, projects.named(desk.db, "news"), Question("main")).stale
    assert {one.page.name for one in stale} == {"1.txt"}


def test_a_request_without_patience_leaves_the_rest_for_later(desk: Desk) -> None:
    project = projects.named(desk.db, "news")
    found = agreement.current(desk.db, project, Question("main"), seconds=-1)
    assert len(found.stale) == 9
    assert pooled(found)["lines"]["n"] == 0
    assert not agreement.current(desk.db, project, Question("main"), seconds=60).stale


def test_a_layer_counts_where_both_finished_it(desk: Desk) -> None:
    begun = {
        **layers("main", "page", "quotes", "stances"),
        "lines": layers("main")["lines"] | {"status": "in_progress"},
    }
    desk.records(page(0, ben(layers=begun)), replace=True)
    found = agreement.document(material(desk))["pages"]["0.txt"]
    assert (found["lines"]["n"], found["content"]["a"]) == (0, 1)


def test_gold_counts_only_when_it_is_asked_for(desk: Desk) -> None:
    desk.records(page(0, labelling("gold", role="gold")))
    assert material(desk).annotators == ["Ana", "Ben"]
    found = agreement.by(material(desk, gold=True), "pair")
    assert list(found) == [("Ana", "Ben"), ("Ana", "gold"), ("Ben", "gold")]
    assert found["Ana", "gold"].figures()["lines"] == {"n": 5, "kappa": 1, "alpha": 1, "body_f1": 1, "differ": 0}
    assert pooled(material(desk))["lines"]["n"] == 12


def test_three_annotators_have_one_alpha_and_means_of_the_rest(desk: Desk) -> None:
    desk.records(page(0, labelling("Chloe")))
    found = agreement.document(material(desk))["pages"]["0.txt"]["lines"]
    assert found["n"] == 4 + 5 + 4
    assert found["kappa"] == pytest.approx((0.5 + 1 + 0.5) / 3)
    # Lines 2, 3, 5, 6 have three values, line 1 two: 9 of 14 are body, and one unit holds 2 body and 1 boilerplate.
    values, body = 14, 8
    assert found["alpha"] == pytest.approx(1 - (values - 1) * 2 / (2 * body * (values - body)))


def test_labellings_on_different_bases_are_never_pooled(desk: Desk) -> None:
    def based(base: str | None) -> dict[str, Any]:
        return {name: {"status": "done", "pass": "main", "guideline": None, "base": base} for name in LAYERS}

    pair = [labelling(name, layers=based("gold:main")) for name in ("Ana", "Ben")]
    desk.records(page(4, *pair))
    desk.records(page(5, ana(), ben(layers=based("gold:main"))))
    most, other = material(desk), material(desk, base="gold:main")
    assert most.bases == other.bases == [None, "gold:main"]
    assert agreement.pages_of(most) == ["0.txt", "1.txt", "2.txt"]
    assert agreement.pages_of(other) == ["4.txt"]


def test_stances_on_the_quotes_of_a_base_meet_there(desk: Desk) -> None:
    own = layers("stances", "stances")
    own["stances"] |= {"base": "gold:main"}
    gold = labelling("gold", role="gold", stances=[], layers=layers("main", "page", "lines", "quotes"))
    desk.records(page(0, gold))
    for name, polarity in (("Ana", 1), ("Ben", 1)):
        # What the base gives is no part of the labelling; the database holds the stance alone.
        one = labelling(name, lines=[], quotes=[quote()], stances=[stance(polarity=polarity)], page={}, layers=own)
        desk.records(page(0, one))
    with desk.db.write() as session:
        passed = session.query(models.Pass).filter_by(name="stances").one()
        tasks = [one.id for one in session.query(models.Task).filter_by(pass_id=passed.id)]
        session.query(models.Quote).filter(models.Quote.task_id.in_(tasks)).delete()
    found = pooled(material(desk, pass_name="stances"))["stance_quote"]
    assert (found["a"], found["b"], found["matched"], found["pair_f1"]) == (1, 1, 1, 1)
    # The gold changes: its quote is another, on which nobody has a stance.
    changed = labelling("gold", role="gold", stances=[], layers=layers("main", "page", "lines", "quotes"))
    changed["quotes"] = [quote(id="q-9", contents=[span("Nobody asked")])]
    desk.records(page(0, changed), replace=True)
    assert pooled(material(desk, pass_name="stances"))["stance_quote"]["a"] == 0


def test_the_first_pass_with_two_labellings_is_the_one_shown(desk: Desk) -> None:
    project = projects.named(desk.db, "news")
    second = layers("second", "page", "lines")
    desk.records(page(0, ana(layers=second, quotes=[], stances=[])))
    with desk.db.read() as session:
        assert agreement.chosen_pass(session, project, None) == "main"
        assert agreement.chosen_pass(session, project, "second") == "second"


def test_who_finishes_a_page_finds_it_counted(database: Database) -> None:
    projects.create(database, "Lines", "body")
    desk = Desk(database, "lines")
    desk.take(("a.txt", b"Home\nThe bridge\n"))
    project = projects.named(database, "lines")
    for name, said in (("Ana", "boilerplate"), ("Ben", "body")):
        person = people.add(database, name).id
        projects.set_member(database, "lines", name, "annotator")
        task = label.open_task(database, project.id, desk.pages()["a.txt"].id, person)
        finish(desk, task, person, said)
    with database.read() as session:
        found = load(session, project, Question("main"))
    assert not found.stale
    assert pooled(found)["lines"] == {"n": 2, "kappa": 0, "alpha": pytest.approx(0.0), "body_f1": 2 / 3, "differ": 1}


def finish(desk: Desk, task: int, person: int, said: str) -> None:
    """Call line 1 what is said and line 2 body, and finish the page."""
    runs = [{"first": 1, "last": 1, "label": said}, {"first": 2, "last": 2, "label": "body"}]
    steps = (
        ("lines.set", {"ranges": [{**run, "kind": None, "flags": []} for run in runs]}),
        ("page.set", {"set": {"page_type": "article", "usable": True}}),
        ("status.set", {"status": "done"}),
    )
    ops = [
        {"op_id": (key := str(uuid.uuid4())), "step": key, "undoes": None, "kind": k, "payload": p} for k, p in steps
    ]
    digest = desk.pages()["a.txt"].sha256
    batch = {"text_sha256": digest, "client": "tab", "base_rev": 0, "ops": ops}
    label.save(desk.db, task, person, label.read_batch(batch))
