"""Merging entities moves every label that names one, loses nothing, and can be taken apart again exactly."""

from typing import Any

import pytest
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.store import entities, models, people, uses
from annotator.store.people import PersonRow
from annotator.workflow import doctor, registry
from tests.workflow.label.conftest import TEXT, Desk, lay_out, lines


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def dora(desk: Desk) -> PersonRow:
    with desk.db.read() as session:
        found = people.find(session, "Dora")
    assert found
    return found


@pytest.fixture
def desk(instance: Any) -> Desk:
    """Ana has marked a quote by e-brook with a stance of e-mayor on the page toward the bridge."""
    desk = lay_out(instance, {"a.txt": TEXT})
    desk.save("quote.put", {"id": "q-1", "set": {"contents": [span("“No,”")], "speaker": "e-brook"}})
    desk.save("quote.put", {"id": "q-2", "set": {"contents": [span("“we will build”")], "speaker": "e-mayor"}})
    page = {"level": "page", "holder": "e-brook", "target": "e-bridge", "polarity": 1, "evidence": [span("Never")]}
    desk.save("stance.put", {"id": "s-1", "set": page})
    return desk


def speakers(desk: Desk) -> list[str]:
    return [one["speaker"] for one in desk.labels()["quotes"]]


def merge(desk: Desk, gone: str = "e-brook", into: str = "e-mayor") -> int:
    key = registry.merge(desk.db, desk.project, gone, into, dora(desk))
    with desk.db.read() as session:
        desk.rev = session.get_one(models.Task, desk.task).rev
    return key


def sound(desk: Desk) -> bool:
    return all(one.level != "error" for one in doctor.examine_database(desk.db))


def test_the_preview_counts_what_a_merge_would_move(desk: Desk) -> None:
    with desk.db.read() as session:
        seen = registry.preview(session, desk.project, "e-brook", "e-mayor")
    assert (seen.quotes, seen.stances, seen.labellings, seen.pages, seen.doubled) == (1, 1, 1, 1, 0)


def test_a_merge_moves_labels_with_who_and_when_kept(desk: Desk) -> None:
    before = desk.labels()["quotes"][0]
    merge(desk)
    after = desk.labels()
    assert speakers(desk) == ["e-mayor", "e-mayor"]
    assert after["stances"][0]["holder"] == "e-mayor"
    assert {**after["quotes"][0], "speaker": None} == {**before, "speaker": None}
    with desk.db.read() as session:
        assert entities.find(session, desk.project, "e-brook") is None
        kept = entities.find(session, desk.project, "e-mayor")
        assert [one.field for one in uses.of(session, desk.project, "e-mayor")].count("speaker") == 2
    assert kept
    assert kept.aliases == [{"name": "e-brook", "language": None}]
    assert sound(desk)


def test_a_merge_taken_back_leaves_everything_as_it_was(desk: Desk) -> None:
    before = desk.labels()
    with desk.db.read() as session:
        registered = entities.listing(session, desk.project)
    key = merge(desk)
    assert registry.undo(desk.db, desk.project, key, dora(desk)) == (2, 0)
    assert desk.labels() == before
    with desk.db.read() as session:
        assert entities.listing(session, desk.project) == registered
    assert sound(desk)
    with pytest.raises(Refused, match="taken back already"):
        registry.undo(desk.db, desk.project, key, dora(desk))


def test_what_was_changed_since_a_merge_stays_when_it_is_taken_back(desk: Desk) -> None:
    key = merge(desk)
    desk.save("quote.put", {"id": "q-1", "set": {"speaker": "unknown"}})
    assert registry.undo(desk.db, desk.project, key, dora(desk)) == (1, 1)
    assert speakers(desk) == ["unknown", "e-mayor"]
    assert desk.labels()["stances"][0]["holder"] == "e-brook"
    assert sound(desk)


