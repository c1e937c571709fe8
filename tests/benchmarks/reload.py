"""Looking through 10,000 cards again when nothing has changed."""

import os
import time
from pathlib import Path

from quizapp.decks.library import Library
from tests.benchmarks.load import decks
from tests.benchmarks.row import Row, in_turn

PAIRS = 201


def measure() -> Row:
    """Against listing the folder and asking for the `stat` of each file."""
    folder = decks()
    library = Library([folder])
    library.load()

    def ours() -> float:
        start = time.perf_counter_ns()
        changes = library.reload()
        seconds = (time.perf_counter_ns() - start) / 1e3
        assert not changes
        return seconds

    def floor() -> float:
        start = time.perf_counter_ns()
        _stat(folder)
        return (time.perf_counter_ns() - start) / 1e3

    own, low = in_turn(ours, floor, PAIRS)
    return Row(
        "reload, nothing changed", own, low, "µs", 1.5, f"floor: stat of {len(_stat(folder))} files"
    )


def _stat(folder: Path) -> list[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        found = [(entry.path, entry.stat()) for entry in entries if entry.name.endswith(".md")]
    return sorted((path, stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, stat in found)
