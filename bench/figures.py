"""What a bench hands back: a figure beside its goal."""

from collections.abc import Sequence
from dataclasses import dataclass


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


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0..1) of the values don't exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
