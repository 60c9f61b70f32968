"""Practice: after Done, each difference from the gold with the rule that decides it."""

import pytest

from annotator.core.errors import Refused
from annotator.workflow import batches, practice
from annotator.workflow.batches import BatchTerms, Choice
from tests.fixtures import bridge
from tests.fixtures.desk import Desk
from tests.workflow.passes.conftest import Crew


def test_a_finished_practice_page_is_compared_with_its_gold(crew: Crew) -> None:
    lines = [bridge.line(n, label) for n, label, _ in (*bridge.LINES, (6, "boilerplate", None))]
    gold = bridge.labelling("gold", role="gold", lines=lines, quotes=[], stances=[], page={})
    desk = Desk(crew.db, "harbour")
    assert not desk.records(bridge.record(gold) | {"entities": []}).refused
    batches.create(crew.db, "harbour", "main", BatchTerms("try", practice=True), Choice())
    assert crew.next("Ana") == "bridge.txt"
    task = crew.begin("Ana", "bridge.txt")
    with pytest.raises(Refused, match="after it is done"):
        practice.compared(crew.db, task)
    rest = [{"first": 5, "last": 6, "label": "body"}]
    crew.save("Ana", task, ("lines.set", {"ranges": rest}), ("status.set", {"status": "done"}))
    found = practice.compared(crew.db, task)
    assert [(one.line, one.words, one.own, one.gold) for one in found.lines] == [(6, "Imprint", "body", "boilerplate")]
    assert found.lines[0].rule == "The gold calls this line boilerplate."
    assert found.same == 4
