"""Counts over cards and reviews: what home and `quizapp stats` show."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from quizapp.core.calibration import Calibration, calibration
from quizapp.core.card import CardId
from quizapp.core.review import CardMemory, Grade
from quizapp.core.tally import Sum, Tally
from quizapp.core.topics import Topic, topic
from quizapp.core.trends import (
    Bin,
    DayWork,
    WeekRate,
    answer_times,
    calendar,
    forecast,
    median_seconds,
    retention_by_week,
    stabilities,
)


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


def summarize(sums: Tally, memories: Iterable[CardMemory], today: int) -> Summary:
    """A log's tally, and what the memories wait for, as one summary."""
    tested = sum(week.count for week in sums.weeks.values())
    kept = sum(week.total for week in sums.weeks.values())
    now = sums.days.get(today, Sum())
    return Summary(
        sum(day.count for day in sums.days.values()),
        now.count,
        now.total / 60_000,
        len(sums.days),
        streak_of(sums.days.keys(), today),
        {grade.name.lower(): sums.grades[grade] for grade in Grade},
        kept / tested if tested else None,
        tested,
        forecast(memories, today, 7),
    )


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that is told of a learner's study, on one study day."""

    summary: Summary
    calendar: tuple[DayWork, ...]
    """A year up to today."""
    forecast: tuple[int, ...]
    """Cards that come due on each of 30 days, from today on."""
    weeks: tuple[WeekRate, ...]
    """Retention in the last 52 weeks."""
    topics: tuple[Topic, ...]
    stabilities: tuple[Bin, ...]
    """Cards by days."""
    answer_times: tuple[Bin, ...]
    """Answers by seconds."""
    median_seconds: float | None
    calibration: Calibration | None
    """None where no confidence was ever said."""


def statistics(
    sums: Tally,
    memories: Mapping[CardId, CardMemory],
    decks: Iterable[tuple[str, str, Collection[CardId]]],
    today: int,
    weights: Sequence[float],
) -> Statistics:
    """All numbers at once; of each deck, `decks` gives name, title and cards."""
    return Statistics(
        summarize(sums, memories.values(), today),
        calendar(sums, today),
        forecast(memories.values(), today),
        retention_by_week(sums, today),
        tuple(topic(*deck, memories, sums, today, weights) for deck in decks),
        stabilities(memories.values()),
        answer_times(sums),
        median_seconds(sums),
        calibration(sums),
    )


def streak_of(days: Set[int], today: int) -> int:
    """Study days in a row up to today, or to yesterday while today has none."""
    day = today if today in days else today - 1
    length = 0
    while day in days:
        length += 1
        day -= 1
    return length
