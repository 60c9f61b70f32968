"""What is refused at the moment it is saved, and that a project's switched-off parts can't be labelled."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.core.constraints import Rules, check, check_labelling
from annotator.core.errors import Refused
from annotator.core.labelling import Actor, Labelling
from annotator.core.operations import parse
from annotator.core.presets import FULL, PRESETS, preset
from annotator.core.scheme import Question, Scheme, restore
from annotator.core.text import PageText

ANA = Actor("Ana", "2026-05-04T10:00:00.000Z")
TEXT = "“We won,” said Mira.\nThe dam is old."
ENTITIES = {"mira", "dam"}


def save(kind: str, payload: dict[str, Any], scheme: Scheme = FULL, targets: set[str] | None = None) -> Labelling:
    """Apply one operation to a page with the quote q and check it."""
    labelling = Labelling(PageText(TEXT))
    labelling.apply(parse("quote.put", {"id": "q", "set": {"contents": [[0, 9]]}}), ANA)
    op = parse(kind, payload)
    labelling.apply(op, ANA)
    check(op, labelling, Rules(scheme, ENTITIES, targets))
    return labelling


def quote(**values: object) -> tuple[str, dict[str, Any]]:
    """A change of the quote q."""
    return "quote.put", {"id": "q", "set": values}


def stance(**values: object) -> tuple[str, dict[str, Any]]:
    """A stance on the quote q toward the dam, with some fields changed."""
    return "stance.put", {"id": "s", "set": {"quote": "q", "target": "dam", "polarity": 1, **values}}


def lines(**values: object) -> tuple[str, dict[str, Any]]:
    """A label for the first line."""
    return "lines.set", {"ranges": [{"first": 1, "last": 1, **values}]}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lines(label="bdoy"), "lines 1-1: the label 'bdoy' is none of body, boilerplate, optional"),
        (lines(label="body", kind="poem"), "the scheme news/1 has no kind 'poem'"),
        (lines(label="body", flags=["odd"]), "the flag 'odd' is none of mixed, unsure"),
        (quote(contents=[[0, 30]]), "quote q, contents 1: the span 0-30 runs over the end of line 1"),
        (quote(cues=[[0, 99]]), "quote q, cues 1: the span 0-99 is empty or outside"),
        (quote(sources=[[9, 14]]), "begins or ends with white space"),
        (quote(speaker="nobody"), "quote q, speaker: there is no entity 'nobody'"),
        (quote(flags=["loud"]), "the flag 'loud' is none of"),
        (stance(target="moon"), "stance s, target: there is no entity 'moon'"),
        (stance(holder="moon"), "stance s, holder: there is no entity 'moon'"),
        (stance(quote=None), "stance s: a stance at quote level names its quote"),
        (stance(quote="gone"), "its quote 'gone' is not there any more"),
        (stance(level="page"), "a stance at page level has no quote"),
        (stance(polarity="none"), "this project has no polarity 'none'"),
        (stance(evidence=[[5, 5]]), "stance s, evidence 1: the span 5-5 is empty"),
        (("note.put", {"id": "n", "set": {"start": 0, "end": 2, "note": "  "}}), "note n: is empty"),
        (("note.put", {"id": "n", "set": {"start": 5, "end": 2, "note": "x"}}), "note n: the span 5-2 is empty"),
        (("page.set", {"set": {"page_type": "poem"}}), "page: the page_type 'poem' is none of article"),
        (("page.set", {"set": {"answers": {"tone": "calm"}}}), "page: the scheme has no question 'tone'"),
        (("status.set", {"status": "skipped"}), "status.set: a page is skipped with a reason"),
        (("entity.put", {"id": "e", "set": {"kind": "CAT"}}), "entity e: 'kind' is 'CAT'"),
        (("entity.put", {"id": "e", "set": {"name": ""}}), "entity e: 'name' should be a non-empty string"),
        (("entity.put", {"id": "e", "set": {"aliases": [{"language": "en"}]}}), "entity e, alias 1: lacks the field"),
    ],
)
def test_what_breaks_a_save_constraint_is_refused_with_its_place(change: tuple[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        save(*change)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        lines(label="boilerplate", kind="paragraph"),
        quote(speaker="unknown", via=[[15, 19]], addressee=[[15, 19]], flags=["unsure"]),
        stance(level="page", quote=None, holder="unknown", explicit=True),
        ("note.put", {"id": "n", "set": {"start": 0, "end": 2, "note": "why?"}}),
        ("page.set", {"set": {"page_type": "article", "usable": False, "reason": "cut"}}),
        ("entity.put", {"id": "e", "set": {"name": "E", "kind": "PER", "aliases": [{"name": "Е", "language": "sr"}]}}),
    ],
)
def test_what_the_full_scheme_knows_is_taken(change: tuple[str, Any]) -> None:
    labelling = save(*change)
    check_labelling(labelling, Rules(FULL, ENTITIES))


@pytest.mark.parametrize(
    ("change", "scheme", "sentence"),
    [
        (quote(), preset("body"), "this project doesn't label quotes"),
        (stance(), preset("quotes"), "this project doesn't label stances"),
        (lines(label="body"), preset("quotes"), "this project doesn't label lines"),
        (lines(label="optional"), preset("body"), "the label 'optional' is none of body, boilerplate"),
        (quote(via=[[15, 19]]), preset("attribution"), "this project doesn't ask for via"),
        (stance(explicit=False), preset("stance"), "this project doesn't ask for explicit"),
        (lines(label="body", kind="nav"), replace(FULL, override=False), "allows nav as boilerplate only"),
    ],
)
def test_what_a_project_has_switched_off_is_refused(change: tuple[str, Any], scheme: Scheme, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        save(*change, scheme=scheme)


def test_a_closed_list_takes_its_own_targets_and_the_polarity_none() -> None:
    save(*stance(polarity="none"), scheme=preset("stance"), targets={"dam"})
    with pytest.raises(Refused, match="'mira' is not on the project's closed list"):
        save(*stance(target="mira"), scheme=preset("stance"), targets={"dam"})


def test_a_whole_labelling_is_held_to_the_same_constraints() -> None:
    labelling = save(*lines(label="body", kind="headline"))
    with pytest.raises(Refused, match="this project doesn't label lines"):
        check_labelling(labelling, Rules(preset("quotes"), ENTITIES))
    labelling = save(*stance())
    with pytest.raises(Refused, match="no entity 'dam'"):
        check_labelling(labelling, Rules(FULL, {"mira"}))


def test_a_project_s_own_question_takes_its_options_alone() -> None:
    scheme = replace(FULL, questions=(Question("tone", "Tone", ("calm", "loud")),))
    save("page.set", {"set": {"answers": {"tone": "loud"}}}, scheme=scheme)
    with pytest.raises(Refused, match="answer to 'tone' 'shrill' is none of calm, loud"):
        save("page.set", {"set": {"answers": {"tone": "shrill"}}}, scheme=scheme)


@pytest.mark.parametrize("name", PRESETS)
def test_a_stored_scheme_comes_back_as_it_was(name: str) -> None:
    scheme = replace(PRESETS[name], questions=(Question("tone", "Tone", ("calm", "loud")),))
    assert restore(scheme.stored()) == scheme


def test_a_switched_off_layer_is_absent_from_what_the_screen_reads() -> None:
    shown = preset("body").to_json()
    assert shown["labels"] == ("body", "boilerplate")
    assert not shown["kinds"]
    assert not {"quotes", "stances"} & set(shown)


def test_the_standard_kinds_have_keys_of_their_own_that_leave_optional_and_mixed_free() -> None:
    keys = [kind.key for kind in FULL.kinds]
    assert len(set(keys)) == len(keys)
    assert not {"o", "b"} & set(keys)
    assert FULL.standard("nav") == "nav"
    assert FULL.standard("own") == "own"


def test_an_unknown_preset_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(Refused, match="the presets are body, body-kinds, quotes, attribution, stance, full"):
        preset("poem")
