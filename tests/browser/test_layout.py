"""The label screen in every width, by touch, on paper, right to left: nothing cut off, nothing told by colour alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.workflow import projects
from tests.fixtures.cast import add_page
from tests.fixtures.screen import name, opened, press, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
LINES = (
    "Harbour Herald\u200b",
    "",
    "“The ferry will sail,” said Mara Lind of the Port Board.",
    "قالت ليند «العبارة» صباحاً",
    "A quiet harbour.\r",
    *(f"Line of timetable {n}" for n in range(300)),
    "The last needle",
)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BOX = "(element) => (({ x, y, width, height }) => ({ x, y, width, height }))(element.getBoundingClientRect())"
DECORATION = """(element) => {
  const { textDecorationLine: line, textDecorationStyle: style, textDecorationThickness: thick, boxShadow: shade } =
    getComputedStyle(element);
  return `${line} ${style} ${thick} ${shade !== "none"}`;
}"""
LAYERS = ("content", "cue", "source", "evidence", "via", "addressee")


@pytest.fixture
def harbour(live_server: Server) -> Server:
    """A project of everything with one long page, and Ana in it."""
    db = live_server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    add_page(live_server.instance, "harbour", "ferry.txt", "\n".join(LINES))
    return live_server


def box(place: Locator) -> dict[str, float]:
    found: dict[str, float] = place.evaluate(BOX)
    return found


def quoted(page: Page) -> None:
    """Quote line 3: its cue and source, who speaks, and a stance."""
    press(page, "b", "b", "k", "q", "a", "A")
    name(page, "Who speaks?", "Mara Lind")
    expect(page.locator("#L3 mark.source")).to_be_visible()
    press(page, "t")
    name(page, "Stance toward whom or what?", "The levy")
    press(page, "Shift+2")
    saved(page)  # is said when all else is drawn


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1150, 700), (768, 1024), (360, 740), (320, 256)])
def test_nothing_is_cut_off_in_any_window(visit: Visit, harbour: Server, width: int, height: int) -> None:
    del harbour
    page = visit("Ana")
    page.set_viewport_size({"width": width, "height": height})
    opened(page)
    quoted(page)
    assert page.evaluate(SIDEWAYS) <= 0
    buttons = page.locator(".top button:visible, .top a:visible, .stances button:visible")
    assert buttons.count() > 5
    for one in buttons.all():
        found = box(one)
        assert found["x"] >= 0, one
        assert found["x"] + found["width"] <= width, one.inner_text()
    for panel, word in (("#left", "Outline"), ("#right", "Marks")):
        if width <= 1100:
            expect(page.locator(panel)).to_be_hidden()
            page.get_by_role("button", name=word).click()
        found = box(page.locator(panel))
        assert found["x"] >= 0
        assert found["x"] + found["width"] <= width
        if width <= 1100:
            page.get_by_role("button", name=word).click()


def test_each_layer_has_a_form_of_its_own_with_colours_and_without(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    for forced in ("none", "active"):
        page.emulate_media(forced_colors=forced)
        forms = {page.locator(f".legend .{layer}").evaluate(DECORATION) for layer in LAYERS}
        assert len(forms) == len(LAYERS)
    bars = [page.locator(f".swatch.label.{label}").evaluate("(bar) => getComputedStyle(bar).backgroundImage")
            for label in ("body", "boilerplate", "optional")]  # fmt: skip
    assert len({bar.replace(" ", "") for bar in bars}) == 3


def test_forced_colours_leave_text_and_cursor_to_be_seen(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana", forced_colors="active", color_scheme="dark")
    opened(page)
    quoted(page)
    colour = "(element) => getComputedStyle(element).color"
    for place in ("#L3", "#L3 mark.content", "#L3 mark.source"):
        assert page.locator(place).first.evaluate(colour) == "rgb(255, 255, 255)", place
    outline = page.locator(".line.now").evaluate("(line) => getComputedStyle(line).outline")
    assert "2px" in outline
    assert "solid" in outline


def test_paper_shows_the_text_its_marks_and_a_legend(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana", color_scheme="dark")
    opened(page)
    quoted(page)
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for hidden in (".top", "#right", ".outline", "#minimap", "#foot", "#overlay"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".legend")).to_be_visible()
    content = page.locator("#L3 mark.content")
    assert content.evaluate("(mark) => getComputedStyle(mark).printColorAdjust") == "exact"
    assert page.locator("#L3").evaluate("(line) => getComputedStyle(line).color") == "rgb(27, 31, 36)"
    # Everything is on the paper, not what the window shows of it.
    last = box(page.locator(f"#L{len(LINES)}"))
    assert last["y"] + last["height"] <= page.evaluate("document.documentElement.scrollHeight")
    assert last["y"] > 300 * 24
    assert (
        page.evaluate("document.getElementById('scroll').scrollHeight - document.getElementById('scroll').clientHeight")
        <= 0
    )


def test_a_line_from_right_to_left_keeps_its_gutter_at_the_left(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    first = """(line) => {
      const range = document.createRange();
      range.setStart(line.firstChild, 0);
      range.setEnd(line.firstChild, 1);
      return range.getBoundingClientRect().left - line.getBoundingClientRect().left;
    }"""
    width = box(page.locator("#L4"))["width"]
    assert page.locator("#L5").evaluate(first) == pytest.approx(84, abs=1)
    assert page.locator("#L4").evaluate(first) > width - 40
    number = "(line) => getComputedStyle(line, '::before').left + getComputedStyle(line).paddingLeft"
    assert page.locator("#L4").evaluate(number) == page.locator("#L5").evaluate(number) == "0px84px"
    page.locator("#L4").click(position={"x": 20, "y": 10})
    expect(page.locator("#chips")).to_be_visible()


def test_a_copy_is_the_raw_slice(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    quoted(page)
    copied = page.evaluate(
        """async () => {
          const line = (n) => document.getElementById(`L${n}`);
          const told = new Promise((done) => document.addEventListener("selectionchange", done, { once: true }));
          getSelection().setBaseAndExtent(line(1).firstChild, 8, line(6), 0);
          await told; // nobody copies before the browser has told of the selection
          const data = new DataTransfer();
          const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
          document.getElementById("surface").dispatchEvent(event);
          return data.getData("text/plain");
        }"""
    )
    assert copied == "\n".join(LINES)[8 : len("\n".join(LINES[:5])) + 1]


def test_what_was_never_shown_is_found_by_the_browser(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana")
    opened(page)
    assert page.evaluate("find('last needle')")
    assert page.evaluate("getSelection().anchorNode.parentElement.id") == f"L{len(LINES)}"


def test_the_smallest_target_of_a_finger_is_44_pixels(visit: Visit, harbour: Server) -> None:
    del harbour
    page = visit("Ana", has_touch=True, is_mobile=True)
    page.set_viewport_size({"width": 390, "height": 780})
    opened(page)
    page.locator("#L3").tap()
    # The long press is the browser's; what it leaves is a selection that no pointerup follows.
    page.evaluate(
        """() => getSelection().setBaseAndExtent(
          document.getElementById("L3").firstChild, 0, document.getElementById("L3").firstChild, 22)"""
    )
    bar = page.locator("#bar")
    expect(bar).to_be_visible()
    everything(bar.get_by_role("button"))
    bar.get_by_role("button", name="Quote").tap()
    expect(page.locator("#L3 mark.content")).to_have_text("“The ferry will sail,”")
    saved(page)  # is said when all else is drawn
    everything(page.locator(".stances button"))
    everything(page.locator(".top button"))
    everything(page.locator("#hints button"))
    page.locator("#L1").tap(position={"x": 20, "y": 10})
    page.locator("#chips").get_by_role("button", name="Body").tap()
    expect(page.locator("#L1")).to_have_attribute("data-b", "b")
    page.locator("#hints").get_by_role("button", name="undo").tap()
    expect(page.locator("#L1")).not_to_have_attribute("data-b", "b")
    page.get_by_role("button", name="Marks").tap()
    everything(page.locator("#right button.button, #right .act"))
    saved(page)


def everything(targets: Locator) -> None:
    """Every one of these is big enough for a finger."""
    sizes: list[Any] = [(one.inner_text(), box(one)) for one in targets.all() if one.is_visible()]
    assert sizes
    assert not [(words, found) for words, found in sizes if min(found["width"], found["height"]) < 44]
