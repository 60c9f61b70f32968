"""The screens of agreement: figures with their n, undefined where they are, each leading to what differs."""

import re
from html import unescape

import pytest

from tests.fixtures.bridge import labelling
from tests.fixtures.cast import Browser, Web
from tests.fixtures.desk import Desk
from tests.fixtures.disagreement import ana, ben, page

HERE = "/projects/harbour/agreement"


@pytest.fixture
def dora(web: Web) -> Browser:
    """The curator of `harbour`, where Ana and Ben labelled two pages differently and the gold is there for one."""
    desk = Desk(web.instance.database, "harbour")
    gold = labelling("gold", role="gold")
    desk.records(page(0, ana(), ben(), gold, site="gull.example"), page(1, ana(), ben(), language="sr-Cyrl"))
    return web.browser("curator")


def rows(text: str) -> list[list[str]]:
    """The cells of every table row, without markup."""
    found = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    ]
    return [[" ".join(unescape(re.sub(r"<[^>]*>", " ", cell)).split()) for cell in row] for row in found]


def link(text: str, label: str) -> str:
    """Where the link with that label leads."""
    found = re.search(rf'href="([^"]+)"[^>]*aria-label="{label}"', text)
    assert found, label
    return found[1].replace("&amp;", "&")


def test_every_figure_has_its_n_and_says_where_it_is_undefined(dora: Browser) -> None:
    found = rows(dora.get(HERE).text)
    assert ["Cohen's kappa", "0.500", "8 lines"] in found
    assert ["detection F1", "1.000", "4 quotes"] in found
    assert ["alpha, ordinal", "undefined", "0 shared stances"] in found


def test_what_was_left_out_is_said(dora: Browser) -> None:
    assert "left out: 2 lines that one of two called optional" in dora.get(HERE).text


@pytest.mark.parametrize(
    ("by", "titles"),
    [
        ("page", ["0.txt", "1.txt"]),
        ("site", ["gull.example", "not known"]),
        ("language", ["sr-Cyrl", "not known"]),
        ("pair", ["Ana and Ben"]),
        ("kind", ["caption", "footer", "headline", "paragraph", "standfirst"]),
    ],
)
def test_figures_are_told_apart(dora: Browser, by: str, titles: list[str]) -> None:
    assert [row[0] for row in rows(dora.get(f"{HERE}?by={by}").text)[1:]] == titles


def test_weeks_are_drawn_with_gaps_where_nobody_finished_anything(web: Web) -> None:
    desk = Desk(web.instance.database, "harbour")
    for number, day in enumerate(("2026-11-02", "2026-11-08", "2026-11-16", "2026-11-25")):
        said = {"finished": f"{day}T08:00:00.000Z"}
        desk.records(page(number, ana(**said), ben(**said)))
    text = web.browser("curator").get(f"{HERE}?by=week").text
    assert [row[:3] for row in rows(text)[1:]] == [
        ["2026-11-02", "0.500 n 8", "1.000 n 4"],
        ["2026-11-16", "0.500 n 4", "1.000 n 2"],
        ["2026-11-23", "0.500 n 4", "1.000 n 2"],
    ]
    plot = text.partition("Quotes: detection F1 per week")[0]
    assert "2026-11-02 0.50, 2026-11-09 undefined, 2026-11-16 0.50, 2026-11-23 0.50" in plot
    assert [len(points.split()) for points in re.findall(r'<polyline class="line" points="([^"]*)"', plot)] == [1, 2]


def test_a_week_leads_to_what_differs_in_it(dora: Browser, web: Web) -> None:
    said = {"finished": "2026-11-12T08:00:00.000Z"}
    Desk(web.instance.database, "harbour").records(page(2, ana(**said), ben(**said)))
    found = re.findall(r'href="([^"]*what=lines[^"]*of=2026-11-09[^"]*)"', dora.get(f"{HERE}?by=week").text)
    assert [row[0] for row in rows(dora.get(found[0].replace("&amp;", "&")).text)[1:]] == ["2.txt"]


def test_a_figure_leads_to_the_lines_that_differ_and_they_to_the_labelling(dora: Browser) -> None:
    places = link(dora.get(HERE).text, "Lines, body F1: where it differs")
    listed = dora.get(places).text
    assert rows(listed)[1:] == [
        [name, "5", "Nobody asked the ferryman.", "Ana body · paragraph", "Ben boilerplate · caption"]
        for name in ("0.txt", "1.txt")
    ]
    into = re.findall(r'href="(/projects/harbour/labellings/\d+)#L5"', listed)
    assert len(set(into)) == 4
    assert dora.get(into[0]).status_code == 200


@pytest.mark.parametrize(
    ("what", "row"),
    [
        ("kinds", ["0.txt", "2", "The bridge will be built", "Ana body · headline", "Ben body · standfirst"]),
        (
            "source",
            [
                "0.txt",
                "3",
                "The mayor, Zora Lind, said “we will build it”.",
                "Ana The mayor, Zora Lind",
                "Ben Zora Lind",
            ],
        ),
        ("attribution", ["0.txt", "3", "“we will build it”", "Ana Zora Lind", "Ben unknown"]),
        ("type", ["0.txt", "3", "“we will build it”", "Ana direct", "Ben indirect"]),
        ("polarity_quote", ["0.txt", "3", "“we will build it” toward The bridge is built", "Ana +1", "Ben -1"]),
        ("stance_page", ["0.txt", "1", "Zora Lind toward The bridge is built", "Ana nothing here", "Ben 0"]),
    ],
)
def test_places_say_what_either_side_says(dora: Browser, what: str, row: list[str]) -> None:
    assert rows(dora.get(f"{HERE}/places?what={what}").text)[1] == row


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ("what=kinds", 4),
        ("what=kinds&one=headline&other=standfirst", 2),
        ("what=kinds&one=standfirst&other=headline", 0),
        ("what=kinds&kind=caption", 2),
        ("what=lines&by=page&of=0.txt", 1),
        ("what=lines&by=site&of=", 1),
        ("what=lines&a=Ana&b=Ben", 2),
        ("what=lines&a=Ana&b=gold", 0),
        ("what=lines&a=Ben&b=gold&gold=1", 1),
        ("what=detection", 0),
        ("what=cue", 0),
        ("what=stance_page", 2),
        ("what=polarity_page", 0),
        ("what=stance_quote", 0),
    ],
)
def test_places_are_those_that_were_asked_for(dora: Browser, arguments: str, count: int) -> None:
    assert len(rows(dora.get(f"{HERE}/places?{arguments}").text)[1:]) == count


@pytest.mark.parametrize("path", ["?by=mood", "?pass=nowhere", "/places?what=mood", "/places?what=lines&by=mood"])
def test_what_isnt_there_is_refused_in_a_sentence(dora: Browser, path: str) -> None:
    answer = dora.get(HERE + path)
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_gold_is_one_more_annotator_when_asked(dora: Browser) -> None:
    assert [row[0] for row in rows(dora.get(f"{HERE}?by=pair&gold=1").text)[1:]] == [
        "Ana and Ben",
        "Ana and gold",
        "Ben and gold",
    ]


def test_a_project_in_which_nobody_met_says_so(web: Web) -> None:
    assert "No page of the pass main has a layer that two people finished" in web.browser("curator").get(HERE).text


def test_a_name_that_looks_like_markup_is_text(web: Web) -> None:
    desk = Desk(web.instance.database, "harbour")
    desk.records(page(0, ana(), ben(), site="<b>gull</b>"))
    text = web.browser("curator").get(f"{HERE}?by=site").text
    assert "<b>gull" not in text
    assert "&lt;b&gt;gull" in text
