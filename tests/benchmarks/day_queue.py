"""The day's queue of 100,000 cards and 1,000,000 reviews, as a session draws it up."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from statistics import median

from quizapp.core.schedule import Scheduler
from quizapp.decks.library import Library
from quizapp.store.ids import new_id
from quizapp.store.problem import StoreError
from quizapp.ui.desk import Desk
from quizapp.ui.request import Request
from tests.benchmarks.progress import opened
from tests.benchmarks.row import Row, in_turn
from tests.benchmarks.world import LARGE, today, world

PAIRS = 31
_SELECT = (
    "SELECT card FROM card_memory WHERE suspended = 0 AND phase <> 'new' AND due_day <= ? "
    "AND buried_day <> ? ORDER BY due_day, card"
)


def measure() -> Row:
    """`Desk.session` against the indexed SELECT of the same ids."""
    its = world(LARGE)
    library = Library([its.content])
    library.load()
    store = opened(its.database, Scheduler())
    desk = Desk(
        library,
        store,
        Scheduler(),
        lambda: datetime.now().astimezone(),
        new_id=new_id,
        errors=StoreError,
    )
    day = today()
    with closing(sqlite3.connect(its.database)) as connection:

        def select() -> list[tuple[str]]:
            return connection.execute(_SELECT, (day, day)).fetchall()

        session, queue = desk.session(Request()), select()
        assert session.left == len(queue) + len(session.new)
        ours, floor = in_turn(_timed(lambda: desk.session(Request())), _timed(select), PAIRS)
    alone = median(_timed(lambda: store.queue(day))() for _ in range(PAIRS))
    desk.close()
    return Row(
        f"day's queue, {len(queue):,} due",
        ours,
        floor,
        "ms",
        3.0,
        f"goal also < 10 ms; the store's part alone {alone:.2f} ms; floor: the SELECT",
    )


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    def once() -> float:
        start = time.perf_counter()
        work()
        return (time.perf_counter() - start) * 1e3

    return once
