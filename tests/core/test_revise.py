"""A revision changes labels for their makers: marks stay, the task's clock and state too, and its inverse is exact."""

import pytest

from annotator.core.conflicts import conflict
from annotator.core.errors import Refused
from annotator.core.labelling import Actor, Labelling
from annotator.core.labels import LineLabel, Mark
from annotator.core.operations import PutItem, Revise, Run, SetLines, SetPage, parse
from annotator.core.text import PageText

AT, LATER = "2026-11-22T04:20:00.000Z", "2026-11-22T05:20:00.000Z"
KEEP = Mark("", None)


def labelled() -> Labelling:
    labelling = Labelling(PageText("One\nTwo\n\nThree\n"))
    ana = Actor("Ana", AT)
    labelling.apply(SetLines((Run(1, 4, LineLabel("boilerplate", "caption", (), Mark("", None, "accepted"))),)), ana)
    labelling.apply(PutItem("quote", "q-1", {"speaker": "e-1"}, Mark("", None, "accepted", "rule")), ana)
    labelling.apply(SetPage({"answers": {"tone": "calm"}}), ana)
    return labelling


def revision() -> Revise:
    mark = Mark("Ana", AT, "accepted")
    run = Run(1, 4, LineLabel("boilerplate", "credit", (), mark))
    return Revise((run,), (PutItem("quote", "q-1", {"speaker": "e-2"}, KEEP),), {"tone": "loud"})


def test_a_revision_keeps_who_when_and_how() -> None:
    labelling = labelled()
    labelling.apply(revision(), Actor("Dora", LATER))
    assert labelling.lines[2].kind == "credit"
    assert labelling.lines[2].mark == Mark("Ana", AT, "accepted")
    assert labelling.quotes["q-1"].speaker == "e-2"
    assert labelling.quotes["q-1"].mark == Mark("Ana", AT, "accepted", "rule")
    assert labelling.page.answers == {"tone": "loud"}
    assert (labelling.last_at, labelling.active_ms) == (AT, 0)


def test_its_inverse_brings_everything_back() -> None:
    labelling = labelled()
    before = labelling.to_json()
    inverse = labelling.apply(revision(), Actor("Dora", LATER))
    assert isinstance(inverse, Revise)
    labelling.apply(parse(inverse.kind, inverse.payload()), Actor("Dora", LATER))
    assert labelling.to_json() == before


def test_it_is_read_from_the_log_as_it_was_written() -> None:
    op = revision()
    assert parse(op.kind, op.payload()) == op


def test_a_revision_of_what_is_gone_is_refused() -> None:
    with pytest.raises(Refused, match="quote q-9: is not there any more"):
        labelled().apply(Revise(items=(PutItem("quote", "q-9", {"speaker": "e-2"}, KEEP),)), Actor("Dora", LATER))


def test_it_meets_a_change_of_the_same_field_alone() -> None:
    other = PutItem("quote", "q-1", {"source_kind": "implicit"}, KEEP)
    assert not conflict(other, revision())
    assert conflict(PutItem("quote", "q-1", {"speaker": "e-3"}, KEEP), revision())
    assert conflict(SetLines((Run(2, 2, None),)), revision())
    assert conflict(SetPage({"answers": {"tone": "calm"}}), revision())
