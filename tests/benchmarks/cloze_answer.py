"""Three typed gaps, one of them wrong."""

from tests.benchmarks.row import Row
from tests.benchmarks.typed_answer import row


def measure() -> Row:
    """Under a bare round trip, so that the lab decides how long a learner waits."""
    return row("cloze", "sigmoid-saturates", "saturates; 1; 1/4", 1.0)
