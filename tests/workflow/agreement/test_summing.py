"""Sums that are kept are what would come of computing from nothing, whatever has changed, and are not made twice."""

import random
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from annotator.core.agreement.figures import Figures, Tally, tally
from annotator.store import models
from annotator.store.database import Database
from annotator.workflow import agreement, label, projects
from annotator.workflow.agreement import Question, Sums
from annotator.workflow.agreement.material import Material, load
from annotator.workflow.agreement.views import views
from tests.fixtures.bridge import labelling, layers, quote, span, stance
from tests.fixtures.desk import Desk
from tests.fixtures.disagreement import ana, ben, page

WAYS = ("", "site", "language", "week")
QUESTIONS = (Question("main"), Question("main", gold=True), Question("stances"), Question("stances", "gold:main"))
PAGES = 5


@pytest.fixture
def desk(newsroom: Database) -> Desk:
    """Pages of two sites that Ana and Ben labelled differently, and a second pass on the gold of the first."""
    made = Desk(newsroom)
    made.records(*(page(n, ana(), ben(), site=f"{n % 2}.example") for n in range(PAGES)))
    made.records(page(0, on_gold("Ana", 1), on_gold("Ben", 0)))
    return made


def on_gold(name: str, polarity: int) -> dict[str, Any]:
    """A labelling that stands on the gold and says what it thinks of the quote there."""
    own = layers("stances", "stances")
    own["stances"] |= {"base": "gold:main"}
    return labelling(name, lines=[], quotes=[quote()], stances=[stance(polarity=polarity)], page={}, layers=own)


def summed(desk: Desk, question: Question = QUESTIONS[0], **options: Any) -> Sums:
    return agreement.summed(desk.db, projects.named(desk.db, "news"), question, WAYS, **options)


def figures(tallies: dict[Any, Tally]) -> dict[Any, Figures]:
    return {group: one.figures() for group, one in tallies.items()}


def same(found: dict[Any, Figures], wanted: dict[Any, Figures]) -> None:
    assert found.keys() == wanted.keys()
    for group, parts in wanted.items():
        for part, values in parts.items():
            assert found[group][part] == pytest.approx(values, abs=1e-12), (group, part)


def from_nothing(desk: Desk, question: Question) -> tuple[Material, dict[str, dict[Any, Figures]]]:
    """Compare all labellings again, without what is kept about them."""
    found: dict[str, dict[Any, Tally]] = {"": {}, "site": {}, "language": {}}
    with desk.db.read() as session:
        project = projects.named(desk.db, "news")
        material = load(session, project, question)
        for one in {one.page.id: one.page for one in material.comparisons}.values():
            seen = views(session, project.scheme, one, material.finished[one.id], material.bases_of)
            counts, _ = tally(seen.values())
            for way, group in (("", None), ("site", one.site), ("language", one.language)):
                found[way].setdefault(group, Tally()).add(counts)
    return material, {way: figures(tallies) for way, tallies in found.items()}


def check(desk: Desk) -> None:
    for question in QUESTIONS:
        kept = summed(desk, question)
        material, wanted = from_nothing(desk, question)
        for way, groups in wanted.items():
            same(figures(kept.by(way)), groups)
        pairs = {one.pair for one in material.comparisons if len(one.sides) == 2}
        assert set(kept.by("pair")) == pairs
        assert (kept.annotators, kept.bases) == (material.annotators, material.bases)
        assert sorted(kept.pages) == sorted({one.page.id for one in material.comparisons})
        weeks = list(kept.by("week").values())
        assert sum(parts.figures()["lines"]["n"] or 0 for parts in weeks) == kept.pooled().figures()["lines"]["n"]


class Room:
    """What may happen to labellings, each with something left to chance."""

    def __init__(self, desk: Desk, chance: random.Random) -> None:
        self.desk, self.chance = desk, chance

    def label(self) -> None:
        own = {"lines": self.chance.choice([ana, ben])()["lines"], "finished": self.day()}
        own["quotes"] = self.chance.choice([[], [quote()], ben()["quotes"]])
        said = labelling(self.chance.choice(["Ana", "Ben", "Chloe"]), **own, stances=[])
        self.desk.records(page(self.chance.randrange(PAGES + 2), said), replace=True)

    def reopen(self) -> None:
        with self.desk.db.read() as session:
            done = session.query(models.Task).filter_by(status="done", role="annotator").order_by(models.Task.id)
            task = self.chance.choice(done.all())
        status = {"op_id": (key := str(uuid.uuid4())), "step": key, "undoes": None, "kind": "status.set"}
        ops = [{**status, "payload": {"status": "in_progress"}}]
        batch = {"text_sha256": task.text_sha256, "client": "tab", "base_rev": task.rev, "ops": ops}
        label.save(self.desk.db, task.id, task.person_id, label.read_batch(batch))

    def decide(self) -> None:
        contents = [span(self.chance.choice(["“we will build it”", "Nobody asked", "we will build it"]))]
        on = layers("main", "page", "lines", "quotes")
        gold = labelling("gold", role="gold", stances=[], layers=on, quotes=[quote(contents=contents)])
        self.desk.records(page(self.chance.randrange(2), gold), replace=True)

    def think(self) -> None:
        said = on_gold(self.chance.choice(["Ana", "Ben"]), self.chance.choice([-1, 0, 1]))
        self.desk.records(page(self.chance.randrange(2), said), replace=True)

    def move(self) -> None:
        with self.desk.db.write() as session:
            one = self.chance.choice(session.query(models.Page).order_by(models.Page.id).all())
            one.site = self.chance.choice(["0.example", "1.example", None])
            one.language = self.chance.choice(["en", "de", None])

    def leave(self) -> None:
        role = self.chance.choice([None, "annotator"])
        projects.set_member(self.desk.db, "news", "Ben", role)

    def day(self) -> str | None:
        return self.chance.choice([None, "2026-11-02T08:00:00.000Z", "2026-11-15T23:59:59.000Z"])


