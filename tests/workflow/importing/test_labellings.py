"""Records with labellings: what comes in goes out again, and what contradicts the project is refused by its place."""

from typing import Any

import pytest
from sqlalchemy import select

from annotator.store import models
from annotator.store import projects as stored
from annotator.store.database import Database
from annotator.workflow import projects
from tests.fixtures.bridge import BRIDGE, MAYOR, labelling, layers, line, quote, record, span, stance
from tests.fixtures.desk import Desk


def elsewhere(database: Database, name: str) -> Desk:
    projects.create(database, name)
    return Desk(database, name.lower())


def test_a_record_comes_out_again_and_stays_the_same(desk: Desk) -> None:
    gold = labelling("gold", role="gold", quotes=[], stances=[], notes=[])
    note = {"id": "n-1", **span("ferryman"), "note": "who?", "by": "Ana", "at": "2026-11-22T04:20:00.000Z"}
    given = record(
        labelling("Ben", seconds=12.5), labelling("Ana", notes=[note]), gold, id="p-1", meta={"z": 1, "a": 2}
    )
    assert desk.records(given).summary() == "1 page added, 3 labellings"
    first = desk.export()
    other = elsewhere(desk.db, "Other")
    other.take(("first.jsonl", first))
    second = other.export()
    assert second == first
    assert first.count(b'"annotator":') == 3
    assert b'"revision":7' in first
    assert b'"seconds":12.5' in first
    assert b'"meta":{"z":1,"a":2}' in first


def test_the_same_record_again_changes_nothing(desk: Desk) -> None:
    given = record(labelling())
    desk.records(given)
    before = desk.export()
    assert desk.records(given).summary() == "1 page unchanged"
    with desk.db.read() as session:
        assert len(session.scalars(select(models.Op)).all()) == 1
    assert desk.export() == before


def test_labellings_may_come_later_than_their_page(desk: Desk) -> None:
    desk.records(record())
    assert desk.records(record(labelling())).summary() == "1 page unchanged, 1 labelling"


def test_an_annotator_without_account_is_a_name(desk: Desk) -> None:
    desk.records(record(labelling("Ben")))
    with desk.db.read() as session:
        (ben,) = session.scalars(select(models.Person))
    assert (ben.name, ben.can_sign_in) == ("Ben", False)


def test_another_labelling_of_the_same_person_is_refused_unless_replacing(desk: Desk) -> None:
    desk.records(record(labelling()))
    before = desk.export()
    changed = record(labelling(quotes=[quote(cues=[])], stances=[]))
    report = desk.records(changed)
    assert report.refused[0].sentence == (
        "rows.jsonl, line 1 (from byte 0), page bridge.txt, labelling Ana: "
        "is there already and differs; --replace takes it"
    )
    assert desk.export() == before
    desk.records(changed, replace=True)
    assert desk.export() != before
    with desk.db.read() as session:
        log = session.scalars(select(models.Op).order_by(models.Op.rev)).all()
    assert [one.rev for one in log] == [7, 8]
    assert '"q-1"' in (log[1].inverse or "")


def test_two_passes_of_a_person_are_two_labellings(desk: Desk) -> None:
    lines = labelling(layers=layers("lines", "lines"), quotes=[], stances=[])
    quotes = labelling(layers=layers("quotes", "quotes", "stances"), lines=[])
    desk.records(record(lines, quotes))
    first = desk.export()
    other = elsewhere(desk.db, "Other")
    other.take(("first.jsonl", first))
    assert other.export() == first
    with desk.db.read() as session:
        passes = stored.passes(session, desk_project(desk))
    assert [(one.name, one.open, one.layers) for one in passes[1:]] == [
        ("lines", False, ("lines",)),
        ("quotes", False, ("quotes", "stances")),
    ]


