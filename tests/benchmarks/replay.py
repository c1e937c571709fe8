"""The whole log folded into memories, as after a change of the settings."""

import sqlite3
import time
from contextlib import closing

from quizapp.core.schedule import Scheduler
from quizapp.store.reading import replayed_log
from tests.benchmarks.row import Row, in_turn
from tests.benchmarks.world import LARGE, world

PAIRS = 5
_SELECT = "SELECT card, ms, day, grade, kind FROM review"


def measure() -> Row:
    """Against reading the columns that the fold needs, in the order of the table."""
    its = world(LARGE)
    with closing(sqlite3.connect(its.database)) as connection:

        def ours() -> float:
            start = time.perf_counter()
            memories = replayed_log(connection, Scheduler())
            seconds = time.perf_counter() - start
            assert len(memories) == LARGE
            return seconds * 1e3

        def floor() -> float:
            start = time.perf_counter()
            for _ in connection.execute(_SELECT):
                pass
            return (time.perf_counter() - start) * 1e3

        own, low = in_turn(ours, floor, PAIRS)
    return Row("replay of 1,000,000 reviews", own, low, "ms", 1.5, "floor: reading their rows")
