"""Changes to a scheme: each gives the next scheme, and what makes no sense is refused."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.core import scheme_changes as changes
from annotator.core.errors import Refused
from annotator.core.presets import FULL
from annotator.core.scheme import Kind, Question, restore

CREDIT = Kind("credit", "boilerplate", "d", "Credit", "Who took the picture.", "caption")


def test_a_changed_scheme_is_stored_and_read_as_it_is() -> None:
    scheme = changes.merged_kind(changes.with_kind(FULL, CREDIT), "caption", "credit")
    scheme = changes.hidden_kind(scheme, "ui", hidden=True)
    assert restore(scheme.stored()) == scheme


def test_a_hidden_kind_is_not_offered_and_still_known() -> None:
    scheme = changes.hidden_kind(FULL, "ui", hidden=True)
    assert "ui" not in {one["id"] for one in scheme.to_json()["kinds"]}
    assert scheme.kind("ui")
    assert changes.hidden_kind(scheme, "ui", hidden=False) == FULL


def test_merged_kinds_lead_to_where_their_labels_are() -> None:
    scheme = changes.merged_kind(FULL, "crosshead", "list")
    scheme = changes.renamed_kind(scheme, "list", "item")
    assert scheme.moved == {"crosshead": "item", "list": "item"}
    assert "item" in scheme.quotes.zones
    assert not {"list", "crosshead"} & set(scheme.quotes.zones)


def test_a_kind_that_changes_keeps_its_place() -> None:
    changed = replace(CREDIT, id="caption", key="i")
    assert [one.id for one in changes.with_kind(FULL, changed).kinds] == [one.id for one in FULL.kinds]


def test_the_version_goes_up() -> None:
    assert changes.next_version(FULL) == "2"
    assert changes.next_version(replace(FULL, version="2026a")) == "2026a.1"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda: changes.with_kind(FULL, replace(CREDIT, key="h")), "the key h is that of Headline already"),
        (lambda: changes.with_kind(FULL, replace(CREDIT, key="dd")), "one letter"),
        (lambda: changes.with_kind(FULL, replace(CREDIT, id="No way")), "short word"),
        (lambda: changes.with_kind(FULL, replace(CREDIT, parent="other")), "label: should be one of body"),
        (lambda: changes.with_kind(FULL, replace(CREDIT, standard="credit")), "standard kind"),
        (lambda: changes.with_kind(FULL, replace(CREDIT, definition=" ")), "a name and a definition"),
        (lambda: changes.merged_kind(FULL, "ui", "ui"), "same kind"),
        (lambda: changes.merged_kind(FULL, "ui", "none"), "no kind"),
        (lambda: changes.renamed_kind(FULL, "ui", "nav"), "merge the two"),
        (lambda: changes.with_zones(FULL, [], "off"), "at least one"),
        (lambda: changes.with_zones(FULL, ["ghost"], "off"), "no kind 'ghost'"),
        (lambda: changes.with_polarities(FULL, "7"), "steps"),
        (lambda: changes.with_targets(FULL, "ajar"), "targets"),
        (lambda: changes.with_question(FULL, Question("q", "Tone?", ("one",))), "two answers"),
        (lambda: changes.with_question(FULL, Question("q", "Tone?", ("one", "one"))), "twice"),
        (lambda: changes.without_question(FULL, "q"), "no question"),
    ],
)
def test_what_makes_no_scheme_is_refused(change: Any, says: str) -> None:
    with pytest.raises(Refused, match=says):
        change()
