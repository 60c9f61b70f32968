"""Records without text: nothing of the text is left, and with the text everything is back."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import standoff
from annotator.core.errors import Refused
from annotator.core.record_writing import record_value
from annotator.core.records import read_record
from annotator.core.rights import may_publish
from annotator.languages import language
from tests.fixtures import records


def whole(**page: Any) -> dict[str, Any]:
    return record_value(read_record(records.value(**page)), language("en"))


def texts_of(value: object) -> list[str]:
    """Every string under a key `text`."""
    if isinstance(value, dict):
        own = [one for key, one in value.items() if key == "text"]
        return own + [text for one in value.values() for text in texts_of(one)]
    return [text for one in value for text in texts_of(one)] if isinstance(value, list) else []


def test_nothing_of_the_text_is_left() -> None:
    bare = standoff.without_text(whole(title="Bridge at dawn", meta={"lead": "We open in May"}))
    assert texts_of(bare) == []
    assert "title" not in bare["page"]
    assert "Bridge at dawn" not in str(bare)
    assert "We open in May" not in str(bare)
    assert bare["labellings"][0]["notes"] == []


def test_with_the_text_everything_but_the_notes_is_back_in_the_order_of_the_format() -> None:
    before = whole()
    after = standoff.with_text(standoff.without_text(before), records.TEXT)
    before["labellings"][0]["notes"] = []
    assert after == before
    assert list(after["page"]) == list(before["page"])
    for kind in ("lines", "quotes", "stances"):
        mine, theirs = after["labellings"][0][kind], before["labellings"][0][kind]
        assert [list(one) for one in mine] == [list(one) for one in theirs]


@given(st.integers(0, len(records.TEXT) - 1), st.characters(exclude_categories=["Cs"]))
def test_a_text_that_differs_in_one_character_is_not_taken(at: int, other: str) -> None:
    text = records.TEXT[:at] + other + records.TEXT[at + 1 :]
    bare = standoff.without_text(whole())
    if text == records.TEXT:
        assert standoff.with_text(bare, text)["page"]["text"] == text
        return
    with pytest.raises(Refused, match="sha256"):
        standoff.with_text(bare, text)


@given(st.integers(-3, len(records.TEXT) + 3), st.integers(-3, len(records.TEXT) + 3))
def test_a_span_outside_of_the_length_is_refused_by_its_place(start: int, end: int) -> None:
    bare = copy.deepcopy(standoff.without_text(whole()))
    bare["labellings"][0]["quotes"][0]["cues"] = [{"start": start, "end": end}]
    if 0 <= start < end <= len(records.TEXT):
        standoff.check_spans(bare)
        return
    with pytest.raises(Refused, match="labelling Ana, quote q-1, cues"):
        standoff.check_spans(bare)


@pytest.mark.parametrize("rights", ["CC-BY-4.0", "public domain", "licensed to us", "CC0", "agency contract 12"])
def test_known_rights_let_a_text_leave(rights: str) -> None:
    assert may_publish(rights)


@pytest.mark.parametrize("rights", [None, "", "  ", "Unknown", "NONE", "(C) Herald", "Copyright Herald 2026", "©"])
def test_no_rights_and_a_bare_notice_do_not(rights: str | None) -> None:
    assert not may_publish(rights)
