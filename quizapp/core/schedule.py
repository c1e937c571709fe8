"""When a card comes back: FSRS-6 for memory, Anki's steps, fuzz and order of buttons around it.

Sources: the FSRS-6 formulas as the engine `fsrs-rs` ships them; Anki's manual, "Deck options", for
learning steps; `rslib/src/scheduler/states` of Anki for the fuzz ranges and the order of intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from math import floor

import fsrs_rs_python as fsrs_rs

from quizapp.core.card import CardId
from quizapp.core.days import MINUTE_MS
from quizapp.core.review import CardMemory, Grade, Moment, Phase, Review

DEFAULT_WEIGHTS: tuple[float, ...] = (
    *(0.212, 1.2931, 2.3065, 8.2956),
    *(6.4133, 0.8334, 3.0194, 0.001),
    *(1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483),
    *(0.6014, 1.8729),
    *(0.5425, 0.0912, 0.0658),
    0.1542,
)


@dataclass(frozen=True)
class Scheduler:
    """Turns a grade into the card's next memory. A value: no clock, no hidden randomness."""

    weights: tuple[float, ...] = DEFAULT_WEIGHTS
    """FSRS-6's w0 … w20."""
    retention: float = 0.9
    """Desired probability of recall when a card comes due, 0.7 to 0.97."""
    learning_steps: tuple[float, ...] = (1.0, 10.0)
    """Minutes."""
    relearning_steps: tuple[float, ...] = (10.0,)
    """Minutes."""
    maximum_interval: int = 36_500
    """Days."""
    fuzz: bool = True
    """Spread cards learned together over neighbouring days."""

    name = "fsrs-6"

    @cached_property
    def weights_id(self) -> str:
        """Short name of the weights, stored with each review."""
        return _digest(",".join(f"{weight:.6g}" for weight in self.weights))

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever a replay of the log could come out differently."""
        return _digest(repr((self.name, self.weights_id, *self._settings())))

    def _settings(self) -> tuple[object, ...]:
        return (
            self.retention,
            self.learning_steps,
            self.relearning_steps,
            self.maximum_interval,
            self.fuzz,
        )

    @cached_property
    def engine(self) -> fsrs_rs.FSRS:
        """FSRS with these weights."""
        return fsrs_rs.FSRS(list(self.weights))

    def after(self, memory: CardMemory, review: Review) -> CardMemory:
        """The memory once the review is made."""
        return self._outcome(memory, review.grade, self._states(memory, review.at), review.at)

    def preview(self, memory: CardMemory, at: Moment) -> dict[Grade, CardMemory]:
        """What each grade would make of the card; exactly what `after` then returns."""
        states = self._states(memory, at)
        return {grade: self._outcome(memory, grade, states, at) for grade in Grade}

    def _states(self, memory: CardMemory, at: Moment) -> fsrs_rs.NextStates:
        """FSRS's memory and interval in days after each grade."""
        if memory.phase is Phase.NEW:
            return self.engine.next_states(None, self.retention, 0)
        state = fsrs_rs.MemoryState(memory.stability, memory.difficulty)
        elapsed = max(at.day - memory.last_day, 0)
        return self.engine.next_states(state, self.retention, elapsed)

    def _outcome(
        self, memory: CardMemory, grade: Grade, states: fsrs_rs.NextStates, at: Moment
    ) -> CardMemory:
        """The card on its next learning step, or on a day."""
        phase, step, minutes = self.moved(memory.phase, memory.step, grade)
        due_day, due_ms = at.day, 0
        if minutes:
            due_ms = at.ms + round(minutes * MINUTE_MS)
        else:
            due_day += self.days(memory.card, memory.reps, memory.phase, states, grade)
        state = item_of(states, grade).memory
        return CardMemory(
            card=memory.card,
            phase=phase,
            step=step,
            stability=state.stability,
            difficulty=state.difficulty,
            due_day=due_day,
            due_ms=due_ms,
            first_day=memory.first_day or at.day,
            last_day=at.day,
            last_ms=at.ms,
            reps=memory.reps + 1,
            lapses=memory.lapses + (memory.phase is Phase.REVIEW and grade is Grade.AGAIN),
            suspended=memory.suspended,
            flagged=memory.flagged,
        )

    def moved(self, phase: Phase, step: int, grade: Grade) -> tuple[Phase, int, float]:
        """Phase and step that a grade leads to, and the step's minutes; 0 where a day is due."""
        lapsed = phase is Phase.REVIEW and grade is Grade.AGAIN
        if phase is Phase.REVIEW and not lapsed:
            return Phase.REVIEW, 0, 0.0
        relearning = lapsed or phase is Phase.RELEARNING
        steps = self.relearning_steps if relearning else self.learning_steps
        step, minutes = _next_step(steps, 0 if lapsed else step, grade)
        if not minutes:
            return Phase.REVIEW, step, 0.0
        return Phase.RELEARNING if relearning else Phase.LEARNING, step, minutes

    def days(
        self, card: CardId, reps: int, phase: Phase, states: fsrs_rs.NextStates, grade: Grade
    ) -> int:
        """Whole days to wait after a grade: fuzzed, and in order, as Anki keeps them.

        `reps` and `phase` are those before the review. A harder grade is worked out only where
        this one must not come before it.
        """
        u = _uniform(card, reps) if self.fuzz else None
        if grade is Grade.AGAIN:
            return self._days(min(states.again.interval, states.hard.interval), 1, u)
        least, good = 1, states.good.interval
        if grade is Grade.HARD or phase is Phase.REVIEW:
            hard = self._days(min(states.hard.interval, good), 1, u)
            if grade is Grade.HARD:
                return hard
            least = hard + 1
        good_days = self._days(good, least, u)
        if grade is Grade.GOOD:
            return good_days
        return self._days(states.easy.interval, good_days + 1, u)

    def _days(self, interval: float, minimum: int, u: float | None) -> int:
        most = self.maximum_interval
        minimum = min(minimum, most)
        if u is None:
            return min(max(round(interval), minimum), most)
        low, high = fuzz_bounds(min(max(interval, minimum), most))
        low, high = max(low, minimum), min(high, most)
        return low if high <= low else floor(low + u * (1 + high - low))


