"""Importing 10,000 pages of 6 kB, then a finished labelling of ten spans for each, exporting them, and the doctor."""

from collections.abc import Iterator

from annotator.workflow import doctor, exporting
from bench.figures import Clock, Figure, resident
from bench.material import take, write_labelled, write_pages
from bench.workplace import PROJECT, Workplace, workplace

PAGES = 10_000
BYTES = 6000
FIRST_BYTE = 2.0
MEMORY = 150.0
LOOK = 0.02
"""Seconds between two looks at the memory: one costs a third of what a page does."""


def measure() -> Iterator[Figure]:
    """Import from JSON Lines, import the labels, export, examine."""
    with workplace() as place:
        plain, labelled = place.instance.folder / "pages.jsonl", place.instance.folder / "labelled.jsonl"
        write_pages(plain, PAGES, BYTES)
        write_labelled(labelled, PAGES, BYTES, ["Ana"])
        clock = Clock()
        take(place, plain)
        yield from clock.figures("import 10,000 pages of 6 kB", 3.0)
        clock = Clock()
        assert take(place, labelled).counts["labelling"] == PAGES
        yield from clock.figures("import a finished labelling for each, one operation apiece")
        yield from export(place, "jsonl", 4.0)
        yield from export(place, "huggingface", 8.0)
        clock = Clock()
        wrong = [one.sentence for one in doctor.examine(place.instance) if one.level == "error"]
        assert not wrong, f"the doctor finds {len(wrong)} errors, the first: {wrong[0][:200]}"
        yield from clock.figures("doctor on all of it")


def export(place: Workplace, form: str, goal: float | None = None, *, apart: bool = False) -> Iterator[Figure]:
    """Export the pages as a browser gets them, a folder as an archive."""
    before = most = resident()
    first, size, seen, clock = 0.0, 0, 0.0, Clock()
    for chunk in exporting.begin(place.db, PROJECT, form, exporting.Choice(apart=apart)).chunks():
        if chunk and not size:
            first = clock.wall()
        size += len(chunk)
        if clock.wall() - seen > LOOK:
            most, seen = max(most, resident()), clock.wall()
    most = max(most, resident())
    yield from clock.figures(f"export of them to {form}, labelled ({size // 1_000_000} MB)", goal)
    yield Figure(f"export to {form}: first byte", first, "s", FIRST_BYTE)
    yield Figure(f"export to {form}: growth of memory", (most - before) / 1e6, "MB", MEMORY)
