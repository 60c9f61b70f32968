"""What follows from a quote's spans: type by the vectors, zone, parent, discontinuous."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.labels import LineLabel, Mark, Quote, Spans
from annotator.core.language import Language
from annotator.core.quotes import children, has_marks, parents, quote_type, shown_flags, zone
from annotator.core.spans import Span
from annotator.core.text import PageText
from annotator.languages import language

MARK = Mark("Ana", None)
CASES = json.loads((Path(__file__).parents[1] / "vectors" / "quote_types.json").read_text(encoding="utf-8"))["cases"]


def unmarked(text: str) -> tuple[str, Spans, Spans]:
    """Take ⟦ ⟧ and ⟪ ⟫ out of a vector's text and return where they were."""
    plain = ""
    spans: dict[str, list[Span]] = {"⟦": [], "⟪": []}
    opened: list[tuple[str, int]] = []
    for char in text:
        if char in spans:
            opened.append((char, len(plain)))
        elif char in "⟧⟫":
            bracket, start = opened.pop()
            spans[bracket].append(Span(start, len(plain)))
        else:
            plain += char
    return plain, tuple(spans["⟦"]), tuple(spans["⟪"])


def quote(*contents: tuple[int, int], name: str = "q-1", **more: Any) -> Quote:
    return Quote(id=name, position=0, mark=MARK, contents=tuple(Span(*one) for one in contents), **more)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_type_follows_from_the_marks(case: dict[str, str]) -> None:
    plain, contents, inner = unmarked(case["text"])
    nested = [quote(*inner, name="q-2")] if inner else []
    found = quote_type(PageText(plain), quote(*contents), language(case["language"]), nested)
    assert found == case["type"]


def test_many_unclosed_single_marks_are_read_in_no_time() -> None:
    text = PageText(" 'a" * 200_000)
    assert quote_type(text, quote((1, len(text))), language("en")) == "indirect"


def test_the_zone_is_the_kind_of_the_line_on_which_the_first_content_starts() -> None:
    text = PageText("Head\nbody one\nbody two")
    lines = {2: LineLabel("body", "paragraph", (), MARK)}
    assert zone(text, quote((5, 9), (14, 18)), lines) == "paragraph"
    assert zone(text, quote((14, 18), (5, 9)), lines) is None
    assert zone(text, quote(), lines) is None


def test_discontinuous_is_computed_and_stands_among_the_sorted_flags() -> None:
    text = PageText("“a” said Ana “b”\n“c”")
    assert shown_flags(text, quote((0, 3), (13, 16), flags=("unsure",))) == ["discontinuous", "unsure"]
    assert shown_flags(text, quote((17, 20), (13, 16))) == []


def test_the_parent_is_the_smallest_quote_that_holds_every_part() -> None:
    whole = quote((0, 90), name="whole")
    middle = quote((10, 60), name="middle")
    inner = quote((20, 30), name="inner", cues=(Span(31, 35),), sources=(Span(36, 40),))
    outside = quote((20, 30), name="outside", cues=(Span(61, 65),))
    found = parents([whole, middle, inner, outside, quote(name="empty")])
    assert found == {"middle": "whole", "inner": "middle", "outside": "whole"}
    nested = children({one.id: one for one in (whole, middle, inner, outside)}, found)
    assert [one.id for one in nested["whole"]] == ["middle", "outside"]


def test_of_two_quotes_with_equal_contents_neither_is_the_parent() -> None:
    assert parents([quote((0, 9), name="a"), quote((0, 9), name="b")]) == {}


def test_the_parents_of_thousands_of_quotes_on_one_line_are_found_in_no_time() -> None:
    flat = [quote((at * 10, at * 10 + 9), name=f"q-{at}") for at in range(20_000)]
    assert parents([*flat, quote((1, 3), name="inner")]) == {"inner": "q-0"}


def test_a_quote_of_two_contents_is_nested_only_where_both_are_held() -> None:
    outer = quote((0, 20), (30, 50), name="outer")
    assert parents([outer, quote((1, 5), (31, 35), name="inner")]) == {"inner": "outer"}
    assert parents([outer, quote((1, 5), (51, 55), name="inner")]) == {}


def test_a_line_has_marks_when_it_quotes_or_opens_dialogue() -> None:
    assert has_marks("He said “no”", Language())
    assert has_marks("  — Ne", language("sr-Latn"))
    assert not has_marks("  — No", language("en"))
    assert not has_marks("it's", language("en"))
