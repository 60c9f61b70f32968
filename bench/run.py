"""Measures how quick the tool is: a table beside the goals, and the same as JSON in bench/results/.

`make bench` runs all but the longest of it, `make bench ARGS="saves opening"` some.
"""

import json
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.figures import Figure

BENCHES = ("starting", "saves", "opening", "load", "surface", "transfer", "agreement")
BY_NAME = ("scale",)
"""Benches that take too long to be among all."""
RESULTS = Path(__file__).parent / "results"
WIDTHS = (66, 12, 12, 6)


def main() -> None:
    """Run the benches named on the command line, or all."""
    wanted = [name for name in sys.argv[1:] if not name.isdecimal()] or BENCHES
    if unknown := [name for name in wanted if name not in BENCHES + BY_NAME]:
        sys.exit(f"there is no bench {unknown[0]}; there are {', '.join(BENCHES + BY_NAME)}")
    _line(("what", "measured", "goal", ""))
    figures: list[Figure] = []
    for name in wanted:
        measure: Callable[[], Iterator[Figure]] = import_module(f"bench.{name}").measure
        for figure in measure():
            figures.append(figure)
            _line(figure.row())
    print(f"written to {_write(figures)}")


def _line(cells: tuple[str, ...]) -> None:
    print(*(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


def _write(figures: list[Figure]) -> Path:
    now = datetime.now(UTC)
    about = {"at": now.isoformat(), "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    rows = [{"what": one.what, "value": one.value, "unit": one.unit, "goal": one.goal} for one in figures]
    file = RESULTS / f"{now:%Y%m%dT%H%M%S}.json"
    RESULTS.mkdir(exist_ok=True)
    file.write_text(json.dumps({**about, "machine": platform.machine(), "figures": rows}, indent=2) + "\n")
    return file


if __name__ == "__main__":
    main()
