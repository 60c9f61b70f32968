"""What other tools' files keep comes back from them: lines, quotes with their parts and speakers, stances."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from annotator.core.presets import preset
from annotator.core.records import Record
from annotator.formats.base import Answer, Format, Told
from annotator.formats.brat import Brat
from annotator.formats.citron import Citron
from annotator.formats.doccano import Doccano
from annotator.formats.foreign.brat import read_pair
from annotator.formats.label_studio import LabelStudio
from annotator.formats.prodigy import Prodigy
from annotator.formats.readers import reader_for
from tests.fixtures import ferry
from tests.fixtures.written import written

FULL = Told(scheme=preset("full"))
PARTS = ("contents", "cues", "sources", "via", "addressee", "source_kind", "speaker", "flags")
STANCE = ("level", "holder", "target", "polarity", "explicit", "evidence")


def read(one: Format, page: Record) -> Record:
    """What the file of a page says, by the reader of its tool."""
    files = written(one, page).files
    if isinstance(one, Brat):
        row = read_pair(files["harbour-ferry.txt"], files["harbour-ferry.ann"], page.page.name, FULL)
    else:
        [(name, raw)] = [(name, raw) for name, raw in files.items() if name != "pages.csv"]
        name = name or f"in{one.suffix}"
        [row] = reader_for(name).read(io.BytesIO(raw), name, FULL)
    assert row.record, row.refusal
    return row.record


def said(record: Record) -> dict[str, Any]:
    """Lines, quotes and stances, whatever their ids and their order."""
    labels = Answer(record).labels
    fields = {"lines": ("n", "label", "kind", "flags"), "quotes": PARTS, "stances": STANCE}
    return {
        layer: sorted(json.dumps([one[name] for name in names]) for one in labels[layer])
        for layer, names in fields.items()
    }


@pytest.mark.parametrize("one", [LabelStudio(), Prodigy(), Brat()], ids=lambda one: one.name)
def test_what_a_file_keeps_comes_back_from_it(one: LabelStudio | Prodigy | Brat) -> None:
    held = [stance for stance in ferry.STANCES if stance.get("evidence")]
    page = ferry.page(stances=held)
    back = read(one, page)
    if isinstance(one, Brat):
        # Its references lead to entities that the project has.
        back = Record(back.page, page.entities, back.labellings)
    assert said(back) == said(page)
    assert back.page.text.text == ferry.TEXT


FLAT = [LabelStudio(), Prodigy(), Doccano(), Citron()]


@pytest.mark.parametrize("one", FLAT, ids=lambda one: one.name)
@pytest.mark.parametrize("empty", [("lines", "quotes", "stances"), ("quotes", "stances"), ("stances",)], ids=len)
def test_a_layer_that_was_finished_with_nothing_in_it_comes_back_finished(one: Any, empty: tuple[str, ...]) -> None:
    nothing: dict[str, Any] = {layer: [] for layer in empty}
    page = ferry.page(**nothing, annotator="gold", role="gold")
    [back] = read(one, page).labellings
    done = {layer for layer, state in back.labelling.layers.items() if state.status == "done"}
    assert (back.annotator, back.role) == ("gold", "gold")
    assert done == ({"quotes"} if isinstance(one, Citron) else {"lines", "quotes", "stances"} - lost(one, empty))


def lost(one: Any, empty: tuple[str, ...]) -> set[str]:
    """Layers with labels of which the format holds none that it can read again."""
    return {"stances"} - {*empty} if isinstance(one, Doccano) else set()


@pytest.mark.parametrize("one", FLAT[:3], ids=lambda one: one.name)
def test_a_layer_that_nobody_finished_is_not_made_one(one: Any) -> None:
    page = ferry.page(**ferry.unlabelled("quotes", "stances"), lines=[])
    [back] = read(one, page).labellings
    assert {layer for layer, state in back.labelling.layers.items() if state.status == "done"} == {"lines"}


KNOWN: dict[str, Any] = {
    "url": "https://harbour.example/a",
    "site": "harbour.example",
    "language": "en",
    "title": "Ferry",
}
KNOWN |= {"published": "2026-11-22", "story": "ferry", "rights": "CC0-1.0"}


@pytest.mark.parametrize("one", [*FLAT, Brat()], ids=lambda one: one.name)
def test_what_is_known_of_a_page_comes_back_or_is_told_as_lost(one: Any) -> None:
    page = ferry.page()
    page.page = replace(page.page, **KNOWN, meta='{"desk":"city"}')
    told = {loss.what for loss in written(one, page).losses if "what is known of a page" in loss.why}
    back = {key: getattr(read(one, page).page, key) for key in KNOWN}
    assert (back, told) == (
        (dict.fromkeys(KNOWN), {", ".join((*KNOWN, "meta"))}) if isinstance(one, Brat) else (KNOWN, {"meta"})
    )
