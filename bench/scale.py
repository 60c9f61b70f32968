"""50,000 pages with three finished labellings each: imported, frozen, exported, with what memory that takes.

It needs a quarter of an hour and some gigabytes beside the temporary folder, so that `make bench` leaves it out:
`make bench ARGS=scale`, or `ARGS="scale 5000"` for fewer pages. A page has 2 kB; a labelling ten spans.
"""

import sys
from collections.abc import Iterator

from annotator.workflow import exporting, people, projects, releasing
from bench.figures import Clock, Figure, resident
from bench.material import take, write_labelled
from bench.transfer import MEMORY, export
from bench.workplace import PROJECT, Workplace, workplace

PAGES = 50_000
BYTES = 2000
PEOPLE = ("Ana", "Ben", "Chloe")


def measure() -> Iterator[Figure]:
    """Import, build a release, export twice."""
    count = next((int(one) for one in sys.argv if one.isdecimal()), PAGES)
    with workplace() as place:
        for name in PEOPLE[1:]:
            people.add(place.db, name)
            projects.set_member(place.db, PROJECT, name, "annotator")
        file = place.instance.folder / "labelled.jsonl"
        write_labelled(file, count, BYTES, PEOPLE)
        before, clock = resident(), Clock()
        report = take(place, file)
        assert report.counts["labelling"] == count * len(PEOPLE)
        yield from clock.figures(f"import {count} pages with {len(PEOPLE)} labellings each")
        yield Figure("import: growth of memory", (resident() - before) / 1e6, "MB", MEMORY)
        file.unlink()
        yield from _release(place)
        yield from export(place, "jsonl", apart=True)
        yield from export(place, "huggingface", apart=True)


def _release(place: Workplace) -> Iterator[Figure]:
    sizes = [resident()]
    clock = Clock()
    order = releasing.Order(exporting.Choice(apart=True))
    releasing.create(place.db, PROJECT, "1.0", order, tell=lambda _: sizes.append(resident()))
    yield from clock.figures("release create")
    yield Figure("release create: growth of memory", (max(*sizes, resident()) - sizes[0]) / 1e6, "MB", MEMORY)
