"""Study days of a simulated learner, one after the other, up to a date.

Recall follows FSRS; what is remembered is drawn, from a generator that the caller seeds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import fsrs_rs_python as fsrs_rs

from quizapp.core.habits import Habits
from quizapp.core.review import CardMemory, Grade, Phase
from quizapp.core.schedule import Scheduler, item_of

_PASSES = (Grade.HARD, Grade.GOOD, Grade.EASY)
_GRADES = tuple(Grade)


@dataclass(slots=True)
class Known:
    """A simulated memory."""

    topic: int
    state: fsrs_rs.MemoryState | None
    """None for a card that was never seen."""
    stability: float = 0.0
    last: int = 0
    """Study day of the last review."""
    due: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """What one simulated day holds."""

    reviews: int
    new: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Course:
    """Days from today up to a date that is no study day any more."""

    today: int
    date: int
    last_pass: int
    """How many days at the end are for a last look at every card; 0 for none."""
    seconds: float | None
    """Time a day; None where all that waits is done."""


def known(topic: int, memory: CardMemory) -> Known:
    """The simulated memory of a card of a topic."""
    if memory.phase is Phase.NEW:
        return Known(topic, None)
    state = fsrs_rs.MemoryState(memory.stability, memory.difficulty)
    return Known(topic, state, memory.stability, memory.last_day, memory.due_day)


class Forgetting:
    """FSRS's curve with some weights: what is recalled so many days after a review."""

    def __init__(self, weights: Sequence[float]) -> None:
        self._decay = -weights[20]
        self._factor = 0.9 ** (1 / self._decay) - 1

    def recall(self, card: Known, day: int) -> float:
        """Predicted recall of a card that was seen, 0 to 1."""
        elapsed = max(day - card.last, 0)
        return float((1 + self._factor * elapsed / card.stability) ** self._decay)


def simulate(
    cards: list[Known], course: Course, habits: Habits, scheduler: Scheduler, random: Random
) -> list[Day]:
    """Study every day of a course; the cards are left as they are on its date.

    Reviews come first, the lowest recall before others, then new cards in the order given, as many
    a day as bring the last of them in before the last pass. Where time is short, new cards get up
    to half of it: what was never seen is surely not recalled. In the last pass every card not
    seen in it comes again.
    """
    study = _Study(habits, scheduler, random)
    unseen = [card for card in cards if card.state is None][::-1]
    seen = [card for card in cards if card.state is not None]
    ending = course.date - course.last_pass
    days: list[Day] = []
    for day in range(course.today, course.date):
        waiting = [card for card in seen if card.due <= day and card.last < day]
        if day >= ending:
            waiting = _last_look(seen, day, ending, course.date)
        waiting.sort(key=lambda card: study.curve.recall(card, day))
        left = float("inf") if course.seconds is None else course.seconds
        wanted = -(-len(unseen) // max(ending - day, 1)) if day < ending or not seen else 0
        kept = min(left / 2, wanted * habits.new_seconds)
        reviews = new = 0
        for card in waiting:
            if left - kept < habits.review_seconds:
                break
            study.review(card, day)
            left -= habits.review_seconds
            reviews += 1
        while new < wanted and left >= habits.new_seconds:
            card = unseen.pop()
            study.learn(card, day)
            seen.append(card)
            left -= habits.new_seconds
            new += 1
        seconds = reviews * habits.review_seconds + new * habits.new_seconds
        days.append(Day(reviews, new, seconds))
    return days


def _last_look(seen: Sequence[Known], day: int, ending: int, date: int) -> list[Known]:
    """Cards to see once more today: an even share of those that still lack it."""
    missing = sorted((card for card in seen if card.last < ending), key=lambda card: card.last)
    return missing[: -(-len(missing) // (date - day))]


class _Study:
    """One simulated learner at work."""

    def __init__(self, habits: Habits, scheduler: Scheduler, random: Random) -> None:
        self.curve = Forgetting(scheduler.weights)
        self._habits = habits
        self._random = random
        self._scheduler = scheduler
        self._next = scheduler.engine.next_states

    def learn(self, card: Known, day: int) -> None:
        """See a new card for the first time, and take its steps."""
        (grade,) = self._random.choices(_GRADES, self._habits.first)
        self._graded(card, grade, day, 0)

    def review(self, card: Known, day: int) -> None:
        """Remember a card, or not."""
        elapsed = max(day - card.last, 0)
        if self._random.random() < self.curve.recall(card, day):
            (grade,) = self._random.choices(_PASSES, self._habits.passed)
        else:
            grade = Grade.AGAIN
        self._graded(card, grade, day, elapsed)

    def _graded(self, card: Known, grade: Grade, day: int, elapsed: int) -> None:
        retention = self._scheduler.retention
        item = item_of(self._next(card.state, retention, elapsed), grade)
        if grade is Grade.AGAIN:  # its step of the same day is passed in the end
            item = self._next(item.memory, retention, 0).good
        card.state = item.memory
        card.stability = item.memory.stability
        card.last = day
        card.due = day + min(max(round(item.interval), 1), self._scheduler.maximum_interval)