def fuzz_bounds(interval: float) -> tuple[int, int]:
    """Lowest and highest whole day that the fuzz may pick for an interval in days."""
    if interval < 2.5:
        return round(interval), round(interval)
    # Written out, because a replay asks for every card: 15 % of the days from 2.5 to 7, then 10 %
    # of those to 20, then 5 %.
    if interval < 7:
        delta = 1 + 0.15 * (interval - 2.5)
    elif interval < 20:
        delta = 1 + 0.15 * 4.5 + 0.10 * (interval - 7)
    else:
        delta = 1 + 0.15 * 4.5 + 0.10 * 13 + 0.05 * (interval - 20)
    return round(interval - delta), round(interval + delta)


def item_of(states: fsrs_rs.NextStates, grade: Grade) -> fsrs_rs.ItemState:
    """FSRS's memory and interval after one of the grades."""
    if grade is Grade.GOOD:
        return states.good
    if grade is Grade.AGAIN:
        return states.again
    return states.hard if grade is Grade.HARD else states.easy


def retrievability(memory: CardMemory, day: int, weights: Sequence[float]) -> float:
    """Probability of recall on a study day; 0 for a new card."""
    if memory.phase is Phase.NEW:
        return 0.0
    return recall_after(max(day - memory.last_day, 0), memory.stability, weights)


def recall_after(days: int, stability: float, weights: Sequence[float]) -> float:
    """Probability of recall: (1 + F·t/S)^(−w20), with F such that it is 0.9 after S days."""
    decay = -weights[20]
    factor = 0.9 ** (1 / decay) - 1
    return float((1 + factor * days / stability) ** decay)


def _next_step(steps: Sequence[float], step: int, grade: Grade) -> tuple[int, float]:
    """The step that a card goes to and its delay in minutes; 0 minutes where it graduates.

    Anki's delay for Hard lies between the first two steps at first, then repeats the step.
    """
    step = min(step, len(steps) - 1)
    if not steps or grade is Grade.EASY:
        return 0, 0.0
    if grade is Grade.AGAIN:
        return 0, steps[0]
    if grade is Grade.GOOD:
        return (step + 1, steps[step + 1]) if step + 1 < len(steps) else (0, 0.0)
    if step > 0:
        return step, steps[step]
    return 0, (steps[0] + steps[1]) / 2 if len(steps) > 1 else steps[0] * 1.5


def _uniform(card: CardId, reps: int) -> float:
    """A number in [0, 1) fixed by card and repetition, so that a preview is what gets written."""
    digest = blake2b(f"{card}:{reps}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()
