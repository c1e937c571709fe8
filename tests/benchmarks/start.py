"""Start to the first question painted, with 100,000 cards in the database."""

from tests.benchmarks.first_paint import starts
from tests.benchmarks.row import Row


def measure() -> Row:
    """Against a Textual app with one Static."""
    return Row(
        "start → first question, 100,000 cards",
        tuple(large[0] for _, _, large in starts()),
        tuple(floor[0] for floor, _, _ in starts()),
        "ms",
        1.6,
        "floor: Textual with one Static",
    )
