"""A view says what was said in the layers that are done, and leaves out what doesn't count."""

from typing import Any

from annotator.core.agreement.figures import tally
from annotator.core.agreement.view import View, view
from annotator.core.labelling import Labelling
from annotator.core.labels import LineLabel, Mark, Quote, Stance
from annotator.core.language import Language
from annotator.core.spans import Span
from annotator.core.text import PageText

MARK = Mark("Ana", None)
TEXT = PageText("“It opens”, said Mara.\nticker: “No”\nlast\n")
DONE = ("lines", "quotes", "stances")


def labelled(**quotes: tuple[int, int]) -> Labelling:
    """A labelling with a ticker in line 2, and quotes by their ids in this order."""
    made = Labelling(TEXT)
    made.lines = {1: LineLabel("body", "paragraph", (), MARK), 2: LineLabel("boilerplate", "ticker", (), MARK)}
    for at, (key, span) in enumerate(quotes.items()):
        made.quotes[key] = Quote(id=key, position=at, mark=MARK, contents=(Span(*span),), speaker="e-mara")
    return made


def stances(made: Labelling, *values: dict[str, Any]) -> Labelling:
    for at, value in enumerate(values):
        made.stances[f"s{at}"] = Stance(id=f"s{at}", position=at, mark=MARK, target="e-levy", **value)
    return made


def seen(made: Labelling, *done: str, name: str = "Ana", optional: tuple[str, ...] = ()) -> View:
    return view(name, made, Language(), done or DONE, optional)


def test_a_layer_that_is_not_done_says_nothing() -> None:
    found = seen(stances(labelled(q=(0, 10)), {"polarity": 1, "quote": "q"}), "lines")
    assert found.lines == {1: ("body", "paragraph"), 2: ("boilerplate", "ticker")}
    assert (found.quotes, found.page_stances, found.quote_stances) == (None, None, None)


def test_quotes_of_optional_zones_and_their_stances_are_apart() -> None:
    made = stances(labelled(q=(0, 10), t=(31, 35)), {"polarity": 1, "quote": "t"}, {"polarity": -1, "quote": "q"})
    found = seen(made, optional=("ticker",))
    assert found.quotes is not None
    assert (list(found.quotes), found.apart) == (["q"], 1)
    assert found.quote_stances == {("q", "e-levy"): -1}
    assert seen(made).apart == 0


def test_the_type_is_computed_and_a_quote_without_contents_is_none() -> None:
    made = labelled(q=(0, 10), p=(1, 9))
    made.quotes["empty"] = Quote(id="empty", position=9, mark=MARK, cues=(Span(12, 16),))
    found = seen(made).quotes
    assert found is not None
    assert {key: quote.type for key, quote in found.items()} == {"q": "direct", "p": "indirect"}


def test_page_stances_are_known_by_holder_and_target_and_those_of_quotes_by_quote_and_target() -> None:
    made = stances(
        labelled(q=(0, 10)),
        {"polarity": 1, "level": "page", "holder": "e-mara"},
        {"polarity": 0, "level": "page", "holder": None},
        {"polarity": -1, "quote": "q", "holder": "e-olin"},
    )
    found = seen(made)
    assert found.page_stances == {("e-mara", "e-levy"): 1, (None, "e-levy"): 0}
    assert found.quote_stances == {("q", "e-levy"): -1}


def test_of_quotes_that_fit_equally_well_the_first_of_the_list_is_taken() -> None:
    a, b = labelled(z=(0, 10)), labelled(y=(0, 10), x=(0, 10))
    b.quotes["y"] = Quote(id="y", position=0, mark=MARK, contents=(Span(0, 10),), speaker="e-olin")
    assert tally([seen(a), seen(b, name="Ben")])[0].figures()["quotes"]["attribution_accuracy"] == 0


def test_stances_meet_on_quotes_that_are_a_base() -> None:
    on_base = [
        seen(stances(labelled(q=(0, 10)), {"polarity": polarity, "quote": "q"}), "stances", name=name)
        for name, polarity in (("Ana", 1), ("Ben", 1), ("Chloe", -1))
    ]
    found = tally(on_base)[0].figures()
    assert found["quotes"]["a"] == 0
    assert (found["stance_quote"]["matched"], found["stance_quote"]["pair_f1"]) == (3, 1.0)
    # One unit of three values, two of them alike: everything that is expected by chance is observed.
    assert found["stance_quote"]["alpha_nominal"] == 0.0


def test_a_polarity_without_a_rank_leaves_the_other_two_a_pair() -> None:
    def page_stance(name: str, *polarities: int | str) -> View:
        values = [{"polarity": one, "level": "page", "holder": f"h{at}"} for at, one in enumerate(polarities)]
        return seen(stances(labelled(), *values), "stances", name=name)

    views = [page_stance("Ana", 1, 1, -1), page_stance("Ben", "unclear", 1, -1), page_stance("Chloe", 1, 0, -1)]
    # Ranked units: 1 1, 1 1 0, -1 -1 -1. Totals: three -1, one 0, four 1.
    # d(0, 1) = (5 - 2.5)^2, d(-1, 0) = (4 - 2)^2, d(-1, 1) = (8 - 3.5)^2; observed: 0 and 1 meet twice in a unit of 3.
    observed = 2 * 6.25
    expected = 2 * (1 * 4 * 6.25 + 3 * 1 * 4 + 3 * 4 * 20.25)
    found = tally(views)[0].figures()["stance_page"]["alpha_ordinal"]
    assert found is not None
    assert abs(found - (1 - 7 * observed / expected)) < 1e-12
