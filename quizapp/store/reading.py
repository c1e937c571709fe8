"""Reading the log from a connection: in order, by card, and folded."""

import sqlite3
from collections.abc import Iterator, Mapping
from heapq import merge
from typing import Final

from quizapp.core.card import CardId
from quizapp.core.review import CardMemory, Event, Mark, Review, Reviewer, apply
from quizapp.store.history import (
    KEPT,
    MARK_COLUMNS,
    RETRACTION_COLUMNS,
    REVIEW_COLUMNS,
    mark_of,
    retraction_of,
    review_of,
)
from quizapp.store.rows import MEMORY_FIELDS, row_of

REVIEWS: Final = f"SELECT {REVIEW_COLUMNS} FROM review"
KEPT_REVIEWS: Final = f"{REVIEWS} WHERE {KEPT} ORDER BY ms, id"
"""The reviews that were not undone, in their order."""
_RETRACTIONS: Final = f"SELECT {RETRACTION_COLUMNS} FROM retraction"
_MARKS: Final = f"SELECT {MARK_COLUMNS} FROM mark"


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


def replayed_log(connection: sqlite3.Connection, scheduler: Reviewer) -> dict[CardId, CardMemory]:
    """The `replay` of the whole log, a row at a time, so that a long log fits in memory."""
    reviews: Iterator[Review | Mark] = map(review_of, connection.execute(KEPT_REVIEWS))
    marks: Iterator[Review | Mark] = map(mark_of, connection.execute(f"{_MARKS} ORDER BY ms, id"))
    memories: dict[CardId, CardMemory] = {}
    for event in merge(reviews, marks, key=_at):
        before = memories.get(event.card) or CardMemory(event.card)
        memories[event.card] = apply(before, event, scheduler)
    return memories


def differences(
    cached: Mapping[CardId, CardMemory], replayed: Mapping[CardId, CardMemory]
) -> list[str]:
    """Where two sets of memories differ, one line each."""
    return [
        line
        for card in sorted(replayed.keys() | cached.keys())
        for line in _differences(card, cached.get(card), replayed.get(card))
    ]


def _differences(
    card: CardId, cached: CardMemory | None, replayed: CardMemory | None
) -> Iterator[str]:
    if cached is None or replayed is None:
        where = "the cache" if cached is None else "the log"
        yield f"{card}: is missing in {where}"
        return
    for name, has, should in zip(MEMORY_FIELDS, row_of(cached), row_of(replayed), strict=True):
        if has != should:
            yield f"{card}: {name} is {has} in the cache, {should} by the log"
