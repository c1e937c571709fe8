"""The counts that home shows, of 100,000 cards with 1,000,000 reviews."""

import sqlite3
import time
from contextlib import closing
from datetime import datetime

from quizapp.core.schedule import Scheduler
from quizapp.decks.library import Library
from quizapp.store.ids import new_id
from quizapp.store.problem import StoreError
from quizapp.ui.desk import Desk
from tests.benchmarks.progress import opened
from tests.benchmarks.row import Row, in_turn
from tests.benchmarks.world import LARGE, today, world

_OLD = "SELECT card FROM card_memory WHERE phase <> 'new' OR suspended = 1"
_DUE = (
    "SELECT card FROM card_memory WHERE suspended = 0 AND phase <> 'new' AND due_day <= ? "
    "AND buried_day <> ?"
)


def measure() -> Row:
    """`Desk.today` against the two SELECTs that it cannot do without."""
    its = world(LARGE)
    library = Library([its.content])
    library.load()
    desk = Desk(
        library,
        opened(its.database, Scheduler()),
        Scheduler(),
        lambda: datetime.now().astimezone(),
        new_id=new_id,
        errors=StoreError,
    )
    day = today()
    with closing(sqlite3.connect(its.database)) as connection:

        def ours() -> float:
            start = time.perf_counter()
            desk.today()
            return (time.perf_counter() - start) * 1e3

        def floor() -> float:
            start = time.perf_counter()
            connection.execute(_OLD).fetchall()
            connection.execute(_DUE, (day, day)).fetchall()
            return (time.perf_counter() - start) * 1e3

        own, low = in_turn(ours, floor)
    desk.close()
    return Row("home's counts, 100,000 cards", own, low, "ms", 3.0, "floor: the two SELECTs")
