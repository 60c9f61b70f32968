"""How long the command line takes to answer, as somebody at a terminal feels it; and what this machine is worth now."""

import subprocess
import sys
import timeit
from collections.abc import Iterator

from bench.figures import Figure, percentile
from bench.workplace import workplace

TIMES = 5
LOOPS = 2000


def measure() -> Iterator[Figure]:
    """Start two verbs a few times each, on an instance that is there."""
    # On a busy machine every figure grows with this one, which is about 10 on a quiet one of 2024.
    yard = min(timeit.repeat("sum(range(1000))", number=LOOPS, repeat=5)) / LOOPS
    yield Figure("yardstick: sum(range(1000))", yard * 1e6, "us")
    with workplace() as place:
        folder = ["--instance", str(place.instance.folder)]
        yield Figure("annotator --help", _start("--help"), "s", 0.3)
        yield Figure("annotator project list", _start(*folder, "project", "list"), "s", 1.0)


def _start(*words: str) -> float:
    command = [sys.executable, "-m", "annotator", *words]
    once = "subprocess.run(command, check=True, stdout=subprocess.DEVNULL)"
    names = {"subprocess": subprocess, "command": command}
    return percentile(timeit.repeat(once, number=1, repeat=TIMES, globals=names), 0.5)
