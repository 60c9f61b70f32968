"""The finish check: each constraint can be broken alone and says where."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.core.constraints import Rules
from annotator.core.findings import Problem
from annotator.core.labelling import Labelling
from annotator.core.labels import LineLabel, Mark, PageAnswers, Quote, Stance
from annotator.core.presets import preset
from annotator.core.record_labels import fit
from annotator.core.records import read_record
from annotator.core.scheme import Question, QuoteRules
from annotator.core.spans import Span
from annotator.core.stance_validity import holder
from annotator.core.text import PageText
from annotator.core.validity import problems
from annotator.languages import language
from tests.fixtures import records

EN = language("en")
MARK = Mark("Ana", None)
FULL = Rules(preset("full"), records.NAMES)
CLOSED = Rules(preset("stance"), records.NAMES, ["e-bridge"])


def good() -> Labelling:
    """Return a finished labelling without a fault."""
    one = read_record(records.value()).labellings[0]
    fit(one, FULL, "page")
    return one.labelling


def at(words: str, nth: int = 0) -> Span:
    span = records.span(words, nth=nth)
    return Span(span["start"], span["end"])


def errors(labelling: Labelling, rules: Rules = FULL, **more: Any) -> list[Problem]:
    return problems(labelling, rules, language=EN, **more).errors


def warnings(labelling: Labelling, rules: Rules = FULL, **more: Any) -> list[Problem]:
    return problems(labelling, rules, language=EN, **more).warnings


def codes(found: list[Problem]) -> list[str]:
    return [one.code for one in found]


def change(labelling: Labelling, quote: str, **fields: Any) -> Labelling:
    labelling.quotes[quote] = replace(labelling.quotes[quote], **fields)
    return labelling


def stance(labelling: Labelling, name: str, **fields: Any) -> Labelling:
    old = labelling.stances.get(name, Stance(id=name, position=9, mark=MARK))
    labelling.stances[name] = replace(old, **fields)
    return labelling


def test_a_whole_labelling_has_no_findings() -> None:
    assert problems(good(), FULL, language=EN) == ([], [])


def test_unlabelled_lines_are_told_in_stretches() -> None:
    labelling = good()
    for n in (1, 6, 8):
        del labelling.lines[n]
    found = [one for one in errors(labelling) if one.code == "unlabelled"]
    assert [one.message for one in found] == ["Line 1 has no label yet.", "Lines 6-8 have no label yet."]
    assert found[1].to_json() == {
        "code": "unlabelled",
        "message": "Lines 6-8 have no label yet.",
        "layer": "lines",
        "start": labelling.text.line_span(6).start,
        "end": labelling.text.line_span(8).end,
    }


def test_a_page_without_body_asks_for_a_word() -> None:
    labelling = Labelling(PageText("menu"), good().layers)
    labelling.lines[1] = LineLabel("boilerplate", "nav", (), MARK)
    assert codes(errors(labelling)) == ["no-body"]
    labelling.page = PageAnswers(no_body=True)
    assert errors(labelling) == []


def test_a_page_that_is_not_usable_is_finished_as_it_is() -> None:
    labelling = Labelling(PageText("menu"), good().layers)
    labelling.page = PageAnswers(usable=False, reason="a login form")
    assert problems(labelling, FULL) == ([], [])


def test_a_required_question_wants_an_answer() -> None:
    asked = (Question("tone", "Tone", ("calm", "loud"), required=True), Question("free", "Free", ("yes",)))
    rules = Rules(replace(FULL.scheme, questions=asked), records.NAMES)
    labelling = good()
    assert [one.message for one in errors(labelling, rules)] == [
        "The question about the page “Tone” has no answer yet."
    ]
    labelling.page = PageAnswers(answers={"tone": "calm"})
    assert errors(labelling, rules) == []


@pytest.mark.parametrize(
    ("fields", "code", "says"),
    [
        ({"contents": ()}, "no-content", "Line 6: the quote q-1 has no content."),
        ({"sources": ()}, "no-source", "Line 6: the quote “The bridge opens in May,” has no source;"),
        ({"source_kind": "implicit"}, "source-kind", "has a source and is called implicit all the same."),
        ({"speaker": None}, "no-speaker", "has no speaker yet."),
        ({"speaker": None, "source_kind": "pronoun"}, "no-speaker", "has no speaker yet."),
        (
            {"contents": (Span(*at("“The bridge opens")), Span(*at("bridge opens in May,”")))},
            "overlap",
            "has two contents",
        ),
        ({"cues": (at("opens"),)}, "inside", "has its cue “opens” inside its own content."),
        ({"sources": (at("bridge"),)}, "inside", "has its source “bridge” inside its own content."),
        (
            {"contents": (at("Bridge at dawn"),)},
            "zone",
            "starts on a line of kind caption, where no quotes are asked for.",
        ),
    ],
)
def test_a_quote_that_is_not_whole_blocks_finishing(fields: dict[str, Any], code: str, says: str) -> None:
    labelling = good()
    labelling.stances.clear()
    found = errors(change(labelling, "q-1", **fields))
    assert [one.code for one in found] == [code]
    assert says in found[0].message
    assert found[0].quote == "q-1"


def test_an_implicit_source_needs_no_speaker() -> None:
    assert errors(change(good(), "q-0", sources=(), source_kind="implicit", speaker=None)) == []


def test_where_sources_are_optional_none_is_asked_for() -> None:
    rules = Rules(replace(FULL.scheme, quotes=QuoteRules(cue="optional", source="optional", via=True)), records.NAMES)
    assert errors(change(good(), "q-0", sources=()), rules) == []


def test_an_empty_quote_is_shown_at_its_other_spans_or_at_the_start() -> None:
    labelling = change(good(), "q-0", contents=(), cues=())
    assert errors(labelling)[0].start == at("Dora").start
    labelling = change(good(), "q-0", contents=(), cues=(), sources=(), source_kind="none")
    assert (errors(labelling)[0].start, errors(labelling)[0].end) == (0, 0)


def test_a_long_quote_is_named_by_its_beginning() -> None:
    text = PageText("“" + "word " * 20 + "end”")
    labelling = Labelling(text, good().layers)
    labelling.quotes["q"] = Quote(id="q", position=0, mark=MARK, contents=(Span(0, len(text)),), source_kind="explicit")
    found = errors(labelling, layers=["quotes"])
    assert found[0].message.startswith("Line 1: the quote “word word word word word word word wor… has no source")


@pytest.mark.parametrize(
    ("label", "says"),
    [
        (None, "on a line without a label"),
        (LineLabel("body", None, (), MARK), "on a line labelled body without a kind"),
    ],
)
def test_a_quote_on_a_line_without_a_kind_is_outside_the_zones(label: LineLabel | None, says: str) -> None:
    labelling = good()
    del labelling.lines[6]
    if label:
        labelling.lines[6] = label
    found = [one for one in errors(labelling) if one.code == "zone"]
    assert says in found[0].message


def test_without_lines_own_or_base_every_zone_is_allowed() -> None:
    labelling = good()
    labelling.lines.clear()
    assert errors(labelling, layers=["quotes"]) == []


def test_a_scheme_without_kinds_asks_for_quotes_in_its_body() -> None:
    rules = Rules(replace(FULL.scheme, kinds=()), records.NAMES)
    labelling = good()
    for n, label in labelling.lines.items():
        labelling.lines[n] = replace(label, kind=None)
    assert errors(labelling, rules) == []
    labelling.lines[6] = replace(labelling.lines[6], label="boilerplate")
    assert codes(errors(labelling, rules)) == ["zone"]


def test_a_projects_own_kind_counts_as_its_standard_kind() -> None:
    mine = replace(FULL.scheme.kinds[2], id="question", standard="paragraph")
    rules = Rules(replace(FULL.scheme, kinds=(*FULL.scheme.kinds, mine)), records.NAMES)
    labelling = good()
    labelling.lines[6] = replace(labelling.lines[6], kind="question")
    assert errors(labelling, rules) == []


def test_the_zone_comes_from_the_base_where_the_pass_has_no_lines() -> None:
    base, labelling = good(), good()
    labelling.lines.clear()
    base.lines[6] = LineLabel("boilerplate", "caption", (), MARK)
    assert codes(errors(labelling, layers=["quotes"], base=base)) == ["zone"]
    found = warnings(labelling, layers=["quotes"], base=base)
    assert [one.message for one in found] == [
        "Line 6: the quote “The bridge opens in May,” stands on a line that the base labels boilerplate."
    ]


@pytest.mark.parametrize(
    ("name", "fields", "code", "says"),
    [
        ("s-1", {"target": "e-chloe"}, "self", "has Chloe Marsh as its holder and as its target."),
        ("s-2", {"target": "e-dora"}, "self", "The page's stance has Dora Finn as its holder and as its target."),
        ("s-1", {"evidence": ()}, "no-evidence", "Line 6: the quote's stance toward opening the bridge in May has no"),
        ("s-1", {"evidence": (at("nobody"),)}, "evidence-outside", "has its evidence “nobody” outside its quote."),
        (
            "s-3",
            {"level": "quote", "quote": "q-1", "target": "e-bridge", "evidence": (at("said"),)},
            "twice",
            "is there twice",
        ),
    ],
)
def test_a_stance_that_cannot_be_blocks_finishing(name: str, fields: dict[str, Any], code: str, says: str) -> None:
    found = errors(stance(good(), name, **fields))
    assert codes(found) == [code]
    assert says in found[0].message
    assert found[0].stance == name


def test_a_closed_list_asks_for_every_target() -> None:
    labelling = good()
    del labelling.stances["s-2"]
    found = errors(labelling, CLOSED, layers=["stances"])
    assert [one.message for one in found] == ["The page's stance toward opening the bridge in May is not answered yet."]
    stance(labelling, "s-3", level="page", target="e-bridge", polarity="none")
    assert errors(labelling, CLOSED, layers=["stances"]) == []
    stance(labelling, "s-3", evidence=(at("dawn"),))
    assert codes(errors(labelling, CLOSED, layers=["stances"])) == ["evidence"]


def test_a_quotes_stance_is_held_by_its_speaker() -> None:
    labelling = good()
    assert holder(labelling.stances["s-1"], labelling) == "e-chloe"
    assert holder(Stance(id="s", position=0, mark=MARK, level="quote", quote="q-9"), labelling) is None


def test_layers_that_are_off_are_not_looked_at() -> None:
    labelling = good()
    labelling.lines.clear()
    change(labelling, "q-1", sources=())
    labelling.layers = {name: replace(state, status="off") for name, state in labelling.layers.items()}
    assert problems(labelling, FULL) == ([], [])


def test_equal_lines_with_different_labels_are_asked_about() -> None:
    labelling = good()
    labelling.lines[5] = LineLabel("boilerplate", "related", (), MARK)
    found = warnings(labelling)
    assert [one.message for one in found] == [
        "Line 5 says the same as line 4, but one is related and the other caption."
    ]


def test_a_body_line_with_marks_but_no_quote_is_asked_about() -> None:
    labelling = good()
    del labelling.quotes["q-0"]
    del labelling.stances["s-2"]
    found = warnings(labelling)
    assert [one.message for one in found] == ["Line 8 is body and has quotation marks, but no quote."]
    labelling.lines[8] = replace(labelling.lines[8], kind="note")
    assert warnings(labelling) == []


def test_marks_left_outside_the_content_are_asked_about() -> None:
    found = warnings(change(good(), "q-1", contents=(at("The bridge opens in May,"),)))
    assert codes(found) == ["marks-outside"]
    assert warnings(change(good(), "q-1", contents=(at("“The bridge"), at("in May,")))) == []


def test_one_name_for_two_speakers_is_asked_about_unless_it_is_a_pronoun() -> None:
    labelling = change(good(), "q-0", sources=(at("Chloe Marsh"),))
    found = warnings(labelling)
    assert [one.code for one in found] == ["two-speakers"]
    assert "takes “Chloe Marsh” for another speaker than line 6 does" in found[0].message
    assert warnings(change(labelling, "q-0", source_kind="pronoun")) == []


def test_a_source_without_a_cue_is_asked_about_where_cues_are_wanted() -> None:
    labelling = change(good(), "q-0", cues=())
    assert codes(warnings(labelling)) == ["no-cue"]
    loose = Rules(replace(FULL.scheme, quotes=QuoteRules(cue="optional")), records.NAMES)
    assert warnings(labelling, loose) == []
    assert warnings(change(labelling, "q-0", flags=("continuation-paragraph",))) == []


def test_an_entity_without_a_known_name_goes_by_its_id() -> None:
    assert Rules(preset("full"), {"e-1"}).named("e-1") == "e-1"
