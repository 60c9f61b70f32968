"""Runs of lines by keys: how few they take, what is suggested, what is only guessed, and that a range needs no drag."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.core.presets import KINDS
from annotator.workflow import projects
from tests.fixtures.cast import add_page
from tests.fixtures.runs import Run, Walker, shared_pages, zones
from tests.fixtures.screen import opened, press, record, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
LONG = "said on Monday that the old ferry would sail again before the winter, whatever the town might think of it."
LINES = (
    *("Harbour Herald", "  • News", "  • Tides", "", "The ferry sails again", "", "By Nora Vale", "12 May 2031", ""),
    *(f"Mara Lind {LONG}", "", "“Nobody pays,” she said.", "", "What the pilots want", "", f"Ivo Brand {LONG}", ""),
    *("Related news", "", "Crane number four turns out to be wind", "", f"The board {LONG}", "", "Most read", ""),
    *("Captain finds his hat", "", "© 2031 Harbour Herald. All rights reserved."),
)
TEXT = "\n".join(LINES)
RUNS: list[Run] = [
    (1, 3, "boilerplate", "nav"),
    (5, 5, "body", "headline"),
    (7, 8, "boilerplate", "byline"),
    (10, 12, "body", "paragraph"),
    (14, 14, "body", "crosshead"),
    (16, 16, "body", "paragraph"),
    (18, 20, "boilerplate", "related"),
    (22, 22, "body", "paragraph"),
    (24, 26, "boilerplate", "related"),
    (28, 28, "boilerplate", "footer"),
]
# Keys that the two real pages took when this was written, for body and boilerplate alone and with every kind right.
KEYS_OF_PAGES = [(11, 11), (5, 5)]


@pytest.fixture
def screen(visit: Visit, live_server: Server) -> Callable[..., Page]:
    """Opens a text as the only page of a new project, by Ana."""

    def show(text: str = TEXT) -> Page:
        db = live_server.instance.database
        projects.create(db, "Harbour", "full", ["en"])
        projects.set_member(db, "harbour", "Ana", "annotator")
        add_page(live_server.instance, "harbour", "ferry.txt", text)
        page = visit("Ana")
        opened(page)
        return page

    return show


def labels(page: Page, server: Server) -> dict[int, Any]:
    saved(page)
    (labelling,) = record(server.instance)["labellings"]
    return {line["n"]: line for line in labelling["lines"]}


def runs_of(lines: dict[int, Any], text: str) -> list[Run]:
    """Runs of label and kind; blank lines between don't part them."""
    runs: list[Run] = []
    for n in (n for n, line in enumerate(text.split("\n"), 1) if line.strip()):
        now = (lines[n]["label"], lines[n]["kind"])
        if runs and runs[-1][2:] == now:
            runs[-1] = (runs[-1][0], n, *now)
        else:
            runs.append((n, n, *now))
    return runs


def count(page: Page, server: Server, text: str, runs: list[Run]) -> tuple[int, int]:
    """Label a page by its runs; keys for the zones alone, and with all kinds right."""
    walker = Walker(page, text)
    press(page, "Control+Home")
    walker.fill(zones(runs))
    fills = len(walker.pressed)
    walker.correct(runs, labels(page, server), {kind.id: kind.key for kind in KINDS})
    assert runs_of(labels(page, server), text) == runs
    return fills, len(walker.pressed)


def test_an_invented_page_takes_a_key_for_each_zone(screen: Callable[..., Page], live_server: Server) -> None:
    page = screen()
    assert count(page, live_server, TEXT, RUNS) == (len(zones(RUNS)), len(zones(RUNS)))


@pytest.mark.parametrize("at", [0, 1])
def test_a_real_page_takes_few_keys(screen: Callable[..., Page], live_server: Server, at: int) -> None:
    pages = list(shared_pages())
    if len(pages) <= at:
        pytest.skip("the two real pages lie in ../shared, which is not here")
    text, runs = pages[at]
    assert count(screen(text), live_server, text, runs) == KEYS_OF_PAGES[at]


