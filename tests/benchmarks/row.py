"""One row of the benchmark table: what the app takes, and what its floor takes in the same run."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles

PAIRS = 11
"""Measurements of each side, taken in turn."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured on both sides, pair by pair."""

    name: str
    ours: tuple[float, ...]
    floor: tuple[float, ...]
    """The same work done by the least program that can do it, as many times."""
    unit: str
    goal: float
    """Largest ratio of ours to the floor."""
    note: str = ""
    """What else was seen."""

    @property
    def ratio(self) -> float:
        """Median of the pairs' ratios: what slows the machine down slows both of a pair."""
        return median(self.ratios)

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours to the floor, pair by pair."""
        return tuple(own / low for own, low in zip(self.ours, self.floor, strict=True))

    @property
    def verdict(self) -> str:
        """Whether the goal was met."""
        return "met" if self.ratio <= self.goal else "MISSED"


def in_turn(
    ours: Callable[[], float], floor: Callable[[], float], pairs: int = PAIRS
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Measure both sides in turn, so that a busy moment of the machine falls on both.

    Who goes first changes from pair to pair.
    """
    own, low = [], []
    for pair in range(pairs):
        if pair % 2:
            low.append(floor())
            own.append(ours())
        else:
            own.append(ours())
            low.append(floor())
    return tuple(own), tuple(low)


def spread(values: tuple[float, ...]) -> tuple[float, float]:
    """Lower and upper quartile."""
    low, _, high = quantiles(values, n=4)
    return low, high


def number(value: float) -> str:
    """Three significant digits without an exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
