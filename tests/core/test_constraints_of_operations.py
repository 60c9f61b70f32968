"""Operations that nothing can be wrong with pass the check."""

from typing import Any

import pytest

from annotator.core.constraints import Rules, check
from annotator.core.errors import Refused
from annotator.core.labelling import Labelling
from annotator.core.operations import parse
from annotator.core.presets import preset
from annotator.core.text import PageText

RULES = Rules(preset("full"), set())


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("lines.set", {"ranges": [{"first": 1, "last": 1, "label": None}]}),
        ("quote.remove", {"id": "q-1"}),
        ("status.set", {"status": "skipped", "reason": "no text"}),
        ("status.set", {"status": "done"}),
    ],
)
def test_clearing_removing_and_moving_on_are_always_taken(kind: str, payload: dict[str, Any]) -> None:
    check(parse(kind, payload), Labelling(PageText("a")), RULES)


def test_a_page_is_not_skipped_without_a_reason() -> None:
    with pytest.raises(Refused, match="a page is skipped with a reason"):
        check(parse("status.set", {"status": "skipped"}), Labelling(PageText("a")), RULES)
