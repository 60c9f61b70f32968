"""Questions about the page: who answered what, not answered counting as usable, and what an own answer may be."""

import pytest

from annotator.core.adjudication import Decided, Place, Said, choose, decide
from annotator.core.adjudication.page import page_places
from annotator.core.errors import Refused
from annotator.core.labelling import Actor, Labelling
from annotator.core.labels import Mark, PageAnswers
from annotator.core.presets import FULL
from annotator.core.text import PageText

TEXT = PageText("One\nTwo\n")
DORA = Actor("Dora", "2026-11-22T04:20:00.000Z")


def answered(*pages: PageAnswers) -> list[Said]:
    said = []
    for name, page in zip(("Ana", "Ben", "Chloe"), pages, strict=False):
        one = Labelling(TEXT)
        one.page = page
        said.append(Said(name, one))
    return said


def places(said: list[Said], *decisions: Decided) -> dict[str, Place]:
    return {one.key: one for one in page_places(said, decisions, ["tone"], PageAnswers())}


def test_what_was_answered_differently_is_open_and_what_nobody_answered_is_no_place() -> None:
    found = places(answered(PageAnswers("article"), PageAnswers("opinion")))
    assert {key: one.state for key, one in found.items()} == {"page_type": "differing"}


def test_not_answered_counts_as_usable() -> None:
    assert places(answered(PageAnswers(usable=True), PageAnswers()))["usable"].state == "agreed"
    assert places(answered(PageAnswers(usable=False), PageAnswers()))["usable"].state == "differing"
    assert places(answered(PageAnswers(), PageAnswers())) == {}


def test_a_question_of_the_project_is_decided_like_the_others() -> None:
    said = answered(PageAnswers(answers={"tone": "calm"}), PageAnswers(answers={"tone": "loud"}))
    place = places(said)["answer tone"]
    gold = Labelling(TEXT)
    for choice, own, wanted in (("b", None, "loud"), ("own", [{"value": "wry"}], "wry"), ("neither", None, None)):
        items, _ = choose(place, choice, own, said, TEXT, FULL)
        for op in decide(place, items, gold, Mark("", None), {}):
            gold.apply(op, DORA)
        assert gold.page.answers.get("tone") == wanted
    decided = Decided(1, "answer tone", "neither", {"items": []}, dict(place.seen))
    assert places(said, decided)["answer tone"].state == "decided"
    changed = answered(PageAnswers(answers={"tone": "calm"}), PageAnswers(answers={"tone": "odd"}))
    assert places(changed, decided)["answer tone"].state == "reopened"


@pytest.mark.parametrize("own", [[], [{"value": 3}], [{"value": "a"}, {"value": "b"}], "words"])
def test_an_own_answer_is_one_word_or_yes_or_no(own: object) -> None:
    said = answered(PageAnswers("article"), PageAnswers("opinion"))
    with pytest.raises(Refused, match="own"):
        choose(places(said)["page_type"], "own", own, said, TEXT, FULL)
