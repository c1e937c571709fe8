"""The same start with 1,000,000 reviews and with 1,000: what a long history costs."""

from tests.benchmarks.first_paint import app
from tests.benchmarks.row import PAIRS, Row
from tests.benchmarks.world import LARGE, world

FEW = 100
"""Cards, with ten reviews each."""


def measure() -> Row:
    """The world of 100,000 cards against that of 100, both with ten reviews a card."""
    world(FEW), world(LARGE)
    app(FEW)
    pairs = [(app(LARGE)[0], app(FEW)[0]) for _ in range(PAIRS)]
    ours, floor = zip(*pairs, strict=True)
    return Row(
        "start with 1,000,000 reviews against 1,000",
        ours,
        floor,
        "ms",
        1.05,
        "floor: the app with 1,000 reviews of 100 cards",
    )
