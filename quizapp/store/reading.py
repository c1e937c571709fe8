"""Reading the log from a connection: in order, by card, and folded."""

import gc
import sqlite3
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from heapq import merge
from typing import Final

from quizapp.core.card import CardId
from quizapp.core.fold import LEFT_ALONE, fold
from quizapp.core.review import CardMemory, Event, MarkKind, SessionKind, replay
from quizapp.core.schedule import Scheduler
from quizapp.store.history import (
    KEPT,
    MARK_COLUMNS,
    RETRACTION_COLUMNS,
    REVIEW_COLUMNS,
    mark_of,
    retraction_of,
    review_of,
)
from quizapp.store.rows import MEMORY_FIELDS, Row, row_of

REVIEWS: Final = f"SELECT {REVIEW_COLUMNS} FROM review"
KEPT_REVIEWS: Final = f"{REVIEWS} WHERE {KEPT} ORDER BY ms, id"
"""The reviews that were not undone, in their order."""
ANSWERS: Final = f"""
SELECT card, day, grade, kind, duration_ms, confidence, verdict FROM review
WHERE {KEPT} ORDER BY ms, id"""
"""The columns of an `Answer`."""
_RETRACTIONS: Final = f"SELECT {RETRACTION_COLUMNS} FROM retraction"
_MARKS: Final = f"SELECT {MARK_COLUMNS} FROM mark"
# In the order of the table, which is that of the ids: to sort a million rows takes a second.
_GRADED: Final = f"""
SELECT card, ms, day, CASE kind WHEN '{SessionKind.CRAM}' THEN {LEFT_ALONE} ELSE grade END
FROM review WHERE id NOT IN (SELECT review FROM retraction) ORDER BY id"""
_FLAGS: Final = {
    MarkKind.SUSPEND: ("suspended", 1),
    MarkKind.UNSUSPEND: ("suspended", 0),
    MarkKind.FLAG: ("flagged", 1),
    MarkKind.UNFLAG: ("flagged", 0),
}
"""Marks that change a column of the memory, and nothing else, whenever they were made."""


def _at(event: Event) -> tuple[int, str]:
    return event.at.ms, event.id


def all_events(connection: sqlite3.Connection) -> Iterator[Event]:
    """The whole log in its order, a row at a time."""
    return merge(
        map(review_of, connection.execute(f"{REVIEWS} ORDER BY ms, id")),
        map(retraction_of, connection.execute(f"{_RETRACTIONS} ORDER BY ms, id")),
        map(mark_of, connection.execute(f"{_MARKS} ORDER BY ms, id")),
        key=_at,
    )


def events_of(connection: sqlite3.Connection, card: CardId) -> list[Event]:
    """One card's events in their order."""
    retractions = f"{_RETRACTIONS} JOIN review ON review.id = retraction.review WHERE card = ?"
    events: list[Event] = [
        *map(review_of, connection.execute(f"{REVIEWS} WHERE card = ?", (card,))),
        *map(retraction_of, connection.execute(retractions, (card,))),
        *map(mark_of, connection.execute(f"{_MARKS} WHERE card = ?", (card,))),
    ]
    return sorted(events, key=_at)


def replayed_log(connection: sqlite3.Connection, scheduler: Scheduler) -> dict[CardId, Row]:
    """The `replay` of the whole log: each card's columns `MEMORY_COLUMNS`.

    A million reviews are folded at once. What a mark does to the order of things is left to
    `replay`, card by card; most marks only raise or lower a flag.
    """
    flags, woven = _marks(connection)
    with _without_collection():
        histories = _histories(connection, woven)
        memories: dict[CardId, Row] = {row[0]: row for row in fold(histories.items(), scheduler)}
    for card, raised in flags.items():
        before = memories.get(card) or row_of(CardMemory(card))
        memories[card] = tuple(
            raised.get(name, value) for name, value in zip(MEMORY_FIELDS, before, strict=True)
        )
    for card in woven:
        memory = replay(events_of(connection, card), scheduler).get(card)
        memories[card] = row_of(memory or CardMemory(card))
    return memories


def _marks(connection: sqlite3.Connection) -> tuple[dict[CardId, dict[str, int]], set[CardId]]:
    """The flags of each card as its marks left them, and the cards with marks of another kind."""
    flags: dict[CardId, dict[str, int]] = {}
    woven: set[CardId] = set()
    for card, kind in connection.execute("SELECT card, kind FROM mark ORDER BY ms, id"):
        if flag := _FLAGS.get(kind):
            flags.setdefault(card, {}).update([flag])
        else:
            woven.add(card)
    return {card: raised for card, raised in flags.items() if card not in woven}, woven


def histories(connection: sqlite3.Connection) -> dict[CardId, list[int]]:
    """What `fold` takes of the reviews of each card that was never reset."""
    query = f"SELECT card FROM mark WHERE kind = '{MarkKind.RESET}'"
    return _histories(connection, {card for (card,) in connection.execute(query)})


def _histories(connection: sqlite3.Connection, without: Set[CardId]) -> dict[CardId, list[int]]:
    """What `fold` takes of each card's reviews, in the order of their ids."""
    histories: dict[CardId, list[int]] = {}
    find = histories.get
    for card, ms, day, grade in connection.execute(_GRADED):
        if (history := find(card)) is None:
            histories[card] = [ms, day, grade]
        else:
            history += (ms, day, grade)
    for card in without:
        histories.pop(card, None)
    return histories


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for cycles while a million values without any are made: it doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def differences(cached: Mapping[CardId, Row], replayed: Mapping[CardId, Row]) -> list[str]:
    """Where two sets of memories differ, one line each."""
    return [
        line
        for card in sorted(replayed.keys() | cached.keys())
        if cached.get(card) != replayed.get(card)
        for line in _differences(card, cached.get(card), replayed.get(card))
    ]


def _differences(card: CardId, cached: Row | None, replayed: Row | None) -> Iterator[str]:
    if cached is None or replayed is None:
        where = "the cache" if cached is None else "the log"
        yield f"{card}: is missing in {where}"
        return
    for name, has, should in zip(MEMORY_FIELDS, cached, replayed, strict=True):
        if has != should:
            yield f"{card}: {name} is {has} in the cache, {should} by the log"
