"""Entities merged after a decision: it holds under the new id, and nobody is asked again for a name."""

from annotator.store import models
from annotator.workflow import doctor, registry
from tests.fixtures.jury import Jury, fresh, quote, stance, status


def proposed(jury: Jury, name: str, kind: str) -> str:
    key = f"e-{name.lower().replace(' ', '-')}"
    with jury.db.write() as session:
        row = {"id": key, "name": name, "kind": kind, "by": "Ben", "at": "2026-11-22T04:20:00.000Z"}
        session.add(models.Entity(project_id=jury.project, status="proposed", **row))
    return key


def test_a_merge_reopens_nothing_and_leaves_gold_with_the_new_id(jury: Jury) -> None:
    lind, levy = proposed(jury, "M Lind", "PER"), proposed(jury, "Levy", "ISSUE")
    again = (quote("r2", "that the levy was", speaker=lind), stance("t2", "r2", levy, 1, "the levy"))
    jury.labels("Ben", status("in_progress"), *again, quote("r1", "“We sail at last,”", speaker=lind), status("done"))
    jury.labels("Ana", status("in_progress"), stance("s2", "q2", levy, 1, "the levy"), status("done"))
    jury.decide_all("b")
    before = jury.state()
    assert {one["target"] for one in before["gold"]["stances"]} == {"e-the-levy", levy}
    dora = jury.people["Dora"]
    registry.merge(jury.db, jury.project, lind, "e-mara-lind", dora)
    assert jury.open() == []
    assert [one["decision"]["id"] for one in jury.places("quotes")] == [
        one["decision"]["id"] for one in before["places"] if one["layer"] == "quotes"
    ]
    assert {one["items"][0]["speaker"] for one in jury.places("quotes")[:2]} == {"e-mara-lind"}
    jury.repeat({"id": fresh(), "verb": "accept"})
    assert {one["speaker"] for one in jury.state()["gold"]["quotes"]} == {"e-mara-lind", "e-ivo-brand"}
    jury.repeat({"id": fresh(), "verb": "undo"})
    assert not [one.sentence for one in doctor.examine_database(jury.db) if one.level == "error"]


def test_a_stance_toward_a_merged_target_is_still_the_one_decided(jury: Jury) -> None:
    jury.decide_all("a")
    other = proposed(jury, "The harbour levy", "ISSUE")
    registry.merge(jury.db, jury.project, "e-the-levy", other, jury.people["Dora"])
    (place,) = jury.places("stances")
    assert (place["key"], place["state"], place["decision"]["choice"]) == (f"quote 76-102 > {other}", "decided", "a")
    jury.repeat({"id": fresh(), "verb": "accept"})
    assert [(one["target"], one["polarity"]) for one in jury.state()["gold"]["stances"]] == [(other, -1)]
    jury.decide(place, "b")
    assert [(one["target"], one["polarity"]) for one in jury.state()["gold"]["stances"]] == [(other, 1)]
    jury.repeat({"id": fresh(), "verb": "undo"})
    assert [(one["target"], one["polarity"]) for one in jury.state()["gold"]["stances"]] == [(other, -1)]