@pytest.mark.parametrize("seed", range(2))
def test_whatever_changed_the_sums_are_those_of_computing_from_nothing(desk: Desk, seed: int) -> None:
    check(desk)
    chance = random.Random(seed)
    room = Room(desk, chance)
    ways: Iterable[Callable[[], None]] = (room.label, room.reopen, room.decide, room.think, room.move, room.leave)
    for way in chance.choices(list(ways), weights=[4, 2, 2, 2, 1, 1], k=14):
        way()
        check(desk)


def test_sums_that_are_true_are_not_made_again(desk: Desk) -> None:
    summed(desk)
    with desk.db.write() as session:
        kept = session.query(models.PairSum).filter_by(by="").first()
        assert kept
        groups = [[None, {"alone": [["Ana", "Ben", {}]], "among": [], "joint": {}}]]
        kept.sums = {**kept.sums, "groups": groups}
    assert summed(desk).pooled().figures()["lines"]["n"] == (PAGES - 1) * 4


def test_a_change_makes_the_sums_of_its_own_bucket_anew_and_no_others(desk: Desk) -> None:
    def marks() -> dict[tuple[str, int], str]:
        with desk.db.read() as session:
            return {(one.by, one.bucket): one.mark for one in session.query(models.PairSum)}

    summed(desk)
    before = marks()
    desk.records(page(1, ana(lines=ben()["lines"])), replace=True)
    assert marks() == before
    assert summed(desk).pooled().figures()["lines"]["differ"] == PAGES - 1
    now = marks()
    assert {key for key in now if now[key] != before[key]} == {(way, before_bucket(desk, "1.txt")) for way in WAYS}


def before_bucket(desk: Desk, name: str) -> int:
    return desk.pages()[name].id % 256


def test_who_finishes_a_page_finds_it_summed_up_where_somebody_looks_at_sums(desk: Desk) -> None:
    with desk.db.read() as session:
        page_id = desk.pages()["1.txt"].id
        task = session.query(models.Task).filter_by(page_id=page_id).first()
        assert task
    agreement.count_finished(desk.db, task.id)
    with desk.db.read() as session:
        assert not session.query(models.PairSum).count()
    summed(desk)
    desk.records(page(1, ana(lines=ben()["lines"])), replace=True)
    agreement.count_finished(desk.db, task.id)
    found = agreement.summed(desk.db, projects.named(desk.db, "news"), QUESTIONS[0], seconds=-1)
    assert (found.left, found.pooled().figures()["lines"]["differ"]) == (0, PAGES - 1)


def test_without_patience_nothing_is_kept_of_what_is_not_counted(desk: Desk) -> None:
    assert summed(desk, seconds=-1).left == PAGES
    assert summed(desk, seconds=-1).pooled().figures()["lines"]["n"] == 0
    assert summed(desk).left == 0
    assert summed(desk, seconds=-1).pooled().figures()["lines"]["n"] == PAGES * 4


def test_sums_follow_the_gold_that_labellings_stand_on(desk: Desk) -> None:
    on = layers("main", "page", "lines", "quotes")
    gold = labelling("gold", role="gold", stances=[], layers=on)
    desk.records(page(0, gold))
    with desk.db.write() as session:
        # What the base gives is no part of the labelling; the database holds the stance alone.
        passed = session.query(models.Pass).filter_by(name="stances").one()
        own = [one.id for one in session.query(models.Task).filter_by(pass_id=passed.id)]
        session.query(models.Quote).filter(models.Quote.task_id.in_(own)).delete()
    assert summed(desk, Question("stances")).pooled().figures()["stance_quote"]["matched"] == 1
    changed = labelling("gold", role="gold", stances=[], layers=on, quotes=[quote(id="q-9")])
    desk.records(page(0, changed), replace=True)
    assert summed(desk, Question("stances")).pooled().figures()["stance_quote"]["matched"] == 0


def test_a_changed_scheme_makes_all_sums_anew(desk: Desk) -> None:
    summed(desk)
    with desk.db.write() as session:
        project = session.query(models.Project).one()
        project.scheme = {**project.scheme, "quotes": {**project.scheme["quotes"], "ticker": "optional"}}
    assert summed(desk, seconds=-1).left == PAGES


def test_a_page_counts_in_the_week_in_which_the_later_of_two_finished(desk: Desk) -> None:
    days = ("2026-11-15T23:59:59.000Z", "2026-11-16T00:00:01.000Z")
    both = [said(finished=day) for said, day in zip((ana, ben), days, strict=True)]
    desk.records(page(0, *both), page(1, ana(finished=days[0]), ben(finished=days[0])), replace=True)
    found = figures(summed(desk).by("week"))
    assert {week: one["lines"]["n"] for week, one in found.items()} == {"2026-11-09": 4, "2026-11-16": 4, None: 12}
