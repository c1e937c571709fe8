"""A typed number, none of the listed mistakes: it is explained by its ratio."""

from tests.benchmarks.row import Row
from tests.benchmarks.typed_answer import row


def measure() -> Row:
    """Under a bare round trip, so that the lab decides how long a learner waits."""
    return row("number", "gd-step-limit", "0.3", 1.0)
