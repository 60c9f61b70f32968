"""What a bench hands back: a figure beside its goal."""

import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measured value in `unit`; `goal` is the most it should be, None where there is no goal."""

    what: str
    value: float
    unit: str
    goal: float | None = None

    @property
    def verdict(self) -> str:
        """Tell whether the goal is met; nothing where there is none."""
        if self.goal is None:
            return ""
        return "met" if self.value <= self.goal else "MISSED"

    def row(self) -> tuple[str, str, str, str]:
        """Return the figure as a row of the table."""
        goal = "" if self.goal is None else f"< {_short(self.goal)} {self.unit}"
        return self.what, f"{_short(self.value)} {self.unit}", goal, self.verdict


@dataclass(frozen=True, slots=True)
class Clock:
    """Time since it was made: by the clock, and of the processor, which others on the machine don't lengthen."""

    _began: tuple[float, float] = field(default_factory=lambda: (time.perf_counter(), time.process_time()))

    def wall(self) -> float:
        """Return the seconds that went by."""
        return time.perf_counter() - self._began[0]

    def figures(self, what: str, goal: float | None = None) -> Iterator[Figure]:
        """Yield both times as figures with one goal."""
        wall, cpu = self.wall(), time.process_time() - self._began[1]
        yield Figure(what, wall, "s", goal)
        yield Figure(f"{what}: CPU", cpu, "s", goal)


def resident() -> int:
    """Return the bytes of memory that this process has now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0..1) of the values don't exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
