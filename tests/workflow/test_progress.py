"""The dashboard counts what is there: pages by state and pass, days, times, waiting; machines are no annotators."""

from typing import Any

import pytest

from annotator.store import models, people
from annotator.store.database import Database
from annotator.store.instance import Instance
from annotator.workflow import progress, projects
from annotator.workflow.clock import now
from annotator.workflow.progress import Dashboard
from tests.fixtures.cast import add_page

TODAY = now()[:10]


@pytest.fixture
def desk(instance: Instance, newsroom: Database) -> "Desk":
    """The project `news` with four pages of two sites."""
    return Desk(instance, newsroom)


class Desk:
    """Puts tasks into a project as labelling would leave them."""

    def __init__(self, instance: Instance, db: Database) -> None:
        self.db = db
        self.pages = [add_page(instance, "news", f"page-{n}.txt", f"Text {n}\nmore") for n in range(4)]
        self.project = projects.named(db, "news").id
        with db.write() as session:
            for page in session.query(models.Page):
                page.site = "pier.example" if page.id % 2 else None

    def ask_for(self, number: int | None, base: str | None = None, name: str = "main") -> None:
        """Let a pass ask for so many people a page."""
        with self.db.write() as session:
            found = session.query(models.Pass).filter_by(name=name).one_or_none()
            if found is None:
                found = models.Pass(project_id=self.project, name=name, position=1, layers=["quotes"])
                session.add(found)
            found.people, found.base = number, base

    def task(self, page: int, person: str, status: str = "done", **more: Any) -> int:
        """Make a labelling; finished ones took a minute and were finished today."""
        with self.db.write() as session:
            owner = people.find(session, person)
            key = owner.id if owner else self._machine(session, person)
            main = session.query(models.Pass).filter_by(name=more.pop("pass_name", "main")).one()
            task = models.Task(page_id=self.pages[page], pass_id=main.id, person_id=key, status=status, text_sha256="")
            task.finished = now() if status == "done" else None
            task.active_ms, task.last_at = 60_000, now()
            for column, value in more.items():
                setattr(task, column, value)
            session.add(task)
            session.flush()
            for layer in main.layers:
                row = models.TaskLayer(task_id=task.id, layer=layer, status=status, pass_name=main.name)
                session.add(row)
            return task.id

    def _machine(self, session: Any, name: str) -> int:
        person = models.Person(name=name, can_sign_in=False, created_at=now())
        session.add(person)
        session.flush()
        return person.id

    def add(self, row: Any) -> None:
        with self.db.write() as session:
            session.add(row)

    def decide(self, page: int) -> None:
        """A curator's decision about a page, made now."""
        with self.db.write() as session:
            key = session.query(models.Pass).filter_by(name="main").one().id
            said = {"layer": "lines", "place": "1", "choice": "a", "value": {}, "seen": "", "by": "Dora", "at": now()}
            session.add(models.Decision(page_id=self.pages[page], pass_id=key, **said))

    def board(self) -> Dashboard:
        return progress.dashboard(self.db, self.project)


def states(board: Dashboard, number: int = 0) -> dict[str, int]:
    """The pages of a pass by state, without states that none has."""
    one = board.passes[number]
    names = ("todo", "in_progress", "partly", "done", "skipped", "adjudicated", "to_adjudicate")
    return {name: getattr(one, name) for name in names if getattr(one, name)}


def test_a_project_without_pages_has_an_empty_board(newsroom: Database) -> None:
    board = progress.dashboard(newsroom, projects.named(newsroom, "news").id)
    assert (board.pages, states(board), board.times, board.waits) == (0, {}, [], [])
    assert [one.name for one in board.people] == ["Ana", "Ben"]
    assert len(board.days) == progress.DAYS
    assert board.days[-1] == (TODAY, 0)


def test_pages_stand_where_their_labellings_stand(desk: Desk) -> None:
    desk.task(0, "Ana")
    desk.task(1, "Ana", "in_progress")
    desk.task(2, "Ben", "skipped", skip_reason="in Welsh")
    assert states(desk.board()) == {"done": 1, "in_progress": 1, "skipped": 1, "todo": 1}


