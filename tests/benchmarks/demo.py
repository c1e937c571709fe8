"""A demo in a state of its own, when the lab is warm."""

from tests.benchmarks.row import Row
from tests.benchmarks.warm_lab import warm


def measure() -> Row:
    """Against a bare fork of a process that imported PyTorch, running the same demo."""
    return Row(
        "demo with fresh state, warm",
        tuple(lab for lab, _ in warm()),
        tuple(fork for _, fork in warm()),
        "ms",
        1.5,
        "floor: bare fork of a process that imported torch",
    )
