"""A progress file with ten reviews a card, put in bulk into the schema that the app itself made.

Cards share 64 histories, each the outcome of real scheduling; only the last review is folded for
every card, because the fuzz depends on the card. A sample is proved equal to a replay.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from quizapp.core.days import DAY_MS
from quizapp.core.review import CardMemory, Grade, Moment, Phase, Review, replay
from quizapp.core.schedule import Scheduler
from quizapp.settings import own_folder
from quizapp.store.history import review_row
from quizapp.store.log import Store
from quizapp.store.open import open_store
from quizapp.store.problem import StoreProblem
from quizapp.store.rows import row_of
from quizapp.store.statements import INSERT_REVIEW, UPSERT_MEMORY
from tests.benchmarks.decks import card_id

REVIEWS = 10
DUE_SHARE = 0.07
"""Cards due today, beside those that wait one day only: about 8,500 of 100,000 in all."""
_HISTORIES = 64
_SPAN = 15_000
"""Days: no instant of the log lies before 1970."""
_EPOCH = 719_163  # 1970-01-01
_MORNING = 10 * 3_600_000
_GRADES = (Grade.AGAIN, Grade.HARD, Grade.GOOD, Grade.EASY)


class WorldError(Exception):
    """The generated world is not what the app would have made."""


@dataclass(frozen=True, slots=True)
class _History:
    """Ten reviews, and what is known before the last of them."""

    reviews: tuple[Review, ...]
    before: CardMemory


def write_progress(path: Path, size: int, scheduler: Scheduler, today: int) -> None:
    """Make a progress file for that many cards. Raises WorldError."""
    opened(path, scheduler).close()
    random = Random(7)
    histories = [_history(scheduler, random, number) for number in range(_HISTORIES)]
    shifts: list[int] = []
    memories: list[CardMemory] = []
    for index in range(size):
        history = histories[index % _HISTORIES]
        memory = replace(history.before, card=card_id(index))
        memory = scheduler.after(memory, replace(history.reviews[-1], card=memory.card))
        interval = memory.due_day - memory.last_day
        # Nothing was reviewed today, so a card that waits one day only is due.
        due = interval == 1 or random.random() < DUE_SHARE
        due_day = today - random.randrange(3) if due else today + random.randrange(1, interval)
        shifts.append(due_day - memory.due_day)
        memories.append(_shifted(memory, shifts[-1]))
    _fill(path, _rows(histories, shifts), memories)
    _prove(path, scheduler, size)


def _history(scheduler: Scheduler, random: Random, number: int) -> _History:
    """Reviews on the days on which they came due, the last of which passes."""
    while True:
        memory, day, ms = CardMemory(card_id(number)), _EPOCH + 1_000, _MORNING + number * 60_000
        reviews: list[Review] = []
        while len(reviews) < REVIEWS:
            at = Moment((day - _EPOCH) * DAY_MS + ms, 0, day)
            (grade,) = random.choices(_GRADES, (8, 8, 74, 10))
            review = Review("", memory.card, at, grade, answer="b", duration_ms=4_000)
            review = replace(review, scheduler=scheduler.name, weights=scheduler.weights_id)
            before, memory = memory, scheduler.after(memory, review)
            reviews.append(review)
            if memory.due_ms:
                ms += memory.due_ms - at.ms
            day = memory.due_day
        waits = memory.phase is Phase.REVIEW and memory.due_day > memory.last_day
        if waits and memory.due_day - memory.first_day <= _SPAN:
            return _History(tuple(reviews), before)


def _shifted(memory: CardMemory, days: int) -> CardMemory:
    """The memory of a card whose whole history lies some days later."""
    return replace(
        memory,
        due_day=memory.due_day + days,
        first_day=memory.first_day + days,
        last_day=memory.last_day + days,
        last_ms=memory.last_ms + days * DAY_MS,
    )


def _rows(histories: list[_History], shifts: list[int]) -> Iterator[tuple[object, ...]]:
    """The log in the order of its instants, which is that of its ids."""
    log = sorted(
        (review.at.ms + shift * DAY_MS, index, number)
        for index, shift in enumerate(shifts)
        for number, review in enumerate(histories[index % _HISTORIES].reviews)
    )
    rests = [[review_row(review)[5:] for review in history.reviews] for history in histories]
    for serial, (ms, index, number) in enumerate(log):
        day = _EPOCH + ms // DAY_MS
        yield (_uuid7(ms, serial), card_id(index), ms, 0, day, *rests[index % _HISTORIES][number])


def _uuid7(ms: int, serial: int) -> str:
    return f"{ms >> 16:08x}-{ms & 0xFFFF:04x}-7000-8000-{serial:012x}"


def _fill(
    path: Path, reviews: Iterator[tuple[object, ...]], memories: Iterable[CardMemory]
) -> None:
    """Insert everything at once; the log's indexes are made anew behind it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'review' "
            "AND sql IS NOT NULL"
        ).fetchall()
        connection.execute("BEGIN")
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        connection.executemany(INSERT_REVIEW, reviews)
        connection.executemany(UPSERT_MEMORY, map(row_of, memories))
        for _, statement in indexes:
            connection.execute(statement)
        connection.execute("COMMIT")


def _prove(path: Path, scheduler: Scheduler, size: int) -> None:
    """The app finds the cache fresh, and it equals the replay of the log for a sample of cards."""
    store = opened(path, scheduler)
    try:
        if store.is_stale() or store.counts().reviews != size * REVIEWS:
            raise WorldError(f"{path}: {store.counts()}, stale: {store.is_stale()}")
        for index in Random(3).sample(range(size), 50):
            card = card_id(index)
            replayed = replay(store.events(card), scheduler)[card]
            if replayed != store.memory(card):
                raise WorldError(f"{card}: {store.memory(card)} in the cache, {replayed} replayed")
    finally:
        store.close()


def opened(path: Path, scheduler: Scheduler) -> Store:
    """The store of a progress file. Raises WorldError."""
    store = open_store(path, scheduler, migrations=own_folder("db"))
    if isinstance(store, StoreProblem):
        raise WorldError(store.message)
    return store
