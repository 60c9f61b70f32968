"""The figures of two labellings follow from what both said, page by page, and add up."""

from typing import Any

from annotator.core.agreement.figures import Tally, tally
from annotator.core.agreement.view import SaidQuote, View
from annotator.core.spans import Span

ANA = View(
    "Ana",
    lines={1: ("boilerplate", "nav"), 2: ("body", "headline"), 3: ("body", None), 4: ("optional", None)},
    quotes={
        "q1": SaidQuote((Span(0, 10),), (Span(11, 15),), (Span(16, 20),), "e-mara", "direct"),
        "q2": SaidQuote((Span(30, 40),), (), (), None, "indirect"),
    },
    page_stances={("e-mara", "e-levy"): 1},
    quote_stances={("q1", "e-levy"): 1, ("q2", "e-levy"): -1},
    standing={"q1": (Span(0, 10),), "q2": (Span(30, 40),)},
)
BEN = View(
    "Ben",
    lines={1: ("boilerplate", "ui"), 2: ("body", "headline"), 3: ("boilerplate", "caption"), 4: ("body", "paragraph")},
    quotes={"q2": SaidQuote((Span(0, 9),), (Span(11, 15),), (Span(16, 20),), "e-mara", "direct")},
    page_stances={("e-mara", "e-levy"): 0, ("e-olin", "e-levy"): 1},
    quote_stances={("q2", "e-levy"): 1},
    standing={"q2": (Span(0, 9),)},
)


def figures(*views: View) -> dict[str, dict[str, Any]]:
    return tally(views)[0].figures()


def test_lines_count_where_both_answered_and_neither_called_them_optional() -> None:
    found = figures(BEN, ANA)
    assert found["lines"]["n"] == 3
    assert found["lines"]["differ"] == 1
    assert found["lines"]["body_f1"] == 2 / 3
    assert found["kinds"] == {"n": 2, "kappa": found["kinds"]["kappa"], "differ": 1}


def test_quotes_are_aligned_first_and_their_stances_follow_them() -> None:
    found = figures(ANA, BEN)
    assert found["quotes"] | {"type_kappa": None} == {
        "a": 2,
        "b": 1,
        "aligned": 1,
        "detection_f1": 2 / 3,
        "attribution_accuracy": 1.0,
        "type_kappa": None,
        "end_to_end_f1": 0.0,
    }
    # Both have a quote q2, which are not the same quote.
    assert (found["stance_quote"]["a"], found["stance_quote"]["b"], found["stance_quote"]["matched"]) == (2, 1, 1)
    assert found["stance_page"]["pair_f1"] == 2 / 3


def test_spans_compare_by_where_they_are() -> None:
    found = figures(ANA, BEN)["content"]
    assert found["exact_f1"] == 0
    assert found["overlap_f1"] == found["iou50_f1"] == 2 / 3
    assert found["char_f1"] == 2 * 9 / 29


def test_what_is_undefined_is_none_and_has_its_n() -> None:
    found = figures(View("Ana"), View("Ben"))
    assert found["lines"] == {"n": 0, "kappa": None, "alpha": None, "body_f1": None, "differ": 0}
    assert found["quotes"]["detection_f1"] is None
    assert Tally().figures() == found


def test_a_layer_that_one_has_not_finished_counts_for_nothing() -> None:
    found = figures(ANA, View("Ben", lines=BEN.lines))
    assert found["lines"]["n"] == 3
    assert (found["quotes"]["a"], found["stance_page"]["a"], found["content"]["a"]) == (0, 0, 0)


def test_pages_are_summed_before_anything_is_divided() -> None:
    pooled = Tally()
    for _ in range(2):
        pooled.add(tally([ANA, BEN])[0])
    once, twice = figures(ANA, BEN), pooled.figures()
    assert twice["lines"]["n"] == 2 * once["lines"]["n"]
    assert twice["lines"]["kappa"] == once["lines"]["kappa"]
    assert twice["quotes"]["detection_f1"] == once["quotes"]["detection_f1"]


def test_of_three_annotators_figures_are_means_over_pairs_and_counts_sums() -> None:
    chloe = View("Chloe", lines=ANA.lines)
    found, pair = figures(ANA, BEN, chloe), figures(ANA, BEN)
    assert found["lines"]["n"] == 9
    assert found["lines"]["body_f1"] == (2 / 3 + 1 + 2 / 3) / 3
    assert found["quotes"]["detection_f1"] == pair["quotes"]["detection_f1"]


def test_places_lead_to_what_differs() -> None:
    _, places = tally([BEN, ANA])
    found = places["Ana", "Ben"]
    assert (found.lines, found.kinds) == ([3], [1])
    assert found.quotes == [("q1", "q2"), ("q2", None)]
    assert found.page_stances == [("e-mara", "e-levy"), ("e-olin", "e-levy")]
    assert found.quote_stances == [(("q2",), "e-levy")]