def desk_project(desk: Desk) -> int:
    return projects.named(desk.db, desk.project).id


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"quotes": [quote(cues=[span("said") | {"text": "says"}])]}, "quote q-1, cue 1: the text at"),
        ({"quotes": [quote(speaker="e-nobody")]}, "quote q-1, speaker: there is no entity 'e-nobody'"),
        ({"stances": [stance(polarity=2)]}, "stance s-1: this project has no polarity 2"),
        ({"lines": [line(2, "body", "poem")]}, "line 2: the scheme news/1 has no kind 'poem'"),
        ({"lines": [line(2, "body") | {"end": 9}]}, "line 2: the line is"),
        ({"page": {"page_type": "poem"}}, "page_type"),
        ({"stances": [stance(quote="q-9")]}, "stance s-1: its quote 'q-9'"),
    ],
    ids=["span", "speaker", "polarity", "kind", "line", "type", "quote"],
)
def test_a_page_that_breaks_the_scheme_leaves_nothing_behind(desk: Desk, changes: dict[str, Any], says: str) -> None:
    report = desk.records(record(labelling(**changes)), record(text="fine", name="b.txt"))
    assert report.summary() == "1 page added, 1 refused"
    assert "page bridge.txt, labelling Ana" in report.refused[0].sentence
    assert says in report.refused[0].sentence
    with desk.db.read() as session:
        for table in (models.Task, models.Entity, models.Person, models.Op):
            assert session.scalars(select(table)).all() == []
    assert list(desk.pages()) == ["b.txt"]


def test_a_layer_that_is_off_is_refused(database: Database) -> None:
    projects.create(database, "Body", "body")
    report = Desk(database, "body").records(record(labelling(lines=[])))
    assert "refused" in report.summary()


def test_an_entity_of_another_name_refuses_the_page_and_names_both(desk: Desk) -> None:
    desk.records(record(labelling()))
    given = record(labelling(), text="another text", name="b.txt") | {"labellings": []}
    given["entities"] = [MAYOR | {"name": "Zora Lindt"}]
    report = desk.records(given)
    assert report.refused[0].sentence == (
        "rows.jsonl, line 1 (from byte 0), page b.txt, entity e-mayor: "
        "is Zora Lind (PER) in this project, not Zora Lindt (PER)"
    )
    assert list(desk.pages()) == ["bridge.txt"]


def test_entities_gain_aliases_page_by_page(desk: Desk) -> None:
    first, second = record(), record(text="another text", name="b.txt")
    first["entities"] = [MAYOR | {"aliases": [{"name": "Lind", "language": "en"}]}]
    second["entities"] = [MAYOR | {"aliases": [{"name": "Линд", "language": "sr-Cyrl"}], "wikidata": "Q1"}]
    desk.records(first, second)
    with desk.db.read() as session:
        (entity,) = session.scalars(select(models.Entity))
    assert [one["name"] for one in entity.aliases] == ["Lind", "Линд"]
    assert (entity.wikidata, entity.status) == ("Q1", "confirmed")


def test_a_target_that_a_closed_list_lacks_joins_it_as_proposed(database: Database) -> None:
    projects.create(database, "News", "stance")
    report = Desk(database).records(record(labelling(lines=[])))
    assert "target e-bridge was not on the closed list and joins it as proposed" in [
        one.sentence for one in report.notices
    ]
    with database.read() as session:
        (target,) = session.scalars(select(models.Target))
    assert (target.entity_id, target.status) == (BRIDGE["id"], "proposed")


def test_what_the_finish_check_would_say_is_told_and_kept(desk: Desk) -> None:
    report = desk.records(record(labelling(lines=[line(1, "boilerplate", "nav")])))
    assert report.counts["added"] == 1
    assert not report.refused
    assert report.notices
    assert all("labelling Ana" in one.sentence for one in report.notices)
    assert b'"status":"done"' in desk.export()


def test_a_page_called_unusable_stays_out_unless_asked_for(desk: Desk) -> None:
    empty = labelling(page={"usable": False, "reason": "an error page"}, lines=[], quotes=[], stances=[])
    desk.records(record(empty), record(text="fine", name="b.txt"))
    assert desk.export().count(b"\n") == 1
    assert desk.export(unusable=True).count(b"\n") == 2


def test_one_who_finds_the_page_usable_keeps_it_in(desk: Desk) -> None:
    empty = labelling("Ben", page={"usable": False, "reason": "an error page"}, lines=[], quotes=[], stances=[])
    desk.records(record(labelling("Ana"), empty))
    assert desk.export().count(b"\n") == 1


def test_counts_as_large_as_a_record_may_hold_come_out_again(desk: Desk) -> None:
    given = record(labelling(revision=2**40, seconds=2**40))
    assert desk.records(given).summary() == "1 page added, 1 labelling"
    assert (b'"revision":%d' % 2**40) in desk.export()
    assert (b'"seconds":%d' % 2**40) in desk.export()
