"""Counts over cards and reviews: what home and `quizapp stats` show."""

from collections import Counter
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

from quizapp.core.card import CardId
from quizapp.core.review import CardMemory, Grade, Phase, Review, SessionKind


@dataclass(frozen=True, slots=True)
class DeckCounts:
    """One deck at a glance."""

    name: str
    title: str
    cards: int
    due: int
    new: int
    """Never reviewed."""
    verified: int
    """Cards whose present text was verified by a run of its demo."""


def deck_counts(
    name: str,
    title: str,
    cards: Collection[CardId],
    *,
    due: Set[CardId],
    old: Set[CardId],
    verified: Set[CardId],
) -> DeckCounts:
    """Count one deck; of the sets, `old` holds the cards that are not new, suspended ones too."""
    return DeckCounts(
        name,
        title,
        len(cards),
        _count(cards, due),
        len(cards) - _count(cards, old),
        _count(cards, verified),
    )


def _count(cards: Iterable[CardId], chosen: Set[CardId]) -> int:
    return sum(map(chosen.__contains__, cards))


def is_due(memory: CardMemory, day: int) -> bool:
    """Whether a card seen before waits on this study day."""
    waits = memory.phase is not Phase.NEW and memory.due_day <= day
    return waits and not memory.suspended and memory.buried_day != day


@dataclass(frozen=True, slots=True)
class Summary:
    """What the log says of a learner."""

    reviews: int
    reviews_today: int
    minutes_today: float
    days_studied: int
    streak: int
    """Study days in a row up to today, or to yesterday while today has none."""
    grades: dict[str, int]
    retention: float | None
    """Share not graded Again among reviews a day or more after the card's last one."""
    retention_reviews: int
    forecast: tuple[int, ...]
    """Cards that come due: today with everything overdue, then each of the next six days."""


def summarize(reviews: Iterable[Review], memories: Iterable[CardMemory], today: int) -> Summary:
    """Fold the reviews that were not undone, in their order, into a summary."""
    grades: Counter[str] = Counter()
    days: set[int] = set()
    last_day: dict[CardId, int] = {}
    total = today_count = today_ms = kept = tested = 0
    for review in reviews:
        total += 1
        days.add(review.at.day)
        if review.at.day == today:
            today_count += 1
            today_ms += review.duration_ms
        if review.kind is SessionKind.CRAM:
            continue
        grades[review.grade.name.lower()] += 1
        if review.at.day > last_day.get(review.card, review.at.day):
            tested += 1
            kept += review.grade is not Grade.AGAIN
        last_day[review.card] = review.at.day
    waiting = [memory for memory in memories if memory.phase is not Phase.NEW]
    forecast = [sum(is_due(memory, today) for memory in waiting)]
    active = Counter(memory.due_day for memory in waiting if not memory.suspended)
    forecast += [active[today + ahead] for ahead in range(1, 7)]
    return Summary(
        total,
        today_count,
        today_ms / 60_000,
        len(days),
        streak_of(days, today),
        {grade.name.lower(): grades[grade.name.lower()] for grade in Grade},
        kept / tested if tested else None,
        tested,
        tuple(forecast),
    )


def streak_of(days: Set[int], today: int) -> int:
    """Study days in a row up to today, or to yesterday while today has none."""
    day = today if today in days else today - 1
    length = 0
    while day in days:
        length += 1
        day -= 1
    return length
