"""Starts of the app and of its floor, taken in turn and kept for the rows that tell of them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.benchmarks.row import PAIRS
from tests.benchmarks.terminal import Terminal, environment
from tests.benchmarks.world import LARGE, MARKER, SMALL, floor_app, scratch, world

Start = tuple[float, float]
"""Milliseconds from the start to the painted question, and MiB of memory then."""


def _start(program: Sequence[str | Path], variables: dict[str, str]) -> Start:
    with Terminal(program, variables) as terminal:
        painted = terminal.painted(MARKER)
        return painted.seconds * 1e3, terminal.memory()


def app(size: int) -> Start:
    """A start of the app in a world of so many cards."""
    its = world(size)
    its.settle()
    return _start(its.study, its.environment)


def _floor() -> Start:
    return _start(floor_app(), environment(scratch() / "floor"))


@cache
def starts() -> tuple[tuple[Start, Start, Start], ...]:
    """Floor, app with 1,000 cards and app with 100,000 cards, in turn."""
    world(SMALL), world(LARGE)
    _floor()
    return tuple((_floor(), app(SMALL), app(LARGE)) for _ in range(PAIRS))
