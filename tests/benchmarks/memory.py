"""Resident memory of the app's own process when the first question is painted."""

from tests.benchmarks.first_paint import starts
from tests.benchmarks.row import Row


def measure() -> Row:
    """Against a Textual app with one Static."""
    return Row(
        "memory at first paint, 100,000 cards",
        tuple(large[1] for _, _, large in starts()),
        tuple(floor[1] for floor, _, _ in starts()),
        "MiB",
        1.6,
        "floor: Textual with one Static",
    )
