"""One answer committed: log and cache in one transaction, synchronous FULL."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime

from quizapp.core.days import moment
from quizapp.core.review import Grade, Review
from quizapp.core.schedule import Scheduler
from quizapp.core.verdict import Verdict
from quizapp.store.ids import new_id
from tests.benchmarks.decks import card_id
from tests.benchmarks.floor_app import answer
from tests.benchmarks.progress import opened
from tests.benchmarks.row import Row, in_turn
from tests.benchmarks.world import LARGE, scratch, world

PAIRS = 301


def measure() -> Row:
    """Against two bare statements on a copy of the same file."""
    its = world(LARGE)
    its.settle()
    own, copy = (
        shutil.copyfile(its.database, scratch() / f"{name}-commit.db") for name in ("own", "floor")
    )
    store = opened(own, Scheduler())
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        ours, floor = in_turn(
            _timed(store.append, _reviews()),
            _timed(lambda review: answer(connection, review.card, time.time_ns()), _reviews()),
            PAIRS,
        )
    store.close()
    return Row(
        "answer committed",
        ours,
        floor,
        "µs",
        3.0,
        "floor: INSERT and UPDATE with sqlite3, the new memory not computed",
    )


def _reviews() -> Iterator[Review]:
    """A review now of one card after another, all over the collection."""
    index = 0
    while True:
        index = (index + 7_919) % LARGE
        yield Review(
            new_id(),
            card_id(index),
            moment(datetime.now().astimezone()),
            Grade.GOOD,
            answer="b",
            verdict=Verdict.CONFIRMED,
            duration_ms=4_000,
            card_hash="0123456789abcdef0123456789abcdef",
            scheduler=Scheduler.name,
            weights="0123456789ab",
        )


def _timed(commit: Callable[[Review], object], reviews: Iterator[Review]) -> Callable[[], float]:
    def once() -> float:
        review = next(reviews)
        start = time.perf_counter_ns()
        commit(review)
        return (time.perf_counter_ns() - start) / 1e3

    return once
