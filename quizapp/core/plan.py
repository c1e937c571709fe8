"""Ready on the day: what will be recalled on a date, and what it takes until then.

Nothing of a plan is kept: it is drawn up anew from the memories as they are, so that a missed day
changes the next one, and the schedule of the cards is never touched.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from random import Random

from quizapp.core.days import date_of
from quizapp.core.habits import Habits
from quizapp.core.review import CardMemory
from quizapp.core.schedule import Scheduler
from quizapp.core.simulate import Course, Day, Forgetting, Known, known, simulate

MINUTES = (10, 15, 25, 40, 60, 90)
"""Minutes a day that are tried."""
FEW_CARDS = 1_000
"""Up to so many, chance is averaged out over several runs."""
_RUNS = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """The cards of a topic that are not suspended."""

    title: str
    memories: tuple[CardMemory, ...]
    """That of a new card where a card was never seen."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A topic on the date."""

    title: str
    cards: int
    recall: float | None
    """Mean predicted recall of the cards seen by then; None where none was."""
    unseen: float
    """Share of cards never seen, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one day asks for."""

    date: str
    """As YYYY-MM-DD."""
    reviews: float
    new: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Effort:
    """Where so much time a day leads."""

    minutes_a_day: float
    """Most minutes of a day."""
    readiness: float
    """Share of all cards recalled on the date; one never seen counts as not recalled."""
    unseen: int
    """Cards not seen by then."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The days up to a date."""

    date: str
    days: int
    """Study days left, today included."""
    last_pass: int
    """Days at the end in which every card is seen once more."""
    now: tuple[Outlook, ...]
    """Each topic on the date if nothing were studied."""
    then: tuple[Outlook, ...]
    """Each topic on the date when the plan is kept."""
    loads: tuple[Load, ...]
    chosen: Effort
    """With the minutes asked for; where none were, with all that waits."""
    idle: Effort
    """With no study at all."""
    whole: Effort
    """With all that waits done every day."""
    efforts: tuple[Effort, ...]
    """Other amounts of time, rising, as long as they lead further."""


def last_pass_days(days: int) -> int:
    """How many of the days left are for the last pass: about a fifth, at most five."""
    return min(-(-days // 5), 5) if days > 1 else 0


def plan(
    subjects: Sequence[Subject],
    today: int,
    date: int,
    habits: Habits,
    scheduler: Scheduler,
    *,
    minutes_a_day: float | None = None,
    seed: int = 0,
) -> Plan:
    """Draw up the days from today until the one before a date. Raises ValueError if it is past."""
    if date < today:
        raise ValueError("the date is past")
    last_pass = last_pass_days(date - today)
    cards = [
        known(topic, memory)
        for topic, subject in enumerate(subjects)
        for memory in subject.memories
    ]
    runs = _RUNS if len(cards) <= FEW_CARDS else 1
    curve = Forgetting(scheduler.weights)

    def tried(minutes: float | None) -> tuple[list[list[Known]], list[list[Day]]]:
        seconds = None if minutes is None else minutes * 60
        course = Course(today, date, last_pass, seconds)
        ends, days = [], []
        for run in range(runs):
            copies = [copy(card) for card in cards]
            days.append(simulate(copies, course, habits, scheduler, Random(f"{seed}:{run}")))
            ends.append(copies)
        return ends, days

    def effort(minutes: float, ends: list[list[Known]]) -> Effort:
        recalled = sum(curve.recall(card, date) for end in ends for card in end if card.state)
        unseen = sum(card.state is None for end in ends for card in end)
        return Effort(minutes, recalled / max(len(cards) * runs, 1), round(unseen / runs))

    whole_ends, whole_days = tried(None)
    whole = effort(_most(whole_days), whole_ends)
    ends, days, chosen = whole_ends, whole_days, whole
    if minutes_a_day is not None:
        ends, days = tried(minutes_a_day)
        chosen = effort(minutes_a_day, ends)
    others = [
        effort(minutes, tried(minutes)[0])
        for minutes in MINUTES
        if date > today and minutes < whole.minutes_a_day and minutes != minutes_a_day
    ]
    return Plan(
        date_of(date).isoformat(),
        date - today,
        last_pass,
        _outlooks(subjects, [cards], date, curve),
        _outlooks(subjects, ends, date, curve),
        _loads(days, today),
        chosen,
        effort(0, [cards] * runs),
        whole,
        tuple(others),
    )


def _most(runs: Sequence[Sequence[Day]]) -> float:
    """Minutes of the longest day."""
    return max((load.minutes for load in _loads(runs, 1)), default=0.0)


def _loads(runs: Sequence[Sequence[Day]], today: int) -> tuple[Load, ...]:
    count = len(runs)
    return tuple(
        Load(
            date_of(today + ahead).isoformat(),
            sum(day.reviews for day in same) / count,
            sum(day.new for day in same) / count,
            sum(day.seconds for day in same) / count / 60,
        )
        for ahead, same in enumerate(zip(*runs, strict=True))
    )


def _outlooks(
    subjects: Sequence[Subject], ends: Sequence[Sequence[Known]], date: int, curve: Forgetting
) -> tuple[Outlook, ...]:
    recalls: list[list[float]] = [[] for _ in subjects]
    for end in ends:
        for card in end:
            if card.state is not None:
                recalls[card.topic].append(curve.recall(card, date))
    return tuple(
        Outlook(
            subject.title,
            len(subject.memories),
            sum(known) / len(known) if known else None,
            1 - len(known) / (len(subject.memories) * len(ends)) if subject.memories else 0.0,
        )
        for subject, known in zip(subjects, recalls, strict=True)
    )


def subject(title: str, memories: Sequence[CardMemory]) -> Subject:
    """A topic without the cards taken out of study."""
    return Subject(title, tuple(memory for memory in memories if not memory.suspended))
