"""What the keyboard alone can say about quotes, stances and notes, and how far it takes back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.store.instance import Instance
from annotator.workflow import projects
from tests.fixtures.cast import add_page
from tests.fixtures.screen import name, opened, press, record, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
LINES = (
    "Ferry sails again",
    "The “free” ferry is back, and “nobody pays”.",
    "“The ferry will sail, and it will be cheap,” said Mara Lind.",
    "Share",
    "Port Board leader Ivo Brand said that the crane is too old and too loud.",
    "Share",
)
TEXT = "\n".join(LINES)


@pytest.fixture
def harbour(live_server: Server) -> Server:
    """A project of everything with one page, and Ana in it."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    add_page(live_server.instance, "harbour", "ferry.txt", TEXT)
    return live_server


def labels(instance: Instance) -> dict[str, Any]:
    (labelling,) = record(instance)["labellings"]
    found: dict[str, Any] = labelling
    return found


def words(spans: list[dict[str, Any]]) -> list[str]:
    return [span["text"] for span in spans]


def quoted(page: Page) -> None:
    """Make the quote of line 3 with its cue, source and speaker, and stay with it."""
    press(page, "Control+Home", "j", "j", "q", "a")
    name(page, "Who speaks?", "Mara Lind")
    press(page, "A")
    expect(page.locator("#L3 mark.cue")).to_have_text("said")


def test_a_whole_page_is_labelled_and_finished(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    press(page, "B", "Control+Home", "g", "h", "j", "j", "g", "u", "k", "=")
    quoted(page)
    press(page, "v", "l", "L", "L", "e", "t")
    name(page, "Stance toward whom or what?", "The ferry sails")
    press(page, "1")
    expect(page.locator("#L5 mark.content")).to_have_text("that the crane is too old and too loud")
    press(page, "Enter")
    name(page, "Who speaks?", "Ivo Brand")
    press(page, "o", "a", "y", "Escape")
    saved(page)
    press(page, "Control+Enter")
    expect(page.locator("#notice")).to_contain_text("Nothing is missing")
    page.locator("#surface").focus()
    press(page, "Control+Enter")
    page.wait_for_url("**/projects/harbour/")
    found = labels(harbour.instance)
    kinds = [line["kind"] for line in found["lines"]]
    assert kinds == ["headline", "standfirst", "paragraph", "ui", "paragraph", "ui"]
    assert found["lines"][5]["origin"] == "propagated"
    said = [[words(quote[part]) for part in ("sources", "cues", "contents")] for quote in found["quotes"]]
    assert said == [
        [["Mara Lind"], ["said"], ["“The ferry will sail, and it will be cheap,”"]],
        [["Port Board leader Ivo Brand"], ["said"], ["that the crane is too old and too loud"]],
    ]
    (stance,) = found["stances"]
    assert (stance["polarity"], stance["explicit"], words(stance["evidence"])) == (1, True, ["ferry will sail"])
    assert (found["status"], found["page"]["page_type"], found["page"]["usable"]) == ("done", "article", True)


def test_a_stance_of_the_page_has_words_on_two_lines(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    press(page, "j", "j", "v", "l", "L", "t")
    name(page, "Page-level stance: who holds it?", "Mara Lind")
    name(page, "Stance toward whom or what?", "The crane")
    press(page, "j", "v", "j", "j", "E", "y", "2")
    expect(page.locator("#mode")).to_have_text("Lines")
    saved(page)
    (stance,) = labels(harbour.instance)["stances"]
    assert (stance["level"], stance["polarity"], stance["explicit"]) == ("page", -1, False)
    assert words(stance["evidence"]) == ["ferry will", "Port"]


def test_a_stance_gets_another_target_and_keeps_its_words(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    quoted(page)
    press(page, "t")
    name(page, "Stance toward whom or what?", "The crane")
    press(page, "Shift+2", "v", "l", "e", "T")
    name(page, "Stance toward whom or what?", "The ferry")
    saved(page)
    found = record(harbour.instance)
    (stance,) = found["labellings"][0]["stances"]
    assert {one["id"]: one["name"] for one in found["entities"]}[stance["target"]] == "The ferry"
    assert (stance["polarity"], words(stance["evidence"])) == (-1, ["ferry"])


def test_a_span_grows_and_shrinks_by_a_word(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    quoted(page)
    press(page, "<")
    expect(page.locator("#L3 mark.cue")).to_have_text("said")
    press(page, "v", "l", "L", "w", ">", ">", "<", "Alt+<", "Alt+l")
    saved(page)
    (quote,) = labels(harbour.instance)["quotes"]
    assert words(quote["via"]) == ["ferry will sail"]
    assert words(quote["cues"]) == ["said"]


def test_a_quote_has_two_flags(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    quoted(page)
    press(page, "l", "c", "l", "n")
    saved(page)
    (quote,) = labels(harbour.instance)["quotes"]
    assert quote["flags"] == ["continuation-paragraph", "unsure"]


def test_what_is_rejected_or_left_as_offered_is_no_quote(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    press(page, "q")
    expect(page.locator("#L2 mark.content")).to_have_text("“free”")
    press(page, "x")
    expect(page.locator("#surface mark")).to_have_count(0)
    press(page, "q")
    expect(page.locator("#L2 mark.content")).to_have_text("“nobody pays”")
    press(page, "0", "Enter")
    expect(page.locator("#L3 mark.content")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#L3 mark")).to_have_count(0)
    saved(page)
    assert [words(quote["contents"]) for quote in labels(harbour.instance)["quotes"]] == [["“nobody pays”"]]


def test_a_note_is_changed_and_goes_when_it_is_emptied(visit: Visit, harbour: Server) -> None:
    page = visit("Ana")
    opened(page)
    for text in ("too short", "too long"):
        press(page, "i")
        page.get_by_role("textbox", name="Note").fill(text)
        press(page, "Control+Enter")
    saved(page)
    (note,) = labels(harbour.instance)["notes"]
    assert (note["note"], note["text"]) == ("too long", LINES[0])
    press(page, "i")
    page.get_by_role("textbox", name="Note").fill("")
    press(page, "Control+Enter")
    saved(page)
    assert labels(harbour.instance)["notes"] == []


def test_two_hundred_steps_are_taken_back_after_a_reload_and_done_again_after_another(
    visit: Visit, harbour: Server
) -> None:
    page = visit("Ana")
    opened(page)
    first, others = page.locator("#L1"), ("b", "x")
    for step in range(201):
        press(page, "Control+Home", others[step % 2])
    saved(page)
    opened(page, page.url)
    for _ in range(200):
        press(page, "u")
    expect(first).to_have_attribute("data-b", "b")
    press(page, "u")
    expect(first).not_to_have_attribute("data-b", "b")
    saved(page)
    opened(page, page.url)
    for _ in range(200):
        press(page, "U")
    expect(first).to_have_attribute("data-b", "x")
    saved(page)
    assert labels(harbour.instance)["lines"][0]["label"] == "boilerplate"
