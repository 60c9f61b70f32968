"""Languages as values: inheriting, resolving a tag, folding."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import Refused
from annotator.core.language import Language, read_language, resolve
from annotator.languages import codes, fold, fold_long, folding, language, language_of

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "folding.json").read_text(encoding="utf-8")
)
SHIPPED = ("ar", "de", "en", "es", "fr", "sr-Cyrl", "sr-Latn", "und")


def test_the_shipped_languages_are_all_there() -> None:
    assert codes() == SHIPPED


@pytest.mark.parametrize("code", SHIPPED)
def test_every_language_is_whole_and_repeats_nothing(code: str) -> None:
    one = language(code)
    assert one.code == code
    assert one.quotes
    assert one.ends
    for name in ("verbs", "according", "complementizers", "pronouns", "abbreviations", "function"):
        words = getattr(one, name)
        assert len(words) == len(set(words))
        assert words or code == "und"
    assert all(word == word.lower() for word in (*one.verbs, *one.according, *one.pronouns))
    assert json.loads(json.dumps(one.to_json()))["quotes"][0] == list(one.quotes[0])


def test_the_two_serbian_scripts_say_the_same() -> None:
    cyrillic, latin = language("sr-Cyrl"), language("sr-Latn")
    assert [fold(word) for word in cyrillic.verbs] == [fold(word) for word in latin.verbs]
    assert cyrillic.quotes == latin.quotes


@pytest.mark.parametrize("case", VECTORS["cases"], ids=[case["text"] or "nothing" for case in VECTORS["cases"]])
def test_a_text_folds_as_the_shared_vectors_say(case: dict[str, str]) -> None:
    assert fold(case["text"]) == case["folded"]


def test_the_vectors_hold_the_folding_that_ships() -> None:
    assert VECTORS["table"] == folding()


def test_folding_is_the_same_on_pages_of_every_language() -> None:
    assert all(language(code).fold == folding() for code in SHIPPED)


@pytest.mark.parametrize(
    ("tag", "sample", "code"),
    [
        ("en-GB", "", "en"),
        ("sr-Latn-RS", "Мост", "sr-Latn"),
        ("sr_cyrl", "Most", "sr-Cyrl"),
        ("sr", "Мост", "sr-Cyrl"),
        ("sr-RS", "Most je otvoren, kaže Aна", "sr-Latn"),
        ("sr", "", "sr-Cyrl"),
        ("AR-eg", "", "ar"),
        ("xx", "", "und"),
        ("", "", "und"),
        (None, "", "und"),
    ],
)
def test_a_tag_means_the_nearest_language(tag: str | None, sample: str, code: str) -> None:
    assert language_of(tag, sample).code == code


def test_a_script_named_after_a_region_still_counts() -> None:
    assert resolve("sr-RS-Latn", SHIPPED, "Мост") == "sr-Latn"


def test_a_project_may_extend_a_language() -> None:
    base = language("en")
    mine = read_language({"code": "en", "verbs": ["opine"], "fold": {"ȝ": "y"}, "quotes": [["<", ">"]]}, base)
    assert mine.verbs == ("opine",)
    assert mine.quotes == (("<", ">"),)
    assert mine.pronouns == base.pronouns
    assert mine.fold["ȝ"] == "y"


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"code": "en", "verb": []},
        {"code": "en", "verbs": "said"},
        {"code": "en", "fold": {"a": 1}},
        {"code": "en", "quotes": ["“"]},
        {"code": "en", "quotes": "“”"},
    ],
)
def test_language_data_of_another_shape_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        read_language(value, Language())


@pytest.mark.parametrize(
    "text", ["Vučić\nВучић", "فوتشيتش\r\n", "ΟΔΟΣ οδός", "Đorđe ǈ ﬁ İ ß", "한글 e\u0301 👩‍🚀", "a\u2028b\x0bc"]
)
def test_a_long_text_folds_like_a_short_one(text: str) -> None:
    assert fold_long(text) == fold(text).replace("ς", "σ")
    assert fold_long(text).count("\n") == text.count("\n")
