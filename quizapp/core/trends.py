"""What the statistics draw: calendar, forecast, retention, stability and answer times."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from quizapp.core.days import date_of
from quizapp.core.review import CardMemory, Phase
from quizapp.core.strength import is_due
from quizapp.core.tally import Sum, Tally, monday

STABILITY_EDGES = (1, 3, 7, 14, 30, 60, 120, 240, 365)
"""Days."""
SECOND_EDGES = (5, 10, 20, 30, 45, 60, 90, 120, 300)


@dataclass(frozen=True, slots=True)
class DayWork:
    """What was done on one study day."""

    date: str
    """As YYYY-MM-DD."""
    reviews: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its 95 % confidence interval."""

    passed: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WeekRate:
    """Retention in one week."""

    monday: str
    """As YYYY-MM-DD."""
    rate: Rate


@dataclass(frozen=True, slots=True)
class Bin:
    """How many fall into one interval of a histogram."""

    low: int
    """Belongs to it."""
    high: int | None
    """Does not; None for the last one, which has no end."""
    count: int


def calendar(sums: Tally, today: int, days: int = 365) -> tuple[DayWork, ...]:
    """The last study days up to today, those without reviews too."""
    rows = ((day, sums.days.get(day, Sum())) for day in range(today - days + 1, today + 1))
    return tuple(
        DayWork(date_of(day).isoformat(), work.count, work.total / 60_000) for day, work in rows
    )


def forecast(memories: Iterable[CardMemory], today: int, days: int = 30) -> tuple[int, ...]:
    """Cards that come due: today with all that is overdue, then on each of the next days.

    A card buried today is due tomorrow, or on its own later day.
    """
    counts = [0] * days
    for memory in memories:
        if memory.phase is Phase.NEW or memory.suspended:
            continue
        if is_due(memory, today):
            counts[0] += 1
        elif (ahead := max(memory.due_day - today, 1)) < days:
            counts[ahead] += 1
    return tuple(counts)


def wilson(passed: int, of: int, z: float = 1.959964) -> Rate:
    """A share with Wilson's score interval; of nothing, it may be anything."""
    if not of:
        return Rate(0, 0, 0.0, 0.0, 1.0)
    share = passed / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    # At 0 and 1 a bound is the share itself, but for its last bit.
    low, high = min(max(middle - half, 0.0), share), max(min(middle + half, 1.0), share)
    return Rate(passed, of, share, low, high)


def retention_by_week(sums: Tally, today: int, weeks: int = 52) -> tuple[WeekRate, ...]:
    """Share of tests passed in each of the last weeks that had any, the earliest first."""
    first = monday(today) - 7 * (weeks - 1)
    return tuple(
        WeekRate(date_of(start).isoformat(), wilson(week.total, week.count))
        for start, week in sorted(sums.weeks.items())
        if first <= start <= today
    )


def stabilities(memories: Iterable[CardMemory]) -> tuple[Bin, ...]:
    """Cards seen before by their stability in days."""
    values = (memory.stability for memory in memories if memory.phase is not Phase.NEW)
    return tuple(_bins(Counter(values), STABILITY_EDGES))


def answer_times(sums: Tally) -> tuple[Bin, ...]:
    """Answers by the seconds that they took."""
    return tuple(_bins(sums.seconds, SECOND_EDGES))


def _bins(values: Mapping[float, int] | Mapping[int, int], edges: Sequence[int]) -> Iterator[Bin]:
    counts = [0] * (len(edges) + 1)
    for value, count in values.items():
        counts[bisect_right(edges, value)] += count
    yield from map(Bin, (0, *edges), (*edges, None), counts)


def median_seconds(sums: Tally) -> float | None:
    """Half of the answers took no longer; None where there is none."""
    left = (sums.seconds.total() + 1) // 2
    for second, count in sorted(sums.seconds.items()):
        left -= count
        if left <= 0:
            return float(second)
    return None
