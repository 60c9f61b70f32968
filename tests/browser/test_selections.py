"""Any selection of the browser is the code points of the page that a person sees selected, whatever is in the text."""

import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotator.workflow import projects
from tests.fixtures.cast import add_page
from tests.fixtures.screen import opened, press, saved
from tests.fixtures.serving import Server

Visit = Callable[..., Page]
LINES = (
    "\ufeffHarbour\u00a0Herald\r",
    "\r",
    "“The ferry 👩‍🚀 will sail,” said Mara Lind.\r",
    "\tTab\tand e\u0301 and 🇷🇸 and o\u0323\u0302\r",
    "left\u2028right\u2029end\u200bzero\u00adsoft\r",
    "دخلت العبارة «الميناء» صباحاً، قالت ليند\r",
    "“Nobody 😀 pays,” she said. שלום mixed عالم\r",
    "   \u00a0\t",
    "last 🙂",
)
# The truth is reckoned by code points of the text nodes alone; what the screen makes of it comes from its own module.
READ = """async ([base, picks]) => {
  const { PageText } = await import(base + "js/surface/model/text.js");
  const { Offsets } = await import(base + "js/surface/view/offsets.js");
  const surface = document.getElementById("surface");
  const text = [...surface.querySelectorAll(".line")].map((line) => line.textContent).join("\\n");
  const offsets = new Offsets(surface, new PageText(text));
  const point = (n, column) => {
    const walker = document.createTreeWalker(document.getElementById(`L${n}`), NodeFilter.SHOW_TEXT);
    let left = column;
    let last = [document.getElementById(`L${n}`), 0];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const points = [...node.data];
      if (left <= points.length) return [node, points.slice(0, left).join("").length];
      left -= points.length;
      last = [node, node.length];
    }
    return last;
  };
  const read = ([from, to]) => {
    getSelection().setBaseAndExtent(...point(...from), ...point(...to));
    return offsets.fromRange(getSelection().getRangeAt(0));
  };
  return [text, picks.map(read)];
}"""


# Ranges that don't come back as they went, and ranges whose selected characters are others than those of the text.
ROUND_TRIPS = """async ([base, ranges]) => {
  const { PageText } = await import(base + "js/surface/model/text.js");
  const { Offsets } = await import(base + "js/surface/view/offsets.js");
  const surface = document.getElementById("surface");
  const text = [...surface.querySelectorAll(".line")].map((line) => line.textContent).join("\\n");
  const points = [...text];
  const offsets = new Offsets(surface, new PageText(text));
  const wrong = [];
  for (const [from, to] of ranges) {
    offsets.select(from, to);
    const span = offsets.selection();
    const [start, end] = from < to ? [from, to] : [to, from];
    const words = getSelection().getRangeAt(0).toString();
    const right = points.slice(start, end).filter((point) => point !== "\\n").join("");
    if (span?.[0] !== start || span?.[1] !== end || words !== right) wrong.push([[from, to], span, words]);
  }
  return wrong;
}"""
AT_ONCE = 5_000


def odd_page(visit: Visit, server: Server) -> tuple[Page, str, str]:
    """Ana's screen on a page of odd lines, some of them with marks; its text, and the address of the modules."""
    text = "\n".join(LINES * 12)
    db = server.instance.database
    projects.create(db, "Harbour", "full", ["en"])
    projects.set_member(db, "harbour", "Ana", "annotator")
    add_page(server.instance, "harbour", "odd.txt", text)
    page = visit("Ana")
    opened(page)
    press(page, "q", "A", "Escape", "j", "q", "Escape")
    expect(page.locator("#surface mark").first).to_be_visible()
    saved(page)
    return page, text, page.locator('link[rel="modulepreload"]').first.evaluate("link => link.href").split("js/")[0]


@pytest.mark.parametrize("count", [2_000, pytest.param(10_000, marks=pytest.mark.soak)])
def test_random_selections_are_the_code_points_that_are_selected(visit: Visit, live_server: Server, count: int) -> None:
    page, text, base = odd_page(visit, live_server)
    chance = random.Random(count)
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]

    def anywhere() -> tuple[int, int]:
        n = chance.randrange(len(lines))
        return n + 1, chance.randint(0, len(lines[n]))

    picks = [(anywhere(), anywhere()) for _ in range(count)]
    served, found = page.evaluate(READ, [base, picks])
    assert served == text
    wrong = []
    for pick, span in zip(picks, found, strict=True):
        start, end = sorted(starts[n - 1] + column for n, column in pick)
        if span != ([start, end] if start < end else None):
            wrong.append((pick, [start, end], span))
    assert wrong == []


@pytest.mark.parametrize("count", [3_000, pytest.param(100_000, marks=pytest.mark.soak)])
def test_random_code_points_that_are_selected_are_read_back(visit: Visit, live_server: Server, count: int) -> None:
    page, text, base = odd_page(visit, live_server)
    chance = random.Random(count)
    near = [1, 2, 5, 40, len(text)]

    def anything() -> tuple[int, int]:
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.randint(1, chance.choice(near)))
        return (start, end) if chance.random() < 0.5 else (end, start)

    for done in range(0, count, AT_ONCE):
        ranges = [anything() for _ in range(min(AT_ONCE, count - done))]
        assert page.evaluate(ROUND_TRIPS, [base, ranges]) == []