def test_suggestions_are_no_labels_until_they_are_accepted(screen: Callable[..., Page], live_server: Server) -> None:
    page = screen()
    expect(page.locator("#L10")).to_have_attribute("data-s", "b")
    expect(page.locator("#L1")).to_have_attribute("data-s", "x")
    expect(page.locator("#L10")).to_have_attribute("aria-description", "suggested: body")
    expect(page.locator("#L10")).to_have_css("background-size", re.compile("^4px"))
    assert record(live_server.instance)["labellings"] == []
    press(page, "'", "'", "a")
    expect(page.locator("#L7")).to_have_attribute("data-b", "x")
    lines = labels(page, live_server)
    assert [(n, one["kind"], one["origin"], one["source"]) for n, one in lines.items()] == [
        (7, "byline", "accepted", "rules"),
        (8, "byline", "accepted", "rules"),
    ]
    expect(page.locator("#L10")).to_have_class("line now")
    press(page, "A")
    assert runs_of(labels(page, live_server), TEXT) == RUNS
    press(page, "u")
    expect(page.locator("#L10")).to_have_attribute("data-s", "b")
    assert list(labels(page, live_server)) == [7, 8]
    press(page, "u")
    expect(page.locator("#L7")).to_have_attribute("data-s", "x")
    assert labels(page, live_server) == {}


def test_a_guessed_kind_is_paler_until_it_is_confirmed(screen: Callable[..., Page], live_server: Server) -> None:
    page = screen()
    press(page, "X")
    outlined = page.locator(".outline button", has_text="1–3 nav")
    expect(page.locator("#L2")).to_have_attribute("data-g", "")
    expect(page.locator("#L2")).to_have_attribute("data-k", "n")
    expect(outlined).to_have_attribute("data-g", "")
    press(page, "Control+Home", "a")
    expect(page.locator("#L2")).not_to_have_attribute("data-g", "")
    expect(page.locator("#L5")).to_have_attribute("data-g", "")
    expect(outlined).not_to_have_attribute("data-g", "")
    lines = labels(page, live_server)
    assert [lines[n]["origin"] for n in (1, 3, 5)] == ["accepted", "accepted", "guessed"]
    press(page, "u")
    expect(page.locator("#L2")).to_have_attribute("data-g", "")


def test_a_kind_fills_as_far_as_lines_say_the_same(screen: Callable[..., Page], live_server: Server) -> None:
    page = screen()
    press(page, "A", "'", "G", "s")
    lines = labels(page, live_server)
    assert [lines[n]["kind"] for n in (3, 5, 7)] == ["nav", "standfirst", "byline"]
    press(page, "k", "k", "k", "k", "G", "k")
    lines = labels(page, live_server)
    assert [(lines[n]["kind"], lines[n]["origin"]) for n in (1, 2, 3, 5)] == [
        *[("ticker", "hand")] * 3,
        ("standfirst", "hand"),
    ]
    press(page, "Control+Home", "G", "p")
    assert labels(page, live_server)[2]["label"] == "body"


def test_boundaries_and_unsure_lines_are_a_key_away(screen: Callable[..., Page], live_server: Server) -> None:
    page = screen()
    walker = Walker(page, TEXT)
    assert walker.boundaries == [5, 7, 10, 18, 22, 24]
    press(page, "Control+Home", "A", "j", "y", "Control+Home")
    for key, line in (("'", 2), ("L", 5), ("'", 7), (";", 5), ("H", 2)):
        press(page, key)
        assert walker.here() == line
    assert labels(page, live_server)[2]["flags"] == ["unsure"]


def test_a_range_needs_neither_drag_nor_shift(screen: Callable[..., Page], live_server: Server) -> None:
    page = screen()

    def gutter(n: int, chip: str) -> None:
        page.locator(f"#L{n}").click(position={"x": 20, "y": 10})
        page.locator("#chips").get_by_text(chip, exact=True).click()

    gutter(2, "From here")
    gutter(7, "To here")
    page.locator("#chips").get_by_text("X", exact=True).click()
    assert list(labels(page, live_server)) == [2, 3, 5, 7]
    press(page, "F", "}", "T", "b")
    assert [line["label"] for line in labels(page, live_server).values()][-2:] == ["body", "body"]