def test_with_two_asked_for_one_is_not_enough(desk: Desk) -> None:
    desk.ask_for(2)
    desk.task(0, "Ana")
    desk.task(1, "Ana")
    desk.task(1, "Ben")
    desk.task(2, "Ben", "todo")
    board = desk.board()
    assert states(board) == {"partly": 1, "done": 1, "todo": 2, "to_adjudicate": 1}
    assert {one.name: one.waiting for one in board.people} == {"Ana": 1, "Ben": 0}
    assert ("Ana", "another annotator", 1) in [(one.who, one.whom, one.count) for one in board.waits]


def test_a_pass_in_batches_counts_the_pages_of_its_batches(desk: Desk) -> None:
    desk.ask_for(None, name="second")
    with desk.db.write() as session:
        key = session.query(models.Pass).filter_by(name="second").one().id
        batch = models.Batch(pass_id=key, name="one", people=2, created_at=now())
        session.add(batch)
        session.flush()
        for position in (0, 1):
            row = models.BatchPage(pass_id=key, page_id=desk.pages[position], batch_id=batch.id, position=position)
            session.add(row)
    desk.task(0, "Ana", pass_name="second")
    desk.task(3, "Ana", pass_name="second")
    board = desk.board()
    assert board.passes[1].pages == 3
    assert states(board, 1) == {"partly": 1, "done": 1, "todo": 1}
    assert board.passes[0].pages == 4


def test_gold_is_counted_and_what_is_built_on_it_waits_for_the_rest(desk: Desk) -> None:
    desk.ask_for(2, "gold:main", name="second")
    for name in ("Ana", "Ben"):
        desk.task(0, name)
    assert states(desk.board()) == {"done": 1, "todo": 3, "to_adjudicate": 1}
    desk.task(0, "gold", role="gold")
    desk.decide(0)
    board = desk.board()
    assert states(board) == {"done": 1, "todo": 3, "adjudicated": 1}
    assert ("pass “second”", "the gold of “main”", 3) in [(one.who, one.whom, one.count) for one in board.waits]


def test_a_machine_is_never_an_annotator(desk: Desk) -> None:
    desk.task(0, "guesser", role="machine")
    board = desk.board()
    assert states(board) == {"todo": 4}
    assert (board.times, sum(count for _, count in board.days)) == ([], 0)
    assert [one.name for one in board.people] == ["Ana", "Ben"]
    assert progress.labels(desk.db, desk.project) == []


def test_times_are_quartiles_of_minutes_and_of_persons_only_when_shown(desk: Desk) -> None:
    for page, minutes in enumerate((1, 2, 3, 10)):
        desk.task(page, "Ana", active_ms=minutes * 60_000)
    desk.task(0, "Ben", active_ms=0)
    (time,) = desk.board().times
    assert (time.person, time.n, time.lower, time.median, time.upper) == (None, 4, 1.75, 2.5, 4.75)
    with desk.db.read() as session:
        dora = people.find(session, "Dora")
    assert dora
    progress.show_times(desk.db, desk.project, dora, shown=True)
    assert [one.person for one in desk.board().times] == [None, "Ana"]
    with desk.db.read() as session:
        event = session.query(models.Event).order_by(models.Event.seq.desc()).first()
    assert event
    assert (event.action, event.person_id, event.detail["shown"]) == ("times.shown", dora.id, True)


def test_days_count_what_was_finished_then(desk: Desk) -> None:
    desk.task(0, "Ana")
    desk.task(0, "Ben")
    desk.task(1, "Ana", finished="2001-01-01T00:00:00.000Z")
    days = dict(desk.board().days)
    assert days[TODAY] == 2
    assert sum(days.values()) == 2


