"""Kappa and alpha are the published figures where there are some, and undefined where nothing can be said."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.agreement.coefficients import Value, alpha, coincidences, interval, kappa, nominal, ordinal

# Krippendorff's example of four coders and twelve units, 0 for no answer.
CODERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3),
    (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0),
)
UNITS = [[value for value in unit if value] for unit in zip(*CODERS, strict=True)]
# What scikit-learn's cohen_kappa_score (1.9.1) gives for two annotators' labels.
KAPPAS = (
    ("bbxxbbxxbbxx", "bbxbbbxxxbxx", 0.6666666666666667),
    ("xooxbxbbbxbxoxoxxoxo", "xooobobxoxbooxoxxxbo", 0.467680608365019),
    ("tnnntppfnpnnnnftppfnpppfttttnp", "tftptppfnfntnpntnppnpppftttnfp", 0.5030120481927711),
    ("bxbxbxbbxxbxbbx", "bbbbbbbbbbbbbbb", 0.0),
    ("xxxoxbxb", "xxoxxoxo", 0.11111111111111116),
)
confusions = st.dictionaries(st.tuples(st.sampled_from("bxo"), st.sampled_from("bxo")), st.integers(1, 50), max_size=9)


@pytest.mark.parametrize(("metric", "published"), [(nominal, 0.743421), (ordinal, 0.815388), (interval, 0.849107)])
def test_alpha_of_the_classical_example_is_the_published_one(metric: object, published: float) -> None:
    assert alpha(coincidences(UNITS), metric) == pytest.approx(published, abs=5e-7)  # type: ignore[arg-type]


def test_matrices_of_pages_add_up_to_that_of_all_units() -> None:
    matrix = coincidences(UNITS[:5])
    matrix.update(coincidences(UNITS[5:]))
    assert alpha(matrix) == pytest.approx(alpha(coincidences(UNITS)))


@pytest.mark.parametrize(("one", "other", "found"), KAPPAS)
def test_kappa_is_the_one_that_another_library_finds(one: str, other: str, found: float) -> None:
    assert kappa(Counter(zip(one, other, strict=True))) == pytest.approx(found, abs=1e-12)


def test_kappa_of_a_table_worked_by_hand() -> None:
    # 50 units, 35 agreed; expected by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    assert kappa({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}) == pytest.approx(0.4)


@pytest.mark.parametrize("confusion", [{}, {("b", "b"): 7}])
def test_without_units_or_with_one_category_nothing_is_defined(confusion: dict[tuple[Value, Value], int]) -> None:
    assert kappa(confusion) is None
    assert alpha(Counter(confusion)) is None


def test_two_who_never_agree_on_two_categories_have_a_kappa() -> None:
    assert kappa({("b", "x"): 4}) == 0


@given(confusions)
def test_kappa_says_the_same_for_both_orders_and_is_at_most_one(confusion: dict[tuple[Value, Value], int]) -> None:
    turned = {(other, one): count for (one, other), count in confusion.items()}
    found = kappa(confusion)
    assert found is None or found <= 1
    assert found == pytest.approx(kappa(turned)) if found is not None else kappa(turned) is None


@given(st.lists(st.lists(st.sampled_from("bxo"), max_size=5), max_size=20))
def test_alpha_is_one_minus_the_observed_over_the_expected_differences(units: list[list[str]]) -> None:
    kept = [unit for unit in units if len(unit) > 1]
    values = [value for unit in kept for value in unit]
    observed = sum(sum(a != b for a, b in combinations(unit, 2)) * 2 / (len(unit) - 1) for unit in kept)
    expected = sum(a != b for a, b in combinations(values, 2)) * 2
    found = alpha(coincidences(units))
    if expected:
        assert found == pytest.approx(1 - observed * (len(values) - 1) / expected)
    else:
        assert found is None
