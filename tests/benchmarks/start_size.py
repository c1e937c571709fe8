"""The same start with 100,000 cards and with 1,000: what a larger collection costs."""

from tests.benchmarks.first_paint import starts
from tests.benchmarks.row import Row


def measure() -> Row:
    """100,000 cards against 1,000."""
    return Row(
        "the same with 100,000 cards against 1,000",
        tuple(large[0] for _, _, large in starts()),
        tuple(small[0] for _, small, _ in starts()),
        "ms",
        1.05,
        "floor: the app with 1,000 cards",
    )