def test_what_waits_for_a_curator_is_listed_until_it_is_answered(desk: Desk) -> None:
    task = desk.task(0, "Ana", usable=False, reason="only a menu")
    gold = desk.task(1, "gold", role="gold")
    mark = {"by": "Ana", "at": None, "origin": "hand"}
    desk.add(models.Note(task_id=task, id="n-1", position=0, start=0, end=4, note="is this a caption?", **mark))
    desk.add(models.Look(task_id=gold, start=0, end=4, reason="no body", by="Ben", at=now()))
    desk.add(models.Look(task_id=task, start=0, end=4, reason="rule Q4", by="Dora", at=now()))
    desk.add(models.Look(task_id=task, start=None, end=None, reason="half is missing", by="Ana", at=now()))
    found = {one.sort: (one.count, [place.words for place in one.places]) for one in desk.board().todo}
    assert found["notes"] == (1, ["is this a caption?"])
    assert found["disputes"] == (1, ["no body"])
    assert found["flags"] == (1, ["half is missing"])
    assert found["unusable"] == (1, ["only a menu"])
    assert found["skipped"] == (0, [])
    assert ("a curator", "Ana", 1) in [(one.who, one.whom, one.count) for one in desk.board().waits]
    desk.add(models.Answer(task_id=task, note_id="n-1", text="yes", by="Dora", at=now()))
    assert {one.sort: one.count for one in desk.board().todo}["notes"] == 0


def test_ones_own_page_has_own_work_alone(desk: Desk) -> None:
    task = desk.task(0, "Ana", active_ms=120_000)
    desk.task(1, "Ben", active_ms=9_000_000)
    desk.add(models.Look(task_id=task, start=0, end=4, reason="rule Q4", by="Dora", at=now()))
    desk.add(models.Look(task_id=task, start=None, end=None, reason="half is missing", by="Ana", at=now()))
    desk.add(models.Answer(task_id=task, note_id="n-1", text="yes", by="Dora", at=now()))
    desk.add(models.Answer(task_id=task, note_id="n-1", text="thanks", by="Ana", at=now()))
    with desk.db.read() as session:
        ana = people.find(session, "Ana")
    assert ana
    own = progress.own_work(desk.db, ana)
    assert [(one.slug, one.done, one.pages, one.told) for one in own.projects] == [("news", 1, 4, False)]
    assert [(one.n, one.median) for one in own.projects[0].times] == [(1, 2.0)]
    assert dict(own.days)[TODAY] == 1
    assert [one.words for one in own.looks] == ["rule Q4"]
    assert [one.words for one in own.answers] == ["yes"]


def test_labels_are_counted_by_site_where_the_layer_is_done(desk: Desk) -> None:
    task, unfinished = desk.task(0, "Ana"), desk.task(2, "Ana", "in_progress")
    mark = {"by": "Ana", "at": None, "origin": "hand"}
    for key in (task, unfinished):
        desk.add(models.LineRun(task_id=key, first=1, last=2, label="body", kind="paragraph", flags=[], **mark))
        desk.add(
            models.Stance(task_id=key, id="s", position=0, level="page", target="e", polarity="-1", evidence=[], **mark)
        )
    (site,) = progress.labels(desk.db, desk.project)
    assert site.site == ("pier.example" if desk.pages[0] % 2 else None)
    assert site.lines == {("body", "paragraph"): 2}
    assert site.stances == {"-1": 1}
    assert site.labellings["lines"] == 1
    assert site.shares() == [("body", 2), ("boilerplate", 0), ("optional", 0)]


def test_one_person_alone_is_adjudicated_only_where_a_pass_stands_on_it(desk: Desk) -> None:
    desk.ask_for(1)
    desk.task(0, "Ana")
    assert states(desk.board()) == {"done": 1, "todo": 3}
    desk.ask_for(1, "gold:main", name="second")
    assert states(desk.board()) == {"done": 1, "todo": 3, "to_adjudicate": 1}


def test_a_labelling_changed_after_the_decision_waits_again(desk: Desk) -> None:
    desk.ask_for(2)
    desk.task(0, "Ana")
    desk.task(0, "gold", role="gold")
    desk.decide(0)
    desk.task(0, "Ben", finished="2099-01-01T00:00:00.000Z")
    assert states(desk.board()) == {"done": 1, "todo": 3, "adjudicated": 1, "to_adjudicate": 1}
