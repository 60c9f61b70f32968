"""The label screen in a real Chromium, on pages of four sizes: keys, frames, opening, bytes, memory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.workflow import importing, label
from bench.chromium import Screen, screen
from bench.figures import Figure, percentile
from bench.workplace import PROJECT, Workplace, workplace
from bench.written import record

KEYS = 40
QUOTES = 12
OPENINGS = 3
IDLE = "F9"
TO_THE_BARE_LINES = ("Control+Home", "]")
"""Keys to the first line without a label."""
APPLY = """async (spans) => {
  const {Labelling} = await import(new URL("/bench-source/surface/model/labelling.js", location));
  const {PageText} = await import(new URL("/bench-source/surface/model/text.js", location));
  const line = "one three words and a line of them";
  const text = new PageText(Array(spans).fill(line).join("\\n"));
  const stamp = {by: "Ana", at: "2026-11-22T04:20:00.000Z"};
  const none = {sources: [], via: [], addressee: [], source_kind: null, speaker: null, flags: []};
  const quotes = Array.from({length: spans / 2}, (_, n) => {
    const start = text.lineStart(2 * n + 1);
    const said = {contents: [[start, start + 3]], cues: [[start + 4, start + 9]]};
    return {id: `q-${n}`, position: n, ...none, ...said, ...stamp};
  });
  const labelling = new Labelling(text, {quotes});
  const times = 5000;
  const began = performance.now();
  for (let n = 0; n < times; n += 1) {
    const start = text.lineStart(2 * n + 2);
    labelling.apply({kind: "quote.put", payload: {id: `new-${n}`, set: {contents: [[start, start + 3]]}}}, stamp);
    const ranges = [{first: n + 1, last: n + 1, label: "body", kind: null, flags: []}];
    labelling.apply({kind: "lines.set", payload: {ranges}}, stamp);
  }
  return (performance.now() - began) / times / 2 * 1000;
}"""


@dataclass(frozen=True)
class Size:
    """A page to measure: its bytes, lines and spans, and the most that things should take on it, in ms and MB."""

    name: str
    bytes: int
    lines: int
    spans: int
    label: float
    span: float
    frame: tuple[float, float] | None = None
    ready: float | None = None
    memory: float | None = None


SIZES = (
    Size("10 kB", 10_000, 250, 50, 3.0, 4.0, ready=100.0),
    Size("200 kB", 200_000, 5_000, 500, 3.0, 4.0, frame=(10.0, 16.7)),
    Size("1 MB", 1_000_000, 25_000, 5_000, 5.0, 6.0, ready=300.0, memory=100.0),
    Size("5 MB", 5_000_000, 100_000, 20_000, 12.0, 15.0),
)
CODE = 45.0
"""Kilobytes of JavaScript and style sheets, htmx included, each file by itself as gzip -9 makes it."""


def measure() -> Iterator[Figure]:
    """Label invented pages by keys in a window of 1,440 by 900."""
    with workplace() as place:
        tasks = {size: _page(place, size) for size in SIZES}
        with screen(place) as shown:
            for size, task in tasks.items():
                yield from _opening(shown, size, f"/projects/{PROJECT}/pages/{place.page_of(task)}/label", task)
                yield from _keys(shown, size)
            yield Figure("an operation among 20,000 spans", shown.run(APPLY, 20_000), "us", 50.0)


def _page(place: Workplace, size: Size) -> int:
    file = place.instance.folder / "page.jsonl"
    name = f"{size.name}.txt"
    file.write_text(json.dumps(record(name, size.bytes, size.lines, size.spans)) + "\n", encoding="utf-8")
    report = importing.Report()
    for event in importing.import_paths(place.db, PROJECT, [file]):
        report.count(event)
    assert not report.refused, report.refused[0].sentence
    return label.open_task(place.db, place.project, place.page_named(name), place.person)


def _opening(shown: Screen, size: Size, address: str, task: int) -> Iterator[Figure]:
    """Open a page a few times; only the first time the scripts aren't in the browser's cache."""
    first, *later = [shown.open(address) for _ in range(1 + OPENINGS)]
    about = f"{size.name}: takes keys"
    yield Figure(f"{about}, first page of a browser" if size is SIZES[0] else f"{about}, first time", first[0], "ms")
    yield Figure(about, percentile([wall for wall, _ in later], 0.5), "ms", size.ready)
    yield Figure(f"{about}, CPU of the main thread", percentile([cpu for _, cpu in later], 0.5), "ms")
    html, state = shown.size("/label"), shown.size(f"/tasks/{task}")
    yield Figure(f"{size.name}: HTML on the wire", html / 1000, "kB")
    yield Figure(f"{size.name}: HTML a line over its text", (html - size.bytes) / size.lines, "bytes")
    yield Figure(f"{size.name}: state on the wire", state / 1000, "kB")
    if size is SIZES[0]:
        yield Figure("JS and CSS, gzip -9", shown.size(".js", ".css", packed=True) / 1000, "kB", CODE)
        yield Figure("JS and CSS as served", shown.size(".js", ".css") / 1000, "kB")
    yield Figure(f"{size.name}: memory of the renderer", shown.memory(), "MB", size.memory)


def _keys(shown: Screen, size: Size) -> Iterator[Figure]:
    for key in TO_THE_BARE_LINES:
        shown.page.keyboard.press(key)
    shown.settled()
    if size is SIZES[0]:
        # What this machine asks for any key that is followed by a frame; no page can be quicker.
        yield Figure("a key that does nothing, CPU", shown.press(IDLE, KEYS)[0], "ms")
    cpu, waits = shown.press("b", KEYS)
    yield Figure(f"{size.name}: line label (b), CPU", cpu, "ms", size.label)
    median, most = size.frame or (None, None)
    yield Figure(f"{size.name}: line label, key to frame, median", percentile(waits, 0.5), "ms", median)
    yield Figure(f"{size.name}: line label, key to frame, p95", percentile(waits, 0.95), "ms", most)
    for _ in range(KEYS):
        shown.page.keyboard.press("k")
    shown.settled()
    for key, words in (("q", "span (q)"), ("Enter", "span with cue, source, speaker (Enter)")):
        there = shown.quotes()
        cpu, waits = shown.press(key, QUOTES)
        # Some presses answer who speaks; what counts is what a quote costs.
        made = shown.quotes() - there
        assert made > QUOTES // 3, f"{key} made only {made} quotes"
        yield Figure(f"{size.name}: {words}, CPU", cpu * QUOTES / made, "ms", size.span)
        yield Figure(f"{size.name}: {words}, key to frame", percentile(waits, 0.5), "ms")
    shown.page.keyboard.press("Escape")
    shown.settled()