def test_a_label_that_arrives_under_the_old_id_means_the_other(desk: Desk) -> None:
    merge(desk)
    desk.save("quote.put", {"id": "q-3", "set": {"contents": [span("mayor")], "speaker": "e-brook"}})
    assert speakers(desk)[-1] == "e-mayor"
    assert sound(desk)


def test_two_stances_that_became_one_stay_and_are_asked_about(desk: Desk) -> None:
    other = {"level": "page", "holder": "e-mayor", "target": "e-bridge", "polarity": -1, "evidence": [span("Share")]}
    desk.save("stance.put", {"id": "s-2", "set": other})
    with desk.db.read() as session:
        assert registry.preview(session, desk.project, "e-brook", "e-mayor").doubled == 1
    merge(desk)
    assert [one["polarity"] for one in desk.labels()["stances"]] == [1, -1]
    with desk.db.read() as session:
        (look,) = session.scalars(select(models.Look))
    assert "are one entity now" in look.reason


def test_targets_and_pages_that_brought_the_entity_follow_and_come_back(desk: Desk) -> None:
    with desk.db.write() as session:
        session.add(models.Target(project_id=desk.project, entity_id="e-brook", position=0))
        session.add(models.PageEntity(project_id=desk.project, page_id=desk.pages["a.txt"], entity_id="e-brook"))
    key = merge(desk)
    with desk.db.read() as session:
        assert list(session.scalars(select(models.Target.entity_id))) == ["e-mayor"]
        assert list(session.scalars(select(models.PageEntity.entity_id))) == ["e-mayor"]
    registry.undo(desk.db, desk.project, key, dora(desk))
    with desk.db.read() as session:
        assert list(session.scalars(select(models.Target.entity_id))) == ["e-brook"]
        assert list(session.scalars(select(models.PageEntity.entity_id))) == ["e-brook"]


def test_merges_are_taken_apart_in_the_other_order(desk: Desk) -> None:
    first = merge(desk)
    second = merge(desk, "e-mayor", "e-bridge")
    with pytest.raises(Refused, match="take that back first"):
        registry.undo(desk.db, desk.project, first, dora(desk))
    registry.undo(desk.db, desk.project, second, dora(desk))
    registry.undo(desk.db, desk.project, first, dora(desk))
    assert speakers(desk) == ["e-brook", "e-mayor"]


@pytest.mark.parametrize(("gone", "into"), [("e-brook", "e-brook"), ("e-none", "e-brook"), ("e-brook", "e-none")])
def test_what_cannot_be_merged_is_refused(desk: Desk, gone: str, into: str) -> None:
    with pytest.raises(Refused):
        registry.merge(desk.db, desk.project, gone, into, dora(desk))


def test_the_picker_puts_first_what_oneself_names_most(desk: Desk) -> None:
    desk.save("quote.put", {"id": "q-3", "set": {"contents": [span("mayor")], "speaker": "e-mayor"}})
    desk.save("lines.set", lines(1, 1))
    with desk.db.read() as session:
        rows = entities.listing(session, desk.project)
        mine, others = (uses.ranked(session, rows, desk.project, desk.people[one]) for one in ("Ana", "Ben"))
    assert [one.id for one in mine] == ["e-brook", "e-mayor", "e-bridge"]
    assert [one.id for one in others] == ["e-bridge", "e-brook", "e-mayor"]


def test_a_renamed_entity_is_found_under_its_new_names(desk: Desk) -> None:
    form = {"name": "Ivo Brook", "kind": "PER", "aliases": "Иво Брук@sr-Cyrl", "status": "confirmed"}
    registry.change(desk.db, desk.project, "e-brook", form, dora(desk))
    with desk.db.read() as session:
        assert [one.id for one in uses.listing(session, desk.project, folded="ivo bruk").entities] == ["e-brook"]
        assert entities.find(session, desk.project, "e-brook").status == "confirmed"  # type: ignore[union-attr]
    with pytest.raises(Refused, match="kind: should be one of PER"):
        registry.change(desk.db, desk.project, "e-brook", {**form, "kind": "MAN"}, dora(desk))
