"""Events to fill a store with, and helpers that open one."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from os import geteuid, seteuid
from pathlib import Path

from quizapp.core.card import CardId
from quizapp.core.days import DAY_MS
from quizapp.core.review import Grade, Mark, MarkKind, Moment, Review, SessionKind
from quizapp.core.schedule import Scheduler
from quizapp.store.log import Store
from quizapp.store.open import open_store

MIGRATIONS = Path(__file__).parents[2] / "db"
SCHEDULER = Scheduler()
DAY = 738_000
"""The study day on which most of these events happen."""
A, B, C = CardId("a"), CardId("b"), CardId("c")

_numbers = count(1)


def event_id() -> str:
    """An id greater than all those before it."""
    return f"id-{next(_numbers):09d}"


def at(day: int = DAY, ms: int = 0) -> Moment:
    """A moment `ms` milliseconds into a study day."""
    return Moment((day - 719_163) * DAY_MS + ms, 540, day)


def review(
    card: CardId = A,
    day: int = DAY,
    ms: int = 0,
    grade: Grade = Grade.GOOD,
    kind: SessionKind = SessionKind.STUDY,
) -> Review:
    """A review with every field filled in."""
    return Review(
        event_id(),
        card,
        at(day, ms),
        grade,
        kind,
        answer="1/4 ÷ σ′",
        duration_ms=1500,
        card_hash="hash",
        parameters='{"batch": 8}',
        scheduler="fsrs-6",
        weights="weights",
        confidence=70,
    )


def mark(kind: MarkKind, card: CardId = A, day: int = DAY, ms: int = 0) -> Mark:
    """A mark on a card."""
    return Mark(event_id(), card, kind, at(day, ms))


def opened(path: Path, scheduler: Scheduler = SCHEDULER, busy_seconds: float = 5.0) -> Store:
    """The store at a path; fails the test where it cannot be opened."""
    store = open_store(path, scheduler, migrations=MIGRATIONS, busy_seconds=busy_seconds)
    assert isinstance(store, Store), store
    return store


def refusal(path: Path, busy_seconds: float = 0.05) -> str:
    """Why the store at a path does not open; fails the test where it does."""
    store = open_store(path, SCHEDULER, migrations=MIGRATIONS, busy_seconds=busy_seconds)
    assert not isinstance(store, Store)
    return store.message


@contextmanager
def unprivileged() -> Iterator[None]:
    """Without the rights of root, for whom nothing is read-only."""
    before = geteuid()
    if before:
        yield
        return
    seteuid(65_534)
    try:
        yield
    finally:
        seteuid(before)
