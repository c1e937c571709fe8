"""A typed formula in two variables at 400 points, wrong in a way that takes every explanation."""

from tests.benchmarks.row import Row
from tests.benchmarks.typed_answer import row


def measure() -> Row:
    """Within a frame and two round trips, although it is compared at every point."""
    return row("formula", "adam-bias-correction", "1/(1-b^(2t))", 2.0)
