"""The warm demo against the same demo as a program of its own: at least 50 times faster."""

from tests.benchmarks.row import Row
from tests.benchmarks.warm_lab import cold, warm


def measure() -> Row:
    """Against a cold `python demo.py`."""
    its = cold()
    return Row(
        "the same against a cold `python demo.py`",
        tuple(lab for lab, _ in warm())[: len(its)],
        its,
        "ms",
        1 / 50,
        "goal: 50 times slower when cold",
    )
